"""Marks: what the person made of articles. Durable at once, without the write lock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from index.cleaning.safety import safe_line, safe_text
from index.errors import UsageError
from index.library.codec import fold_tag
from index.library.database import Database
from index.types import NOTE_LIMIT, ArticleId, MarkChange, Position

TAG_LIMIT = 100
"""The longest tag, in characters."""

_NOW = """
    SELECT coalesce(m.read, 0), coalesce(m.starred, 0), coalesce(m.rating, 0), coalesce(m.note, ''),
           (SELECT json_group_array(tag) FROM (SELECT tag FROM mark_tags WHERE article_id = a.id ORDER BY ordinal))
    FROM articles a LEFT JOIN marks m ON m.article_id = a.id WHERE a.id = ?
"""


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
            for change in clean:
                before = _before(connection, change)
                if before is not None:
                    _apply(connection, change)
                    undo.append(before)
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
    if change.rating is not None and change.rating not in {-1, 0, 1}:
        raise UsageError("a rating is -1, 0 or 1", str(change.rating))
    note = None if change.note is None else safe_text(change.note).strip()
    if note is not None and len(note) > NOTE_LIMIT:
        raise UsageError(f"a note has at most {NOTE_LIMIT:,} characters", f"{len(note):,}", "Shorten it.")
    return MarkChange(change.id, change.read, change.starred, change.rating, _checked_tags(change.tags), note)


def _checked_tags(tags: Iterable[str] | None) -> tuple[str, ...] | None:
    if tags is None:
        return None
    kept: dict[str, str] = {}
    for tag in map(safe_line, tags):
        if len(tag) > TAG_LIMIT:
            raise UsageError(f"a tag has at most {TAG_LIMIT} characters", tag, "Shorten it.")
        if fold_tag(tag):
            kept.setdefault(fold_tag(tag), tag.strip())
    return tuple(kept.values())


def _before(connection: sqlite3.Connection, change: MarkChange) -> MarkChange | None:
    found = connection.execute(_NOW, (change.id,)).fetchone()
    if found is None:
        return None
    read, starred, rating, note, tags = found
    return MarkChange(
        ArticleId(change.id),
        read=None if change.read is None else bool(read),
        starred=None if change.starred is None else bool(starred),
        rating=None if change.rating is None else rating,
        tags=None if change.tags is None else tuple(json.loads(tags)),
        note=None if change.note is None else note,
    )


def _apply(connection: sqlite3.Connection, change: MarkChange) -> None:
    connection.execute("INSERT OR IGNORE INTO marks (article_id) VALUES (?)", (change.id,))
    connection.execute(
        "UPDATE marks SET read = coalesce(?, read), starred = coalesce(?, starred), rating = coalesce(?, rating),"
        " note = CASE WHEN ?4 IS NULL THEN note ELSE nullif(?4, '') END WHERE article_id = ?5",
        (change.read, change.starred, change.rating, change.note, change.id),
    )
    if change.tags is not None:
        connection.execute("DELETE FROM mark_tags WHERE article_id = ?", (change.id,))
        connection.executemany(
            "INSERT INTO mark_tags VALUES (?, ?, ?, ?)",
            [(change.id, fold_tag(tag), tag, number) for number, tag in enumerate(change.tags)],
        )
