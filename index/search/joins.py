"""Sorted arrays of documents joined: what is in both, in either, in one but not the other; and the places in each.

Arrays of like size are joined through a scratch array with an element a document, which is several times faster than
a binary search for each; where one is much shorter, it is searched for in the longer one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.int64]
"""Numbers of documents, ascending, each once."""

Places = NDArray[np.int64]
"""Indexes into an array."""

SPARSE = 16
"""An array so many times shorter than another one is searched for in it."""


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Give the different numbers of an array, ascending. NumPy's own `unique` loads its masked arrays for it."""
    if not len(values):
        return values
    ordered = np.sort(values, kind="stable")  # which merges what is sorted in parts, as most is
    found: NDArray[Any] = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return found


def counted(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the different numbers of an array, ascending, and how often each is there."""
    if not len(values):
        return values, values
    ordered = np.sort(values, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    ends = np.append(starts[1:], len(ordered))
    return ordered.take(starts), ends - starts


class Scratch:
    """Arrays with an element a document, lent for a join and given back as zeros. Belongs to one thread."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._marks: NDArray[np.bool_] | None = None
        self._places: NDArray[np.int32] | None = None
        self._sums: NDArray[np.float32] | None = None

    @property
    def marks(self) -> NDArray[np.bool_]:
        """All False; whoever sets some clears them."""
        if self._marks is None:
            self._marks = np.zeros(self.count, np.bool_)
        return self._marks

    @property
    def places(self) -> NDArray[np.int32]:
        """All 0; whoever sets some clears them."""
        if self._places is None:
            self._places = np.zeros(self.count, np.int32)
        return self._places

    @property
    def sums(self) -> NDArray[np.float32]:
        """All 0; whoever sets some clears them."""
        if self._sums is None:
            self._sums = np.zeros(self.count, np.float32)
        return self._sums


def common(one: Documents, other: Documents, scratch: Scratch) -> tuple[Places, Places]:
    """Give the places in each of two arrays of the documents that are in both, ascending."""
    if len(one) > len(other):
        there, here = common(other, one, scratch)
        return here, there
    if len(one) * SPARSE < len(other):
        return looked_up(one, other)
    places = scratch.places
    places[one] = np.arange(1, len(one) + 1, dtype=np.int32)
    found = places.take(other)
    places[one] = 0
    there = np.flatnonzero(found != 0)
    here = found.take(there).astype(np.int64)
    here -= 1
    return here, there


def looked_up(few: Documents, many: NDArray[np.integer]) -> tuple[Places, Places]:
    """Give the places in each of two arrays of the documents that are in both, by searching for each of the first.

    The second one may be of any dtype that holds all documents: it is not converted.
    """
    if not len(many):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    wanted = few.astype(many.dtype, copy=False)
    where = many.searchsorted(wanted)
    kept = (many.take(where, mode="clip") == wanted).nonzero()[0]
    return kept, where.take(kept)


def without(one: Documents, other: Documents, scratch: Scratch) -> Places:
    """Give the places in `one` of the documents that are not in `other`."""
    if len(one) * SPARSE < len(other):
        kept = np.ones(len(one), bool)
        kept[looked_up(one, other)[0]] = False
        return np.flatnonzero(kept)
    marks = scratch.marks
    marks[other] = True
    kept = ~marks.take(one)
    marks[other] = False
    return np.flatnonzero(kept)


def union(arrays: list[Documents], scratch: Scratch) -> Documents:
    """Give the documents that are in any of some arrays."""
    arrays = [array for array in arrays if len(array)]
    if len(arrays) < 2:  # noqa: PLR2004 - nothing to join
        return arrays[0] if arrays else np.empty(0, np.int64)
    if sum(map(len, arrays)) * SPARSE < scratch.count:
        return distinct(np.concatenate(arrays))
    marks = scratch.marks
    for array in arrays:
        marks[array] = True
    found = np.flatnonzero(marks)
    marks[found] = False
    return found


def added(
    parts: list[tuple[Documents, NDArray[np.float32]]], scratch: Scratch
) -> tuple[Documents, NDArray[np.float32]]:
    """Add up values over documents, each part with its own documents; all values are greater than 0."""
    parts = [part for part in parts if len(part[0])]
    if len(parts) < 2:  # noqa: PLR2004 - nothing to add up
        return parts[0] if parts else (np.empty(0, np.int64), np.empty(0, np.float32))
    if sum(len(documents) for documents, _ in parts) * SPARSE < scratch.count:
        return _added_sparsely(parts)
    sums = scratch.sums
    for number, (documents, values) in enumerate(parts):
        sums[documents] = values + sums.take(documents) if number else values
    found = np.flatnonzero(sums != 0)
    total = sums.take(found)
    sums[found] = 0
    return found, total


def _added_sparsely(parts: list[tuple[Documents, NDArray[np.float32]]]) -> tuple[Documents, NDArray[np.float32]]:
    documents = np.concatenate([part[0] for part in parts])
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    starts = np.flatnonzero(np.concatenate([[True], documents[1:] != documents[:-1]]))
    values = np.concatenate([part[1] for part in parts])[order]
    return documents[starts], np.add.reduceat(values, starts).astype(np.float32)
