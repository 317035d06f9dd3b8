"""Whoosh's stock codec, its files unchanged, written and read a block of postings at a time.

One posting at a time costs several times more than the work itself. Everything that knows how a posting list lies in
its file is here.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import (
    COMPRESSION_MIN_SIZE,
    STORED_COLUMN,
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3TermsReader,
)
from whoosh.filedb.filestore import Storage
from whoosh.system import pack_ushort
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.schema import ID_FIELD, SCORED_FIELDS

INDEX_NAME = "MAIN"
"""What Whoosh's files call the index."""

BLOCK = 128
"""The most postings of one word in a block."""

BYTE_LENGTHS = np.array([byte_to_length(step) for step in range(256)], np.int64)
"""Lengths of fields are kept as steps of this scale, in words, 3 in 100 apart."""

_TERM_INFO = struct.Struct("!BfIBBfIIqi")
_PROTOCOL = 4
_COMPRESSION = 1
_KEY_AND_VALUE = struct.Struct("!ii")
_READ_BYTES = 1 << 16
_INT = struct.Struct("!i")
_ONE = 1.0


class Run(NamedTuple):
    """Up to `BLOCK` postings of one word in one field, by ascending document number.

    `shortest` and `longest` are lengths of the field, in words, over these documents.
    """

    documents: list[int]
    weights: list[float]
    values: list[bytes]
    shortest: int
    longest: int


class FieldWriter(W3FieldWriter):
    """Writes words whole: the stock writer's files, but for the pickles' protocol, whose 2 is large for bytes."""

    _tindex: Any
    _postfile: Any

    def __init__(self, codec: W3Codec, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)  # type: ignore[no-untyped-call]
        self._end = 0

    def add_word(self, word: bytes, runs: Iterable[Run]) -> None:
        """Write a word's postings as they come, and nothing where there are none. Words come in ascending order."""
        coming = iter(runs)
        run = next(coming, None)
        if run is None:
            return
        start, first, last = self._end, run.documents[0], 0
        weight, heaviest, count = 0.0, 0.0, 0
        shortest, longest = run.shortest, run.longest
        self._put(WHOOSH3_HEADER_MAGIC)
        while run is not None:
            following = next(coming, None)
            self._put(*_block(run, last=following is None))
            weight, heaviest, count = weight + sum(run.weights), max(heaviest, *run.weights), count + len(run.documents)
            shortest, longest, last = min(shortest, run.shortest), max(longest, run.longest), run.documents[-1]
            run = following
        lengths = length_to_byte(shortest), length_to_byte(longest)
        entry = _TERM_INFO.pack(0, weight, count, *lengths, heaviest, first, last, start, self._end - start)
        self._tindex.add(pack_ushort(self._fieldid) + word, entry)

    def _put(self, *parts: bytes) -> None:
        for part in parts:
            self._postfile.write(part)
            self._end += len(part)


