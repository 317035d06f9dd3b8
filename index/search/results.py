"""Results made of what was found: ids in order, as many as were asked for."""

from __future__ import annotations

from array import array
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.library import Library
from index.search.collection import Collection
from index.search.conditions import Ids64
from index.search.leaders import LEADERS, Lift
from index.search.matches import Matches
from index.search.ordering import Arranged, by_score, head, whole
from index.types import Order, Results, Understood


def by_date(order: Order) -> Order:
    """Give the order where nothing ranks."""
    return Order.OLDEST if order is Order.OLDEST else Order.NEWEST


class ResultMaker:
    """Makes the results of one search.

    Args:
        order: the order that was asked for.
        most: how many ids to give, None for all.
    """

    def __init__(self, order: Order, most: int | None) -> None:
        self._order = order
        self._most = most
        self._started = perf_counter()

    def nothing(self, understood: Understood) -> Results:
        """Make the results of a query that found nothing."""
        return self._made(understood, by_date(self._order), array("q"), array("d"), 0)

    def every(self, understood: Understood, library: Library) -> Results:
        """List all articles of a library."""
        ids = library.ids(by_date(self._order))
        return self._made(understood, by_date(self._order), ids[: self._most], array("d"), len(ids))

    def listed(self, understood: Understood, library: Library, articles: Ids64) -> Results:
        """List some articles of a library."""
        arranged = np.frombuffer(library.ids(by_date(self._order)), np.int64)
        chosen = arranged[np.isin(arranged, articles)]
        ids = array("q", chosen[: self._most].tobytes())
        return self._made(understood, by_date(self._order), ids, array("d"), len(chosen))

    def found(
        self, understood: Understood, collection: Collection, matches: Matches, lift: Lift, poll: Poll
    ) -> Results:
        """Order what was found in the index, the best first if that was asked for: these are lifted by `lift`."""
        order = self._order if matches.scorer is not None else by_date(self._order)
        if self._most is None:
            documents, scored = whole(collection, matches, order, poll)
        else:
            documents, scored = self._first(collection, matches, order, self._most)
        if scored is not None and order is Order.RELEVANCE and self._most != 0:
            documents, scored = _lifted(collection, documents, scored, lift)
        documents, scores = documents[: self._most], b"" if scored is None else scored[: self._most].astype(float)
        ids = array("q", collection.ids.take(documents).tobytes())
        return self._made(understood, order, ids, array("d", bytes(scores)), len(matches.documents))

    @staticmethod
    def _first(
        collection: Collection, matches: Matches, order: Order, most: int
    ) -> tuple[Arranged, NDArray[np.float32] | None]:
        """Give the first documents, and as many as may be lifted among them."""
        documents = head(collection, matches, order, max(most, LEADERS) if order is Order.RELEVANCE and most else most)
        if matches.scorer is None:
            return documents, None
        return documents, matches.at(matches.documents.searchsorted(documents)).scores(collection)

    def _made(self, understood: Understood, order: Order, ids: array[int], scores: array[float], total: int) -> Results:
        return Results(understood, order, ids, scores, total, (perf_counter() - self._started) * 1000)


def _lifted(
    collection: Collection, documents: Arranged, scores: NDArray[np.float32], lift: Lift
) -> tuple[Arranged, NDArray[np.float32]]:
    """Order the best documents by their scores and rewards; the others stay behind them."""
    rewards = lift(documents[:LEADERS], scores[:LEADERS])
    if rewards is None:
        return documents, scores
    leaders, lifted = by_score(collection, documents[:LEADERS], scores[:LEADERS] + rewards)
    return np.concatenate([leaders, documents[LEADERS:]]), np.concatenate([lifted, scores[LEADERS:]])
