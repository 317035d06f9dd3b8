"""Found documents in order: the first ones at once, all of them when they are asked for.

`newest` and `oldest` have undated documents last, and equal dates by id. `relevance` has the best score first, equal
scores as `newest`; matches that say nothing about how well they fit are in the order of `newest`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.search import best
from index.search.collection import Collection, newest_first, oldest_first
from index.search.joins import Documents
from index.search.matches import Matches
from index.types import Order

Arranged = NDArray[np.int64]
"""Numbers of documents in an order, each once."""

_SPARSE: Final = 16
_FEW: Final = 4096
_WALKED: Final = 1024


def head(collection: Collection, matches: Matches, order: Order, most: int) -> Arranged:
    """Give the first `most` of `whole`, without sorting all of it."""
    if order is not Order.RELEVANCE or matches.scorer is None:
        return _first(collection, matches.documents, _date_order(order), most)
    documents, scores = matches.documents, matches.scores(collection)
    better, equal = best.divided(scores, most)
    leaders = by_score(collection, documents.take(better), scores.take(better))[0]
    return np.concatenate([leaders, _first(collection, documents.take(equal), Order.NEWEST, most - len(leaders))])


def whole(
    collection: Collection, matches: Matches, order: Order, poll: Poll = best.never
) -> tuple[Arranged, NDArray[np.float32] | None]:
    """Give all documents in order, and their scores if there are any; `poll` is called between the steps."""
    dated = _by_date(collection, matches.documents, _date_order(order))
    if matches.scorer is None:
        return dated, None
    poll()
    sums = collection.scratch.sums
    sums[matches.documents] = matches.scores(collection)
    scores = sums.take(dated).astype(np.float32, copy=False)
    sums[dated] = 0
    if order is not Order.RELEVANCE:
        return dated, scores
    poll()
    places = best.ordered(scores, poll)
    return dated.take(places), scores.take(places)


def by_score(
    collection: Collection, documents: Documents, scores: NDArray[np.float32]
) -> tuple[Arranged, NDArray[np.float32]]:
    """Give a few documents with their scores, the best first, equal scores as `newest`."""
    places = np.lexsort((*_date_keys(collection, documents, Order.NEWEST), -scores))
    return documents.take(places), scores.take(places)


def _date_order(order: Order) -> Order:
    return Order.OLDEST if order is Order.OLDEST else Order.NEWEST


def _arranged(collection: Collection, order: Order) -> tuple[Arranged, NDArray[np.int64]]:
    return collection.oldest if order is Order.OLDEST else collection.newest


def _first(collection: Collection, documents: Documents, order: Order, most: int) -> Arranged:
    """Give the first documents in an order of dates."""
    if most <= 0:
        return documents[:0]
    if len(documents) <= _FEW:  # this needs no order of the whole collection, which may not be there yet
        return documents.take(np.lexsort(_date_keys(collection, documents, order))[:most])
    arranged, ranks = _arranged(collection, order)
    if len(documents) * _SPARSE < collection.count:
        found = ranks.take(documents)
        if len(found) > most:
            found = np.partition(found, most)[:most]
        found.sort()
        return arranged.take(found)
    return _first_marked(collection, documents, arranged, most)


def _first_marked(collection: Collection, documents: Documents, arranged: Arranged, most: int) -> Arranged:
    """Walk through the collection in its order until enough of the documents are met."""
    marks = collection.scratch.marks
    marks[documents] = True
    found: list[Arranged] = []
    missing, start, size = min(most, len(documents)), 0, _WALKED
    while missing > 0:
        some = arranged[start : start + size]
        met = some[marks.take(some)][:missing]
        found.append(met)
        missing -= len(met)
        start, size = start + size, size * 2
    marks[documents] = False
    return np.concatenate(found)


def _by_date(collection: Collection, documents: Documents, order: Order) -> Arranged:
    arranged, ranks = _arranged(collection, order)
    found = ranks.take(documents)
    if len(found) * _SPARSE < collection.count:
        found.sort()
    else:
        marks = collection.scratch.marks
        marks[found] = True
        found = np.flatnonzero(marks)
        marks[found] = False
    return arranged.take(found)


def _date_keys(
    collection: Collection, documents: Documents, order: Order
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Give for some documents what sorts them by date, the last key first."""
    published = collection.published.take(documents)
    keys = oldest_first(published) if order is Order.OLDEST else newest_first(published)
    return collection.ids.take(documents), keys
