"""Sources that have an address: what is kept of them, and of what was fetched. Writing is done inside a transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index.errors import UsageError
from index.library.database import Database
from index.library.writer import ArticleWriter
from index.types import Failure, FullPage, SourceKind

_PAGE = 500
_WHOLE_PAGE = 50  # with the web pages in it
_KNOWN = """
    SELECT CAST(i.key AS TEXT), i.id, i.digest, i.complete, a.id, a.digest, a.gone
    FROM items i LEFT JOIN articles a ON a.item_id = i.id
    WHERE i.key IN (SELECT CAST(value AS BLOB) FROM json_each(?))
"""
_ORIGINALS = """
    SELECT i.id, CAST(i.key AS TEXT), o.entry, o.url, o.page, o.attempts, i.complete
    FROM items i JOIN originals o ON o.item_id = i.id WHERE
"""
_UNSETTLED = f"{_ORIGINALS} i.source_id = ? AND i.id > ? AND (o.attempts OR NOT i.complete) ORDER BY i.id LIMIT ?"
_ORIGINAL = f"{_ORIGINALS} i.key = ?"


def item_key(source_id: int, name: str) -> bytes:
    """The key of an item of a feed or a page, by its own name there."""
    return f"{_prefix(source_id)}{name}".encode("utf-8", "replace")


def _prefix(source_id: int) -> str:
    return f"source:{source_id}:"


@dataclass(frozen=True, slots=True)
class Address:
    """What is kept of a source with an address; that of a file of links is `file:///…`.

    `waits_until`: its server asked not to be asked before.
    """

    source_id: int
    address: str
    kind: SourceKind
    full_page: FullPage
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: bytes | None = None
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What the library has of an item: its digest there, and the article that was made of it."""

    digest: bytes | None
    complete: bool
    article_id: int | None
    article_digest: bytes | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Original:
    """What was fetched for one item: what the feed says of it (JSON), and its web page, either as bytes.

    `attempts` counts how often the page could not be fetched since. Without `is_complete` it is to be cleaned again.
    """

    name: str
    entry: bytes | None
    url: str | None
    page: bytes | None
    attempts: int = 0
    is_complete: bool = True


# ---- reading --------------------------------------------------------------------------------------------------------


def addresses(database: Database, source_ids: Iterable[int] | None = None) -> list[Address]:
    """Returns the sources with an address, all or some, in the order in which they were added."""
    rows = database.rows(
        "SELECT s.id, CAST(s.path AS TEXT), s.kind, w.full_page, w.title, w.etag, w.last_modified, w.digest,"
        " w.waits_until FROM sources s JOIN addresses w ON w.source_id = s.id ORDER BY s.id"
    )
    wanted = None if source_ids is None else set(source_ids)
    return [_address(row) for row in rows if wanted is None or row[0] in wanted]


def _address(row: Sequence[Any]) -> Address:
    source_id, address, kind, full_page, title, etag, last_modified, digest, waits_until = row
    return Address(
        source_id=source_id,
        address=address,
        kind=SourceKind(kind),
        full_page=FullPage(full_page),
        title=title,
        etag=etag,
        last_modified=last_modified,
        digest=digest,
        waits_until=None if waits_until is None else datetime.fromisoformat(waits_until),
    )


def known_entries(database: Database, source_id: int, names: Sequence[str]) -> dict[str, KnownEntry]:
    """Returns what is known of a source's items, by their names."""
    found: dict[str, KnownEntry] = {}
    prefix = _prefix(source_id)
    for start in range(0, len(names), _PAGE):
        keys = json.dumps([prefix + name for name in names[start : start + _PAGE]])
        for key, _item, digest, complete, article_id, article_digest, gone in database.rows(_KNOWN, (keys,)):
            entry = KnownEntry(digest, bool(complete), article_id, article_digest, bool(gone))
            found[key.removeprefix(prefix)] = entry
    return found


def unsettled(database: Database, source_id: int) -> Iterator[Original]:
    """Yields the items whose page is still to be fetched, and those that are to be cleaned again."""
    last = 0
    while page := database.rows(_UNSETTLED, (source_id, last, _WHOLE_PAGE)):
        for item_id, *row in page:
            yield _original(source_id, row)
            last = item_id


def original_of(database: Database, source_id: int, key: bytes) -> Original | None:
    """Returns what was fetched for an item, None where nothing is kept."""
    found = database.row(_ORIGINAL, (key,))
    return None if found is None else _original(source_id, found[1:])


def _original(source_id: int, row: Sequence[Any]) -> Original:
    key, entry, url, page, attempts, complete = row
    name = key.removeprefix(_prefix(source_id))
    return Original(name, _unpacked(entry), url, _unpacked(page), attempts, bool(complete))


def _unpacked(data: bytes | None) -> bytes | None:
    return None if data is None else zlib.decompress(data)


