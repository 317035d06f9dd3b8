"""Sets of articles as bitmaps, one for every 4,096 ids: a million articles are 250 rows of 512 bytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_SHIFT = 12
_SIZE = 1 << _SHIFT


def blocks(ids: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yields the numbers of the blocks that have some of the ids, ascending, each with its bitmap."""
    wanted = np.sort(np.fromiter(ids, np.int64))
    numbers = wanted >> _SHIFT
    cuts = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    for some in np.split(wanted, cuts) if len(wanted) else ():
        marked = np.zeros(_SIZE, bool)
        marked[some & (_SIZE - 1)] = True
        yield int(some[0] >> _SHIFT), np.packbits(marked).tobytes()


def members(rows: Iterable[tuple[int, bytes]]) -> array[int]:
    """Returns the ids of blocks, ascending where the blocks ascend."""
    found = [np.flatnonzero(np.unpackbits(_octets(bits))) + (number << _SHIFT) for number, bits in rows]
    return array("q", np.concatenate([np.empty(0, np.int64), *found]).astype(np.int64).tobytes())


def united(one: bytes, other: bytes) -> bytes:
    """Returns the bitmap of what is in either."""
    return (_octets(one) | _octets(other)).tobytes()


def without(one: bytes, other: bytes) -> bytes:
    """Returns the bitmap of what is in the first and not in the other; an empty one when nothing is left."""
    left = _octets(one) & ~_octets(other)
    return left.tobytes() if left.any() else b""


def _octets(bits: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(bits, np.uint8)
