"""Keeps the index up with the library: catches up, builds anew when something is wrong, goes on after interruptions."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from time import monotonic
from typing import Self

from index.codec.batch import Batch
from index.codec.memory import Memory
from index.codec.stopping import Stop
from index.errors import SearchIndexError
from index.indexer.articles import indexed
from index.indexer.generation import BUILDING_FOLDER, GenerationWriter
from index.indexer.generations import CURRENT_FILE, Generations
from index.indexer.manifest import MANIFEST_FILE, Manifest, read_manifest
from index.indexer.segments import open_segments
from index.indexer.workers import SegmentWorkers, how_many
from index.library import Change, Library
from index.types import Failure, Progress, Stage, StoredArticle

_BATCH_SECONDS = 15.0
_PAGE = 200
_PORTION = 4_000
_PORTIONS_AHEAD = 2
_REPORT_SECONDS = 0.1

Report = Callable[[Progress], None]
Failed = Callable[[Failure], None]


class Indexer:
    """Writes a library's search index. Use it under the library's write lock, in one thread.

    Open it once for a run of several `catch_up` calls: the files are kept open between them.

    Args:
        library: what is indexed.
        memory: what each process may hold at once: `Memory.of(megabytes)`; None for what suffices.
        processes: how many processes analyse many articles; None for as many as are worth it.
    """

    def __init__(self, library: Library, *, memory: Memory | None = None, processes: int | None = None) -> None:
        self._library = library
        self._memory = memory or Memory.of()
        self._processes = processes
        self._identity = library.identity()
        self._generations = Generations(library.search_folder, self._identity)
        self._writer: GenerationWriter | None = None
        self._batch = Batch(self._memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. Everything committed is kept."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def catch_up(
        self, *, report: Report = lambda _: None, stop: Stop = lambda: False, failed: Failed = lambda _: None
    ) -> int:
        """Index what changed in the library since the last commit, and give the number of articles indexed.

        A missing, stale or damaged index is built anew; until that is complete the old one is searched if it can be
        read. An interrupted build goes on where it was. `failed` is told of articles whose bodies cannot be read: the
        rest of them is indexed.

        Raises:
            DiskFullError: no space is left; what was committed stays.
            LibraryNotWritableError: the search folder cannot be written.
            SearchIndexError: the index cannot be built; a second try has failed the same way.
        """
        run = _Run(report, stop, failed)
        try:
            self._follow(self._writer or self._open(), run)
        except SearchIndexError:
            self._follow(self._start_anew(), run)
        return run.articles

    def rebuild(
        self, *, report: Report = lambda _: None, stop: Stop = lambda: False, failed: Failed = lambda _: None
    ) -> int:
        """Build the index from nothing, and give the number of articles indexed.

        The old index is searched until the new one is complete. When `stop` ends this, `catch_up` goes on with it.
        `failed` is told what it is told by `catch_up`.

        Raises:
            DiskFullError: no space is left; the old index stays.
            LibraryNotWritableError: the search folder cannot be written.
            SearchIndexError: the index cannot be built.
        """
        run = _Run(report, stop, failed)
        self._follow(self._start_anew(), run)
        return run.articles

    def verify(self, *, full: bool = False) -> list[str]:
        """Check the files of the index, every byte of them if `full`, and give what was found, a sentence each.

        An index that is not built yet has no fault: `catch_up` builds it.
        """
        if not self._generations.is_named_soundly():
            return [f"the search index is damaged: {CURRENT_FILE}"]
        current = self._generations.current()
        folders = [
            self._generations.path(number) for number in self._generations.numbers() if current in {None, number}
        ]
        for folder in folders:
            if current is None and not (folder / MANIFEST_FILE).exists():
                continue  # nothing was ever committed to it
            try:
                open_segments(folder, read_manifest(folder, self._identity), full=full)
            except SearchIndexError as error:
                return [str(error)]
        return []

    # ---- which generation to write ----------------------------------------------------------------------------------

    def _open(self) -> GenerationWriter:
        """Open the generation to go on with: an unfinished one, else the current one, else a new one."""
        numbers = self._generations.numbers()
        unfinished = [number for number in numbers if _is_unfinished(self._generations.manifest(number))]
        for number in (*reversed(unfinished), self._generations.current()):
            try:
                if number is not None:
                    return self._use(GenerationWriter(self._generations.path(number), self._identity))
            except SearchIndexError:
                continue
        return self._start_anew()

    def _start_anew(self) -> GenerationWriter:
        """Open a new, empty generation. Unfinished ones are given up."""
        self.close()
        for number in self._generations.numbers():
            if number != self._generations.current():
                self._generations.remove(number)
        number = max(self._generations.numbers(), default=0) + 1
        return self._use(GenerationWriter.create(self._generations.path(number), self._identity))

    def _use(self, writer: GenerationWriter) -> GenerationWriter:
        self.close()
        self._writer = writer
        return writer

    def _publish(self, writer: GenerationWriter) -> None:
        """Let readers search the generation when it is complete, or when there is no other that can be read."""
        number = int(writer.folder.name)
        named = self._generations.named()
        if named != number and (writer.manifest.complete or not self._is_readable(named)):
            self._generations.make_current(number)
        if writer.manifest.complete:
            self._generations.remove_others(number)

    def _is_readable(self, number: int | None) -> bool:
        if number is None:
            return False
        try:
            folder = self._generations.path(number)
            open_segments(folder, read_manifest(folder, self._identity))
        except SearchIndexError:
            return False
        return True

    # ---- following the library --------------------------------------------------------------------------------------

    def _follow(self, writer: GenerationWriter, run: _Run) -> None:
        try:
            self._index(writer, run)
        except BaseException:
            self.close()  # what the writer holds in memory is no longer what is committed
            raise

    def _index(self, writer: GenerationWriter, run: _Run) -> None:
        total = self._library.revision() - writer.manifest.revision
        if total < 0:
            raise SearchIndexError("the search index belongs to another state of the library")
        run.begin(writer.manifest.revision, total)
        at_end = False
        processes = self._processes or how_many(total, None, memory=self._memory)
        if processes > 1:
            self._index_in(processes, writer, run)
        with _without_collector():
            while not at_end and not run.stop():
                at_end = self._index_batch(writer, run)
                self._publish(writer)
                writer.merge(run.stop, self._memory)
        if at_end and writer.documents != self._library.count():
            raise SearchIndexError("the search index does not hold the articles of the library")
        run.end()

    def _index_batch(self, writer: GenerationWriter, run: _Run) -> bool:
        """Commit the next changes; True when there are no more."""
        batch = self._batch = self._batch.following()
        removed: list[int] = []
        revision = writer.manifest.revision
        deadline = monotonic() + _BATCH_SECONDS
        at_end = False
        while not run.stop() and batch.has_room() and monotonic() < deadline:
            changes = self._library.changes(revision, _PAGE)
            if not changes:
                at_end = True
                break
            for change, stored in self._with_articles(changes, run.failed):
                if run.stop() or not batch.has_room():
                    break
                if stored is None:
                    removed.append(change.id)
                else:
                    batch.add(indexed(stored))
                revision = change.revision
                run.step(revision, indexed=stored is not None)
        complete = writer.manifest.complete or at_end
        if revision != writer.manifest.revision or complete != writer.manifest.complete:
            committed = writer.commit(batch, removed, revision=revision, complete=complete, stop=run.stop)
            if not committed:
                run.take_back(len(batch))
                at_end = False
        self._batch = batch.following()  # merging needs the memory of this one's words
        return at_end

    def _index_in(self, processes: int, writer: GenerationWriter, run: _Run) -> None:
        """Have the changes that are there now indexed by other processes, and commit them portion by portion."""
        portions: deque[_Portion] = deque()
        revision, last, number = writer.manifest.revision, self._library.revision(), 0
        run_name = token_hex(4)  # processes of a run that was killed may be about to remove their files
        folder = self._library.folder
        with SegmentWorkers(folder, writer.building(), processes=processes, memory=self._memory) as workers:
            while not run.stop():
                while revision < last and len(portions) < _PORTIONS_AHEAD * processes:
                    portions.append(_Portion.of(self._library.changes(revision, _PORTION)))
                    workers.submit(portions[-1].changed, f"{run_name}.{number}")
                    revision, number = portions[-1].revision, number + 1
                if not portions:
                    return
                built = workers.result(_REPORT_SECONDS)
                if built is None:
                    run.look(workers.articles)
                    continue
                portion = portions.popleft()
                files = [writer.folder / BUILDING_FOLDER / one.name for one in built]
                writer.commit_built(files, portion.removed, revision=portion.revision)
                run.commit(portion.revision, sum(len(one.ids) for one in built))
                for failure in (failure for one in built for failure in one.failures):
                    run.failed(failure)
                self._publish(writer)
                writer.merge(run.stop, self._memory)

    def _with_articles(self, changes: list[Change], failed: Failed) -> Iterator[tuple[Change, StoredArticle | None]]:
        wanted = [change.id for change in changes if not change.removed]
        stored = {article.id: article for article in self._library.get_many(wanted, damaged=failed)}
        for change in changes:
            yield change, stored.get(change.id)


@dataclass(frozen=True, slots=True)
class _Portion:
    """Changes that are indexed together: up to which revision, which articles changed, and which are gone."""

    revision: int
    changed: tuple[int, ...]
    removed: tuple[int, ...]

    @classmethod
    def of(cls, changes: list[Change]) -> _Portion:
        changed = tuple(change.id for change in changes if not change.removed)
        return cls(changes[-1].revision, changed, tuple(change.id for change in changes if change.removed))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from going through all the words of a batch again and again: it took a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Run:
    """The progress of one call."""

    def __init__(self, report: Report, stop: Stop, failed: Failed) -> None:
        self.stop = stop
        self.failed = failed
        self.articles = 0
        self._report = report
        self._started = monotonic()
        self._reported = 0.0
        self._first = self._done = self._total = 0

    def begin(self, first: int, total: int) -> None:
        self._first, self._done, self._total = first, 0, total
        if total:
            self._tell()

    def step(self, revision: int, *, indexed: bool) -> None:
        self._done = revision - self._first
        self.articles += indexed
        if monotonic() - self._reported >= _REPORT_SECONDS:
            self._tell()

    def take_back(self, articles: int) -> None:
        """Count articles no longer that were not committed after all."""
        self.articles -= articles

    def look(self, articles: int) -> None:
        """Tell of articles that are read but not committed yet."""
        self._done = min(self._total, max(self._done, articles))
        self._tell()

    def commit(self, revision: int, articles: int) -> None:
        self._done = revision - self._first
        self.articles += articles
        self._tell()

    def end(self) -> None:
        if self._total:
            self._tell()

    def _tell(self) -> None:
        self._reported = monotonic()
        seconds = self._reported - self._started
        self._report(Progress(Stage.INDEXING, self._done, self._total, self.articles, 0, seconds))


def _is_unfinished(manifest: Manifest | None) -> bool:
    return manifest is not None and not manifest.complete
