"""The walk over a source's folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import SourceNotFoundError, UnreadableError
from index.sources.item import SourceItem, failure, shown_path, unreadable
from index.sources.names import helped_page, is_about, is_hidden, page_stem, section_name
from index.types import Failure

SECTION_FILES: Final = 3
"""A folder with fewer files to read is not taken for a section."""

_MAILDIR: Final = frozenset({b"cur", b"new", b"tmp"})
"""The folders of a folder of mail; what is in the last is not delivered yet."""

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    is_folder: bool = False
    is_lost: bool = False  # a link that leads nowhere
    size: int = 0
    mtime_ns: int = 0


def discover(root: Path, *, stop: Stop = lambda: False) -> Iterator[SourceItem | Failure]:
    """All files under `root` that may hold articles, in ascending order of their paths' bytes.

    Hidden files and folders, files that no parser reads, README and the like, what a browser saves beside a page
    ("Title_files"), and special files are passed over; links to folders are followed once. A file that is named
    outright is always given, whatever its name. A folder or file that the system refuses becomes a Failure. `stop` is
    asked before each entry; when it returns True the walk ends.

    Raises:
        SourceNotFoundError: `root` does not exist (raised by the call, not by the first step).
    """
    absolute = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow links: the user's name is kept
    try:
        status = absolute.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceNotFoundError(
            "there is no such file or folder", shown_path(str(root)), "Check the spelling of the path."
        ) from error
    except OSError as error:
        return iter([refused(os.fsencode(absolute), error)])
    except ValueError as error:  # a NUL in the path
        raise SourceNotFoundError("this cannot be a path", shown_path(str(root)), "Check its spelling.") from error
    if stat.S_ISDIR(status.st_mode):
        return _walk(os.fsencode(absolute), stop)
    return _one_file(absolute, status)


def _one_file(path: Path, status: os.stat_result) -> Iterator[SourceItem | Failure]:
    if stat.S_ISREG(status.st_mode):
        yield _item(os.fsencode(path), status.st_size, status.st_mtime_ns, section=None, outright=True)
    else:
        error = UnreadableError(
            "this is not an ordinary file", shown_path(str(path)), "Save its content to a file and add that."
        )
        yield failure(error, error.subject)


def _item(path: bytes, size: int, mtime_ns: int, *, section: str | None, outright: bool = False) -> SourceItem:
    decoded = os.fsdecode(path)
    return SourceItem(Path(decoded), size, mtime_ns, shown_path(decoded), path, section=section, outright=outright)


def _walk(root: bytes, stop: Stop) -> Iterator[SourceItem | Failure]:
    folders = _Folders(stop)
    open_folders: list[tuple[bytes, str | None, Iterator[_Entry]]] = [
        (root, None, iter((yield from folders.entries(root))))
    ]
    while open_folders:
        folder, section, entries = open_folders[-1]
        entry = next(entries, None)
        if stop():
            return
        if entry is None:
            open_folders.pop()
            continue
        path = os.path.join(folder, entry.name)  # noqa: PTH118 - bytes: any name that the system has
        if entry.is_folder:
            below = yield from folders.entries(path)
            open_folders.append((path, _section(entry.name, below), iter(below)))
        elif entry.is_lost:
            shown = shown_path(os.fsdecode(path))
            yield failure(UnreadableError("the link leads nowhere", shown, "Remove it or mend it."), shown)
        else:
            yield _item(path, entry.size, entry.mtime_ns, section=section)


def _section(name: bytes, entries: list[_Entry]) -> str | None:
    """The folder's name, where several files to read make it look like a section of the source."""
    files = sum(not entry.is_folder for entry in entries)
    return section_name(os.fsdecode(name)) if files >= SECTION_FILES else None


class Locator:
    """Gives single files of a source as `discover` would; each folder is listed once.

    Args:
        root: the source's path as the file system's bytes.
    """

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._folders = _Folders(lambda: False)
        self._sections: dict[bytes, str | None] = {}

    def item(self, path: bytes) -> SourceItem:
        """The file at an absolute path.

        Raises:
            OSError: it is not there, or the system refuses it.
        """
        status = os.stat(path)  # noqa: PTH116 - bytes
        if path == self._root:
            return _item(path, status.st_size, status.st_mtime_ns, section=None, outright=True)
        folder, name = os.path.split(os.path.dirname(path))  # noqa: PTH120 - bytes
        return _item(path, status.st_size, status.st_mtime_ns, section=self._section(os.path.join(folder, name), name))  # noqa: PTH118 - bytes

    def _section(self, folder: bytes, name: bytes) -> str | None:
        if folder == self._root.rstrip(b"/"):
            return None
        if folder not in self._sections:
            self._sections[folder] = _section(name, self._folders.listed(folder))
        return self._sections[folder]


class _Folders:
    """Lists folders, each once, however many links lead to it."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._seen: set[tuple[int, int]] = set()

    def entries(self, folder: bytes) -> Generator[Failure, None, list[_Entry]]:
        """What a folder holds for us, in the order of the walk; a refusal is yielded."""
        try:
            own = os.stat(folder)  # noqa: PTH116 - bytes
            if (own.st_dev, own.st_ino) in self._seen:
                return []
            self._seen.add((own.st_dev, own.st_ino))
            entries = self.listed(folder)
        except OSError as error:
            yield refused(folder, error)
            return []
        # A folder sorts as the paths below it do, so that the whole walk ascends.
        entries.sort(key=lambda entry: entry.name + b"/" if entry.is_folder else entry.name)
        return entries

    def listed(self, folder: bytes) -> list[_Entry]:
        """What a folder holds for us."""
        entries = []
        with os.scandir(folder) as listing:
            for listed in listing:
                if self._stop():
                    break
                entry = _entry(listed)
                if entry is not None:
                    entries.append(entry)
        if _MAILDIR.issubset(entry.name for entry in entries if entry.is_folder):
            entries = [entry for entry in entries if entry.name != b"tmp"] + _mail_folders(folder)
        return _without_helpers(entries)


def _mail_folders(folder: bytes) -> list[_Entry]:
    """The folders below one of mail (Maildir++): their names begin with a dot."""
    with os.scandir(folder) as listing:
        names = [listed.name for listed in listing if listed.name.startswith(b".") and listed.is_dir()]
    return [_Entry(name, is_folder=True) for name in names if os.path.isdir(os.path.join(folder, name, b"cur"))]  # noqa: PTH112, PTH118 - bytes


def _without_helpers(entries: list[_Entry]) -> list[_Entry]:
    """The entries without the folders that belong to saved pages among them."""
    pages = {page_stem(os.fsdecode(entry.name)) for entry in entries if not entry.is_folder} - {None}
    if not pages:
        return entries
    return [entry for entry in entries if not (entry.is_folder and helped_page(os.fsdecode(entry.name)) in pages)]


def _entry(listed: os.DirEntry[bytes]) -> _Entry | None:
    from index.parsing.registry import is_readable_name  # the parsers import the sources

    name = os.fsdecode(listed.name)
    if is_hidden(name):
        return None
    try:
        if listed.is_dir():
            return _Entry(listed.name, is_folder=True)
        if is_about(name) or not is_readable_name(name):
            return None
        status = listed.stat()
    except OSError:
        return _Entry(listed.name, is_lost=True)
    if not stat.S_ISREG(status.st_mode):
        return None
    return _Entry(listed.name, size=status.st_size, mtime_ns=status.st_mtime_ns)


def refused(path: bytes, error: OSError) -> Failure:
    """The failure for a file or folder that the system will not let us read."""
    shown = shown_path(os.fsdecode(path))
    return failure(unreadable(error, shown), shown)
