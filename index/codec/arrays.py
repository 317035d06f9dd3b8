"""Files of arrays: written in one go, opened by mapping, never decoded.

A file is: the head (64 bytes: `MAGIC`, then zeros); the arrays, each beginning at a multiple of 64 bytes; the table,
JSON with the name, dtype, offset in bytes, number of elements and BLAKE2b digest of each array; the tail (40 bytes):
the table's offset and length (two little-endian uint64), its BLAKE2b digest (16 bytes), and `MAGIC` again.

Between the arrays are zeros. An array that did not fill the place reserved for it leaves a hole, which takes no space
on most file systems.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import SearchIndexError

MAGIC = b"DLARRAY1"

_ALIGNMENT = 64
_HEAD = MAGIC.ljust(_ALIGNMENT, b"\0")
_TAIL = struct.Struct("<QQ16s8s")
_DIGEST_BYTES = 16
_CHECKED_BYTES = 1 << 24
_GATHERED_BYTES = 1 << 22


class _Entry(NamedTuple):
    dtype: str
    offset: int
    length: int
    digest: str


class Part:
    """An array that grows in its reserved place. Made by `ArrayWriter.reserve`."""

    def __init__(self, file: int, dtype: np.dtype[Any], offset: int, most: int) -> None:
        self._file = file
        self._digest = blake2b(digest_size=_DIGEST_BYTES)
        self._most = most
        self.dtype = dtype
        self.offset = offset
        self.count = 0

    def append(self, values: NDArray[Any]) -> None:
        """Write more elements; they are converted to the array's dtype.

        Raises:
            ValueError: there are more than were reserved.
        """
        if self.count + len(values) > self._most:
            raise ValueError("more elements than were reserved")
        data = np.ascontiguousarray(values, self.dtype).view(np.uint8).data
        _write(self._file, data, self.offset + self.count * self.dtype.itemsize)
        self._digest.update(data)
        self.count += len(values)

    def entry(self) -> _Entry:
        """Give the array's line of the table."""
        return _Entry(self.dtype.str, self.offset, self.count, self._digest.hexdigest())


