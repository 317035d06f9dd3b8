"""Words in order, near one another: found by shifting and joining sorted arrays of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
"""Document and position of a word in one number: the document times `STRIDE`, plus the position. Ascending."""

STRIDE = 1 << 32


def keys(documents: NDArray[np.int64], frequencies: NDArray[np.int64], positions: NDArray[np.int64]) -> Keys:
    """Make keys of postings: `positions` has `frequencies` many of each document."""
    made = np.repeat(documents, frequencies) * STRIDE + positions
    return np.sort(made, kind="stable")  # the kind that is quick where much is in order already


def starts(words: list[Keys], slop: int) -> Keys:
    """Give the keys of first words from which all words follow in order, with at most `slop` others between them.

    Each word is the next one behind the one before: if any choice is near enough, this is.
    """
    ends = begins = words[0]
    for later in words[1:]:
        following = np.searchsorted(later, ends, side="right")
        there = following < len(later)
        begins, ends = begins[there], later[following[there]]
    near = ends - begins <= len(words) - 1 + slop
    return begins[near]
