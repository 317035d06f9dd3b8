"""The part of the engine that lists sources, with what they are on the disk, and changes them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from index.types import Failure, FullPage, MarkChange, Source, SourceKind
from tui.lanes import Lane
from tui.lookups import mark_all_read

if TYPE_CHECKING:
    from index import Library

Outcome = TypeVar("Outcome")

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""


class Writes(Protocol):
    """Does a job that writes, and does it surely."""

    def __call__(self, job: Callable[[], Outcome]) -> Awaitable[Outcome]:
        """Queue it."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with what it is: folder, file, archive, feed or page; `missing` when there is nothing at its path."""

    source: Source
    kind: str


class SourcesEngine:
    """Made by the engine, whose threads it uses.

    Args:
        library: has the sources.
        counting: the thread that lists.
        write: writes marks.
    """

    def __init__(self, library: Library, counting: Lane, write: Writes) -> None:
        self._library = library
        self._counting = counting
        self._write = write

    async def all(self) -> list[Source]:
        """The sources in the order in which they were added, with their counts."""
        return await self._counting.do(self._library.sources)

    async def kinds(self, sources: list[Source]) -> list[Listed]:
        """What each source is; looks at the disk, where a folder of a network may take long to answer."""
        return await asyncio.to_thread(lambda: [Listed(source, kind_of(source)) for source in sources])

    async def failures(self, source: Source) -> list[Failure]:
        """The inputs of a source that could not be read last time."""
        return await self._counting.do(lambda: self._library.failures(source.id))

    async def mark_read(self, source: Source) -> list[MarkChange]:
        """Mark all articles of a source read; gives what takes it back."""
        return await self._write(lambda: mark_all_read(self._library, self._library.ids_in_source(str(source.id))))

    async def set_full_page(self, source: Source, full_page: FullPage) -> None:
        """Change when the pages of a feed's items are fetched.

        Raises:
            LibraryLockedError: another process writes, and went on doing so.
        """
        from index import set_full_page

        deadline = time.monotonic() + _PATIENCE
        # In a thread of its own: while it waits, articles are opened.
        await asyncio.to_thread(
            lambda: set_full_page(self._library, source.id, full_page, patience=lambda _: time.monotonic() < deadline)
        )

    async def export(self, path: Path, *, over: bool) -> int:
        """Write the feeds to a file as OPML; gives their number.

        Args:
            path: the file.
            over: whether it may take the place of another one.

        Raises:
            FileExistsError: there is one already.
            OSError: it cannot be written.
            RuntimeError: the path names the home folder of nobody.
        """
        from index import export_subscriptions

        feeds = [source for source in await self.all() if source.kind is SourceKind.FEED]
        text = await self._counting.do(lambda: export_subscriptions(self._library))
        await asyncio.to_thread(_written, path, text, over=over)
        return len(feeds)


def kind_of(source: Source) -> str:
    """What a source is, in a word. Looks at the disk."""
    if source.kind is not SourceKind.FILES:
        return source.kind.value
    try:
        if source.path.is_dir():
            return "folder"
        if not source.path.exists():
            return "missing"
    except OSError:
        return "files"
    return "archive" if source.path.name.lower().endswith(ARCHIVES) else "file"


def _written(path: Path, text: str, *, over: bool) -> None:
    with path.expanduser().open("w" if over else "x", encoding="utf-8", newline="") as file:
        file.write(text)
