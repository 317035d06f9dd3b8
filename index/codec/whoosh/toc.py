"""The table of contents: JSON that names the segments of one committed state and the files of their deletions.

`{"contents": {"format": 1, "schema": 1, "generation": 7, "segments": [{"name": "MAIN_…", "documents": 120, "deleted":
"MAIN_….deleted.6" or null}, …]}, "checksum": …}`, the checksum being the BLAKE2b digest of the contents as sorted JSON.
A file of deletions is one of arrays with `documents` (uint32, ascending). It is replaced by another one, never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.fields import Schema
from whoosh.index import EmptyIndexError

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.whoosh.codec import Segment
from index.codec.whoosh.fields import SCHEMA_VERSION, schema
from index.codec.whoosh.storage import Storage
from index.errors import SearchIndexError

FORMAT: Final = 2
"""Raised whenever the table, or what it points at, changes its form."""


@dataclass(frozen=True, slots=True)
class Toc:
    """A committed state; the attributes are those that Whoosh's own classes ask for."""

    generation: int
    segments: list[Segment] = field(default_factory=list)
    version: int = FORMAT
    release: tuple[int, ...] = (SCHEMA_VERSION,)

    @property
    def schema(self) -> Schema:
        """The schema."""
        return schema(SCHEMA_VERSION)

    def write(self, storage: Storage, indexname: str) -> None:
        """Commit this state in one step; before it, the segments' files and their deletions are on the disk.

        Raises:
            OSError: it cannot be written; the state before is the committed one.
        """
        for segment in self.segments:
            if segment.has_changed:
                _write_deletions(storage, segment, self.generation)
        storage.sync()
        contents = {
            "format": FORMAT,
            "schema": SCHEMA_VERSION,
            "generation": self.generation,
            "segments": [
                {"name": one.name, "documents": one.doc_count_all(), "deleted": one.deletions} for one in self.segments
            ],
        }
        name = toc_name(indexname, self.generation)
        temporary = f"{name}.new"
        text = json.dumps({"contents": contents, "checksum": _checksum(contents)}, indent=1)
        Path(storage.folder, temporary).write_text(text)
        storage.rename_file(temporary, name, safe=True)

    def files(self, indexname: str) -> set[str]:
        """Name the files of this state."""
        names = {toc_name(indexname, self.generation)}
        for segment in self.segments:
            names |= {segment.file} if segment.deletions is None else {segment.file, segment.deletions}
        return names


def toc_name(indexname: str, generation: int) -> str:
    """Name the file of a generation, as Whoosh does."""
    return f"_{indexname}_{generation}.toc"


def latest_generation(storage: Storage, indexname: str) -> int:
    """Give the number of the newest generation, -1 if there is none."""
    pattern = re.compile(rf"_{re.escape(indexname)}_(\d+)\.toc")
    found = [int(match[1]) for name in storage.names() if (match := pattern.fullmatch(name))]
    return max(found, default=-1)


def read_toc(storage: Storage, indexname: str) -> Toc:
    """Read the newest committed state.

    Raises:
        EmptyIndexError: there is no index.
        SearchIndexError: its table of contents is damaged, or was made by another version.
        OSError: it cannot be read; a writer may just have replaced it.
    """
    generation = latest_generation(storage, indexname)
    if generation < 0:
        raise EmptyIndexError(f"there is no index {indexname} in {storage.folder}")
    name = toc_name(indexname, generation)
    data = Path(storage.folder, name).read_bytes()
    try:
        document = json.loads(data)
        contents = document["contents"]
        if document["checksum"] != _checksum(contents) or contents["generation"] != generation:
            raise SearchIndexError("the search index is damaged", f"checksum of {name}")
        if (contents["format"], contents["schema"]) != (FORMAT, SCHEMA_VERSION):
            raise SearchIndexError("the search index was made by another version of Dateline", name)
        return Toc(generation, [_segment(storage, indexname, one) for one in contents["segments"]])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexError("the search index is damaged", f"{name} cannot be read") from error


def clean(storage: Storage, indexname: str, kept: Toc) -> None:
    """Remove the files of other states, and what commits that were broken off have left. Only the writer may do it."""
    ours = re.compile(rf"_{re.escape(indexname)}_\d+\.toc(\..*)?|{re.escape(indexname)}_[0-9a-z]+\..*")
    for name in set(storage.names()) - kept.files(indexname):
        if ours.fullmatch(name):
            Path(storage.folder, name).unlink(missing_ok=True)


def _segment(storage: Storage, indexname: str, entry: Mapping[str, Any]) -> Segment:
    name, count, deletions = entry["name"], entry["documents"], entry["deleted"]
    # A name is part of a path: nothing but what a writer makes up is taken.
    if not re.fullmatch(rf"{re.escape(indexname)}_[0-9a-z]+", name) or not isinstance(count, int):
        raise ValueError(name)
    segment = Segment(indexname, name, count, deletions)
    if deletions is not None:
        if not re.fullmatch(rf"{re.escape(name)}\.deleted\.\d+", deletions):
            raise ValueError(deletions)
        segment.delete(_read_deletions(Path(storage.folder, deletions), count))
    return segment


def _read_deletions(path: Path, count: int) -> Any:
    file = ArrayFile(path)
    documents = file["documents"]
    if file.damaged() or (len(documents) and int(documents[-1]) >= count):
        raise SearchIndexError("the search index is damaged", path.name)
    return documents


def _write_deletions(storage: Storage, segment: Segment, generation: int) -> None:
    documents = segment.deleted()
    segment.deletions = f"{segment.name}.deleted.{generation}" if len(documents) else None
    if segment.deletions is not None:
        path = Path(storage.folder, segment.deletions)
        path.unlink(missing_ok=True)  # a commit of this generation that was broken off has left it
        with ArrayWriter(path) as writer:
            writer.add("documents", documents.astype(np.uint32))
    segment.has_changed = False


def _checksum(contents: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(contents, sort_keys=True).encode(), digest_size=32).hexdigest()