class Gathered:
    """An array whose length only the end tells: it stands in a file of its own until then, if it is long."""

    def __init__(self, dtype: np.dtype[Any], folder: Path) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_GATHERED_BYTES, dir=str(folder))  # noqa: SIM115 - closed with the writer
        self.dtype = dtype
        self.count = 0

    def append(self, values: NDArray[Any]) -> None:
        """Add more elements; they are converted to the array's dtype."""
        self._file.write(np.ascontiguousarray(values, self.dtype).tobytes())
        self.count += len(values)

    def pieces(self) -> Iterator[NDArray[Any]]:
        """Give all elements, piece by piece."""
        self._file.seek(0)
        while data := self._file.read(_CHECKED_BYTES):
            yield np.frombuffer(data, self.dtype)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class ArrayWriter:
    """Writes a file of arrays. It is no such file before `close`, which syncs it to the disk.

    Raises:
        OSError: the file cannot be written; FileExistsError if there is one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._parts: dict[str, Part] = {}
        self._gathered: dict[str, Gathered] = {}
        self._end = len(_HEAD)
        _write(self._file, memoryview(_HEAD), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Write a whole array of one dimension, in its own dtype."""
        self.reserve(name, values.dtype, len(values)).append(values)

    def reserve(self, name: str, dtype: DTypeLike, most: int) -> Part:
        """Keep a place for an array of at most so many elements.

        Raises:
            ValueError: there is an array of that name.
        """
        if name in self._parts:
            raise ValueError(f"there is an array {name} already")
        kind = np.dtype(dtype).newbyteorder("<")
        offset = -(-self._end // _ALIGNMENT) * _ALIGNMENT
        self._parts[name] = part = Part(self._file, kind, offset, most)
        self._end = offset + most * kind.itemsize
        return part

    def gather(self, name: str, dtype: DTypeLike) -> Gathered:
        """Make an array of any length; it is written behind all others.

        Raises:
            ValueError: there is an array of that name.
        """
        if name in self._gathered:
            raise ValueError(f"there is an array {name} already")
        self._gathered[name] = made = Gathered(np.dtype(dtype).newbyteorder("<"), self.path.parent)
        return made

    def close(self) -> None:
        """Write the table, and have everything on the disk; nothing is left of the file where that fails."""
        try:
            self._put_gathered()
            table = json.dumps({name: part.entry() for name, part in self._parts.items()}).encode()
            digest = blake2b(table, digest_size=_DIGEST_BYTES).digest()
            _write(self._file, memoryview(table + _TAIL.pack(self._end, len(table), digest, MAGIC)), self._end)
            os.fsync(self._file)
        except BaseException:
            self.abandon()
            raise
        os.close(self._file)

    def _put_gathered(self) -> None:
        for name, gathered in self._gathered.items():
            part = self.reserve(name, gathered.dtype, gathered.count)
            for piece in gathered.pieces():
                part.append(piece)
            gathered.close()

    def abandon(self) -> None:
        """Remove the unfinished file."""
        for gathered in self._gathered.values():
            gathered.close()
        os.close(self._file)
        self.path.unlink(missing_ok=True)


class ArrayFile(Mapping[str, NDArray[Any]]):
    """A mapped file of arrays, by name; the arrays cannot be written. It is unmapped when the last array is gone.

    Attributes:
        digest: that of the table, in hexadecimal; as the table has those of the arrays it stands for the whole file.

    Raises:
        SearchIndexError: it is not such a file, or its table is damaged.
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(_HEAD) + _TAIL.size:
                raise _damaged(path, "it is cut off")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._table = _read_table(path, self._map)
        self.digest = _TAIL.unpack(self._map[-_TAIL.size :])[2].hex()
        self._arrays: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Give an array.

        Raises:
            KeyError: there is none of that name.
        """
        array = self._arrays.get(name)
        if array is None:
            entry = self._table[name]
            array = np.frombuffer(self._map, entry.dtype, entry.length, entry.offset)
            self._arrays[name] = array
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def damaged(self) -> list[str]:
        """Read every byte and name the arrays that are not what was written, or have no zeros behind them."""
        found: list[str] = []
        data = np.frombuffer(self._map, np.uint8)
        table_offset, *_ = _TAIL.unpack(self._map[-_TAIL.size :])
        starts = [*(entry.offset for entry in self._table.values())][1:]
        for (name, entry), following in zip(self._table.items(), [*starts, table_offset], strict=True):
            end = entry.offset + entry.length * np.dtype(entry.dtype).itemsize
            if _digest(self[name]) != entry.digest or data[end:following].any():
                found.append(name)
        return found


def _digest(array: NDArray[Any]) -> str:
    digest = blake2b(digest_size=_DIGEST_BYTES)
    data = array.view(np.uint8)
    for first in range(0, len(data), _CHECKED_BYTES):
        digest.update(data[first : first + _CHECKED_BYTES].data)
    return digest.hexdigest()


def _read_table(path: Path, data: mmap.mmap) -> dict[str, _Entry]:
    offset, length, digest, magic = _TAIL.unpack(data[-_TAIL.size :])
    table = data[offset : offset + length]
    if magic != MAGIC or data[: len(_HEAD)] != _HEAD or offset + length + _TAIL.size != len(data):
        raise _damaged(path, "it is not a file of arrays")
    if blake2b(table, digest_size=_DIGEST_BYTES).digest() != digest:
        raise _damaged(path, "checksum of its table")
    return {name: _Entry(*entry) for name, entry in json.loads(table).items()}


def _damaged(path: Path, what: str) -> SearchIndexError:
    return SearchIndexError("the search index is damaged", f"{path.name}: {what}")


def _write(file: int, data: memoryview, offset: int) -> None:
    while data:
        written = os.pwrite(file, data, offset)
        data, offset = data[written:], offset + written
