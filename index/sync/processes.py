"""Several processes that read files at once: parsing and cleaning are Python's work, and a process has but one core.

Files are handed out in their order, and what is in them is given in that order: the result is the same as if one
process had read them all, however many there are and however fast each is.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Final, Self

from index.codec.memory import Memory
from index.errors import BrokenInputError, InputTooLargeError
from index.indexer.child import Child, available_memory, can_start, cores
from index.library.found import FoundItems
from index.parsing import ParseContext
from index.recovery import process as reading_process
from index.recovery.contents import Contents, Entry, OwnContents, Wanted, digest_of
from index.recovery.process import TOO_LONG, Job, Piece, Settings
from index.sources import SourceItem
from index.sources.item import failure
from index.sync.progress import Stop, never
from index.types import Failure

SETTING: Final = "DATELINE_PROCESSES"
"""The environment's name for how many processes read; with 0 this one does."""

MOST_SECONDS: Final = 60.0
"""Seconds of processor that getting at one article may take."""

MOST_MEMORY: Final = 2 << 30
"""Bytes that a process may take to read an article; more than that is no article."""

_FEWEST_FILES: Final = 300  # with fewer files and bytes than these, reading takes about as long as starting a process
_FEWEST_BYTES: Final = 1 << 20
_HARMLESS: Final = frozenset({".txt", ".text", ".md", ".json", ".jsonl", ".html", ".htm", ".xml", ".eml", ""})
_HARMLESS_BYTES: Final = 64 << 10  # the time of some parsers grows with the square of what they read
_PROCESS_BYTES: Final = 256 << 20  # usual for one that reads web pages
_MEMORY_SHARE: Final = 2  # half of the memory is enough for reading
_MOST_PROCESSES: Final = 32

_AHEAD: Final = 16  # files at a process
_AHEAD_BYTES: Final = 1 << 20
_READ_AHEAD: Final = 256  # files a process may be ahead of the one that is wanted
_LOOK: Final = 0.05  # seconds between two questions whether the run is stopped
_TRIES: Final = 2


def how_many(files: int, size: int, items: Iterable[SourceItem]) -> int:
    """Returns how many processes should read files; 0 for none beside this one.

    The environment may say it: DATELINE_PROCESSES. Otherwise a few small files are read here, where nothing can end a
    parser that takes too long; for more there are as many processes as there are cores and memory for.

    Args:
        files: how many files there are.
        size: their bytes.
        items: the files themselves, asked for when there are few.
    """
    if not files or not can_start():
        return 0
    setting = os.environ.get(SETTING, "")
    if setting.isdecimal():
        return min(int(setting), files, _MOST_PROCESSES)
    if files < _FEWEST_FILES and size < _FEWEST_BYTES and all(map(_is_harmless, items)):
        return 0
    fitting = available_memory() // _MEMORY_SHARE // _PROCESS_BYTES
    return max(1, min(files, cores(), fitting, _MOST_PROCESSES))


def _is_harmless(item: SourceItem) -> bool:
    return item.size <= _HARMLESS_BYTES and item.path.suffix.lower() in _HARMLESS


def reading(found: FoundItems, stop: Stop, memory: Memory | None) -> OwnReading | ReadingProcesses:
    """Returns what reads the files that a walk came upon: this process, or several others."""
    processes = how_many(found.total, found.total_bytes(), (item for item, *_ in found.todo()))
    return ReadingProcesses(processes, stop, memory) if processes else OwnReading(stop)