# ---- writing --------------------------------------------------------------------------------------------------------


class AddressWriter:
    """Writes sources that have an address, and their items, inside a writing transaction."""

    def __init__(self, writer: ArticleWriter) -> None:
        self._connection = writer.connection

    def register(
        self,
        address: str,
        kind: SourceKind,
        title: str | None = None,
        *,
        label: str | None = None,
        full_page: FullPage = FullPage.SHORT,
    ) -> int:
        """Returns the id of the source at an address, new or known. Without a `label` the address is shown."""
        key = address.encode()
        known = self._connection.execute("SELECT id FROM sources WHERE path = ?", (key,)).fetchone()
        if known is not None:
            return int(known[0])
        (source_id,) = self._connection.execute(
            "INSERT INTO sources (path, label, kind) VALUES (?, ?, ?) RETURNING id", (key, label or address, kind.value)
        ).fetchone()
        self._connection.execute(
            "INSERT INTO addresses (source_id, title, full_page) VALUES (?, ?, ?)", (source_id, title, full_page.value)
        )
        return int(source_id)

    def move(self, source_id: int, address: str) -> bool:
        """Gives a source the address that it has moved to; False when that one is a source already."""
        moved = self._connection.execute(
            "UPDATE OR IGNORE sources SET path = ?, label = ? WHERE id = ?", (address.encode(), address, source_id)
        )
        return bool(moved.rowcount)

    def settle(self, state: Address, failures: Sequence[Failure] = ()) -> None:
        """Notes that a source was synced: what it is called, and what makes its next request conditional."""
        self._connection.execute(
            "UPDATE addresses SET title = ?, etag = ?, last_modified = ?, digest = ?, waits_until = NULL"
            " WHERE source_id = ?",
            (state.title, state.etag, state.last_modified, state.digest, state.source_id),
        )
        if state.waits_until is not None:
            self.wait(state.source_id, state.waits_until)
        self._connection.execute("UPDATE sources SET last_sync = ? WHERE id = ?", (_now(), state.source_id))
        self.replace_failures(state.source_id, failures)

    def replace_failures(self, source_id: int, failures: Sequence[Failure]) -> None:
        """Keeps what a source as a whole failed with, in the place of what was kept before."""
        self._connection.execute("DELETE FROM failures WHERE source_id = ? AND item_id IS NULL", (source_id,))
        self._connection.executemany(
            "INSERT INTO failures (source_id, location, message) VALUES (?, ?, ?)",
            [(source_id, failure.location, failure.message) for failure in failures],
        )

    def wait(self, source_id: int, until: datetime) -> None:
        """Notes that a server asked not to be asked before a time."""
        moment = until.astimezone(UTC).isoformat(timespec="seconds")
        self._connection.execute("UPDATE addresses SET waits_until = ? WHERE source_id = ?", (moment, source_id))

    def set_full_page(self, source_id: int, full_page: FullPage) -> None:
        """Changes when pages are fetched; the next sync looks at all its items again.

        Raises:
            UsageError: there is no such feed.
        """
        changed = self._connection.execute(
            "UPDATE addresses SET full_page = ? WHERE source_id = (SELECT id FROM sources WHERE id = ? AND kind = ?)",
            (full_page.value, source_id, SourceKind.FEED.value),
        )
        if not changed.rowcount:
            raise UsageError("there is no such feed", str(source_id), "`dateline sources` lists sources.")
        self._connection.execute("UPDATE items SET complete = 0 WHERE source_id = ?", (source_id,))

    def keep(self, source_id: int, original: Original, digest: bytes, failures: Sequence[Failure] = ()) -> int:
        """Keeps what was fetched for an item, new or known, and returns the item's id."""
        key, location = item_key(source_id, original.name), original.url or original.name
        (item_id,) = self._connection.execute(
            "INSERT INTO items (source_id, key, location, size, mtime_ns, digest, complete)"
            " VALUES (?, ?, ?, 0, 0, ?, 1) ON CONFLICT DO UPDATE"
            " SET location = excluded.location, digest = excluded.digest, complete = 1, present = 1 RETURNING id",
            (source_id, key, location, digest),
        ).fetchone()
        packed = [None if data is None else zlib.compress(data) for data in (original.entry, original.page)]
        self._connection.execute(
            "INSERT OR REPLACE INTO originals (item_id, entry, page, url, fetched, attempts) VALUES (?, ?, ?, ?, ?, ?)",
            (item_id, *packed, original.url, _now(), original.attempts),
        )
        self._connection.execute("DELETE FROM failures WHERE item_id = ?", (item_id,))
        self._connection.executemany(
            "INSERT INTO failures (source_id, item_id, location, message) VALUES (?, ?, ?, ?)",
            [(source_id, item_id, failure.location, failure.message) for failure in failures],
        )
        return int(item_id)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
