"""What a disk may hold after a power cut, from what was done to it before.

The contents of a file are on the disk for certain once the file was synced, a name once its folder was. Of everything
else, each change of a name by itself may be there or not, in whatever order it was made, and a file may hold its
contents, none, or pieces of them among zeros. No file system that keeps its promises leaves more disorder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random

from tests.index.indexer.watching import Deed

_SECTOR = 512


@dataclass(eq=False)
class _File:
    content: bytes = b""
    mtime_ns: int = 0
    is_safe: bool = False


@dataclass(eq=False)
class _Folder:
    """`entries` is what programs see, `safe` what is on the disk, `loose` the changes since, in order."""

    entries: dict[str, _Node] = field(default_factory=dict)
    safe: dict[str, _Node] = field(default_factory=dict)
    loose: list[dict[str, _Node | None]] = field(default_factory=list)

    def change(self, **names: _Node | None) -> None:
        """Change names in one step; None takes one away."""
        self.loose.append(names)
        _apply(self.entries, names)

    def sync(self) -> None:
        self.safe, self.loose = dict(self.entries), []


_Node = _File | _Folder


class Disk:
    """A folder on a disk. What it holds in the beginning is safe."""

    def __init__(self, folder: Path) -> None:
        self._root = _read(folder)

    def do(self, deed: Deed) -> None:
        """Follow something that was done."""
        folder, name = self._place(deed.name)
        match deed.does:
            case "make":
                folder.change(**{name: _File()})
            case "make-folder":
                folder.change(**{name: _Folder()})
            case "unlink" | "remove-folder":
                folder.change(**{name: None})
            case "sync":
                file = folder.entries[name]
                assert isinstance(file, _File)
                file.content, file.mtime_ns, file.is_safe = deed.content, deed.mtime_ns, True
            case "sync-folder":
                self._folder(deed.name).sync()
            case "rename":
                self._rename(deed)
            case _:
                raise AssertionError(deed)

    def _rename(self, deed: Deed) -> None:
        folder, name = self._place(deed.name)
        target, new = self._place(deed.new)
        file = folder.entries[name]
        assert isinstance(file, _File)
        if not file.is_safe:
            file.content, file.mtime_ns = deed.content, deed.mtime_ns
        if folder is target:
            folder.change(**{name: None, new: file})
        else:
            target.change(**{new: file})
            folder.change(**{name: None})

    def _place(self, path: str) -> tuple[_Folder, str]:
        place = PurePosixPath(path)
        return self._folder(str(place.parent)), place.name

    def _folder(self, path: str) -> _Folder:
        folder = self._root
        for name in PurePosixPath(path).parts:
            inner = folder.entries[name]
            assert isinstance(inner, _Folder)
            folder = inner
        return folder

    def after_power_cut(self, target: Path, dice: Random, share: float) -> None:
        """Write what the disk may hold if the power goes now; of what is not safe, about a share is there."""
        _write(self._root, target, lambda: dice.random() < share, dice)


def _read(folder: Path) -> _Folder:
    made = _Folder()
    for path in folder.iterdir() if folder.exists() else ():
        if path.name.startswith("library."):
            continue
        node = _read(path) if path.is_dir() else _File(path.read_bytes(), path.stat().st_mtime_ns, is_safe=True)
        made.entries[path.name] = made.safe[path.name] = node
    return made


def _write(folder: _Folder, target: Path, is_there: Callable[[], bool], dice: Random) -> None:
    entries = dict(folder.safe)
    for names in folder.loose:
        if is_there():
            _apply(entries, names)
    target.mkdir(exist_ok=True)
    for name, node in entries.items():
        path = target / name
        if isinstance(node, _Folder):
            _write(node, path, is_there, dice)
            continue
        path.write_bytes(node.content if node.is_safe or is_there() else _torn(node.content, dice))
        os.utime(path, ns=(node.mtime_ns, node.mtime_ns))


def _torn(content: bytes, dice: Random) -> bytes:
    """Some sectors of a content, zeros in place of others, and any length up to its own."""
    whole = content[: dice.randrange(len(content) + 1)]
    sectors = (whole[start : start + _SECTOR] for start in range(0, len(whole), _SECTOR))
    return b"".join(one if dice.random() < 0.5 else bytes(len(one)) for one in sectors)


def _apply(entries: dict[str, _Node], names: dict[str, _Node | None]) -> None:
    for name, node in names.items():
        if node is None:
            entries.pop(name, None)
        else:
            entries[name] = node


def moments(disk: Disk, done: Sequence[Deed]) -> Iterator[tuple[int, Deed | None]]:
    """Follow what was done; yields before the first deed, and after each with it."""
    yield 0, None
    for number, deed in enumerate(done, 1):
        disk.do(deed)
        yield number, deed
