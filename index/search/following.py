"""Saved searches: how much they find, how much of it is new, and how far their review has come.

What is new and what was seen is defined in `index.library.saved`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.cleaning.safety import safe_line
from index.errors import UsageError
from index.library import Library
from index.types import Order, Results, SavedCounts, SavedSearch

_SHOWN = 100


class Search(Protocol):
    """Searches as `Searcher.search` does."""

    def __call__(
        self, text: str, order: Order | None = None, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Results:
        """Find all articles that a query means."""
        ...


class Following:
    """Counts and gives the results of saved searches. Belongs to the searcher's thread.

    Args:
        library: keeps the searches.
        search: searches.
        state: tells the state of index and library: in the same one nothing is counted twice.
    """

    def __init__(self, library: Library, search: Search, state: Callable[[], object]) -> None:
        self._library = library
        self._search = search
        self._state = state
        self._counted_in: object = None
        self._counts: dict[SavedSearch, SavedCounts] = {}

    def counts(self, name: str, *, cancelled: Callable[[], bool] = lambda: False) -> SavedCounts:
        """Count all, the new and the seen results of a saved search.

        Raises:
            UsageError: there is none of that name.
            SearchCancelledError: `cancelled()` turned true.
        """
        saved, state = self._saved(name), self._state()
        if state != self._counted_in:
            self._counted_in = state
            self._counts.clear()
        if saved not in self._counts:
            ids = np.frombuffer(self._search(saved.query, Order.NEWEST, cancelled=cancelled).ids, np.int64)
            self._counts[saved] = self._counted(name, ids)
        return self._counts[saved]

    def results(self, name: str, order: Order | None = None, *, new: bool = False, unseen: bool = False) -> Results:
        """Give the results of a saved search: all, or those that are new, not seen in its review, or both.

        Raises:
            UsageError: there is none of that name.
        """
        saved = self._saved(name)
        left_out = [self._library.seen_in_search(name)] if new or unseen else []
        if new:
            left_out.append(self._library.known_in_search(name))
        results = self._search(saved.query, order)
        for articles in left_out:
            results = without(results, articles)
        return results

    def all_but(
        self,
        text: str,
        articles: Sequence[int],
        order: Order | None = None,
        *,
        most: int | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """Give at most so many results of a query, without some articles; the total is of all that are left.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        return without(self._search(text, order, cancelled=cancelled), articles, most)

    def _saved(self, name: str) -> SavedSearch:
        saved = self._library.saved_search(name)
        if saved is None:
            raise UsageError(
                "there is no saved search of that name", safe_line(name[:_SHOWN]), "`dateline saved` lists them."
            )
        return saved

    def _counted(self, name: str, ids: NDArray[np.int64]) -> SavedCounts:
        seen = _are_among(ids, self._library.seen_in_search(name))
        known = _are_among(ids, self._library.known_in_search(name))
        return SavedCounts(len(ids), int(np.count_nonzero(~(known | seen))), int(np.count_nonzero(seen)))


def without(results: Results, articles: Sequence[int], most: int | None = None) -> Results:
    """Give results without some articles, at most so many; the total is of all that are left."""
    ids = np.frombuffer(results.ids, np.int64)
    left = np.flatnonzero(~_are_among(ids, articles))
    kept = array("q", ids.take(left[:most]).tobytes())
    scores = results.scores
    if len(scores):
        scores = array("d", np.frombuffer(scores, np.float64).take(left[:most]).tobytes())
    return replace(results, ids=kept, scores=scores, total=len(left))


def _are_among(ids: NDArray[np.int64], articles: Sequence[int]) -> NDArray[np.bool_]:
    """Tell of each id whether it is one of the articles."""
    if not len(ids) or not len(articles):
        return np.zeros(len(ids), bool)
    known = np.asarray(articles, np.int64)
    marks = np.zeros(int(max(ids.max(), known.max())) + 1, bool)
    marks[known] = True
    return marks.take(ids)
