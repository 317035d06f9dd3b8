"""Codings shared by what writes and what reads the arrays of a segment; the package's docstring describes them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

UNDATED: Final = int(np.iinfo(np.int64).min)
"""The publication key of an article without a date."""

SKIP: Final = 128
"""A skip stands for so many postings of a field."""

MOST_FREQUENT: Final = 255
"""Frequencies from here on stand in a list of their own."""

HIGH: Final = 1 << 16
"""Positions from here on have their upper part in a list of their own."""

_PUBLISHED = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?")
_MOST_SIZE = 255
_DAY_SHIFT = 32
_SECOND_SHIFT = 12
_SHAPE_SHIFTS = np.array([0, 2, 4, 6], np.uint8)
_NO_ZONE, _EAST, _WEST = 0, 1, 1442


def published_key(published: str | None) -> int:
    """Give a number that orders publication dates as their ISO 8601 texts are ordered.

    Bits 32 and up are the day, counted from 1970-01-01; the lower ones the local time and the zone, 0 without a time.
    """
    found = _PUBLISHED.match(published or "")
    if not found:
        return UNDATED
    day, hour, minute, second, zulu, sign, east, more = found.groups()
    try:
        key = day_number(day) << _DAY_SHIFT
    except ValueError:
        return UNDATED
    if hour is not None:
        offset = int(east or 0) * 60 + int(more or 0)
        zone = _NO_ZONE if not (zulu or sign) else _WEST + offset if sign == "-" else _EAST + offset
        seconds = int(hour) * 3600 + int(minute) * 60 + int(second or 0)
        key |= (seconds + 1) << _SECOND_SHIFT | min(zone, (1 << _SECOND_SHIFT) - 1)
    return key


def day_number(day: str) -> int:
    """Give the days from 1970-01-01 to an ISO date.

    Raises:
        ValueError: it is no date.
    """
    return date.fromisoformat(day).toordinal() - _EPOCH


def days_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the days of publication keys, counted from 1970-01-01; those of undated articles mean nothing."""
    return keys >> _DAY_SHIFT


_EPOCH = date(1970, 1, 1).toordinal()


def narrow(values: NDArray[Any]) -> NDArray[Any]:
    """Give numbers that are not negative the narrowest unsigned dtype that holds them."""
    return values.astype(narrow_dtype(int(values.max(initial=0))))


def narrow_dtype(most: int) -> np.dtype[Any]:
    """Name the narrowest unsigned dtype that holds the numbers up to `most`."""
    return np.min_scalar_type(most)


def index_dtype(most: int) -> np.dtype[Any]:
    """Name the dtype of indexes up to `most`: four bytes if that is enough, else eight."""
    return np.dtype(np.uint32 if most < 1 << 32 else np.uint64)


def pack_shapes(shapes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pack shapes four to a byte, the first one in the lowest bits."""
    padded = np.zeros(-(-len(shapes) // 4) * 4, np.uint8)
    padded[: len(shapes)] = shapes
    quads = padded.reshape(-1, 4)
    quads <<= _SHAPE_SHIFTS
    packed: NDArray[np.uint8] = np.bitwise_or.reduce(quads, axis=1)
    return packed


def unpack_shapes(packed: NDArray[np.uint8], first: int, last: int) -> NDArray[np.uint8]:
    """Unpack the shapes `[first, last)`."""
    data = packed[first >> 2 : -(-last >> 2)]
    quads = np.empty((len(data), 4), np.uint8)
    for place in range(4):
        quads[:, place] = data >> (2 * place) & 3
    skipped = first & 3
    return quads.reshape(-1)[skipped : skipped + last - first]


def look_of(words: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Give the set of each word's characters as bits, and their number, at most 255.

    A character stands for the bit of its lowest five bits: words an edit apart differ in at most two of the bits.
    """
    text = "\n".join([*words, ""]).encode("utf-32-le", "surrogatepass")
    characters = np.frombuffer(text, np.uint32)
    ends = np.flatnonzero(characters == ord("\n"))
    if not len(ends):
        return np.empty(0, np.uint32), np.empty(0, np.uint8)
    starts = np.concatenate([[0], ends[:-1] + 1])
    bits = np.uint32(1) << (characters & np.uint32(31))
    bits[ends] = 0
    return np.bitwise_or.reduceat(bits, starts), np.minimum(ends - starts, _MOST_SIZE).astype(np.uint8)
