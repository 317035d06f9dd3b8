"""Reads files in: what is new, what changed, what was moved."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from index.library import Library
from index.library.items import ItemWriter
from index.library.reconcile import Old, Reconciliation, Record, Settled
from index.library.writer import ArticleWriter, Place
from index.recovery.contents import Contents, Recovered, Wanted
from index.sources import SourceItem
from index.sync.batch import Batch
from index.sync.progress import Stop, Tally
from index.types import ArticleId, Failure

KEPT_FAILURES = 100
"""So many unreadable records of one file are kept one by one; the rest is counted."""

_PACKED = (".gz", ".tgz", ".bz2", ".xz", ".zip", ".tar")


@dataclass(slots=True)
class _Reading:
    """A file that is being read. `id` is known once the first batch of it is written."""

    item: SourceItem
    source_id: int
    id: int | None = None
    digest: bytes | None = None
    moved: bool = False
    consumed: int = 0
    records: int = 0
    unreadable: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def position(self) -> int:
        """How far into the file the records reach, in bytes: an estimate."""
        return min(self.consumed, self.item.size)

    def place(self, record: Record) -> Place:
        """Where a record of this file stands."""
        return Place(record.recovered.location, self.id, record.recovered.record, record.number)


class FileReader:
    """Reads one file after another into a batch.

    Args:
        library: where the articles go.
        batch: what commits them.
        tally: what counts them.
        stop: asked before each record and each mebibyte.
        tick: called after each record.
    """

    def __init__(self, library: Library, batch: Batch, tally: Tally, stop: Stop, tick: Callable[[], None]) -> None:
        self._database = library.database
        self._batch = batch
        self._tally = tally
        self._stop = stop
        self._tick = tick
        self._renamed: set[int] = set()
        self._reading: _Reading | None = None
        unattached = self._database.row("SELECT 1 FROM articles WHERE item_id IS NULL LIMIT 1")
        self._has_unattached = unattached is not None

    def read(self, wanted: Wanted, contents: Contents) -> None:
        """Reads a file.

        When `stop` turned true before its end, the file counts as not read, and what was read of it stays.
        """
        known = wanted.known
        self._reading = _Reading(wanted.item, wanted.source_id, known.id if known else None)
        self._read(self._reading, wanted, contents)
        self._reading = None

    @property
    def position(self) -> int:
        """How far the file that is being read was read, in bytes: an estimate."""
        return self._reading.position if self._reading else 0

    # ---- one file -------------------------------------------------------------------------------------------------

    def _read(self, reading: _Reading, wanted: Wanted, contents: Contents) -> None:
        digest = contents.digest()
        if digest is None:
            return
        if isinstance(digest, Failure):
            self._note(reading, digest)
            self._batch.put(partial(_open, reading))
            self._close(reading)
            return
        reading.digest = digest
        if digest == wanted.known_digest:
            self._batch.put(partial(_touch, reading))
            self._tally.unchanged += 1
            return
        if wanted.known is None:
            self._follow(reading)
        self._batch.put(partial(_open, reading))
        if self._recover(reading, contents):
            self._close(reading)

    def _follow(self, reading: _Reading) -> None:
        """Finds the vanished file that this one was, if there is one: its articles follow."""
        if not self._batch.is_waiting:
            self._renamed.clear()
        found = self._database.rows(
            "SELECT id, key FROM items WHERE digest = ? AND size = ? ORDER BY id", (reading.digest, reading.item.size)
        )
        for item_id, key in found:
            if item_id not in self._renamed and _is_lost(key):
                self._renamed.add(item_id)
                reading.id, reading.moved = item_id, True
                self._batch.put(partial(_rename, reading, item_id))
                return

    def _recover(self, reading: _Reading, contents: Contents) -> bool:
        """Reads the records of a file; False when it was stopped."""
        before = self._held_before(reading)
        for entry in contents.entries():
            if self._stop():
                return False
            if isinstance(entry, Failure):
                self._note(reading, entry)
            else:
                self._take(reading, entry, before)
            self._tick()
        if not contents.is_whole:
            return False
        return before is None or self._settle_rest(reading, before)

    def _held_before(self, reading: _Reading) -> Reconciliation | None:
        held = reading.id is not None and self._database.row(
            "SELECT 1 FROM articles WHERE item_id = ? LIMIT 1", (reading.id,)
        )
        return Reconciliation(self._database, reading.id) if held and reading.id is not None else None

    def _take(self, reading: _Reading, recovered: Recovered, before: Reconciliation | None) -> None:
        reading.records += 1
        packed = recovered.packed
        is_packed = reading.item.path.suffix.lower() in _PACKED
        reading.consumed += len(packed.body) if is_packed else packed.size
        record = Record(reading.records, recovered.found, packed)
        settled = before.take(record) if before else Settled(record, None, changed=True)
        if settled is not None:
            self._put(reading, settled)

    def _settle_rest(self, reading: _Reading, before: Reconciliation) -> bool:
        for settled in before.rest():
            if self._stop():
                return False
            self._put(reading, settled)
            self._tick()
        if reading.failures and (not reading.records or reading.unreadable > len(reading.failures)):
            before.keep_all()
        for failure in reading.failures:
            before.keep(failure)
        for page in before.dropped():
            self._tally.gone += before.present(page)
            self._batch.put(partial(_drop, page))
        return True

    def _close(self, reading: _Reading) -> None:
        hidden = reading.unreadable - len(reading.failures)
        if hidden:
            message = f"{hidden:,} more records of this file could not be read"
            reading.failures.append(Failure(reading.item.location, message))
        self._batch.put(partial(_close, reading))

    def _note(self, reading: _Reading, failure: Failure) -> None:
        reading.unreadable += 1
        self._tally.failed += 1
        if len(reading.failures) < KEPT_FAILURES:
            reading.failures.append(failure)
            self._tally.list_failure(failure)

    # ---- one record -----------------------------------------------------------------------------------------------

    def _put(self, reading: _Reading, settled: Settled) -> None:
        """Hands what became of a record to the batch, and counts it."""
        record, old = settled.record, settled.old
        size = record.packed.size
        if old is None:
            self._tally.added += 1
            operation = _attach_or_add if self._has_unattached else _add
            self._batch.put(partial(operation, reading, record), size)
            return
        if old.gone:
            self._tally.returned += 1
        elif settled.changed or reading.moved:
            self._tally.updated += 1
        if settled.changed:
            self._batch.put(partial(_update, reading, record, old.id), size)
        elif reading.moved or old.gone or not _stands_at(old, record):
            self._batch.put(partial(_move, reading, record, old.id))


def _stands_at(old: Old, record: Record) -> bool:
    recovered = record.recovered
    return (old.location, old.record, old.ordinal) == (recovered.location, recovered.record, record.number)


def _is_lost(key: bytes) -> bool:
    try:
        os.lstat(key)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


# ---- what the batch does in its transaction: the item's id is known only then ----------------------------------------


def _open(reading: _Reading, _writer: ArticleWriter, items: ItemWriter) -> None:
    reading.id = items.open(reading.item, reading.source_id)


def _touch(reading: _Reading, _writer: ArticleWriter, items: ItemWriter) -> None:
    assert reading.id is not None  # noqa: S101 - known before
    items.touch(reading.id, reading.item)


def _rename(reading: _Reading, item_id: int, _writer: ArticleWriter, items: ItemWriter) -> None:
    items.rename(item_id, reading.item, reading.source_id)


def _drop(article_ids: list[int], writer: ArticleWriter, _items: ItemWriter) -> None:
    writer.set_gone(article_ids, gone=True)


def _close(reading: _Reading, _writer: ArticleWriter, items: ItemWriter) -> None:
    assert reading.id is not None  # noqa: S101 - opened first
    failed = bool(reading.failures) and not reading.records
    items.close(reading.id, reading.item, reading.digest, reading.failures, failed=failed)


def _add(reading: _Reading, record: Record, writer: ArticleWriter, _items: ItemWriter) -> None:
    writer.add(record.recovered.article, reading.place(record), record.packed)


def _attach_or_add(reading: _Reading, record: Record, writer: ArticleWriter, items: ItemWriter) -> None:
    kept = writer.find_unattached(record.packed)
    if kept is None:
        _add(reading, record, writer, items)
    else:
        writer.attach(kept, reading.place(record))


def _update(
    reading: _Reading, record: Record, article_id: ArticleId, writer: ArticleWriter, _items: ItemWriter
) -> None:
    writer.update(article_id, record.recovered.article, reading.place(record), record.packed)


def _move(reading: _Reading, record: Record, article_id: ArticleId, writer: ArticleWriter, _items: ItemWriter) -> None:
    writer.move(article_id, reading.place(record))
