"""The segments of a committed state, opened by mapping: checked against the manifest without reading their arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile
from index.codec.segment import SegmentReader
from index.errors import SearchIndexError
from index.indexer.damage import reading
from index.indexer.manifest import SUSPECT_FILE, FileRecord, Manifest, SegmentEntry

DELETED = "documents"
"""The one array of a file of deletions: the numbers of a segment's deleted documents, uint32, ascending."""


_File = TypeVar("_File", ArrayFile, SegmentReader)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment with the numbers of its deleted documents, ascending."""

    entry: SegmentEntry
    reader: SegmentReader
    deleted: NDArray[np.uint32]


def open_segments(folder: Path, manifest: Manifest, *, full: bool = False) -> list[Segment]:
    """Open the segments that a manifest names: their files have the sizes, times and tables that were committed.

    Every byte is read of a file whose time of change differs, and of all files if `full` or a suspicion says so.

    Raises:
        SearchIndexError: a file is missing or not what was committed; the subject names the first one.
    """
    with reading():
        full = full or (folder / SUSPECT_FILE).exists()
        return [_open(folder, entry, manifest, full=full) for entry in manifest.segments]


def _open(folder: Path, entry: SegmentEntry, manifest: Manifest, *, full: bool) -> Segment:
    reader = _checked(SegmentReader, folder / entry.name, manifest.files[entry.name], full=full)
    deleted = np.empty(0, np.uint32)
    if entry.deleted is not None:
        # Few bytes, and the next commit copies them: they are read each time.
        deleted = _checked(ArrayFile, folder / entry.deleted, manifest.files[entry.deleted], full=True)[DELETED]
    if (reader.count, len(deleted)) != (entry.documents, entry.deleted_count):
        raise SearchIndexError("the search index is damaged", f"{entry.name} has another number of documents")
    return Segment(entry, reader, deleted)


def _checked(kind: Callable[[Path], _File], path: Path, record: FileRecord, *, full: bool) -> _File:
    found = path.stat()
    if found.st_size != record.size:  # asked before the file is mapped: what lies behind its end cannot be read
        raise SearchIndexError("the search index is damaged", f"{path.name} has another size")
    file = kind(path)
    if file.digest != record.digest:
        raise SearchIndexError("the search index is damaged", f"{path.name} is another file")
    if (full or found.st_mtime_ns != record.mtime_ns) and (names := file.damaged()):
        raise SearchIndexError("the search index is damaged", f"{path.name}: {', '.join(names)}")
    return file
