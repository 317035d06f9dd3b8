"""The process that `ReadingProcesses` starts: it reads one file after another, and dies with its parent.

It takes one `Settings`, then `Job`s and before them the `ParseContext` that they have in common, and answers each job
with `Piece`s, the first of which has the digest.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Final, NamedTuple

from index.parsing import ParseContext
from index.recovery.contents import Entry, Recovered, digest_of, entries_of
from index.sources import SourceItem
from index.types import Failure

_PIECE_BYTES: Final = 128 * 1024
_PIECE_SECONDS: Final = 0.05  # records wait for others no longer than this
_ENTRY_BYTES: Final = 1024  # what an entry takes beside its body, about

TOO_LONG: Final = signal.SIGPROF
"""The signal that ends a process which took too long for a record."""


class Settings(NamedTuple):
    """The first message: what one record may take, in seconds of processor and in bytes of the process's memory."""

    seconds: float
    memory: int


class Job(NamedTuple):
    """Read a file. Nothing is read when its digest is `known`; `skip` records were taken before."""

    item: SourceItem
    known: bytes | None = None
    skip: int = 0


class Piece(NamedTuple):
    """Some records of a file; `ended` when there are no more. `size` is what they take, in bytes, about."""

    digest: bytes | Failure
    entries: tuple[Entry, ...] = ()
    size: int = 0
    ended: bool = True


def serve(descriptor: int) -> None:
    """Do the jobs that come from a connection until it ends."""
    connection = Connection(descriptor)
    settings: Settings = connection.recv()
    _limit_memory(settings.memory)
    messages: SimpleQueue[ParseContext | Job] = SimpleQueue()
    Thread(target=_receive, args=(connection, messages), daemon=True).start()
    context = ParseContext()
    with suppress(OSError):
        while True:
            message = messages.get()
            if isinstance(message, ParseContext):
                context = message
                continue
            for piece in _pieces(message, context, settings.seconds):
                connection.send(piece)
    os._exit(0)


def _receive(connection: Connection, messages: SimpleQueue[ParseContext | Job]) -> None:
    """Take messages in, in a thread of its own, which sees the parent's end whatever is being done."""
    with suppress(EOFError, OSError):
        while True:
            messages.put(connection.recv())
    os._exit(0)


def _limit_memory(limit: int) -> None:
    """Have the system refuse more memory than this; not all systems can."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _pieces(job: Job, context: ParseContext, seconds: float) -> Iterator[Piece]:
    digest = digest_of(job.item, lambda: False)
    assert digest is not None  # noqa: S101 - it is never stopped
    if isinstance(digest, Failure) or digest == job.known:
        yield Piece(digest)
        return
    entries: list[Entry] = []
    size, begun = 0, time.monotonic()
    for number, entry in enumerate(_in_time(entries_of(job.item, context), seconds)):
        if number >= job.skip:
            entries.append(entry)
            size += _ENTRY_BYTES + (len(entry.packed.body) if isinstance(entry, Recovered) else 0)
        if entries and (size >= _PIECE_BYTES or time.monotonic() - begun >= _PIECE_SECONDS):
            yield Piece(digest, tuple(entries), size, ended=False)
            entries.clear()
            size, begun = 0, time.monotonic()
    yield Piece(digest, tuple(entries), size)


def _in_time(entries: Iterator[Entry], seconds: float) -> Iterator[Entry]:
    """The entries. The system ends the process when getting to the next one takes longer than so many seconds.

    Nothing less would do: a parser in C cannot be interrupted.
    """
    while True:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        entry = next(entries, None)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if entry is None:
            return
        yield entry
