"""Ranges of indexes, written out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def spans(firsts: NDArray[Any], lasts: NDArray[Any]) -> NDArray[np.int64]:
    """Give all numbers of the ranges `[first, last)`, one range after the other."""
    starts: NDArray[np.int64] = firsts.astype(np.int64)
    counts = lasts.astype(np.int64) - starts
    if not (filled := counts > 0).all():
        starts, counts = starts[filled], counts[filled]
    if not len(starts):
        return np.empty(0, np.int64)
    # Steps of one, and of more from range to range, added up: `repeat` would hold the interpreter all the while.
    ends = np.cumsum(counts)
    places = np.ones(int(ends[-1]), np.int64)
    places[0] = starts[0]
    places[ends[:-1]] = starts[1:] - starts[:-1] - counts[:-1] + 1
    return np.cumsum(places, out=places)


def sizes(starts: NDArray[Any]) -> NDArray[np.int64]:
    """Give the lengths of what begins at `starts`, which has the end behind it."""
    places: NDArray[np.int64] = starts.astype(np.int64)
    return places[1:] - places[:-1]


def within(
    places: NDArray[Any], firsts: NDArray[Any], lasts: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the indexes `[begin, end)` of those of some ascending numbers that are in each range `[first, last)`."""
    begins: NDArray[np.int64] = places.searchsorted(firsts.astype(places.dtype, copy=False))
    ends = begins.copy()
    if len(places):
        some = ((begins < len(places)) & (places.take(begins, mode="clip") < lasts)).nonzero()[0]
        ends[some] = places.searchsorted(lasts.take(some).astype(places.dtype, copy=False))
    return begins, ends
