"""The documents of a field's postings: the lower 16 bits of each, and the upper ones where they change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.layout import index_dtype
from index.codec.spans import spans, within

_BITS = 16
_SPAN = 1 << _BITS
_FEW = 8
_SHORT = 2_000
"""More than a few stretches, of fewer postings than this on average, are raised all at once, others one by one."""


class DocumentWriter:
    """Takes the documents of a field's postings in order.

    Args:
        writer: the file.
        name: the field.
        postings: the most postings that will come.
    """

    def __init__(self, writer: ArrayWriter, name: str, postings: int) -> None:
        self._lower = writer.reserve(f"{name}/documents", np.uint16, postings)
        self._at = writer.gather(f"{name}/upper/at", index_dtype(postings))
        self._values = writer.gather(f"{name}/upper/values", np.uint16)
        self._last = 0

    def add(self, documents: NDArray[Any]) -> None:
        """Write the documents of the next postings."""
        if len(documents) and (self._last or int(documents.max()) >= _SPAN):
            self._add_upper(documents)
        self._lower.append(documents.astype(np.uint16))

    def _add_upper(self, documents: NDArray[Any]) -> None:
        upper = (documents >> _BITS).astype(np.int64)
        changes = np.flatnonzero(np.concatenate([[self._last], upper[:-1]]) != upper)
        self._last = int(upper[-1])
        self._at.append(changes + self._lower.count)
        self._values.append(upper[changes])


class DocumentReader:
    """The documents of a field's postings; `len()` is the number of these."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._lower = arrays[f"{name}/documents"]
        self._at = arrays[f"{name}/upper/at"]
        self._upper = arrays[f"{name}/upper/values"]
        self._places, self._values = self._at.data, self._upper.data  # give plain numbers, faster for single ones

    def __len__(self) -> int:
        return len(self._lower)

    def between(self, first: int, last: int, base: int = 0) -> NDArray[np.int64]:
        """Give the documents of the postings `[first, last)`, counted from `base`; a new array."""
        found: NDArray[np.int64] = self._lower[first:last].astype(np.int64)
        begin, end = self._changes(first, last)
        base += self._raised(begin - 1)
        if base:
            found += base
        if begin < end:
            self._raise(found, first, begin, end)
        return found

    def _raise(self, found: NDArray[np.int64], first: int, begin: int, end: int) -> None:
        """Add what each of the changes `[begin, end)` brings; the postings begin with `first`."""
        before = self._raised(begin - 1)
        if end - begin > _FEW and len(found) < _SHORT * (end - begin):
            upper = self._upper[begin:end].astype(np.int64) << _BITS
            steps = np.zeros(len(found), np.int64)
            steps[self._at[begin:end].astype(np.int64) - first] = upper - np.append(before, upper[:-1])
            found += np.cumsum(steps, out=steps)
            return
        bounds = [place - first for place in self._places[begin:end]]
        for change, start, stop in zip(range(begin, end), bounds, [*bounds[1:], len(found)], strict=True):
            found[start:stop] += self._raised(change) - before

    def of(self, firsts: NDArray[Any], lasts: NDArray[Any]) -> NDArray[np.int64]:
        """Give the documents of the postings of several ranges `[first, last)`, ascending, none of them empty."""
        found: NDArray[np.int64] = self._lower.take(spans(firsts, lasts)).astype(np.int64)
        if not len(self._at):
            return found
        begins, ends = within(self._at, firsts + firsts.dtype.type(1), lasts)
        counts = ends - begins + 1  # of stretches: one more than the changes inside a range
        before = spans(begins - 1, ends)  # the change that each stretch follows, -1 for none
        raised = self._upper.take(before, mode="clip").astype(np.int64) << _BITS
        raised[before < 0] = 0
        lasting = np.cumsum(counts)
        starts = self._at.take(before, mode="clip").astype(np.int64)
        starts[lasting - counts] = firsts
        stops = np.empty_like(starts)
        stops[:-1] = starts[1:]
        stops[lasting - 1] = lasts
        found += np.repeat(raised, stops - starts)
        return found

    def look_up(
        self, documents: NDArray[np.int64], first: int, last: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Find documents, ascending, among those of the postings `[first, last)` of one term, by searching for each.

        Returns:
            The places in `documents` of those that are there, and the numbers of their postings, less `first`.
        """
        begin, end = self._changes(first, last)
        if begin == end and not begin:
            wanted = documents if not len(documents) or documents[-1] < _SPAN else documents[documents < _SPAN]
            return _found(wanted, self._lower[first:last])
        bounds = [first, *self._places[begin:end], last]
        raised = [self._raised(change) for change in range(begin - 1, end)]
        cuts = documents.searchsorted([some + more for some in raised for more in (0, _SPAN)]).tolist()
        parts = []
        for number, (low, high) in enumerate(zip(cuts[::2], cuts[1::2], strict=True)):
            if low < high:
                here, there = _found(documents[low:high], self._lower[bounds[number] : bounds[number + 1]])
                parts.append((here + low, there + (bounds[number] - first)))
        if len(parts) == 1:
            return parts[0]
        none = [(np.empty(0, np.int64), np.empty(0, np.int64))]
        places, postings = zip(*(parts or none), strict=True)
        return np.concatenate(places), np.concatenate(postings)

    def _changes(self, first: int, last: int) -> tuple[int, int]:
        """Give which changes of the upper bits are behind the posting `first` and before `last`."""
        places = self._places
        begin = bisect_right(places, first)
        if begin == len(places) or places[begin] >= last:
            return begin, begin
        return begin, bisect_left(places, last, begin)

    def _raised(self, change: int) -> int:
        """Give the upper bits after a change, -1 for none, in their place."""
        return int(self._values[change]) << _BITS if change >= 0 else 0


def _found(documents: NDArray[np.int64], lower: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find documents among some with the same upper bits."""
    wanted = documents.astype(np.uint16)
    where = lower.searchsorted(wanted)
    kept = (lower.take(where, mode="clip") == wanted).nonzero()[0]
    return kept, where.take(kept)
