"""The folder of an index: what a name points at is on the disk before the name is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, ReadOnlyError


class Storage(FileStorage):
    """Whoosh's storage of files, made safe against a power cut."""

    folder: str

    def __init__(self, folder: Path | str, *, readonly: bool = False) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=readonly)  # type: ignore[no-untyped-call]

    def create_index(self, schema: Any = None, indexname: str = "MAIN", indexclass: Any = None) -> Any:
        """Make an index of ours in the folder, in place of one that is there."""
        from index.codec.whoosh.index import FileIndex

        return (indexclass or FileIndex).create(self, schema, indexname)

    def open_index(self, indexname: str = "MAIN", schema: Any = None, indexclass: Any = None) -> Any:
        """Open the index of ours that is in the folder."""
        from index.codec.whoosh.index import FileIndex

        return (indexclass or FileIndex)(self, schema, indexname)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Give a file another name in one step: its contents are on the disk before, its name after.

        Raises:
            FileExistsError: there is a file of the new name, and `safe` is asked for.
            ReadOnlyError: nothing may be written.
        """
        if self.readonly:
            raise ReadOnlyError
        old, new = Path(self.folder, oldname), Path(self.folder, newname)
        if safe and new.exists():
            raise FileExistsError(newname)
        _sync(old, os.O_RDONLY)
        old.replace(new)
        self.sync()

    def names(self) -> list[str]:
        """Name the files in the folder."""
        return os.listdir(self.folder)  # noqa: PTH208 - names are enough

    def sync(self) -> None:
        """Return once the names in the folder are on the disk."""
        _sync(Path(self.folder), os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
