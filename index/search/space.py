"""The articles of the library as places 0, 1, 2, ... by ascending id: what all conditions are evaluated over."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.types import Order

Places = NDArray[np.int64]
"""Places of articles, ascending, each once."""


class Found(NamedTuple):
    """The articles that meet a condition, with their scores where it ranks them."""

    places: Places
    scores: NDArray[np.float64] | None = None


class Space:
    """The articles of one revision of the library.

    Attributes:
        ids: the articles' ids, ascending; an article's place is its index here.
        revision: the revision of the library.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._orders: dict[Order, Places] = {}
        self.revision = library.revision()
        newest = np.frombuffer(library.ids(Order.NEWEST), np.int64)
        self.ids: NDArray[np.int64] = np.sort(newest)
        self._orders[Order.NEWEST] = self._rank(newest)

    def __len__(self) -> int:
        return len(self.ids)

    def places_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the place of each id, -1 for those that are not in the library."""
        if not len(self):
            return np.full(len(ids), -1, np.int64)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self) - 1)
        return np.where(self.ids[places] == ids, places, -1)

    def in_order(self, found: Found, order: Order) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the ids of what was found in an order, and their scores, none if nothing ranks them.

        Equal scores stand from the newest to the oldest, equal dates by id.
        """
        newest = self._order(Order.OLDEST if order is Order.OLDEST else Order.NEWEST)[found.places]
        if order is Order.RELEVANCE and found.scores is not None:
            arranged = np.lexsort((newest, -found.scores))
        else:
            arranged = np.argsort(newest)
        scores = np.empty(0) if found.scores is None else found.scores[arranged]
        return self.ids[found.places[arranged]], scores

    def _order(self, order: Order) -> Places:
        """Give for each place its rank in a date order."""
        if order not in self._orders:
            self._orders[order] = self._rank(np.frombuffer(self._library.ids(order), np.int64))
        return self._orders[order]

    def _rank(self, arranged: NDArray[np.int64]) -> Places:
        """Give for each place its rank among ids in an order; ids of another revision have no place."""
        places = self.places_of(arranged)
        ranks = np.zeros(len(self), np.int64)
        ranks[places[places >= 0]] = np.flatnonzero(places >= 0)
        return ranks


def either(found: list[Found], count: int) -> Found:
    """Join conditions of which one is enough, over `count` places; scores add up."""
    there = np.zeros(count, bool)
    for one in found:
        there[one.places] = True
    places = np.flatnonzero(there)
    ranked = [(one.places, one.scores) for one in found if one.scores is not None]
    if not ranked:
        return Found(places)
    scores = np.zeros(count)
    for some, values in ranked:
        scores[some] += values
    return Found(places, scores[places])


def both(one: Found, other: Found) -> Found:
    """Join two conditions that must both be met; scores add up."""
    if len(one.places) > len(other.places):
        one, other = other, one
    if not len(one.places):
        return one
    where = np.minimum(np.searchsorted(other.places, one.places), len(other.places) - 1)
    kept = other.places[where] == one.places
    parts = [
        scores[chosen] for scores, chosen in ((one.scores, kept), (other.scores, where[kept])) if scores is not None
    ]
    return Found(one.places[kept], np.sum(parts, axis=0) if parts else None)


def neither(found: Found, among: Places, count: int) -> Found:
    """Give the places of `among` that were not found, out of `count`."""
    there = np.zeros(count, bool)
    there[among] = True
    there[found.places] = False
    return Found(np.flatnonzero(there))
