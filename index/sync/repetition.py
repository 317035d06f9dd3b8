"""What comes again in the pasted pages of a folder: learned from some of them, kept, and learned anew when they change.

The sample of a folder rests on the names of its files only, and what is learned on what stands in them: it is the same
in whatever order files are read, and known before the first of them is. When other lines are learned, the files that
have one of these are read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import Final

from index.cleaning.repeated import RepeatedLines, key_of
from index.library import Library
from index.library.found import FoundItems
from index.parsing.decode import decode, looks_binary
from index.parsing.text import plain_blocks
from index.sources import SourceItem
from index.sources.folders import Locator
from index.sources.names import is_about, is_hidden, packing_of, suffix_of
from index.sync.progress import Stop

SAMPLE: Final = 200
"""So many files of a folder are looked into at most."""

FEWEST: Final = 5
"""In a folder of fewer files nothing is said to come again."""

_SUFFIXES: Final = frozenset({".txt", ".text", ""})
_LARGEST: Final = 512 * 1024  # bytes of a page that somebody pasted
_KEPT: Final = 64  # folders whose lines are held in memory


@dataclass(frozen=True, slots=True)
class _Held:
    """What the library keeps of a folder: a digest of the sample, and the lines."""

    sample: bytes
    lines: RepeatedLines


class KnownRepetition:
    """What the library knows of the folders of files."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lines: dict[bytes, RepeatedLines | None] = {}

    def of(self, key: bytes, root: bytes, source_id: int) -> RepeatedLines | None:
        """The lines that come again in the folder of a file of a source; None where that means nothing.

        Args:
            key: the file's absolute path.
            root: the source's absolute path.
            source_id: the source.
        """
        if key == root or not _is_text(os.path.basename(key)):  # noqa: PTH119 - bytes
            return None
        folder = os.path.dirname(key)  # noqa: PTH120 - bytes
        if folder not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.pop(next(iter(self._lines)))
            self._lines[folder] = self._of_folder(folder, root, source_id) or None
        return self._lines[folder]

    def _of_folder(self, folder: bytes, _root: bytes, _source_id: int) -> RepeatedLines:
        held = self._held(folder)
        return held.lines if held else RepeatedLines()

    def _held(self, folder: bytes) -> _Held | None:
        found = self._library.database.row("SELECT sample, lines FROM repetitions WHERE folder = ?", (folder,))
        try:
            return _Held(found[0], RepeatedLines.from_bytes(found[1])) if found else None
        except ValueError:  # of another version: learned anew
            return _Held(b"", RepeatedLines())


class Repetition(KnownRepetition):
    """Learns what comes again in the folders of the files that a run reads. Under the write lock.

    Attributes:
        reread: how many files are read again for lines that are new among those, or no longer.
    """

    def __init__(self, library: Library, found: FoundItems, stop: Stop) -> None:
        super().__init__(library)
        self._found = found
        self._stop = stop
        self.reread = 0

    def _of_folder(self, folder: bytes, root: bytes, source_id: int) -> RepeatedLines:
        held = self._held(folder)
        names = _text_names(folder)
        if held is None and len(names) < FEWEST:
            return RepeatedLines()
        sample, digest = _sample(folder, names if len(names) >= FEWEST else [])
        if held is not None and held.sample == digest:
            return held.lines
        lines = RepeatedLines.learn(_texts(sample))
        before = held.lines.keys if held else frozenset()
        affected = list(self._affected(folder, names, root, lines.keys ^ before))
        if not self._stop():
            self._keep(folder, source_id, _Held(digest, lines), affected)
        return lines

    def _affected(self, folder: bytes, names: list[bytes], root: bytes, keys: frozenset[bytes]) -> Iterator[SourceItem]:
        """The files that were read before and have one of some lines."""
        if not keys:
            return
        locator = Locator(root)
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - bytes
            if self._stop():
                return
            if self._was_read(path) and any(not keys.isdisjoint(map(key_of, text)) for text in _texts([path])):
                try:
                    yield locator.item(path)
                except OSError:  # it has gone just now
                    continue

    def _was_read(self, path: bytes) -> bool:
        return self._library.database.row("SELECT 1 FROM items WHERE key = ? AND complete", (path,)) is not None

    def _keep(self, folder: bytes, source_id: int, held: _Held, affected: list[SourceItem]) -> None:
        with self._library.database.transaction() as connection:
            connection.executemany("UPDATE items SET complete = 0 WHERE key = ?", [(item.key,) for item in affected])
            connection.execute(
                "INSERT OR REPLACE INTO repetitions (folder, source_id, sample, lines) VALUES (?, ?, ?, ?)",
                (folder, source_id, held.sample, held.lines.to_bytes()),
            )
        if affected:
            self.reread += self._found.again(affected, source_id)


def _is_text(name: bytes) -> bool:
    shown = os.fsdecode(name)
    return suffix_of(shown) in _SUFFIXES and packing_of(shown) is None and not is_hidden(shown) and not is_about(shown)


def _text_names(folder: bytes) -> list[bytes]:
    """The names of the texts in a folder, in order."""
    try:
        with os.scandir(folder) as listing:
            return sorted(entry.name for entry in listing if _is_text(entry.name) and entry.is_file())
    except OSError:
        return []


def _sample(folder: bytes, names: list[bytes]) -> tuple[list[bytes], bytes]:
    """The paths of some of the files, always the same ones of the same names, and a digest of what they are now."""
    hasher = blake2b(digest_size=16)
    sample = []
    for name in nsmallest(SAMPLE, names, key=lambda each: blake2b(each, digest_size=8).digest()):
        path = os.path.join(folder, name)  # noqa: PTH118 - bytes
        try:
            status = os.stat(path)  # noqa: PTH116 - bytes
        except OSError:
            continue
        hasher.update(b"%b\0%d %d\n" % (name, status.st_size, status.st_mtime_ns))
        if status.st_size <= _LARGEST:
            sample.append(path)
    return sample, hasher.digest()


def _texts(paths: Iterable[bytes]) -> Iterator[list[str]]:
    """The lines of files, as the cleaning sees them."""
    for path in paths:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - bytes
                data = file.read(_LARGEST)
        except OSError:
            continue
        if not looks_binary(data):
            yield [block.text for block in plain_blocks(decode(data)[0])]
