"""One generation of the index as the writer sees it: batches are committed, segments merged, leftovers swept.

A file is written once, under a name that no file had before, and is removed when nothing names it: readers have it
mapped. The order of a commit: the files of deletions, the new segment, the folder, the manifest. What the manifest does
not name does not exist: a crash in between leaves the generation as it was, and files to sweep.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayWriter
from index.codec.batch import Batch
from index.codec.memory import Memory
from index.codec.merging import merge
from index.codec.segment import SegmentReader
from index.codec.stopping import Stop
from index.errors import SearchIndexError
from index.indexer.damage import writing
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, FileRecord, Manifest, SegmentEntry, read_manifest
from index.indexer.segments import DELETED, Segment, open_segments
from index.indexer.storage import sync_folder
from index.indexer.tiers import choose

BUILDING_FOLDER = "building"
"""Where other processes write segments before they are committed."""

_KEPT = {MANIFEST_FILE, SUSPECT_FILE, BUILDING_FOLDER}
_NONE = np.empty(0, np.uint32)


class GenerationWriter:
    """Writes one generation. One at a time, under the library's write lock.

    Raises:
        SearchIndexError: the generation is missing, stale or damaged.
    """

    def __init__(self, folder: Path, library: str) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder, library)
        self._segments = open_segments(folder, self.manifest)
        with writing(folder):
            (folder / SUSPECT_FILE).unlink(missing_ok=True)
            shutil.rmtree(folder / BUILDING_FOLDER, ignore_errors=True)
            self._sweep()

    @classmethod
    def create(cls, folder: Path, library: str) -> GenerationWriter:
        """Make an empty generation in a new folder and open it; `library` is the identity of what it will index."""
        with writing(folder):
            folder.mkdir(parents=True)
            Manifest(library).write(folder)
            sync_folder(folder.parent)
            sync_folder(folder.parent.parent)  # which may hold the folder of all generations since a moment
        return cls(folder, library)

    def close(self) -> None:
        """Close the files; what was not committed is dropped, and its space freed."""
        self._segments = []
        with suppress(OSError):
            shutil.rmtree(self.folder / BUILDING_FOLDER, ignore_errors=True)
            self._sweep()

    @property
    def documents(self) -> int:
        """The number of articles in the index."""
        return sum(entry.live_count for entry in self.manifest.segments)

    def commit(
        self, batch: Batch, removed: Iterable[int], *, revision: int, complete: bool, stop: Stop = lambda: False
    ) -> bool:
        """Put articles in, instead of what the index has under their ids, and take articles out, in one step.

        Returns:
            False if `stop` ended it while the articles were written; then nothing has changed.
        """
        number = self.manifest.number + 1
        with writing(self.folder):
            names = []
            if len(batch):
                names = [_segment_name(number)]
                if not batch.write(self.folder / names[0], stop):
                    return False
            self._put(names, removed, replace(self.manifest, number=number, revision=revision, complete=complete))
        return True

    def commit_built(self, files: Sequence[Path], removed: Iterable[int], *, revision: int) -> None:
        """Put in the articles of segments that others have written into `building`, and take articles out."""
        number = self.manifest.number + max(1, len(files))
        with writing(self.folder):
            names = [_segment_name(number - place) for place in range(len(files))][::-1]
            for file, name in zip(files, names, strict=True):
                file.rename(self.folder / name)
            self._put(names, removed, replace(self.manifest, number=number, revision=revision))

    def _put(self, names: Sequence[str], removed: Iterable[int], manifest: Manifest) -> None:
        new = [self._opened(name) for name in names]
        gone = np.unique(np.concatenate([np.fromiter(removed, np.int64), *(one.reader.ids for one in new)]))
        segments = [self._without(segment, gone, manifest.number) for segment in self._segments]
        self._commit(manifest, [*(segment for segment in segments if segment.entry.live_count), *new])

    def building(self) -> Path:
        """Make the folder, empty, into which others write segments."""
        with writing(self.folder):
            folder = self.folder / BUILDING_FOLDER
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            return folder

    def merge(self, stop: Stop, memory: Memory | None = None) -> None:
        """Merge segments until each is unlike the others; `stop` ends it, with nothing half done."""
        with writing(self.folder):
            while chosen := choose(self._segments):
                number = self.manifest.number + 1
                name = _segment_name(number)
                readers, deleted = [one.reader for one in chosen], [one.deleted for one in chosen]
                if not _is_sound(readers, stop) or not merge(self.folder / name, readers, deleted, stop, memory=memory):
                    return
                first = self._segments.index(chosen[0])
                rest = [segment for segment in self._segments if segment not in chosen]
                segments = [*rest[:first], self._opened(name), *rest[first:]]
                self._commit(replace(self.manifest, number=number), segments)

    def _without(self, segment: Segment, gone: NDArray[np.int64], number: int) -> Segment:
        """Delete the documents of some articles; the files of deletions are replaced, never changed."""
        found = _places(segment.reader.ids, gone)
        deleted = np.union1d(segment.deleted, found).astype(np.uint32)
        if len(deleted) == len(segment.deleted):
            return segment
        entry = replace(segment.entry, deleted=f"{segment.entry.name}.deleted.{number}", deleted_count=len(deleted))
        if entry.live_count:
            with ArrayWriter(self.folder / str(entry.deleted)) as writer:
                writer.add(DELETED, deleted)
        return Segment(entry, segment.reader, deleted)

    def _opened(self, name: str) -> Segment:
        reader = SegmentReader(self.folder / name)
        return Segment(SegmentEntry(name, reader.count), reader, _NONE)

    def _commit(self, manifest: Manifest, segments: Sequence[Segment]) -> None:
        """Make segments, whose files are on the disk, the committed state."""
        known = self.manifest.files
        names = [name for segment in segments for name in segment.entry.files]
        files = {name: known.get(name) or FileRecord.of(self.folder / name) for name in names}
        sync_folder(self.folder)
        manifest = replace(manifest, segments=tuple(segment.entry for segment in segments), files=files)
        manifest.write(self.folder)
        self.manifest, self._segments = manifest, list(segments)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what the manifest does not name: old segments, and what a crash left behind."""
        for path in self.folder.iterdir():
            if path.name in self.manifest.files or path.name in _KEPT:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_sound(readers: Sequence[SegmentReader], stop: Stop) -> bool:
    """Read every byte of segments before they are merged: damage would get a checksum of its own. False on `stop`.

    Raises:
        SearchIndexError: one is damaged.
    """
    for reader in readers:
        if stop():
            return False
        if names := reader.damaged():
            raise SearchIndexError("the search index is damaged", f"{reader.path.name}: {', '.join(names)}")
    return True


def _segment_name(number: int) -> str:
    return f"segment.{number}"


def _places(ids: NDArray[np.int64], gone: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the places of those ids that are gone; both are of different numbers, `gone` ascends."""
    first, last = int(ids.min()), int(ids.max())
    possible = gone[np.searchsorted(gone, first) : np.searchsorted(gone, last, side="right")]
    if not len(possible):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.isin(ids, possible))
