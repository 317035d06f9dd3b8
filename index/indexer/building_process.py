"""The process that `SegmentWorkers` starts: it builds one segment after the other, and dies with its parent.

It takes `Task`s from its connection, after one `Settings`, and answers with `Read`, then `Done` or `Failed`.
"""

from __future__ import annotations

import gc
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple, NoReturn

from index.codec.batch import Batch
from index.codec.memory import Memory
from index.errors import DatelineError, SearchIndexError
from index.indexer.articles import indexed
from index.indexer.damage import writing
from index.library import Library
from index.types import Failure

_PAGE = 200


@dataclass(frozen=True, slots=True)
class BuiltSegment:
    """A segment's file that was written: its name, the articles in it, and how many words they have, about.

    `failures` name articles whose bodies could not be read: of them it has the rest.
    """

    name: str
    ids: tuple[int, ...]
    words: int
    failures: tuple[Failure, ...] = ()


class Settings(NamedTuple):
    """The first message: the library, the folder of the segments, and what may be held."""

    library: Path
    folder: Path
    memory: Memory


class Task(NamedTuple):
    """Build a segment of these articles."""

    number: int
    ids: tuple[int, ...]
    name: str


class Read(NamedTuple):
    """So many more articles of a task have been read."""

    number: int
    articles: int


class Done(NamedTuple):
    """A task's segments are on the disk."""

    number: int
    segments: tuple[BuiltSegment, ...]


class Failed(NamedTuple):
    """A task cannot be done; nothing is left of it."""

    number: int
    error: DatelineError


Answer = Read | Done | Failed


def piece_name(name: str, piece: int) -> str:
    """Name the segments of one task, counted from 0."""
    return f"{name}-{piece + 1}" if piece else name


def serve(descriptor: int) -> None:
    """Do the tasks that come from a connection until it ends."""
    gc.disable()  # the words of a batch are millions of objects without a cycle
    connection = Connection(descriptor)
    builder = SegmentBuilding(connection.recv())
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_receive, args=(connection, tasks, builder), daemon=True).start()
    try:
        while True:
            connection.send(_answer(builder, tasks.get(), connection.send))
            gc.collect()
    except OSError:
        _vanish(builder)


def _receive(connection: Connection, tasks: SimpleQueue[Task], builder: SegmentBuilding) -> None:
    """Take tasks in, in a thread of its own, which sees the parent's end whatever is being done."""
    try:
        while True:
            tasks.put(connection.recv())
    except (EOFError, OSError):
        _vanish(builder)


def _vanish(builder: SegmentBuilding) -> NoReturn:
    builder.discard()
    os._exit(0)


def _answer(builder: SegmentBuilding, task: Task, tell: Callable[[Answer], None]) -> Answer:
    try:
        return Done(task.number, builder.build(task, tell))
    except DatelineError as error:
        return Failed(task.number, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        failure = SearchIndexError("a segment of the search index cannot be built", f"{type(error).__name__}: {error}")
        failure.add_note("".join(traceback.format_exception(error)))
        return Failed(task.number, failure)


class SegmentBuilding:
    """Builds segments of a library's articles, which it reads by pages."""

    def __init__(self, settings: Settings) -> None:
        self._library = Library(settings.library, writable=False)
        self._folder = settings.folder
        self._memory = settings.memory
        self._batch = Batch(self._memory)
        self._unnamed: list[Path] = []
        self._failures: list[Failure] = []

    def build(self, task: Task, tell: Callable[[Answer], None]) -> tuple[BuiltSegment, ...]:
        """Build a task's segments: one, but none without an article, and more where one would get too long.

        Raises:
            DiskFullError: no space is left.
            LibraryNotWritableError: the folder cannot be written.
        """
        try:
            return tuple(self._segments(task, tell))
        except BaseException:
            self.discard()
            self._batch = Batch(self._memory)  # the words that the broken one knows may be half read
            raise
        finally:
            self._unnamed.clear()
            self._failures.clear()

    def discard(self) -> None:
        """Remove the files of the task that is being done."""
        for path in self._unnamed:
            with suppress(OSError):
                path.unlink()

    def _segments(self, task: Task, tell: Callable[[Answer], None]) -> list[BuiltSegment]:
        built: list[BuiltSegment] = []
        batch = self._batch
        for first in range(0, len(task.ids), _PAGE):
            page = task.ids[first : first + _PAGE]
            for stored in self._library.get_many(page, damaged=self._failures.append):
                if len(batch) and not batch.has_room(stored.words):
                    built.append(self._write(batch, piece_name(task.name, len(built))))
                    self._batch = batch = batch.following()
                batch.add(indexed(stored))
            tell(Read(task.number, len(page)))
        if len(batch):
            built.append(self._write(batch, piece_name(task.name, len(built))))
        self._batch = batch.following()
        return built

    def _write(self, batch: Batch, name: str) -> BuiltSegment:
        path = self._folder / name
        if path.exists():
            raise SearchIndexError("a segment of the search index is there already", name)
        self._unnamed.append(path)
        with writing(self._folder):
            batch.write(path)
        failures, self._failures = tuple(self._failures), []
        return BuiltSegment(name, tuple(batch.ids), batch.size, failures)
