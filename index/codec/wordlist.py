"""A sorted list of different strings as two arrays: all of them in UTF-8, a newline behind each; and where each ends.

No string has a newline in it. The order is that of the UTF-8 bytes, which is that of the code points too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray

from index.codec.spans import spans

Poll = Callable[[], None]
"""Called often during long work; what it raises ends the work."""

_SCANNED_BYTES = 1 << 16
_DIGESTED = 1 << 15
"""So many strings are digested at a time: all at once would keep the interpreter from other threads."""
_FEW_STRINGS = 64
_LAST = b"\xff"
_KEPT_STEPS = 10
"""So many first steps of a search by halves are kept: a thousand strings, which nearly all searches go by."""


class WordList:
    """A sorted list of strings; an ordinal is a string's place in it.

    Args:
        text: the strings, uint8.
        ends: where in `text` each string ends, its newline not included; unsigned.
    """

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.unsignedinteger]) -> None:
        self._text = text.data
        self._ends = ends
        self._bounds = ends.data  # gives plain numbers, which is faster for single ones
        self._steps: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, ordinal: int) -> str:
        return self.encoded(ordinal).decode(errors="surrogatepass")

    @property
    def size(self) -> int:
        """The number of bytes of all strings, with the newlines."""
        return len(self._text)

    def encoded(self, ordinal: int) -> bytes:
        """Give a string as it is stored."""
        ends = self._bounds
        return bytes(self._text[ends[ordinal - 1] + 1 if ordinal else 0 : ends[ordinal]])

    def several(self, ordinals: Iterable[int]) -> list[str]:
        """Give the strings with these ordinals."""
        places = np.fromiter(ordinals, np.int64)
        if not len(places):
            return []
        starts, ends = self._bounds_of(places)
        if len(places) > _FEW_STRINGS:
            return self._joined(starts, ends + 1)
        text, pairs = self._text, zip(starts.tolist(), ends.tolist(), strict=True)
        return [str(text[start:end], errors="surrogatepass") for start, end in pairs]

    def _bounds_of(self, ordinals: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give where each of some strings begins and ends, its newline not included."""
        starts = self._ends.take(np.maximum(ordinals, 1) - 1).astype(np.int64) + 1
        starts[ordinals == 0] = 0
        return starts, self._ends.take(ordinals).astype(np.int64)

    def _joined(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
        """Decode many strings at once; `ends` are behind their newlines."""
        found: list[str] = []
        for first in range(0, len(starts), _DIGESTED):
            found += self._lines(starts[first : first + _DIGESTED], ends[first : first + _DIGESTED]).split("\n")[:-1]
        return found

    def lines(self, ordinals: NDArray[np.int64]) -> str:
        """Give some strings, ascending, as one, a newline behind each."""
        starts, ends = self._bounds_of(ordinals)
        if len(ordinals) and int(ordinals[-1]) - int(ordinals[0]) == len(ordinals) - 1:
            return str(self._text[int(starts[0]) : int(ends[-1]) + 1], errors="surrogatepass")
        return self._lines(starts, ends + 1)

    def _lines(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> str:
        text = np.frombuffer(self._text, np.uint8)
        return text.take(spans(starts, ends)).tobytes().decode(errors="surrogatepass")

    def between(self, first: int, last: int) -> list[str]:
        """Give the strings with the ordinals `[first, last)`."""
        if first >= last:
            return []
        data = bytes(self._text[self._start(first) : int(self._ends[last - 1])])
        return data.decode(errors="surrogatepass").split("\n")

    def digests(self, ordinals: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Give a number for each of some strings, the same for the same string in all lists, different ones for others.

        A sum of each byte times a random number for its place (multilinear hashing, Carter and Wegman 1979): the chance
        that two of a million strings have the same one is below one in a million.
        """
        found = np.empty(len(ordinals), np.uint64)
        for first in range(0, len(ordinals), _DIGESTED):
            found[first : first + _DIGESTED] = self._digests(ordinals[first : first + _DIGESTED])
        return found

    def _digests(self, ordinals: NDArray[np.int64]) -> NDArray[np.uint64]:
        starts, ends = self._bounds_of(ordinals)
        ends += 1  # no string is empty with its newline
        sizes = ends - starts
        firsts = np.cumsum(sizes) - sizes
        places = spans(starts, ends)
        factors = np.frombuffer(shake_256(b"dateline").digest(int(sizes.max()) * 8), np.uint64)
        products = factors.take(np.arange(len(places)) - np.repeat(firsts, sizes))
        products *= np.frombuffer(self._text, np.uint8).take(places)
        return np.add.reduceat(products, firsts)

    def find(self, word: str) -> int:
        """Give a string's ordinal, -1 if it is not in the list."""
        wanted = word.encode(errors="surrogatepass")
        ordinal = self._first_from(wanted)
        return ordinal if ordinal < len(self) and self.encoded(ordinal) == wanted else -1

    def beginning_with(self, prefix: str) -> tuple[int, int]:
        """Give the ordinals `[first, last)` of the strings with a beginning."""
        data = prefix.encode(errors="surrogatepass")
        return self._first_from(data), self._first_from(data + _LAST) if data else len(self)

    def ending_with(self, ending: str, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give those of some ordinals whose strings have an ending."""
        text = np.frombuffer(self._text, np.uint8)
        ends = self._ends.take(ordinals).astype(np.int64)
        for back, byte in enumerate(reversed(ending.encode(errors="surrogatepass")), 1):
            kept = text.take(ends - back) == byte  # a newline stands before each string, and ends no search for one
            ordinals, ends = ordinals.compress(kept), ends.compress(kept)
        return ordinals

    def standing_at(self, piece: str, offsets: Iterable[int], ordinals: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of some ordinals whether their strings have a piece at any of some offsets, which count bytes."""
        text, wanted = np.frombuffer(self._text, np.uint8), piece.encode(errors="surrogatepass")
        starts, ends = self._bounds_of(ordinals)
        ends -= len(wanted)
        found = np.zeros(len(ordinals), bool)
        for offset in offsets:
            places = np.flatnonzero(starts + offset <= ends)
            for number, byte in enumerate(wanted, offset):
                places = places.compress(text.take(starts.take(places) + number) == byte)
            found[places] = True
        return found

    def are_ascii(self, sizes: NDArray[np.integer], ordinals: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of some ordinals whether their strings have as many bytes as characters, which `sizes` has of all."""
        starts, ends = self._bounds_of(ordinals)
        same: NDArray[np.bool_] = ends - starts == sizes.take(ordinals)
        return same

    def from_to(self, low: str | None, high: str | None) -> tuple[int, int]:
        """Give the ordinals `[first, last)` of the strings from `low` up to, but not including, `high`."""
        first = 0 if low is None else self._first_from(low.encode(errors="surrogatepass"))
        last = len(self) if high is None else self._first_from(high.encode(errors="surrogatepass"))
        return first, max(first, last)

    def matching(self, pattern: re.Pattern[bytes], poll: Poll, first: int = 0, last: int | None = None) -> list[int]:
        """Give the ordinals in `[first, last)` of the strings in which a pattern is found.

        The pattern is searched in many strings at once: it must not match a newline, and `^` and `$` need MULTILINE.
        """
        last = len(self) if last is None else last
        found: list[int] = []
        while first < last:
            start = self._start(first)
            until = min(
                last, max(first + 1, int(np.searchsorted(self._ends, self._ends.dtype.type(start + _SCANNED_BYTES))))
            )
            poll()
            places = [
                match.start() + start for match in pattern.finditer(self._text[start : int(self._ends[until - 1])])
            ]
            if places:
                inside = np.searchsorted(self._ends[first:until], np.array(places, self._ends.dtype)) + first
                found.extend(dict.fromkeys(inside.tolist()))
            first = until
        return found

    def _start(self, ordinal: int) -> int:
        return int(self._ends[ordinal - 1]) + 1 if ordinal else 0

    def _first_from(self, wanted: bytes) -> int:
        low, high, steps = 0, len(self), self._steps
        few = high >> _KEPT_STEPS
        while low < high:
            middle = (low + high) >> 1
            word = steps.get(middle)
            if word is None:
                word = self.encoded(middle)
                if high - low > few:
                    steps[middle] = word
            if word < wanted:
                low = middle + 1
            else:
                high = middle
        return low


def packed(words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.unsignedinteger]]:
    """Make the arrays of a list of sorted, different strings."""
    data = "\n".join([*words, ""]).encode(errors="surrogatepass")
    text = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(text == ord("\n"))
    return text, narrowed(ends)


def narrowed(values: NDArray[np.int64], dtype: type[np.unsignedinteger] = np.uint32) -> NDArray[np.unsignedinteger]:
    """Give numbers that are not negative the narrow dtype if they fit, else uint64."""
    most = int(values.max(initial=0))
    return values.astype(dtype if most <= np.iinfo(dtype).max else np.uint64)
