"""One committed state of the index, open for reading. Opening maps its files and reads no more than their tables."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import SegmentReader
from index.errors import SearchIndexError
from index.indexer.generations import Generations
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, read_manifest
from index.indexer.segments import open_segments

_OPEN_TRIES = 5


class IndexReader:
    """One committed state; later commits do not disturb it.

    Attributes:
        folder: that of the generation.
        revision: the library's revision that is indexed.
        segments: the segments in order.
        deleted: for each the numbers of its deleted documents, ascending.

    Raises:
        SearchIndexError: the index is stale or damaged.
    """

    def __init__(self, folder: Path, library: str) -> None:
        manifest = read_manifest(folder, library)
        opened = open_segments(folder, manifest)
        self.folder = folder
        self.revision = manifest.revision
        self.segments: list[SegmentReader] = [segment.reader for segment in opened]
        self.deleted: list[NDArray[np.uint32]] = [segment.deleted for segment in opened]

    def close(self) -> None:
        """Let go of the files: each is unmapped when nobody has an array of it any more."""
        self.segments, self.deleted = [], []

    def mark_suspect(self) -> None:
        """Have the next writer check every byte: something could not be read."""
        _mark_suspect(self.folder)


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
