"""Numbers for strings, many at a time: the same string always has the same number.

Strings of up to 15 bytes, which nearly all words are, become keys: two whole numbers that hold their bytes and their
length, so that they are compared exactly and without an object for each. Longer ones are looked up one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import getrandbits
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.columns import Column

LONGEST_KEY: Final = 15
"""So many bytes a string has at most to have a key."""

PADDING: Final = 16
"""So many bytes must stand behind the strings of a text."""

_FIRST_SLOTS = 1 << 12
_ROOM: Final = 4  # slots a string at least: the fewer, the more rounds of looking at the next slot
_LENGTH_SHIFT = np.uint64(56)
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_HALF = np.uint64(32)


class Keys(NamedTuple):
    """Strings of up to 15 bytes: the first eight bytes, and the others with the length above them. uint64 both."""

    low: NDArray[np.uint64]
    high: NDArray[np.uint64]

    def at(self, places: Any) -> Keys:
        """Choose some of them."""
        return Keys(self.low[places], self.high[places])

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of bytes of each."""
        return (self.high >> _LENGTH_SHIFT).astype(np.int64)

    def bytes(self) -> NDArray[np.uint8]:
        """Give a row of 16 bytes for each, with its length in the last place."""
        rows = np.empty((len(self.low), 2), "<u8")
        rows[:, 0], rows[:, 1] = self.low, self.high
        return rows.view(np.uint8)

    def equal(self, others: Keys) -> NDArray[np.bool_]:
        """Tell which of them are the same as others at the same places."""
        same: NDArray[np.bool_] = (self.low == others.low) & (self.high == others.high)
        return same

    def cut(self, firsts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Keys:
        """Give parts of them: so many bytes from so many on."""
        rows = self.bytes()
        moved = np.minimum(np.arange(PADDING) + firsts[:, None], PADDING - 1)
        rows = np.take_along_axis(rows, moved, axis=1)
        rows[lengths[:, None] <= np.arange(PADDING)] = 0
        rows[:, -1] = lengths
        halves = rows.view(np.uint64)
        return Keys(halves[:, 0].copy(), halves[:, 1].copy())

    def strings(self) -> list[str]:
        """Give them as strings; none has a newline in it."""
        if not len(self.low):
            return []
        rows, lengths = self.bytes(), self.lengths
        rows[np.arange(len(rows)), lengths] = ord("\n")
        text = rows[np.arange(PADDING) <= lengths[:, None]].tobytes()
        return text[:-1].decode(errors="surrogatepass").split("\n")


def keys_at(text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Keys:
    """Read the keys of strings in a text; those that are longer than a key get one that means nothing."""
    eights: NDArray[np.uint64] = np.ndarray((len(text) - 7,), "<u8", text, strides=(1,))  # overlapping
    low = eights[starts]
    low &= _MASKS.take(lengths, mode="clip")
    high = eights[starts + 8]
    high &= _MASKS.take(np.maximum(lengths - 8, 0), mode="clip")
    high |= lengths.astype(np.uint64) << _LENGTH_SHIFT
    return Keys(low, high)


def in_one(strings: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Put strings without newlines into one text: it, where each starts, and their lengths in bytes."""
    data = "\n".join(strings).encode(errors="surrogatepass") + b"\n" + bytes(PADDING)
    text = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(text == ord("\n"))[: len(strings)]
    starts = np.zeros(len(strings), np.int64)
    starts[1:] = ends[:-1] + 1
    return text, starts, ends - starts


class Numbers:
    """Numbers strings from 0 on. A table of open addressing; the multipliers are random, against chosen strings."""

    def __init__(self) -> None:
        self._slots = np.zeros(_FIRST_SLOTS, np.uint32)  # a number, one more than it is said to be; 0 is free
        self._low = Column(np.uint64)
        self._high = Column(np.uint64)
        self._low.add(0)
        self._high.add(0)
        self._long: dict[bytes, int] = {}
        self._factors = [np.uint64(getrandbits(64) | 1) for _ in range(3)]

    def __len__(self) -> int:
        return len(self._low) - 1

    def of_keys(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Number strings; give the numbers, and where the new ones stand, in the order of their numbers."""
        found = self._find(keys)
        missing = np.flatnonzero(found == 0)
        if not len(missing):
            return found - 1, missing
        wanted = keys.at(missing)
        order = np.lexsort(wanted)
        low, high = wanted.low[order], wanted.high[order]
        is_new = np.ones(len(order), bool)
        is_new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        found[missing[order]] = np.cumsum(is_new) + len(self)
        self._insert(Keys(low[is_new], high[is_new]))
        return found - 1, missing[order[is_new]]

    def of(
        self, text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Number the strings at some places of a text, as `of_keys` does."""
        keys = keys_at(text, starts, lengths)
        long = np.flatnonzero(lengths > LONGEST_KEY)
        if not len(long):
            return self.of_keys(keys)
        short = np.flatnonzero(lengths <= LONGEST_KEY)
        numbers = np.empty(len(starts), np.int64)
        numbers[short], new = self.of_keys(keys.at(short))
        new_long: list[int] = []
        first = len(self)
        data = text.data
        for place, start, length in zip(long.tolist(), starts[long].tolist(), lengths[long].tolist(), strict=True):
            string = bytes(data[start : start + length])
            number = self._long.get(string)
            if number is None:
                number = self._long[string] = first + len(new_long)
                new_long.append(place)
            numbers[place] = number
        self._low.add(np.zeros(len(new_long), np.uint64))
        self._high.add(np.zeros(len(new_long), np.uint64))
        return numbers, np.concatenate([short[new], np.array(new_long, np.int64)])

    def _find(self, keys: Keys) -> NDArray[np.int64]:
        """Give one more than the number of each string, 0 for those without one."""
        slots = self._slot(keys)
        found = self._slots.take(slots).astype(np.int64)
        others = np.flatnonzero(
            (self._low.values.take(found) != keys.low) | (self._high.values.take(found) != keys.high)
        )
        last = len(self._slots) - 1
        while len(others):
            others = others[found[others] != 0]  # a free slot: not there
            slots[others] = (slots[others] + 1) & last
            next_found = self._slots[slots[others]].astype(np.int64)
            found[others] = next_found
            same = self._low.values[next_found] == keys.low[others]
            same &= self._high.values[next_found] == keys.high[others]
            others = others[~same]
        return found

    def _insert(self, keys: Keys) -> None:
        first = len(self._low)
        self._low.add(keys.low)
        self._high.add(keys.high)
        if _ROOM * len(self._low) > len(self._slots):
            self._slots = np.zeros(1 << (_ROOM * len(self._low)).bit_length(), np.uint32)
            numbers = np.flatnonzero(self._high.values)  # those of long strings have no key
        else:
            numbers = np.arange(first, len(self._low))
        slots = self._slot(Keys(self._low.values[numbers], self._high.values[numbers]))
        last = len(self._slots) - 1
        while len(numbers):
            free = self._slots[slots] == 0
            self._slots[slots[free]] = numbers[free]
            lost = self._slots[slots] != numbers
            numbers, slots = numbers[lost], (slots[lost] + 1) & last

    def _slot(self, keys: Keys) -> NDArray[np.int64]:
        one, other, last = self._factors
        mixed = keys.low * one
        mixed ^= keys.high * other
        mixed ^= mixed >> _HALF
        mixed *= last
        mixed >>= np.uint64(65 - len(self._slots).bit_length())
        return mixed.view(np.int64)
