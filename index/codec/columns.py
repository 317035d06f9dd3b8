"""Arrays that grow in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

_FIRST_ROOM = 1024


class Column:
    """An array of one dimension to which elements are added; its room doubles when it is full."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._room: NDArray[Any] = np.zeros(_FIRST_ROOM, dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> NDArray[Any]:
        """The elements so far; to be fetched anew after `add`."""
        return self._room[: self._count]

    def add(self, values: ArrayLike) -> None:
        """Add one element or many."""
        count = np.size(values)
        if self._count + count > len(self._room):
            room = np.zeros(max(2 * len(self._room), self._count + count), self._room.dtype)
            room[: self._count] = self.values
            self._room = room
        self._room[self._count : self._count + count] = values
        self._count += count
