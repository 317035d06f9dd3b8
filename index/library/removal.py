"""Removing on request: a source with its articles, or articles whose files are gone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.errors import UsageError
from index.library.items import ItemWriter
from index.library.lock import WriteLock
from index.library.store import Library
from index.types import SourceKind

_PAGE = 500
_IS_MARKED = """
    EXISTS (SELECT 1 FROM marks m WHERE m.article_id = a.id AND (m.starred OR m.rating <> 0 OR m.note IS NOT NULL))
    OR EXISTS (SELECT 1 FROM mark_tags t WHERE t.article_id = a.id)
"""


def remove_source(library: Library, lock: WriteLock, source_id: int, *, keep_marked: bool) -> int:
    """Removes a source; returns how many articles were removed.

    Files that an enclosing source contains go over to it, and nothing is removed. Otherwise its articles are removed
    with their marks; with `keep_marked`, those with a star, a rating, a tag or a note stay, without a source.

    Raises:
        UsageError: there is no such source.
    """
    found = library.database.row("SELECT path, kind FROM sources WHERE id = ?", (source_id,))
    if found is None:
        raise UsageError("there is no such source", str(source_id), "`dateline sources` lists them with their numbers.")
    path, kind = found
    outer = _enclosing(library, source_id, path) if kind == SourceKind.FILES else None
    if outer is not None:
        with library.writing(lock) as writer:
            ItemWriter(writer).hand_over("source_id = :old", {"old": source_id}, outer)
            writer.connection.execute("UPDATE rules SET source_id = ? WHERE source_id = ?", (outer, source_id))
    removed = _remove_articles(library, lock, source_id, keep_marked=keep_marked)
    with library.writing(lock) as writer:
        writer.connection.execute("DELETE FROM items WHERE source_id = ?", (source_id,))
        writer.connection.execute("DELETE FROM sources WHERE id = ?", (source_id,))
    return removed


def remove_gone(library: Library, lock: WriteLock, ids: Sequence[int]) -> int:
    """Removes those of some articles that are gone, with their marks; returns how many there were."""
    removed = 0
    for start in range(0, len(ids), _PAGE):
        page = json.dumps(list(ids[start : start + _PAGE]))
        with library.writing(lock) as writer:
            gone = writer.connection.execute(
                "SELECT id, item_id FROM articles WHERE gone AND id IN (SELECT value FROM json_each(?))", (page,)
            ).fetchall()
            removed += writer.remove([article_id for article_id, _item in gone])
            ItemWriter(writer).forget_empty({item_id for _article, item_id in gone if item_id is not None})
    return removed


def _enclosing(library: Library, source_id: int, path: bytes) -> int | None:
    """Returns the innermost of the other sources that contain a path."""
    others = library.database.rows(
        "SELECT id, path FROM sources WHERE id <> ? AND kind = ? ORDER BY length(path) DESC",
        (source_id, SourceKind.FILES.value),
    )
    return next((other_id for other_id, other in others if path.startswith(other.rstrip(b"/") + b"/")), None)


def _remove_articles(library: Library, lock: WriteLock, source_id: int, *, keep_marked: bool) -> int:
    removed = 0
    while True:
        page = library.database.rows(
            f"SELECT a.id, ({_IS_MARKED}) FROM items i JOIN articles a ON a.item_id = i.id"  # noqa: S608 - constants
            " WHERE i.source_id = ? LIMIT ?",
            (source_id, _PAGE),
        )
        if not page:
            return removed
        kept = [article_id for article_id, is_marked in page if is_marked and keep_marked]
        with library.writing(lock) as writer:
            writer.detach(kept, source_id)
            removed += writer.remove(article_id for article_id, is_marked in page if not (is_marked and keep_marked))