class OwnReading:
    """Files read by this process, one after another."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def over(self, files: Iterator[Wanted]) -> Iterator[tuple[Wanted, Contents]]:
        """Yields files with what is in them, in their order."""
        for wanted in files:
            yield wanted, OwnContents(wanted, self._stop)


class ReadingProcesses:
    """Processes that read files. Use it from one thread.

    They are started when there is work for them, and end when this process ends, in whatever way.

    Args:
        processes: how many processes there may be.
        stop: asked at least every 50 ms.
        memory: what may be held, from which follows how much is read ahead.
        seconds: the time of processor that one record may take; None for the usual.
    """

    def __init__(
        self, processes: int, stop: Stop, memory: Memory | None = None, *, seconds: float | None = None
    ) -> None:
        self._most = processes
        self._stop = stop
        self._room = max(1 << 20, (memory or Memory.of()).bytes // 8)
        self._settings = Settings(seconds or MOST_SECONDS, MOST_MEMORY)
        self._workers: list[_Worker] = []
        self._files: deque[_File] = deque()  # handed out and not yet wanted no more, in their order
        self._held = 0  # bytes of the pieces that wait
        self._source: Iterator[Wanted] = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes at once."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    @property
    def pids(self) -> list[int]:
        """The processes that there are."""
        return [worker.pid for worker in self._workers]

    def over(self, files: Iterator[Wanted]) -> Iterator[tuple[Wanted, Contents]]:
        """Yields files with what is in them, in their order. Contents can be read until the next file is asked for."""
        self._source = files
        self._hand_out()
        while self._files:
            file = self._files[0]
            yield file.wanted, file
            if not file.is_whole:
                return  # the run is stopped
            self._files.popleft()
            self._hand_out()

    # ---- handing out ----------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        while len(self._files) < _READ_AHEAD * self._most:
            worker = self._free_worker()
            if worker is None:
                return
            wanted = next(self._source, None)
            if wanted is None:
                return
            file = _File(self, wanted)
            self._files.append(file)
            worker.take(file)

    def _free_worker(self) -> _Worker | None:
        worker = min(self._workers, key=lambda each: each.waiting, default=None)
        if (worker is None or worker.files) and len(self._workers) < self._most:
            worker = self._start()
        return worker if worker is not None and worker.has_room else None

    def _start(self) -> _Worker:
        worker = _Worker(self._settings)
        self._workers.append(worker)
        return worker

    # ---- taking in ------------------------------------------------------------------------------------------------

    def next_piece(self, file: _File) -> Piece | None:
        """Returns the next piece of the first file; None when the run is stopped."""
        while not file.pieces:
            if self._stop():
                return None
            self._take_answers(file)
        piece = file.pieces.popleft()
        self._held -= piece.size
        return piece

    def _take_answers(self, first: _File) -> None:
        """Takes what the processes say. When much waits already, only the one that reads the first file is heard."""
        heard = self._workers if self._held < self._room else [each for each in self._workers if first in each.files]
        by_connection = {worker.connection: worker for worker in heard}
        for ready in wait(list(by_connection), _LOOK):
            worker = by_connection[ready]  # type: ignore[index]  # nothing else was waited for
            try:
                self._take(worker, worker.connection.recv())
            except (EOFError, OSError):
                self._bury(worker)
        self._hand_out()

    def _take(self, worker: _Worker, piece: Piece) -> None:
        self._held += piece.size
        worker.give(piece)

    def _bury(self, worker: _Worker) -> None:
        """Has another process go on. The file that ends two of them, or takes too long, cannot be read."""
        self._workers.remove(worker)
        code = worker.kill()
        files = list(worker.files)
        if files:
            culprit = files[0]
            culprit.tries += 1
            if code == -TOO_LONG or culprit.tries >= _TRIES:
                culprit.give_up(code, self._settings.seconds)
                del files[0]
        if files:
            following = self._start()
            for file in files:
                following.take(file)


@dataclass(eq=False, slots=True)
class _File:
    """A file that was handed out. `received` counts the records that a process gave of it."""

    processes: ReadingProcesses
    wanted: Wanted
    pieces: deque[Piece] = field(default_factory=deque)
    received: int = 0
    is_ended: bool = False
    tries: int = 0
    _first: Piece | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all records were yielded: the run was not stopped."""
        return self.is_ended and not self.pieces

    def digest(self) -> bytes | Failure | None:
        """Returns the digest, why there is none, or None when the run is stopped."""
        self._first = self.processes.next_piece(self)
        return self._first.digest if self._first is not None else None

    def entries(self) -> Iterator[Entry]:
        """Yields the records; they end early when the run is stopped."""
        piece = self._first
        while piece is not None:
            yield from piece.entries
            piece = None if piece.ended else self.processes.next_piece(self)

    def take(self, piece: Piece) -> None:
        """Takes a piece from a process."""
        self.pieces.append(piece)
        self.received += len(piece.entries)
        self.is_ended = piece.ended

    def give_up(self, code: int, seconds: float) -> None:
        """Ends the file, which has ended a process."""
        problem = _ended(self.wanted.item.location, code, seconds)
        digest = digest_of(self.wanted.item, never)
        if (
            code == -signal.SIGKILL and not self.received
        ):  # memory was short perhaps: it is tried again by the next sync
            digest = problem
        assert digest is not None  # noqa: S101 - it is never stopped
        self.take(Piece(digest, () if isinstance(digest, Failure) else (problem,)))


class _Worker(Child):
    """One process, with the files that it has been given and not yet read to their end, in their order."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(reading_process.__name__)
        self.files: deque[_File] = deque()
        self.waiting = 0
        self._context: ParseContext | None = None
        self.send(settings)

    @property
    def has_room(self) -> bool:
        """Whether it may be given another file."""
        return not self.files or (len(self.files) < _AHEAD and self.waiting < _AHEAD_BYTES)

    def take(self, file: _File) -> None:
        """Gives the process a file."""
        wanted = file.wanted
        if wanted.context is not self._context:
            self._context = wanted.context
            self.send(wanted.context)
        self.files.append(file)
        self.waiting += wanted.item.size
        self.send(Job(wanted.item, wanted.known_digest, file.received))

    def give(self, piece: Piece) -> None:
        """Gives a piece of its first file to that."""
        file = self.files[0]
        file.take(piece)
        if piece.ended:
            self.files.popleft()
            self.waiting -= file.wanted.item.size


def _ended(location: str, code: int, seconds: float) -> Failure:
    if code == -TOO_LONG:
        what = f"getting at an article in it takes more than {seconds:,.0f} seconds"
        return failure(InputTooLargeError(what, location, "Leave it out, or split it up."), location)
    if code == -signal.SIGKILL:
        advice = "Close other programs if memory is short, then sync again."
        return failure(BrokenInputError("the process that read it was ended twice", location, advice), location)
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    broken = BrokenInputError(
        f"reading it ended the process that read it ({how})", location, "Please report this as a fault of Dateline."
    )
    return failure(broken, location)
