"""Files of the index on disk: written through to the disk before a name points at them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class ReadFile(StructFile):
    """A file read at positions, without moving a cursor and without a buffer between.

    Memory mapping would be a little faster, but a file cut short under a map ends the process.
    """

    def get(self, position: int, length: int) -> bytes:
        """Read bytes at a position.

        Raises:
            EOFError: the file ends before.
        """
        data = os.pread(self.fileno(), length, position)
        if len(data) != length:
            raise EOFError(f"{self} ends at {position + len(data)}, expected {length} bytes from {position}")
        return data


class SyncedStorage(FileStorage):
    """Whoosh's file storage, made safe against a power cut: a rename brings the file's contents to the disk first."""

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=readonly)  # type: ignore[no-untyped-call]

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """Open a file for reading at positions."""
        return ReadFile(Path(self.folder, name).open("rb"), name=name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Give a file another name in one step, its contents on the disk before, its name after."""
        if safe and self.file_exists(newname):
            raise FileExistsError(newname)
        sync_file(Path(self.folder, oldname))
        Path(self.folder, oldname).replace(Path(self.folder, newname))
        sync_folder(Path(self.folder))


def sync_file(path: Path) -> None:
    """Return once a file's contents are on the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Return once a folder's names are on the disk."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step: after a crash it has its old contents or the new ones, nothing between."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
