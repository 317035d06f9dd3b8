"""Keeps the index up with the library: catches up, builds anew when something is wrong, goes on after interruptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Self

from index.analysis import field_texts
from index.errors import SearchIndexError
from index.indexer.building import SegmentBuilder
from index.indexer.generation import GenerationWriter
from index.indexer.generations import Generations
from index.indexer.manifest import MANIFEST_FILE, Manifest, check_files, read_manifest
from index.library import Change, Library
from index.types import Progress, Stage, StoredArticle

_BATCH_ARTICLES = 5_000
_BATCH_WORDS = 4_000_000
_BATCH_SECONDS = 15.0
_PAGE = 200
_REPORT_SECONDS = 0.1

Report = Callable[[Progress], None]
Stop = Callable[[], bool]


class Indexer:
    """Writes a library's search index. Use it under the library's write lock, in one thread.

    Open it once for a run of several `catch_up` calls: files and known words are kept open between them.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._identity = library.identity()
        self._generations = Generations(library.search_folder, self._identity)
        self._writer: GenerationWriter | None = None
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. Everything committed is kept."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def catch_up(self, *, report: Report = lambda _: None, stop: Stop = lambda: False) -> int:
        """Index what changed in the library since the last commit, and give the number of articles indexed.

        A missing, stale or damaged index is built anew; until that is complete the old one is searched if it can be
        read. An interrupted build goes on where it was.

        Raises:
            DiskFullError: no space is left; what was committed stays.
            LibraryNotWritableError: the search folder cannot be written.
            SearchIndexError: the index cannot be built; a second try has failed the same way.
        """
        run = _Run(report, stop)
        try:
            self._follow(self._writer or self._open(), run)
        except SearchIndexError:
            self._follow(self._start_anew(), run)
        return run.articles

    def rebuild(self, *, report: Report = lambda _: None, stop: Stop = lambda: False) -> int:
        """Build the index from nothing, and give the number of articles indexed.

        The old index is searched until the new one is complete. When `stop` ends this, `catch_up` goes on with it.

        Raises:
            DiskFullError: no space is left; the old index stays.
            LibraryNotWritableError: the search folder cannot be written.
            SearchIndexError: the index cannot be built.
        """
        run = _Run(report, stop)
        self._follow(self._start_anew(), run)
        return run.articles

    def verify(self, *, full: bool = False) -> list[str]:
        """Check the files of the index, every byte of them if `full`, and give what was found, a sentence each.

        An index that is not built yet has no fault: `catch_up` builds it.
        """
        current = self._generations.current()
        folders = [
            self._generations.path(number) for number in self._generations.numbers() if current in {None, number}
        ]
        for folder in folders:
            if current is None and not (folder / MANIFEST_FILE).exists():
                continue  # nothing was ever committed to it
            try:
                check_files(folder, read_manifest(folder, self._identity), full=full)
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
            for other in self._generations.numbers():
                if other != number:
                    self._generations.remove(other)

    def _is_readable(self, number: int | None) -> bool:
        if number is None:
            return False
        try:
            folder = self._generations.path(number)
            check_files(folder, read_manifest(folder, self._identity))
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
        while not at_end and not run.stop():
            at_end = self._index_batch(writer, run)
            self._publish(writer)
            writer.merge(run.stop)
        if at_end and writer.documents != self._library.count():
            raise SearchIndexError("the search index does not hold the articles of the library")
        run.end()

    def _index_batch(self, writer: GenerationWriter, run: _Run) -> bool:
        """Commit the next changes; True when there are no more."""
        builder = SegmentBuilder()
        removed: list[int] = []
        revision = writer.manifest.revision
        deadline = monotonic() + _BATCH_SECONDS
        at_end = False
        while not run.stop() and not _is_full(builder) and monotonic() < deadline:
            changes = self._library.changes(revision, _PAGE)
            if not changes:
                at_end = True
                break
            for change, stored in self._with_articles(changes):
                if run.stop() or _is_full(builder):
                    break
                if stored is None:
                    removed.append(change.id)
                else:
                    texts = field_texts(stored.article, stored.location)
                    writer.vocabulary.add(builder.add(change.id, texts), stored.article.language)
                revision = change.revision
                run.step(revision, indexed=stored is not None)
        complete = writer.manifest.complete or at_end
        if revision != writer.manifest.revision or complete != writer.manifest.complete:
            writer.commit(builder, removed, revision=revision, complete=complete)
        return at_end

    def _with_articles(self, changes: list[Change]) -> Iterator[tuple[Change, StoredArticle | None]]:
        wanted = [change.id for change in changes if not change.removed]
        stored = {article.id: article for article in self._library.get_many(wanted)}
        for change in changes:
            yield change, stored.get(change.id)


class _Run:
    """The progress of one call."""

    def __init__(self, report: Report, stop: Stop) -> None:
        self.stop = stop
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

    def end(self) -> None:
        if self._total:
            self._tell()

    def _tell(self) -> None:
        self._reported = monotonic()
        seconds = self._reported - self._started
        self._report(Progress(Stage.INDEXING, self._done, self._total, self.articles, 0, seconds))


def _is_full(builder: SegmentBuilder) -> bool:
    return len(builder.ids) >= _BATCH_ARTICLES or builder.size >= _BATCH_WORDS


def _is_unfinished(manifest: Manifest | None) -> bool:
    return manifest is not None and not manifest.complete
