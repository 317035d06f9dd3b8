"""A run over sources: find the files, read what is new or changed, note what has vanished, bring the index up."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from index.codec.memory import Memory
from index.errors import InputError, SearchIndexError
from index.indexer import Indexer
from index.library import Library, WriteLock
from index.library.found import FoundItems
from index.library.items import ItemWriter
from index.library.registering import SourceWriter
from index.library.writer import ArticleWriter
from index.parsing import broken_parsers
from index.recovery.contents import Wanted
from index.sources import SourceItem, discover
from index.sync.batch import Batch
from index.sync.contexts import Contexts
from index.sync.inputs import NewAddresses
from index.sync.processes import reading
from index.sync.progress import Report, Stop, Tally, Teller
from index.sync.reading import FileReader
from index.sync.repetition import Repetition
from index.sync.ruling import settle
from index.types import Failure, Source, SourceKind, Stage, SyncReport

if TYPE_CHECKING:
    from index.sync.feeds import AddressRun

INDEX_EVERY = 5_000
"""After so many new or changed articles the index catches up, so that they can be searched."""

_STEP = 1_000


@dataclass(slots=True)
class _Walk:
    """One source's walk: the folders that could not be listed."""

    source: Source
    failures: list[Failure]


class Run:
    """One run, under the write lock.

    Args:
        library: what is brought up to date.
        lock: the right to do so.
        report: told of progress, at most ten times a second.
        stop: asked often; when it turns true the run commits what it has and ends.
        memory: what each process may hold of what it indexes; None for what suffices.
    """

    def __init__(
        self, library: Library, lock: WriteLock, report: Report, stop: Stop, memory: Memory | None = None
    ) -> None:
        self._library = library
        self._memory = memory
        self._report = report
        self._stop = stop
        self._tally = Tally()
        self._teller = Teller(report, self._tally)
        self._batch = Batch(library, lock)
        self._new = NewAddresses()
        self._indexed = 0
        self._done = 0
        self._bytes_done = 0

    def over(
        self, sources: Sequence[Source], failures: Sequence[Failure] = (), addresses: NewAddresses | None = None
    ) -> SyncReport:
        """Brings sources up to date. `failures` are inputs that could not be registered at all."""
        for failure in (*failures, *broken_parsers()):
            self._tally.fail(failure)
        self._new = addresses if addresses is not None else NewAddresses()
        settle(self._library, self._stop)
        found = FoundItems(self._library.database)
        try:
            with Indexer(self._library, memory=self._memory) as indexer:
                self._over(sources, found, indexer)
        finally:
            found.close()
        return self.over_ruled()  # rules that have followed a file that was moved

    def over_ruled(self) -> SyncReport:
        """Reads those files again that new and withdrawn rules for lines are about, and no others."""
        affected = settle(self._library, self._stop)
        if not affected:
            return self._tally.report()
        found = FoundItems(self._library.database)
        try:
            for source_id in {each.source_id for each in affected}:
                found.add([each.file for each in affected if each.file and each.source_id == source_id], source_id)
            with Indexer(self._library, memory=self._memory) as indexer:
                self._read(self._library.sources(), found, indexer)
                self._clean_again({each.source_id for each in affected if each.file is None}, indexer)
                self._batch.commit()
                self._index(indexer)
        finally:
            found.close()
        return self._tally.report()

    def _over(self, sources: Sequence[Source], found: FoundItems, indexer: Indexer) -> None:
        walks = [self._walk(source, found) for source in sources if source.kind is SourceKind.FILES]
        self._tally.unchanged += found.unchanged
        if not self._stopped():
            self._welcome_back(found)
            self._read(sources, found, indexer)
        fetched = [source.id for source in sources if source.kind is not SourceKind.FILES]
        if not self._new.fetch:
            self._clean_again(fetched, indexer)
        elif (fetched or self._new) and not self._stopped():
            self._fetch(fetched, indexer)
        if not self._stopped():
            self._batch.commit()
            found.see_read()
            for walk in walks:
                self._note_vanished(walk, found)
        self._batch.commit()
        self._index(indexer)

    def _stopped(self) -> bool:
        self._tally.interrupted = self._tally.interrupted or self._stop()
        return self._tally.interrupted

    # ---- finding --------------------------------------------------------------------------------------------------

    def _walk(self, source: Source, found: FoundItems) -> _Walk:
        walk = _Walk(source, [])
        step: list[SourceItem] = []
        for item in self._discover(walk, self._others_inside(source)):
            if isinstance(item, Failure):
                found.refuse(item.location)
                walk.failures.append(item)
                self._tally.fail(item)
                continue
            step.append(item)
            if len(step) == _STEP:
                self._found(step, source, found)
                step = []
        self._found(step, source, found)
        return walk

    def _found(self, step: list[SourceItem], source: Source, found: FoundItems) -> None:
        found.add(step, source.id)
        self._done += len(step)
        self._teller.tell(Stage.FINDING, self._done, None)

    def _discover(self, walk: _Walk, others: tuple[bytes, ...]) -> Iterator[SourceItem | Failure]:
        if self._stopped():
            return
        try:
            items = discover(walk.source.path, stop=self._stop)
        except InputError as error:  # the whole source has vanished: its articles are gone, nothing is refused
            failure = Failure(walk.source.label, str(error))
            walk.failures.append(failure)
            self._tally.fail(failure)
            return
        for item in items:
            if isinstance(item, Failure) or not _is_inside(item.key, others):
                yield item

    def _others_inside(self, source: Source) -> tuple[bytes, ...]:
        """What a walk must leave to others: sources inside this one, and the library itself."""
        own = os.fsencode(source.path)
        paths = [os.fsencode(other.path) for other in self._library.sources() if other.kind is SourceKind.FILES]
        inside = [path for path in paths if path != own and _is_inside(path, (own,))]
        return (*inside, os.fsencode(self._library.folder))

    # ---- reading --------------------------------------------------------------------------------------------------

    def _welcome_back(self, found: FoundItems) -> None:
        for page in found.back():
            for item_id in page:
                self._batch.put(partial(self._come_back, item_id))
        self._batch.commit()

    def _come_back(self, item_id: int, _writer: ArticleWriter, items: ItemWriter) -> None:
        self._tally.returned += items.come_back(item_id)

    def _read(self, sources: Sequence[Source], found: FoundItems, indexer: Indexer) -> None:
        repetition = Repetition(self._library, found, self._stop)
        contexts = Contexts(self._library, sources, repetition)
        self._done = 0
        bytes_total = found.total_bytes()

        def tick() -> None:
            self._batch.commit_if_due()
            reached = self._bytes_done + reader.position
            self._teller.tell(Stage.READING, self._done, found.total, min(reached, bytes_total), bytes_total)
            self._index_if_due(indexer)

        reader = FileReader(self._library, self._batch, self._tally, self._stop, tick)
        files = (
            Wanted(item, source_id, known, contexts.of(item.key, source_id)) for item, source_id, known in found.todo()
        )
        with reading(found, self._stop, self._memory) as processes:
            for wanted, contents in processes.over(files):
                if self._stopped():
                    return
                reader.read(wanted, contents)
                self._done += 1
                self._bytes_done += wanted.item.size
                tick()
        self._tally.unchanged -= repetition.reread

    def _fetch(self, source_ids: Sequence[int], indexer: Indexer) -> None:
        """Fetches sources that have an address, and new addresses."""
        from index.sync.adding import Adding  # the network's libraries, only where something is fetched

        self._batch.commit()
        run = self._addresses(indexer)
        adding = Adding(self._library, run, self._tally, self._new.settings.common_paths, self._new.full_page)
        run.visit([*source_ids, *adding.subscribe(self._new.feeds), *adding.take_links(self._new.links)])
        adding.ask(self._new.addresses)
        run.go()

    def _clean_again(self, source_ids: Collection[int], indexer: Indexer) -> None:
        """Cleans what was fetched of sources again, from what is kept of it."""
        kinds = {int(source.id): source.kind for source in self._library.sources()}
        fetched = [each for each in sorted(source_ids) if kinds[each] is not SourceKind.FILES]
        if fetched and not self._stopped():
            self._batch.commit()
            self._addresses(indexer).clean_again(fetched)

    def _addresses(self, indexer: Indexer) -> AddressRun:
        from index.sync.feeds import AddressRun  # as above

        def tick() -> None:
            self._batch.commit_if_due()
            self._index_if_due(indexer)

        return AddressRun(
            self._library,
            self._batch,
            self._tally,
            self._teller,
            stop=self._stopped,
            tick=tick,
            settings=self._new.settings,
        )

    def _index_if_due(self, indexer: Indexer) -> None:
        if self._tally.added + self._tally.updated - self._indexed < INDEX_EVERY:
            return
        self._batch.commit()
        with suppress(SearchIndexError):  # reading goes on; the last attempt, at the end, is the one that tells
            self._index(indexer)
        self._indexed = self._tally.added + self._tally.updated

    def _index(self, indexer: Indexer) -> None:
        indexer.catch_up(report=self._report, stop=self._stop, failed=self._tally.fail)

    # ---- ending ---------------------------------------------------------------------------------------------------

    def _note_vanished(self, walk: _Walk, found: FoundItems) -> None:
        for page in found.vanished(walk.source.id):
            for item_id in page:
                self._batch.put(partial(self._vanish, item_id))
        self._batch.put(partial(_finish, walk))

    def _vanish(self, item_id: int, _writer: ArticleWriter, items: ItemWriter) -> None:
        self._tally.gone += items.vanish(item_id)


def _finish(walk: _Walk, writer: ArticleWriter, _items: ItemWriter) -> None:
    SourceWriter(writer).finish(walk.source.id, walk.failures)


def _is_inside(path: bytes, folders: tuple[bytes, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(b"/") + b"/") for folder in folders)
