"""The table of contents of a generation: its segments, its files as they were, how far it follows the library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import Stemmer

from index.analysis import ANALYSER_VERSION
from index.codec.arrays import ArrayFile
from index.errors import SearchIndexError
from index.indexer.storage import write_atomically
from index.schema import INDEX_FORMAT

MANIFEST_FILE = "manifest.json"
SUSPECT_FILE = "suspect"
"""Left by a reader that met an error in a file: the next writer checks every byte."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of arrays as it was when it was committed: bytes, time of change in nanoseconds, digest of its table."""

    size: int
    mtime_ns: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> FileRecord:
        """Describe a file as it is now.

        Raises:
            SearchIndexError: its table is damaged.
        """
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns, ArrayFile(path).digest)


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: its file, its number of documents, and of these the deleted ones: the file that lists them."""

    name: str
    documents: int
    deleted: str | None = None
    deleted_count: int = 0

    @property
    def live_count(self) -> int:
        """The number of documents that are not deleted."""
        return self.documents - self.deleted_count

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the segment's files."""
        return (self.name,) if self.deleted is None else (self.name, self.deleted)


@dataclass(frozen=True, slots=True)
class Versions:
    """What the files were made with: anything different makes them stale."""

    format: int = INDEX_FORMAT
    analyser: int = ANALYSER_VERSION
    stemmer: str = str(Stemmer.version())


@dataclass(frozen=True, slots=True)
class Manifest:
    """A committed state of a generation.

    `library` is the identity of the library that is indexed and `revision` how far, `number` rises with each commit and
    names its files, `complete` is False while the generation is being built from nothing.
    """

    library: str
    number: int = 0
    revision: int = 0
    complete: bool = False
    segments: tuple[SegmentEntry, ...] = ()
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    versions: Versions = field(default_factory=Versions)

    def write(self, folder: Path) -> None:
        """Make this the committed state, in one step."""
        content = asdict(self)
        document = {"manifest": content, "checksum": _checksum(content)}
        write_atomically(folder / MANIFEST_FILE, json.dumps(document, indent=1).encode())


def read_manifest(folder: Path, library: str) -> Manifest:
    """Read a generation's committed state.

    Raises:
        SearchIndexError: there is none, it is damaged, its files were made by another version, or it indexes another
            library than the one of that identity.
    """
    try:
        document = json.loads((folder / MANIFEST_FILE).read_bytes())
        content = document["manifest"]
        if document["checksum"] != _checksum(content):
            raise SearchIndexError("the search index is damaged", f"checksum of {MANIFEST_FILE}")
        if content["versions"] != asdict(Versions()):
            raise SearchIndexError("the search index was made by another version of Dateline")
        if content["library"] != library:
            raise SearchIndexError("the search index belongs to another library")
        files = {name: FileRecord(**record) for name, record in content["files"].items()}
        segments = tuple(SegmentEntry(**entry) for entry in content["segments"])
        return Manifest(**{**content, "files": files, "segments": segments, "versions": Versions()})
    except FileNotFoundError as error:
        raise SearchIndexError("the search index is damaged", f"{MANIFEST_FILE} is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexError("the search index is damaged", f"{MANIFEST_FILE} cannot be read") from error


def _checksum(content: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=32).hexdigest()
