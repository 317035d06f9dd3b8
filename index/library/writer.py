"""Writing articles: every change of an article gets the next revision, and the counters follow in the transaction."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.library.codec import HEAD, JSON, fold_tag
from index.library.packing import Packed, head_of, pack
from index.types import Article, ArticleId

_COLUMNS = (
    "item_id, record, ordinal, location, digest, body_digest, date_key, words, revision, duplicate_of, "
    + ", ".join(HEAD)
)
_SLOTS = ", ".join("?" * len(_COLUMNS.split(",")))
_INSERT = f"INSERT INTO articles ({_COLUMNS}) VALUES ({_SLOTS}) RETURNING id"  # noqa: S608 - made of constants
_UPDATE = f"UPDATE articles SET gone = 0, ({_COLUMNS}) = ({_SLOTS}) WHERE id = ?"  # noqa: S608 - made of constants
_FACTS = """
    SELECT a.words, a.date_key IS NULL, a.language, a.outlet, a.section, i.source_id,
           coalesce((SELECT read FROM marks WHERE article_id = a.id), 0), a.gone, a.tags, a.body_digest, a.duplicate_of
    FROM articles a LEFT JOIN items i ON i.id = a.item_id WHERE a.id = ?
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: shown location, the file that holds it, its key and its place in that file."""

    location: str
    item_id: int | None = None
    record: str = ""
    ordinal: int = 0


class ArticleWriter:
    """Writes articles inside one transaction; made by `Library.writing`, which calls `finish` at its end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._counts: Counter[tuple[str, str]] = Counter()
        self._sources: dict[int, int | None] = {}
        self._stale_groups: set[bytes] = set()
        self._revision: int = connection.execute(
            "SELECT count FROM counters WHERE kind = 'total' AND name = 'revision'"
        ).fetchone()[0]

    # ---- changes --------------------------------------------------------------------------------------------------

    def add(self, article: Article, place: Place, packed: Packed | None = None) -> ArticleId:
        """Puts a new article in and returns its id. `packed` saves the work where it was done already."""
        packed = packed or pack(article)
        original = self._original(packed.body_digest)
        values = self._values(article, place, packed, original)
        article_id: int = self.connection.execute(_INSERT, values).fetchone()[0]
        self.connection.execute("INSERT INTO bodies VALUES (?, ?)", (article_id, packed.body))
        self._tag(article_id, article.tags)
        self._count_article(article, packed, place.item_id, is_read=False)
        self.count("total", "duplicates", original is not None)
        return ArticleId(article_id)

    def update(self, article_id: ArticleId, article: Article, place: Place, packed: Packed | None = None) -> None:
        """Replaces an article's content; it is no longer gone, and its marks stay."""
        packed = packed or pack(article)
        body_digest, duplicate_of = self._uncount_article(article_id)
        if body_digest != packed.body_digest:
            self._stale_groups.update(digest for digest in (body_digest, packed.body_digest) if digest)
            self.count("total", "duplicates", -(duplicate_of is not None))
            duplicate_of = None
        values = self._values(article, place, packed, duplicate_of)
        self.connection.execute(_UPDATE, (*values, article_id))
        self.connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (article_id, packed.body))
        self._tag(article_id, article.tags)
        self._count_article(article, packed, place.item_id, is_read=self._is_read(article_id))

    def move(self, article_id: int, place: Place) -> None:
        """Says where an unchanged article stands now; it is no longer gone. The index must see a new location."""
        self.set_gone([article_id], gone=False)
        stays = self.connection.execute(
            "UPDATE articles SET item_id = ?, record = ?, ordinal = ? WHERE id = ? AND location = ?",
            (place.item_id, place.record, place.ordinal, article_id, place.location),
        )
        if not stays.rowcount:
            self.connection.execute(
                "UPDATE articles SET item_id = ?, record = ?, ordinal = ?, location = ?, revision = ? WHERE id = ?",
                (place.item_id, place.record, place.ordinal, place.location, self._next_revision(), article_id),
            )

    def set_gone(self, article_ids: Iterable[int], *, gone: bool) -> int:
        """Says that a file no longer holds articles, or holds them again; returns how many changed."""
        changed = 0
        for article_id in article_ids:
            before = self.connection.execute("SELECT gone FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
            if before != gone:
                self.connection.execute("UPDATE articles SET gone = ? WHERE id = ?", (gone, article_id))
                changed += bool(before) != gone
        self.count("total", "gone", changed if gone else -changed)
        return changed

    def attach(self, article_id: int, place: Place) -> None:
        """Gives an article whose source was removed a place again."""
        if place.item_id is not None:
            name = str(self._source_of(place.item_id))
            self.count("source", name, 1)
            self.count("read", name, self._is_read(article_id))
        self.move(article_id, place)

    def detach(self, article_ids: Sequence[int], source_id: int) -> None:
        """Takes the source from articles that stay when it is removed. They count as gone until a file holds them."""
        self.set_gone(article_ids, gone=True)
        self.connection.executemany("UPDATE articles SET item_id = NULL WHERE id = ?", [(id_,) for id_ in article_ids])
        self.count("source", str(source_id), -len(article_ids))
        self.count("read", str(source_id), -sum(map(self._is_read, article_ids)))

    def find_unattached(self, packed: Packed) -> int | None:
        """Returns an article without a source that has the same content, None when there is none."""
        found = self.connection.execute(
            "SELECT id FROM articles WHERE body_digest IS ? AND digest = ? AND item_id IS NULL ORDER BY id LIMIT 1",
            (packed.body_digest, packed.digest),
        ).fetchone()
        return found[0] if found else None

    def remove(self, article_ids: Iterable[int]) -> int:
        """Removes articles with their marks; returns how many there were."""
        removed = 0
        for article_id in article_ids:
            if self.connection.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is None:
                continue
            body_digest, duplicate_of = self._uncount_article(article_id)
            if body_digest:
                self._stale_groups.add(body_digest)
            self.count("total", "duplicates", -(duplicate_of is not None))
            self.connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            self.connection.execute("INSERT INTO removals VALUES (?, ?)", (self._next_revision(), article_id))
            removed += 1
        return removed

    def finish(self) -> None:
        """Settles duplicates and counters, before the transaction is committed."""
        for digest in self._stale_groups:
            self._regroup(digest)
        self.connection.execute(
            "UPDATE counters SET count = ? WHERE kind = 'total' AND name = 'revision'", (self._revision,)
        )
        changed = [(kind, name, count) for (kind, name), count in self._counts.items() if count]
        self.connection.executemany(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count", changed
        )
        self.connection.execute("DELETE FROM counters WHERE count = 0 AND kind <> 'total'")

    # ---- the parts of a change ------------------------------------------------------------------------------------

    def _values(
        self, article: Article, place: Place, packed: Packed, duplicate_of: int | None
    ) -> tuple[str | int | bytes | None, ...]:
        return (
            place.item_id,
            place.record,
            place.ordinal,
            place.location,
            packed.digest,
            packed.body_digest,
            packed.date_key,
            packed.words,
            self._next_revision(),
            duplicate_of,
            *(JSON.encode(value) if isinstance(value, tuple) else value for value in head_of(article)),
        )

    def _next_revision(self) -> int:
        self._revision += 1
        return self._revision

    def _tag(self, article_id: int, tags: Iterable[str]) -> None:
        for folded in {fold_tag(tag) for tag in tags}:
            self.connection.execute("INSERT INTO article_tags VALUES (?, ?)", (folded, article_id))

    def _original(self, body_digest: bytes | None) -> int | None:
        if body_digest is None:
            return None
        found: int | None = self.connection.execute(
            "SELECT min(id) FROM articles WHERE body_digest = ?", (body_digest,)
        ).fetchone()[0]
        return found

    def _regroup(self, digest: bytes) -> None:
        first, articles, duplicates = self.connection.execute(
            "SELECT min(id), count(*), count(duplicate_of) FROM articles WHERE body_digest = ?", (digest,)
        ).fetchone()
        if not articles:
            return
        self.connection.execute(
            "UPDATE articles SET duplicate_of = nullif(?1, id)"
            " WHERE body_digest = ?2 AND duplicate_of IS NOT nullif(?1, id)",
            (first, digest),
        )
        self.count("total", "duplicates", articles - 1 - duplicates)

    # ---- counters -------------------------------------------------------------------------------------------------

    def _count_article(self, article: Article, packed: Packed, item_id: int | None, *, is_read: bool) -> None:
        facts = (packed.words, packed.date_key is None, article.language, article.outlet, article.section)
        self._count((*facts, self._source_of(item_id), is_read), 1)

    def _uncount_article(self, article_id: int) -> tuple[bytes | None, int | None]:
        """Takes an article out of the counters and the tags; returns its body digest and what it duplicates."""
        *facts, gone, tags, body_digest, duplicate_of = self.connection.execute(_FACTS, (article_id,)).fetchone()
        self._count(facts, -1)
        self.count("total", "gone", -(gone > 0))
        for folded in {fold_tag(tag) for tag in json.loads(tags)}:
            self.connection.execute(
                "DELETE FROM article_tags WHERE folded = ? AND article_id = ?", (folded, article_id)
            )
        return body_digest, duplicate_of

    def count(self, kind: str, name: str, step: int) -> None:
        """Adds to a counter, with the transaction."""
        self._counts[kind, name] += step

    def _count(self, facts: Iterable[Any], step: int) -> None:
        words, undated, language, outlet, section, source_id, is_read = facts
        self.count("total", "articles", step)
        self.count("total", "words", step * words)
        self.count("total", "undated", step * undated)
        for kind, name in (("language", language), ("outlet", outlet), ("section", section), ("source", source_id)):
            if name is not None:
                self.count(kind, str(name), step)
        if is_read and source_id is not None:
            self.count("read", str(source_id), step)

    def _is_read(self, article_id: int) -> bool:
        return (
            self.connection.execute("SELECT 1 FROM marks WHERE article_id = ? AND read", (article_id,)).fetchone()
            is not None
        )

    def _source_of(self, item_id: int | None) -> int | None:
        if item_id is None:
            return None
        if item_id not in self._sources:
            self._sources[item_id] = self.connection.execute(
                "SELECT source_id FROM items WHERE id = ?", (item_id,)
            ).fetchone()[0]
        return self._sources[item_id]
