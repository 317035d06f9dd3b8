"""Where the generations of the index stand: one folder each, and the file `CURRENT` that names the one to search."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import SearchIndexError
from index.indexer.manifest import MANIFEST_FILE, Manifest, read_manifest
from index.indexer.storage import NEW_SUFFIX, sync_folder, write_atomically

CURRENT_FILE = "CURRENT"


class Generations:
    """The search folder of a library.

    Args:
        folder: `search/` in the library's folder; it need not exist for reading.
        library: the library's identity; the index of another one is as good as damaged.
    """

    def __init__(self, folder: Path, library: str) -> None:
        self.folder = folder
        self.library = library

    def path(self, number: int) -> Path:
        """Give the folder of a generation."""
        return self.folder / str(number)

    def numbers(self) -> list[int]:
        """Give the numbers of all generations, ascending; none where the folder is missing or cannot be read."""
        try:
            names = [path.name for path in self.folder.iterdir() if path.is_dir()]
        except OSError:
            return []
        return sorted(int(name) for name in names if name.isascii() and name.isdecimal())

    def named(self) -> int | None:
        """Give the generation that `CURRENT` names, if there is one."""
        try:
            found = (self.folder / CURRENT_FILE).read_bytes()
            number = int(found)
        except (OSError, ValueError):
            return None
        return number if found == _named(number) and self.path(number).is_dir() else None

    def is_named_soundly(self) -> bool:
        """Tell whether `CURRENT` names a generation, or is not there."""
        return self.named() is not None or not (self.folder / CURRENT_FILE).exists()

    def current(self) -> int | None:
        """Give the generation to search.

        Where `CURRENT` is missing or damaged it is the newest complete one, else the newest readable one.
        """
        if (named := self.named()) is not None:
            return named
        readable = [(manifest.complete, number) for number in self.numbers() if (manifest := self.manifest(number))]
        return max(readable)[1] if readable else None

    def make_current(self, number: int) -> None:
        """Name the generation to search, in one step."""
        write_atomically(self.folder / CURRENT_FILE, _named(number))

    def manifest(self, number: int) -> Manifest | None:
        """Read the manifest of a generation; None where it cannot be used."""
        try:
            return read_manifest(self.path(number), self.library)
        except SearchIndexError:
            return None

    def remove(self, number: int) -> None:
        """Remove a generation; readers that have it open keep its files until they close them."""
        (self.path(number) / MANIFEST_FILE).unlink(missing_ok=True)
        shutil.rmtree(self.path(number), ignore_errors=True)
        sync_folder(self.folder)

    def remove_others(self, number: int) -> None:
        """Remove all generations but one, and what a change of `CURRENT` left that was broken off."""
        for other in self.numbers():
            if other != number:
                self.remove(other)
        (self.folder / f"{CURRENT_FILE}{NEW_SUFFIX}").unlink(missing_ok=True)


def _named(number: int) -> bytes:
    return f"{number}\n".encode()
