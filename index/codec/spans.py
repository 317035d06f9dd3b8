"""Ranges of indexes, written out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def spans(firsts: NDArray[Any], lasts: NDArray[Any]) -> NDArray[np.int64]:
    """Give all numbers of the ranges `[first, last)`, one range after the other."""
    starts = firsts.astype(np.int64)
    counts = lasts.astype(np.int64) - starts
    ends = np.cumsum(counts)
    places = np.repeat(starts - ends + counts, counts)
    places += np.arange(len(places))
    return places


def sizes(starts: NDArray[Any]) -> NDArray[np.int64]:
    """Give the lengths of what begins at `starts`, which has the end behind it."""
    places: NDArray[np.int64] = starts.astype(np.int64)
    return places[1:] - places[:-1]
