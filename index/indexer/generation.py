"""One generation of the index as the writer sees it: batches are committed, segments merged, leftovers swept.

The order of a commit: the vocabulary, then Whoosh's segment and table of contents, then the manifest. What the manifest
does not name does not exist: a crash in between leaves the generation as it was, and files to sweep.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC

from index.indexer.building import SegmentBuilder
from index.indexer.codec import INDEX_NAME, Codec, read_ids
from index.indexer.damage import writing
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, FileRecord, Manifest, check_files, read_manifest
from index.indexer.merging import choose, merge
from index.indexer.storage import SyncedStorage, sync_file, sync_folder
from index.indexer.vocabulary import VOCABULARY_FILE, VocabularyWriter
from index.schema import schema

_KEPT = {MANIFEST_FILE, SUSPECT_FILE, VOCABULARY_FILE, f"{VOCABULARY_FILE}-journal"}


class GenerationWriter:
    """Writes one generation. One at a time, under the library's write lock.

    Raises:
        SearchIndexError: the generation is missing, stale or damaged.
    """

    def __init__(self, folder: Path, library: str) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder, library)
        check_files(folder, self.manifest)
        self._storage = SyncedStorage(folder)
        self._codec = Codec()
        self._schema = schema()
        self._segments: list[Any] = []
        with writing(folder):
            if self.manifest.toc:
                self._segments = TOC.read(self._storage, INDEX_NAME, self.manifest.toc, self._schema).segments
            (folder / SUSPECT_FILE).unlink(missing_ok=True)
            self._sweep()
            self.vocabulary = VocabularyWriter(folder / VOCABULARY_FILE)

    @classmethod
    def create(cls, folder: Path, library: str) -> GenerationWriter:
        """Make an empty generation in a new folder and open it; `library` is the identity of what it will index."""
        with writing(folder):
            folder.mkdir(parents=True)
            vocabulary = VocabularyWriter(folder / VOCABULARY_FILE)
            stamp = vocabulary.stamp()
            vocabulary.close()
            files = {VOCABULARY_FILE: FileRecord.of(folder / VOCABULARY_FILE)}
            Manifest(library, stamp=stamp, files=files).write(folder)
            sync_folder(folder.parent)
        return cls(folder, library)

    def close(self) -> None:
        """Close the files; what was not committed is dropped, and its space freed."""
        self.vocabulary.close()
        with suppress(OSError):
            self._sweep()

    @property
    def documents(self) -> int:
        """The number of articles in the index."""
        return sum(segment.doc_count() for segment in self._segments)

    def commit(self, builder: SegmentBuilder, removed: Iterable[int], *, revision: int, complete: bool) -> None:
        """Put articles in, instead of what the index has under their ids, and take articles out, in one step."""
        gone = np.unique(np.fromiter((*builder.ids, *removed), np.int64))
        with writing(self.folder):
            for segment in self._segments:
                for document in np.flatnonzero(np.isin(read_ids(self._storage, segment), gone)).tolist():
                    segment.delete_document(document)
            if builder.ids:
                self._segments.append(builder.write(self._storage, self._codec, self._schema))
            self._commit(replace(self.manifest, revision=revision, complete=complete))

    def merge(self, stop: Callable[[], bool]) -> None:
        """Merge segments until each is unlike the others; `stop` ends it, with nothing half done."""
        with writing(self.folder):
            while chosen := choose(self._segments):
                merged = merge(self._storage, self._codec, self._schema, chosen, stop)
                if merged is None:
                    self._sweep()
                    return
                rest = [segment for segment in self._segments if segment not in chosen]
                self._segments = [*rest, merged] if merged.doc_count_all() else rest
                self._commit(self.manifest)

    def _commit(self, manifest: Manifest) -> None:
        stamp = self.vocabulary.commit()
        toc = TOC(self._schema, self._segments, manifest.toc + 1)
        toc.write(self._storage, INDEX_NAME)
        names = {VOCABULARY_FILE, f"_{INDEX_NAME}_{toc.generation}.toc"}
        names.update(name for segment in self._segments for name in segment.list_files(self._storage))
        files = {}
        for name in sorted(names):
            known = manifest.files.get(name) if name != VOCABULARY_FILE or stamp == manifest.stamp else None
            if known is None:
                sync_file(self.folder / name)
            files[name] = known or FileRecord.of(self.folder / name)
        sync_folder(self.folder)
        self.manifest = replace(manifest, toc=toc.generation, stamp=stamp, files=files)
        self.manifest.write(self.folder)
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
