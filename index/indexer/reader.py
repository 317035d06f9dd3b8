"""One committed state of the index, open for reading: from words to arrays of postings, whatever the files look like.

Documents are numbered from 0 over all segments. Deleted ones are never handed out.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from index.errors import SearchIndexError
from index.indexer.codec import BYTE_LENGTHS, INDEX_NAME, TermsReader, read_ids, read_length_steps
from index.indexer.damage import reading
from index.indexer.generations import Generations
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, check_files, read_manifest
from index.indexer.storage import SyncedStorage
from index.indexer.vocabulary import VOCABULARY_FILE, Vocabulary
from index.schema import SCORED_FIELDS, schema

Poll = Callable[[], None]
"""Called every few hundred postings; what it raises ends the reading."""

_POLL_BLOCKS = 4
_POLL_WORDS = 64
_OPEN_TRIES = 5
_SCANNED_WORDS = 1_000
_PART = 1 << 15
_REPEATED_WORDS = 64


class Postings(NamedTuple):
    """Where some words stand in a field: arrays of equal length, an element for each word and document.

    `words` are places in the list of words that was asked for. `values` hold positions, for `unpack_positions`; the
    list is empty if they were not asked for. Documents ascend for each word and segment, not altogether.
    """

    documents: NDArray[np.int64]
    words: NDArray[np.int64]
    frequencies: NDArray[np.int64]
    values: list[bytes]


class IndexReader:
    """Reads one committed state. Belongs to the thread that made it; later commits do not disturb it.

    Attributes:
        ids: the article's id of each document.
        live: for each document whether it is not deleted.
        revision: the library's revision that is indexed.
        vocabulary: the words of the index, and perhaps some more.
    """

    def __init__(self, folder: Path, library: str) -> None:
        manifest = read_manifest(folder, library)
        check_files(folder, manifest)
        self.folder = folder
        self.revision = manifest.revision
        self._segments: list[_Segment] = []
        with reading():
            self.vocabulary = Vocabulary(folder / VOCABULARY_FILE)
            try:
                self._open_segments(manifest.toc)
            except BaseException:
                self.close()
                raise
        nothing = [np.empty(0, np.int64)]
        self.ids: NDArray[np.int64] = np.concatenate(nothing + [segment.ids for segment in self._segments])
        self.live: NDArray[np.bool_] = np.concatenate([np.empty(0, bool), *[each.live for each in self._segments]])
        self._all_live = bool(self.live.all())

    @property
    def segment_count(self) -> int:
        """The number of segments: each costs a look-up a word."""
        return len(self._segments)

    def close(self) -> None:
        """Close the files."""
        for segment in self._segments:
            segment.terms.close()
        self._segments.clear()
        self.vocabulary.close()

    def lengths(self, field: str) -> NDArray[np.int64]:
        """Give the length of a scored field, in words, rounded up by at most 3 in 100, for each document."""
        steps = [segment.length_steps[field] for segment in self._segments]
        return np.take(BYTE_LENGTHS, np.concatenate([np.empty(0, np.uint8), *steps]))

    def postings(self, field: str, words: Sequence[str], poll: Poll, *, positions: bool = False) -> Postings:
        """Read where words stand in a field.

        Raises:
            SearchIndexError: a file is damaged.
        """
        documents, frequencies = _Column(), _Column()
        numbers, counts = array("q"), array("q")
        values: list[bytes] = []
        wanted = {word.encode(errors="surrogatepass"): number for number, word in enumerate(words)}
        with reading():
            for segment in self._segments:
                for word, entry in _entries(segment.terms, field, wanted, poll):
                    before = documents.count
                    for number, run in enumerate(segment.terms.runs_at(entry)):
                        if number % _POLL_BLOCKS == 0:
                            poll()
                        documents.extend([document + segment.base for document in run.documents])
                        frequencies.extend(run.weights)
                        if positions:
                            values.extend(run.values)
                    numbers.append(wanted[word])
                    counts.append(documents.count - before)
        found = Postings(documents.whole(), _repeated(numbers, counts), frequencies.whole(), values)
        return found if self._all_live else self._without_deleted(found)

    def mark_suspect(self) -> None:
        """Have the next writer check every byte: something could not be read."""
        _mark_suspect(self.folder)

    def _open_segments(self, toc: int) -> None:
        storage = SyncedStorage(self.folder, readonly=True)
        if toc:
            base = 0
            for segment in TOC.read(storage, INDEX_NAME, toc, schema()).segments:
                self._segments.append(_Segment(storage, segment, base))
                base += segment.doc_count_all()

    def _without_deleted(self, found: Postings) -> Postings:
        kept = self.live[found.documents]
        values = list(compress(found.values, kept.tolist()))
        return Postings(found.documents[kept], found.words[kept], found.frequencies[kept], values)


class _Column:
    """Numbers that come a few at a time: no step takes the interpreter for long, however many there are in the end."""

    def __init__(self) -> None:
        self.count = 0
        self._latest: list[float] = []
        self._parts = [np.empty(0, np.int64)]

    def extend(self, numbers: Sequence[float]) -> None:
        self.count += len(numbers)
        self._latest.extend(numbers)
        if len(self._latest) >= _PART:
            self._parts.append(np.array(self._latest, np.int64))
            self._latest.clear()

    def whole(self) -> NDArray[np.int64]:
        return np.concatenate([*self._parts, np.array(self._latest, np.int64)])


def _repeated(numbers: array[int], counts: array[int]) -> NDArray[np.int64]:
    """Give each number so many times, a few words at a time: `repeat` holds the interpreter until it is done."""
    parts = [np.empty(0, np.int64)]
    for first in range(0, len(numbers), _REPEATED_WORDS):
        some = slice(first, first + _REPEATED_WORDS)
        parts.append(np.repeat(np.array(numbers[some]), np.array(counts[some])))
    return np.concatenate(parts)


class _Segment:
    """One segment: its documents, their place in the numbering, and its words."""

    def __init__(self, storage: SyncedStorage, segment: Any, base: int) -> None:
        self.base = base
        self.ids = read_ids(storage, segment)
        self.length_steps = {name: read_length_steps(storage, segment, name) for name in SCORED_FIELDS}
        self.live = np.ones(len(self.ids), bool)
        self.live[list(segment.deleted_docs())] = False
        self.terms: TermsReader = segment.codec().terms_reader(storage, segment)


def unpack_positions(values: Sequence[bytes], frequencies: NDArray[np.int64]) -> NDArray[np.int64]:
    """Unpack posting values, each with so many positions, into one array."""
    data = b"".join(values)
    if len(data) == 2 * int(frequencies.sum()):
        return np.frombuffer(data, "<u2").astype(np.int64)
    widths = (np.fromiter(map(len, values), np.int64, len(values)) // frequencies).tolist()
    parts = [np.frombuffer(value, f"<u{width}") for value, width in zip(values, widths, strict=True)]
    return np.concatenate(parts).astype(np.int64)


def open_index(search_folder: Path, library: str) -> IndexReader | None:
    """Open the generation to search; None where there is none yet.

    Raises:
        SearchIndexError: the index is stale, damaged, or that of another library than the one of that identity.
    """
    generations = Generations(search_folder, library)
    for attempt in range(_OPEN_TRIES):
        before = index_stamp(search_folder, library)
        number = generations.current()
        if number is None:
            return None
        try:
            return IndexReader(generations.path(number), library)
        except SearchIndexError:
            # A commit in between removes the files that it replaces: look again unless nothing has changed.
            if index_stamp(search_folder, library) == before or attempt == _OPEN_TRIES - 1:
                _mark_suspect(generations.path(number))
                raise
    return None


def _mark_suspect(folder: Path) -> None:
    with suppress(OSError):
        (folder / SUSPECT_FILE).touch()


def index_stamp(search_folder: Path, library: str) -> tuple[int | None, tuple[int, int] | None]:
    """Give what tells one committed state from another: cheap, a read of a few bytes and a `stat`."""
    generations = Generations(search_folder, library)
    number = generations.current()
    if number is None:
        return None, None
    try:
        found = (generations.path(number) / MANIFEST_FILE).stat()
    except OSError:
        return number, None
    return number, (found.st_ino, found.st_mtime_ns)


def _entries(terms: TermsReader, field: str, wanted: dict[bytes, int], poll: Poll) -> Iterator[tuple[bytes, bytes]]:
    """Find words of a field in a segment: one by one, or many in one pass over those with their common beginning."""
    if len(wanted) < _SCANNED_WORDS:
        for number, word in enumerate(wanted):
            if number % _POLL_WORDS == 0:
                poll()
            if (entry := terms.entry(field, word)) is not None:
                yield word, entry
        return
    for number, (word, entry) in enumerate(terms.entries(field, _common_beginning(min(wanted), max(wanted)))):
        if number % _POLL_WORDS == 0:
            poll()
        if word in wanted:
            yield word, entry


def _common_beginning(one: bytes, other: bytes) -> bytes:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return one[:place]
    return min(one, other, key=len)