class TermsReader(W3TermsReader):
    """Reads words whole."""

    _tindex: Any

    def entry(self, field: str, word: bytes) -> bytes | None:
        """Find a word of a field; None where it is not there."""
        for position, length in self._tindex.ranges_for_key(self._keycoder(field, word)):
            return bytes(self._tindex.dbfile.get(position, length))
        return None

    def entries(self, field: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """Give a field's words from a prefix on, in order, each with the entry that `runs_at` reads."""
        start = self._keycoder(field, prefix)
        head = len(start) - len(prefix)
        for key, entry in self._items(self._tindex.closest_key_pos(start)):
            if not key.startswith(start):
                return
            yield key[head:], entry

    def all_entries(self) -> Iterator[tuple[bytes, bytes]]:
        """Give every word of every field, its field's number (two bytes) before it, in order, with its entry."""
        return self._items(self._tindex.startofdata)

    def _items(self, position: int | None) -> Iterator[tuple[bytes, bytes]]:
        """Read the table of words from a position to its end, many words at a time."""
        file, end = self._tindex.dbfile, self._tindex.endofdata
        wanted = _READ_BYTES
        while position is not None and position < end:
            data = file.get(position, min(wanted, end - position))
            place = 0
            for key_start, value_start, value_end in _records(data):
                yield data[key_start:value_start], data[value_start:value_end]
                place = value_end
            wanted = _READ_BYTES if place else 2 * wanted
            position += place

    def runs_at(self, entry: bytes) -> Iterator[Run]:
        """Read the postings that a word's entry points at: all at once, or a block at a time where they are many."""
        *_, offset, length = _TERM_INFO.unpack(entry)
        if length <= _READ_BYTES:
            return _runs(BytesIO(self._postfile.get(offset, length)).read, length)
        return _runs(_Cursor(self._postfile, offset).read, length)


class Codec(W3Codec):
    """The stock codec with the faster writer and reader."""

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """Make the writer of a segment's words and postings."""
        return FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """Open a segment's words and postings."""
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return TermsReader(self, storage.open_file(name), storage.file_length(name), postings)


def write_columns(
    storage: Storage, segment: Any, ids: NDArray[np.int64], lengths: Mapping[str, NDArray[np.int64]]
) -> None:
    """Write what a segment keeps of each document: the article's id and the lengths of its scored fields."""
    count = len(ids)
    segment.set_doc_count(count)
    segment._fieldlengths = {name: int(lengths[name].sum()) for name in SCORED_FIELDS}  # noqa: SLF001 - as the stock writer sets it
    _write_column(storage, segment, ID_FIELD, ids.astype(">i8").tobytes())
    for name in SCORED_FIELDS:
        steps = np.searchsorted(BYTE_LENGTHS, np.minimum(lengths[name], BYTE_LENGTHS[-1]))
        _write_column(storage, segment, f"_{name}_len", steps.astype(np.uint8).tobytes())
    with storage.create_file(Codec.column_filename(segment, "_stored")) as file:
        STORED_COLUMN.writer(file).finish(count)


def read_ids(storage: Storage, segment: Any) -> NDArray[np.int64]:
    """Read the article's id of each of a segment's documents."""
    return np.frombuffer(_read_column(storage, segment, ID_FIELD, 8), ">i8").astype(np.int64)


def read_length_steps(storage: Storage, segment: Any, field: str) -> NDArray[np.uint8]:
    """Read the length of a field, as a step of `BYTE_LENGTHS`, for each of a segment's documents."""
    return np.frombuffer(_read_column(storage, segment, f"_{field}_len", 1), np.uint8)


def _write_column(storage: Storage, segment: Any, name: str, data: bytes) -> None:
    with storage.create_file(Codec.column_filename(segment, name)) as file:
        file.write(data)


def _read_column(storage: Storage, segment: Any, name: str, width: int) -> bytes:
    with storage.open_file(Codec.column_filename(segment, name)) as file:
        return bytes(file.get(0, segment.doc_count_all() * width))


def _block(run: Run, *, last: bool) -> tuple[bytes, bytes, bytes]:
    """Pack a block: its length (negative for the last one), a pickled summary, and the pickled postings."""
    ids, weights = run.documents, run.weights
    gaps = (ids[0], *[after - before for before, after in pairwise(ids)])
    packed_weights = tuple(weights) if weights.count(weights[0]) < len(weights) else weights[0]
    body = pickle.dumps((gaps, None if packed_weights == _ONE else packed_weights, tuple(run.values)), _PROTOCOL)
    compression = _COMPRESSION if len(body) >= COMPRESSION_MIN_SIZE else 0
    if compression:
        body = zlib.compress(body, compression)
    lengths = length_to_byte(run.shortest), length_to_byte(run.longest)
    summary = pickle.dumps((len(ids), ids[-1], max(weights), compression, *lengths), _PROTOCOL)
    size = len(summary) + len(body)
    return _INT.pack(-size if last else size), summary, body


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the places of whole records in a piece of the table of words: key's start, value's start, value's end."""
    place = 0
    while place + _KEY_AND_VALUE.size <= len(data):
        key_length, value_length = _KEY_AND_VALUE.unpack_from(data, place)
        key_start = place + _KEY_AND_VALUE.size
        place = key_start + key_length + value_length
        if place > len(data):
            return
        yield key_start, key_start + key_length, place


class _Cursor:
    """Reads on from a place in a file that others read, too."""

    def __init__(self, file: Any, place: int) -> None:
        self._file = file
        self._place = place

    def read(self, size: int) -> bytes:
        data: bytes = self._file.get(self._place, size)
        self._place += size
        return data


def _runs(read: Callable[[int], bytes], length: int) -> Iterator[Run]:
    """Take a posting list apart: magic, then blocks of (length, pickled summary, pickled and packed postings)."""
    if read(len(WHOOSH3_HEADER_MAGIC)) != WHOOSH3_HEADER_MAGIC:
        raise ValueError("no postings where the table of words says")
    place = len(WHOOSH3_HEADER_MAGIC)
    while place < length:
        size = abs(_INT.unpack(read(_INT.size))[0])
        place += _INT.size + size
        data = read(size)
        file = BytesIO(data)
        count, _, _, packed, shortest, longest = pickle.load(file)  # noqa: S301 - checksummed, the user's own
        body = data[file.tell() :]
        gaps, weights, values = pickle.loads(zlib.decompress(body) if packed else body)  # noqa: S301 - as above
        yield Run(
            list(accumulate(gaps)),
            list(weights) if isinstance(weights, tuple) else [weights or _ONE] * count,
            list(values),
            byte_to_length(shortest),
            byte_to_length(longest),
        )
