"""What a generation of the index consists of: its files with their checksums, and how far it follows the library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import Stemmer
import whoosh

from index.analysis import ANALYSER_VERSION
from index.errors import SearchIndexError
from index.indexer.storage import write_atomically
from index.indexer.vocabulary import VOCABULARY_FILE, check, newer, reading
from index.schema import INDEX_FORMAT

MANIFEST_FILE = "manifest.json"
SUSPECT_FILE = "suspect"
"""Left by a reader that met an error in a file: the next writer checks every byte."""

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was committed: bytes, time of change in nanoseconds, BLAKE2b digest in hexadecimal."""

    size: int
    mtime_ns: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> FileRecord:
        """Describe a file as it is now."""
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns, file_digest(path))


@dataclass(frozen=True, slots=True)
class Versions:
    """What the files were made with: anything different makes them stale."""

    format: int = INDEX_FORMAT
    analyser: int = ANALYSER_VERSION
    whoosh: str = ".".join(map(str, whoosh.__version__[:2]))
    stemmer: str = str(Stemmer.version())


@dataclass(frozen=True, slots=True)
class Manifest:
    """A committed state of a generation.

    `library` is the identity of the library that is indexed and `revision` how far, `toc` the number of Whoosh's table
    of contents, `complete` False while the generation is being built from nothing, `stamp` that of the vocabulary.
    """

    library: str
    toc: int = 0
    revision: int = 0
    complete: bool = False
    stamp: str = ""
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
        return Manifest(**{**content, "files": files, "versions": Versions()})
    except FileNotFoundError as error:
        raise SearchIndexError("the search index is damaged", f"{MANIFEST_FILE} is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexError("the search index is damaged", f"{MANIFEST_FILE} cannot be read") from error


def check_files(folder: Path, manifest: Manifest, *, full: bool = False) -> None:
    """Compare the files with the manifest: sizes, and contents where the time of change differs or `full` says so.

    Raises:
        SearchIndexError: a file is missing or not what was committed; the subject names the first one.
    """
    full = full or (folder / SUSPECT_FILE).exists()
    try:
        for name, record in manifest.files.items():
            if name == VOCABULARY_FILE:
                _check_vocabulary(folder / name, manifest, full=full)
            elif not _is_as_recorded(folder / name, record, full=full):
                raise SearchIndexError("the search index is damaged", name)
    except FileNotFoundError as error:
        raise SearchIndexError("the search index is damaged", f"{Path(error.filename).name} is missing") from error
    except OSError as error:
        raise SearchIndexError("the search index cannot be read", f"{error.filename}: {error.strerror}") from error


def file_digest(path: Path) -> str:
    """Give the BLAKE2b digest of a file, in hexadecimal."""
    digest = blake2b(digest_size=32)
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _check_vocabulary(path: Path, manifest: Manifest, *, full: bool) -> None:
    """Check the vocabulary, which may be ahead of the manifest: it is committed first."""
    with reading(path) as stamp:
        ahead = newer(stamp, manifest.stamp)
        if not ahead and (stamp != manifest.stamp or not _is_as_recorded(path, manifest.files[path.name], full=full)):
            raise SearchIndexError("the search index is damaged", path.name)
    if full and (finding := check(path)):
        raise SearchIndexError("the search index is damaged", f"{path.name}: {finding}")


def _is_as_recorded(path: Path, record: FileRecord, *, full: bool) -> bool:
    found = path.stat()
    if found.st_size != record.size:
        return False
    if found.st_mtime_ns == record.mtime_ns and not full:
        return True
    return file_digest(path) == record.digest


def _checksum(content: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=32).hexdigest()
