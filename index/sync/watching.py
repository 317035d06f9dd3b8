"""Watching sources while somebody reads: which of them have changed on the disk, told when the changes have settled.

Folders are watched by the system, through `watchfiles`; files and folders that are missing are looked at once in a
while, by one `stat` each. Where the system cannot watch (network file systems, too many folders), a source is said to
have changed every few minutes: a sync of an unchanged one costs one `stat` a file.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Final

from index.library import Library
from index.sources.names import is_about, is_hidden
from index.types import Source, SourceId, SourceKind

LOOK: Final = 0.5
"""Seconds between two looks at what the system does not watch."""

QUIET: Final = 0.4
"""Changes are told after so many seconds without another one."""

LONGEST: Final = 5.0
"""Changes are told after so many seconds even if more are coming in."""

SWEEP: Final = 300.0
"""Seconds after which a source that cannot be watched is said to have changed."""

_STEP: Final = 100  # milliseconds
_MOUNTS: Final = Path("/proc/self/mountinfo")
_REMOTE: Final = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "drvfs", "vboxsf", "davfs", "lustre", "glusterfs")

Changed = Callable[[frozenset[SourceId]], None]
_Mark = tuple[int, ...] | None
"""What tells a folder or file from the one that stood there before; None when there is none."""


def _nothing() -> None:
    pass


def watch(library: Library, changed: Changed, stop: Event, *, watching: Callable[[], None] = _nothing) -> None:
    """Calls `changed` with the sources in which files were added, changed or removed, until `stop` is set.

    It runs in the caller's thread, and calls from there. Sources may be added and removed meanwhile, folders and files
    may vanish and come back. What changed before is not told.

    Args:
        library: whose sources are watched; its own folder never counts.
        changed: told of changes; may take its time, what happens meanwhile is told afterwards.
        stop: ends the watching within a second.
        watching: called once everything is watched: what changes from now on is told.
    """
    _Watch(library, changed, stop).run(watching)


class _Watch:
    def __init__(self, library: Library, changed: Changed, stop: Event) -> None:
        self._library = library
        self._changed = changed
        self._stop = stop
        self._sources: list[Source] = []
        self._marks: dict[SourceId, _Mark] = {}
        self._places: list[tuple[Path, Source]] = []
        self._own = _both_forms(library.folder)
        self._remote: set[SourceId] = set()
        self._swept: dict[SourceId, float] = {}  # what cannot be watched, and when it was last said to have changed
        self._version: int | None = None
        self._waiting: set[SourceId] = set()
        self._first_at = self._last_at = 0.0

    def run(self, watching: Callable[[], None]) -> None:
        self._look()
        self._waiting.clear()  # the first look finds everything new
        while not self._stop.is_set():
            self._watch_folders(watching)

    def _watch_folders(self, watching: Callable[[], None]) -> None:
        """Watches the folders that are there now, until others are."""
        folders = self._folders()
        tell = watching
        for paths in _changes(list(folders), self._stop):
            if paths is None:  # the system cannot watch them: each by itself perhaps
                self._give_up(folders)
                return
            self._see(paths)
            if self._look():
                return
            tell()
            tell = _nothing
            self._tell_when_settled()

    def _folders(self) -> dict[Path, Source]:
        return {
            source.path: source
            for source in self._sources
            if source.id not in self._swept and _is_folder(self._marks.get(source.id))
        }

    def _give_up(self, folders: dict[Path, Source]) -> None:
        """Leaves those folders to the sweep that cannot be watched by themselves either, or else all of them."""
        refused = [source for path, source in folders.items() if not _can_be_watched(path, self._stop)]
        for source in refused or folders.values():
            self._swept[source.id] = time.monotonic()

    # ---- what has changed -----------------------------------------------------------------------------------------

    def _see(self, paths: Iterable[str]) -> None:
        found = {source.id for path in paths if (source := self._source_of(Path(path))) is not None}
        self._note(found)

    def _source_of(self, path: Path) -> Source | None:
        """The innermost source that a path belongs to; None where no article can be."""
        if any(path.is_relative_to(own) for own in self._own):
            return None
        inside = [(len(place.parts), place, source) for place, source in self._places if path.is_relative_to(place)]
        _length, place, source = max(inside, key=lambda each: each[0], default=(0, path, None))
        return None if source is None or _is_of_no_use(path.relative_to(place)) else source

    def _look(self) -> bool:
        """Looks at the sources themselves; whether other folders must be watched from now on."""
        self._list_sources()
        marks = {source.id: _mark(source.path) for source in self._sources}
        other = {source_id for source_id, mark in marks.items() if mark != self._marks.get(source_id, ())}
        before, after = _folders_in(self._marks), _folders_in(marks)
        if before != after:  # what changes until the new watch stands is not seen
            other.update(after)
        for source_id in other - self._remote:
            self._swept.pop(source_id, None)  # it may be watched now
        self._marks = marks
        self._note(other)
        self._sweep()
        return before != after

    def _list_sources(self) -> None:
        version = self._library.data_version()
        if version == self._version:
            return
        self._version = version
        self._sources = [each for each in self._library.sources() if each.kind is SourceKind.FILES]
        self._places = [(place, source) for source in self._sources for place in _both_forms(source.path)]
        mounts = _remote_mounts()
        self._remote = {source.id for source in self._sources if _stands_on(source.path, mounts)}
        for source_id in self._remote:
            self._swept.setdefault(source_id, time.monotonic())

    def _sweep(self) -> None:
        now = time.monotonic()
        due = {source_id for source_id, last in self._swept.items() if now - last >= SWEEP and source_id in self._marks}
        self._swept.update(dict.fromkeys(due, now))
        self._note(due)

    # ---- telling --------------------------------------------------------------------------------------------------

    def _note(self, sources: set[SourceId]) -> None:
        if not sources:
            return
        self._last_at = time.monotonic()
        if not self._waiting:
            self._first_at = self._last_at
        self._waiting |= sources

    def _tell_when_settled(self) -> None:
        now = time.monotonic()
        if self._waiting and (now - self._last_at >= QUIET or now - self._first_at >= LONGEST):
            told = frozenset(self._waiting)
            self._waiting.clear()
            self._changed(told)


def _changes(folders: list[Path], stop: Event) -> Iterable[set[str] | None]:
    """Yields what changed in folders, at least once every `LOOK` seconds; None at last when they cannot be watched."""
    if not folders:
        while not stop.wait(LOOK):
            yield set()
        return
    import watchfiles

    try:
        yield from (
            {path for _change, path in changes}
            for changes in watchfiles.watch(
                *folders,
                watch_filter=None,
                debounce=int(LOOK * 1000),
                step=_STEP,
                stop_event=stop,
                rust_timeout=int(LOOK * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
        )
    except (OSError, RuntimeError):  # too many folders, a folder that vanished just now
        yield None


def _can_be_watched(folder: Path, stop: Event) -> bool:
    return next(iter(_changes([folder], stop)), None) is not None


def _both_forms(path: Path) -> tuple[Path, Path]:
    """A path as it was given, and without links: some systems tell the latter."""
    return path, Path(os.path.realpath(path))


def _is_of_no_use(path: Path) -> bool:
    """Whether a path below a source is hidden, or about the collection; a name says nothing of a folder."""
    return any(is_hidden(part) for part in path.parts) or is_about(path.name)


def _mark(path: Path) -> _Mark:
    with suppress(OSError, ValueError):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return (status.st_dev, status.st_ino)
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    return None


def _is_folder(mark: _Mark) -> bool:
    return mark is not None and len(mark) == 2  # noqa: PLR2004 - device and number


def _folders_in(marks: Mapping[SourceId, _Mark]) -> dict[SourceId, _Mark]:
    return {source_id: mark for source_id, mark in marks.items() if _is_folder(mark)}


def _remote_mounts() -> dict[Path, bool]:
    """Where file systems are mounted, and whether each is one that does not tell of all changes."""
    mounts: dict[Path, bool] = {}
    with suppress(OSError):
        for line in _MOUNTS.read_bytes().splitlines():
            left, _, right = line.partition(b" - ")
            place = left.split()[4].decode("unicode_escape", "replace")
            mounts[Path(place)] = os.fsdecode(right.split()[0]).startswith(_REMOTE)
    return mounts


def _stands_on(path: Path, mounts: dict[Path, bool]) -> bool:
    place = next((each for each in (path, *path.parents) if each in mounts), None)
    return place is not None and mounts[place]
