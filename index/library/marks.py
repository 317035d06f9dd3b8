"""Marks: what the person made of articles. Durable at once, without the write lock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from index.errors import UsageError
from index.library.codec import fold_tag
from index.library.database import Database
from index.types import NOTE_LIMIT, MarkChange, Position

TAG_LIMIT = 100
"""The longest tag, in characters."""

_NOW = """
    SELECT a.id, coalesce(m.read, 0), coalesce(m.starred, 0), coalesce(m.rating, 0), coalesce(m.note, ''),
           (SELECT json_group_array(tag) FROM (SELECT tag FROM mark_tags WHERE article_id = a.id ORDER BY ordinal))
    FROM articles a LEFT JOIN marks m ON m.article_id = a.id WHERE a.id IN (SELECT value FROM json_each(?))
"""
_PAGE = 500


class MarkKeeping:
    """The part of the library that keeps marks."""

    database: Database

    def mark(self, changes: Sequence[MarkChange]) -> list[MarkChange]:
        """Applies changes in one transaction and returns what undoes them. Articles that are not there are passed over.

        Raises:
            UsageError: a note is longer than `NOTE_LIMIT`, a rating is not -1, 0 or 1. Nothing is changed then.
            LibraryNotWritableError: the library is open for reading only.
        """
        clean = [_checked(change) for change in changes]
        undo: list[MarkChange] = []
        with self.database.transaction() as connection:
            for page in _pages(clean):
                undo += _apply(connection, page)
        return undo[::-1]

    def keep_position(self, article_id: int, position: Position) -> None:
        """Remembers how far an article was read; nothing happens when the article is not there."""
        with self.database.transaction() as connection:
            connection.execute(
                "INSERT INTO marks (article_id, block, offset) SELECT id, ?, ? FROM articles WHERE id = ?"
                " ON CONFLICT DO UPDATE SET block = excluded.block, offset = excluded.offset",
                (position.block, position.offset, article_id),
            )


def _checked(change: MarkChange) -> MarkChange:
    from index.cleaning.safety import safe_text  # with the first mark: a reader starts without the cleaning

    if change.rating is not None and change.rating not in {-1, 0, 1}:
        raise UsageError("a rating is -1, 0 or 1", str(change.rating))
    note = None if change.note is None else safe_text(change.note).strip()
    if note is not None and len(note) > NOTE_LIMIT:
        raise UsageError(f"a note has at most {NOTE_LIMIT:,} characters", f"{len(note):,}", "Shorten it.")
    return MarkChange(change.id, change.read, change.starred, change.rating, _checked_tags(change.tags), note)


def _checked_tags(tags: Iterable[str] | None) -> tuple[str, ...] | None:
    if tags is None:
        return None
    from index.cleaning.safety import safe_line  # as above

    kept: dict[str, str] = {}
    for tag in map(safe_line, tags):
        if len(tag) > TAG_LIMIT:
            raise UsageError(f"a tag has at most {TAG_LIMIT} characters", tag, "Shorten it.")
        if fold_tag(tag):
            kept.setdefault(fold_tag(tag), tag)
    return tuple(kept.values())


def _pages(changes: Iterable[MarkChange]) -> Iterator[dict[int, MarkChange]]:
    """Yields changes by article, page by page, in order: none has two changes of one article."""
    page: dict[int, MarkChange] = {}
    for change in changes:
        if change.id in page or len(page) == _PAGE:
            yield page
            page = {}
        page[change.id] = change
    yield page


def _apply(connection: sqlite3.Connection, page: dict[int, MarkChange]) -> list[MarkChange]:
    """Applies changes of different articles; returns what undoes them, in the same order."""
    now = {article_id: marks for article_id, *marks in connection.execute(_NOW, (json.dumps(list(page)),))}
    present = [change for change in page.values() if change.id in now]
    turned = [change for change in present if change.read is not None and change.read != bool(now[change.id][0])]
    _count_read(connection, [change.id for change in turned if not change.read], -1)
    connection.executemany("INSERT OR IGNORE INTO marks (article_id) VALUES (?)", [(change.id,) for change in present])
    connection.executemany(
        "UPDATE marks SET read = coalesce(?, read), starred = coalesce(?, starred), rating = coalesce(?, rating),"
        " note = CASE WHEN ?4 IS NULL THEN note ELSE nullif(?4, '') END WHERE article_id = ?5",
        [(change.read, change.starred, change.rating, change.note, change.id) for change in present],
    )
    _count_read(connection, [change.id for change in turned if change.read], 1)
    for change in present:
        if change.tags is not None:
            _tag(connection, change.id, change.tags)
    return [_reverse(change, *now[change.id]) for change in present]


def _count_read(connection: sqlite3.Connection, ids: list[int], step: int) -> None:
    """Adds articles that are marked as read, or takes them away, from the counters of their sources."""
    if not ids:
        return
    connection.execute(
        "INSERT INTO counters SELECT 'read', CAST(i.source_id AS TEXT), ?1 * count(*)"
        " FROM articles a JOIN items i ON i.id = a.item_id WHERE a.id IN (SELECT value FROM json_each(?2)) GROUP BY 2"
        " ON CONFLICT DO UPDATE SET count = count + excluded.count",
        (step, json.dumps(ids)),
    )
    connection.execute("DELETE FROM counters WHERE kind = 'read' AND count = 0")


def _tag(connection: sqlite3.Connection, article_id: int, tags: Iterable[str]) -> None:
    connection.execute("DELETE FROM mark_tags WHERE article_id = ?", (article_id,))
    connection.executemany(
        "INSERT INTO mark_tags VALUES (?, ?, ?, ?)",
        [(article_id, fold_tag(tag), tag, number) for number, tag in enumerate(tags)],
    )


def _reverse(change: MarkChange, read: int, starred: int, rating: int, note: str, tags: str) -> MarkChange:
    """What sets back the marks that a change sets."""
    return MarkChange(
        change.id,
        read=None if change.read is None else bool(read),
        starred=None if change.starred is None else bool(starred),
        rating=None if change.rating is None else rating,
        tags=None if change.tags is None else tuple(json.loads(tags)),
        note=None if change.note is None else note,
    )
