"""Several processes that build segments at once: analysing words is Python's work, and a process has but one core."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from typing import Self

from index.codec.memory import Memory
from index.errors import DatelineError, SearchIndexError
from index.indexer import building_process
from index.indexer.building_process import Answer, BuiltSegment, Failed, Read, Settings, Task, piece_name
from index.indexer.child import Child, available_memory, can_start, cores

__all__ = ["BuiltSegment", "SegmentWorkers", "how_many"]

_FEWEST_ARTICLES = 3_000  # under a second's work: starting a process takes a quarter of one
_MOST_PROCESSES = 16
_PROCESS_BYTES = 80 << 20  # measured, of a process that builds nothing yet
_MEMORY_SHARE = 4  # a quarter of the memory is enough for the index

_AHEAD = 2  # tasks at a process: it goes on while the parent does something else


def how_many(pending_articles: int, setting: int | None, *, memory: Memory | None = None) -> int:
    """Say how many processes should build segments of so many articles; 1 stands for none beside this one.

    Args:
        pending_articles: how many there are to index.
        setting: the most that the user allows, None for as many as there are cores and memory for.
        memory: what each may hold.
    """
    if pending_articles < _FEWEST_ARTICLES or not can_start():
        return 1
    most = _MOST_PROCESSES if setting is None else setting
    enough = pending_articles // (_FEWEST_ARTICLES // 2)
    fitting = available_memory() // _MEMORY_SHARE // (_PROCESS_BYTES + (memory or Memory.of()).bytes)
    return max(1, min(most, enough, fitting, cores()))


class SegmentWorkers:
    """Processes that build segments of a library's articles. Use it from one thread.

    Every process may need some 80 MB beside `memory`. They are started when there is work for them, and end
    when this process ends, in whatever way.

    Args:
        library_folder: the library, which the processes read only.
        folder: where the segments' files are written.
        processes: how many processes there may be.
        memory: what each process may hold, which says how many words make a segment; None for what suffices.
    """

    def __init__(self, library_folder: Path, folder: Path, *, processes: int, memory: Memory | None = None) -> None:
        self.articles = 0
        self._settings = Settings(library_folder.absolute(), folder.absolute(), memory or Memory.of())
        self._folder = folder
        self._most = processes
        self._workers: list[_Worker] = []
        self._submissions: deque[_Submission] = deque()
        self._submitted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pending(self) -> int:
        """The number of submissions whose results have not been fetched."""
        return len(self._submissions)

    def submit(self, ids: Sequence[int], name: str) -> None:
        """Have a segment built of articles, in this order, in a file of this name, which must not be there yet.

        When the articles have more words than a process may hold, further segments are `NAME-2`, `NAME-3` and so on.
        """
        self._submissions.append(_Submission(Task(self._submitted, tuple(ids), name)))
        self._submitted += 1
        self._dispatch()

    def result(self, timeout: float | None = None) -> tuple[BuiltSegment, ...] | None:
        """Wait for the oldest submission and give its segments: their files are on the disk, their names are not.

        Articles that are not in the library are left out: a submission without any has no segment.

        Args:
            timeout: how many seconds to wait at most; None for as long as it takes.

        Returns:
            None when it takes longer.

        Raises:
            DiskFullError: no space is left.
            LibraryNotWritableError: the folder cannot be written.
            SearchIndexError: anything else; also a process that was ended twice with the same articles.
            IndexError: nothing is submitted.
        """
        oldest = self._submissions[0]
        deadline = None if timeout is None else monotonic() + timeout
        while oldest.outcome is None:
            left = None if deadline is None else deadline - monotonic()
            if left is not None and left < 0:
                return None
            self._take_answers(left)
        self._submissions.popleft()
        self._take_answers(0)
        if isinstance(oldest.outcome, DatelineError):
            raise oldest.outcome
        return oldest.outcome

    def stop(self) -> None:
        """End the processes at once, and remove what they wrote but for the segments that were given as results."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        while self._submissions:
            self._remove_files(self._submissions.popleft().task)

    close = stop

    # ---- dividing the work ------------------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        """Hand out what waits, in order."""
        for submission in [one for one in self._submissions if one.waits]:
            worker = min(self._workers, key=lambda one: len(one.tasks), default=None)
            if (worker is None or worker.tasks) and len(self._workers) < self._most:
                worker = _Worker(self._settings)
                self._workers.append(worker)
            if worker is None or len(worker.tasks) >= _AHEAD:
                break
            submission.waits = False
            worker.take(submission)

    def _take_answers(self, timeout: float | None) -> None:
        """Take what the processes say, waiting for a first word of any of them."""
        by_connection = {worker.connection: worker for worker in self._workers}
        for ready in wait(list(by_connection), timeout):
            worker = by_connection[ready]  # type: ignore[index]  # nothing else was waited for
            try:
                while worker.connection.poll():
                    self._take(worker, worker.connection.recv())
            except (EOFError, OSError):
                self._bury(worker)
        self._dispatch()

    def _take(self, worker: _Worker, answer: Answer) -> None:
        if isinstance(answer, Read):
            worker.tasks[0].read += answer.articles
            self.articles += answer.articles
            return
        done = worker.tasks.popleft()
        done.outcome = answer.error if isinstance(answer, Failed) else answer.segments

    def _bury(self, worker: _Worker) -> None:
        """Give the tasks of a process that has ended to another one. What ends a process twice is no accident."""
        self._workers.remove(worker)
        code = worker.kill()
        for place, submission in enumerate(worker.tasks):
            self._remove_files(submission.task)
            self.articles -= submission.read
            submission.read = 0
            submission.waits = True
            if place == 0 and submission.was_tried:
                submission.waits = False
                submission.outcome = SearchIndexError(
                    "the process that builds the search index was ended twice",
                    f"signal {-code}" if code < 0 else f"exit code {code}",
                    "Close other programs if memory is short, then sync again.",
                )
            submission.was_tried |= place == 0

    def _remove_files(self, task: Task) -> None:
        """Remove all pieces: the process may have been ended while it removed the first ones itself."""
        for path in self._folder.iterdir():
            if path.name == task.name or path.name.startswith(piece_name(task.name, 1)[:-1]):
                with suppress(OSError):
                    path.unlink()


@dataclass(slots=True)
class _Submission:
    """A task on its way. `outcome` is what became of it, `read` how many of its articles have been read."""

    task: Task
    waits: bool = True
    was_tried: bool = False
    read: int = 0
    outcome: tuple[BuiltSegment, ...] | DatelineError | None = None


class _Worker(Child):
    """One process, with the tasks that it has been given, the one in work first."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(building_process.__name__)
        self.tasks: deque[_Submission] = deque()
        self.send(settings)

    def take(self, submission: _Submission) -> None:
        """Give the process a task."""
        self.tasks.append(submission)
        self.send(submission.task)
