"""How often the term of each posting stands in its document: of some words all frequencies, of others few.

Nearly all frequencies of most words are 1. Of these words only the others are listed; of words that often stand several
times in a document every frequency is kept, a byte each, and read as it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.layout import MOST_FREQUENT, SKIP, index_dtype, narrow
from index.codec.spans import sizes, spans, within

_LISTED_BYTES = 5
"""What a listed frequency takes."""

_STRETCH_BYTES = 8
"""What a stretch takes beside its frequencies."""


_BEFORE = np.tril(np.full((SKIP, SKIP), 255, np.uint8), -1).view(np.uint64)
"""Row `n` leaves the first `n` of `SKIP` bytes."""


class FrequencyWriter:
    """Takes the frequencies of a field's postings in order.

    Args:
        writer: the file.
        name: the field.
        postings: the most postings that will come.
        occurrences: the most occurrences that will come.
    """

    def __init__(self, writer: ArrayWriter, name: str, postings: int, occurrences: int) -> None:
        self._writer = writer
        self._name = name
        self._kept = writer.reserve(f"{name}/frequencies", np.uint8, postings)
        self._listed = writer.gather(f"{name}/several/at", index_dtype(postings))
        self._values = writer.gather(f"{name}/several/values", np.uint8)
        self._lists: dict[str, list[NDArray[np.int64]]] = {
            name: [np.empty(0, np.int64)] for name in ("stretches/at", "stretches/starts", "many/at", "many/values")
        }
        self._skips = writer.gather(f"{name}/skips", index_dtype(occurrences))
        self._sum = 0  # of what is kept
        self._postings = 0
        self._is_in_stretch = False

    def add(self, counts: NDArray[np.int64], frequencies: NDArray[np.int64]) -> None:
        """Write the frequencies of the next postings; `counts` says how many each term has, none of them 0."""
        if not len(counts):
            return
        firsts = np.cumsum(counts) - counts
        several = frequencies > 1
        listed = np.add.reduceat(several, firsts, dtype=np.int64)
        is_kept = listed * _LISTED_BYTES > counts + _STRETCH_BYTES
        begins = np.flatnonzero(is_kept & ~np.concatenate([[self._is_in_stretch], is_kept[:-1]]))
        kept_before = np.cumsum(np.where(is_kept, counts, 0))[begins] - counts[begins]
        self._add("stretches/at", firsts[begins] + self._postings, "stretches/starts", kept_before + self._kept.count)
        self._is_in_stretch = bool(is_kept[-1])
        low = np.minimum(frequencies, MOST_FREQUENT).astype(np.uint8)
        kept = np.repeat(is_kept, counts)
        self._keep(low[kept])
        rest = np.flatnonzero(several & ~kept)
        self._listed.append(rest + self._postings)
        self._values.append(low[rest])
        many = np.flatnonzero(frequencies >= MOST_FREQUENT)
        self._add("many/at", many + self._postings, "many/values", frequencies[many])
        self._postings += len(frequencies)

    def _keep(self, low: NDArray[np.uint8]) -> None:
        ends = np.cumsum(low, dtype=np.int64)
        self._skips.append((ends - low + self._sum)[-self._kept.count % SKIP :: SKIP])
        self._sum += int(ends[-1]) if len(ends) else 0
        self._kept.append(low)

    def _add(self, name: str, places: NDArray[np.int64], other: str, values: NDArray[np.int64]) -> None:
        self._lists[name].append(places)
        self._lists[other].append(values)

    def close(self) -> None:
        """Write what only the end tells."""
        self._lists["stretches/starts"].append(np.array([self._kept.count]))
        whole = {name: np.concatenate(parts) for name, parts in self._lists.items()}
        for name, values in whole.items():
            written = narrow(values) if name == "many/values" else values.astype(index_dtype(self._postings))
            self._writer.add(f"{self._name}/{name}", written)


class FrequencyReader:
    """The frequencies of a field's postings."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._kept = arrays[f"{name}/frequencies"]
        self._at, self._starts = arrays[f"{name}/stretches/at"], arrays[f"{name}/stretches/starts"]
        self._listed, self._values = arrays[f"{name}/several/at"], arrays[f"{name}/several/values"]
        self._many, self._most = arrays[f"{name}/many/at"], arrays[f"{name}/many/values"]
        self._skips = arrays[f"{name}/skips"]
        # give plain numbers, faster for single ones
        self._stretch_places, self._stretch_starts = self._at.data, self._starts.data
        self._listed_places = self._listed.data

    def between(self, first: int, last: int) -> NDArray[Any]:
        """Give the frequencies of the postings `[first, last)`; not to be changed."""
        low = self._low(first, last)
        if not len(self._many):
            return low
        begin, end = self._many.searchsorted(np.array([first, last], self._many.dtype))
        if begin == end:
            return low
        whole = low.astype(self._most.dtype)
        whole[self._many[begin:end].astype(np.int64) - first] = self._most[begin:end]
        return whole

    def among(self, first: int, last: int, places: NDArray[np.int64]) -> NDArray[Any]:
        """Give the frequencies of some of the postings `[first, last)`, at ascending places; no others are read."""
        number, end = self._stretch(first)
        if last > end or len(self._many):
            return self.at(places + first)
        start = self._stretch_starts[number] + first - self._stretch_places[number]
        return self._kept[start : start + last - first].take(places)

    def _low(self, first: int, last: int) -> NDArray[np.uint8]:
        """Give the frequencies of the postings `[first, last)`, 255 for larger ones."""
        number, end = self._stretch(first)
        if last <= end:
            start = self._stretch_starts[number] + first - self._stretch_places[number]
            kept: NDArray[np.uint8] = self._kept[start : start + last - first]
            return kept
        found = np.ones(last - first, np.uint8)
        if self._is_divided(number, end, first, last):
            self._copy(number, first, last, found)
        listed = self._listed_places
        begin = bisect_left(listed, first)
        if begin < len(listed) and listed[begin] < last:
            until = bisect_left(listed, last, begin)
            found[self._listed[begin:until].astype(np.int64) - first] = self._values[begin:until]
        return found

    def _is_divided(self, number: int, end: int, first: int, last: int) -> bool:
        """Tell whether some of the postings `[first, last)` are in a stretch, given the one before them."""
        following, stretches = number + 1, self._stretch_places
        return first < end or (following < len(stretches) and stretches[following] < last)

    def _stretch(self, posting: int) -> tuple[int, int]:
        """Give the last stretch that begins at or before a posting, and where it ends; both -1 for none."""
        number = bisect_right(self._stretch_places, posting) - 1
        if number < 0:
            return -1, -1
        starts = self._stretch_starts
        return number, self._stretch_places[number] + starts[number + 1] - starts[number]

    def _copy(self, number: int, first: int, last: int, found: NDArray[np.uint8]) -> None:
        """Put the frequencies of the stretches from one on where those of the postings `[first, last)` are gathered."""
        begin, end = max(number, 0), bisect_left(self._stretch_places, last)
        at, starts = self._at[begin:end].astype(np.int64), self._starts[begin : end + 1].astype(np.int64)
        lasts = np.minimum(at + sizes(starts), last)
        firsts = np.minimum(np.maximum(at, first), lasts)
        start = int(firsts[0] - at[0] + starts[0])
        found[spans(firsts - first, lasts - first)] = self._kept[start : start + int((lasts - firsts).sum())]

    def before(self, first: int, last: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add up the frequencies before few of the postings `[first, last)`, each of which costs a look at `SKIP`."""
        number, end = self._stretch(first)
        if last <= end:
            start = self._stretch_starts[number] + first - self._stretch_places[number]
            found = self._kept_before(np.append(places, 0) + start)
            found = found[:-1] - found[-1]
        elif self._is_divided(number, end, first, last):
            return _sums(self.between(first, last)).take(places)
        else:
            begin, until = bisect_left(self._listed_places, first), bisect_left(self._listed_places, last)
            more = _sums(self._values[begin:until] - np.uint8(1))
            found = more.take(self._listed[begin:until].searchsorted((places + first).astype(self._listed.dtype)))
            found += places
        if len(self._many):
            more = _sums(self._most.astype(np.int64) - MOST_FREQUENT)
            at = self._many.searchsorted(np.append(places, 0).astype(self._many.dtype) + self._many.dtype.type(first))
            found += more.take(at[:-1]) - more[at[-1]]
        return found

    def _kept_before(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add up all that is kept before some of it."""
        skipped = numbers // SKIP
        rows = self._rows(skipped)
        rows &= _BEFORE.take(numbers % SKIP, axis=0)
        found: NDArray[np.int64] = self._skips.take(skipped).astype(np.int64)
        found += np.add.reduce(rows.view(np.uint8), axis=1, dtype=np.uint16)
        return found

    def _rows(self, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Give what is kept behind some skips, a row each, eight frequencies in a number."""
        kept, columns = self._kept, SKIP // 8
        whole = len(kept) // SKIP
        rows = kept[: whole * SKIP].view(np.uint64).reshape(whole, columns)
        inside = np.flatnonzero(numbers < whole)
        if len(inside) == len(numbers):
            return rows.take(numbers, axis=0)
        found = np.zeros((len(numbers), columns), np.uint64)
        found[inside] = rows.take(numbers.take(inside), axis=0)
        found.view(np.uint8)[numbers == whole, : len(kept) - whole * SKIP] = kept[whole * SKIP :]
        return found

    def of(self, firsts: NDArray[Any], lasts: NDArray[Any]) -> NDArray[Any]:
        """Give the frequencies of the postings of several ranges `[first, last)`, ascending, none of them empty."""
        firsts, lasts = firsts.astype(np.int64), lasts.astype(np.int64)
        counts = lasts - firsts
        ends = np.cumsum(counts)
        found = np.ones(int(ends[-1]) if len(ends) else 0, self._most.dtype if len(self._many) else np.uint8)
        if len(self._at):
            self._copy_several(firsts, lasts, ends - counts, found)
        for at, values in ((self._listed, self._values), (self._many, self._most)):
            if len(at):
                begin, end = within(at, firsts, lasts)
                listed = spans(begin, end)
                found[at.take(listed) + np.repeat(ends - lasts, end - begin)] = values.take(listed)
        return found

    def _copy_several(
        self, firsts: NDArray[np.int64], lasts: NDArray[np.int64], starts: NDArray[np.int64], found: NDArray[Any]
    ) -> None:
        """Put the frequencies that are in stretches where those of several ranges are gathered, from `starts` on."""
        after = self._at.searchsorted(firsts.astype(self._at.dtype), "right")
        number = np.maximum(after - 1, 0)
        begins, kept = self._at.take(number).astype(np.int64), self._starts.take(number).astype(np.int64)
        over = begins + self._starts.take(number + 1) - kept
        inside = (after > 0) & (firsts < over)
        own = (inside & (lasts <= over)).nonzero()[0]
        if len(own):
            moved, counts = (firsts - begins + kept).take(own), (lasts - firsts).take(own)
            found[spans(starts.take(own), starts.take(own) + counts)] = self._kept.take(spans(moved, moved + counts))
        following = self._at.take(after, mode="clip")
        partly = (inside & (lasts > over) | (after < len(self._at)) & (following < lasts)).nonzero()[0]
        for place in partly.tolist():
            first, last, start = int(firsts[place]), int(lasts[place]), int(starts[place])
            found[start : start + last - first] = self._low(first, last)

    def at(self, postings: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the frequencies of some postings."""
        found = np.ones(len(postings), np.int64)
        if len(self._at):
            stretches = np.maximum(self._at.searchsorted(postings.astype(self._at.dtype), "right") - 1, 0)
            inside = postings - self._at.take(stretches)
            starts = self._starts.take(stretches)
            kept = ((inside >= 0) & (inside < self._starts.take(stretches + 1) - starts)).nonzero()[0]
            found[kept] = self._kept.take(starts.take(kept) + inside.take(kept))
        for places, values in ((self._listed, self._values), (self._many, self._most)):
            if len(places):
                _correct(found, postings, places, values)
        return found


def _correct(found: NDArray[np.int64], postings: NDArray[np.int64], at: NDArray[Any], values: NDArray[Any]) -> None:
    """Put the values of the postings `at` where they are among some postings."""
    places = at.searchsorted(postings.astype(at.dtype))
    here = (at.take(places, mode="clip") == postings).nonzero()[0]
    found[here] = values.take(places.take(here))


def _sums(values: NDArray[Any]) -> NDArray[np.int64]:
    """Add up what is before each value, and all."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums
