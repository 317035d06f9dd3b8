"""Is the database sound? And what can be derived anew is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import LibraryDamagedError
from index.library.codec import fold_tag, unpack_body
from index.library.database import Database
from index.library.lock import WriteLock
from index.library.store import Library

_SHOWN = 10
_PAGE = 500

_TOTALS = """
    SELECT 'total', 'articles', count(*) FROM articles
    UNION ALL SELECT 'total', 'words', coalesce(sum(words), 0) FROM articles
    UNION ALL SELECT 'total', 'gone', count(*) FROM articles WHERE gone
    UNION ALL SELECT 'total', 'duplicates', count(duplicate_of) FROM articles
    UNION ALL SELECT 'total', 'undated', count(*) FROM articles WHERE date_key IS NULL
    UNION ALL SELECT 'total', 'revision', max(
        (SELECT count FROM counters WHERE kind = 'total' AND name = 'revision'),
        (SELECT coalesce(max(revision), 0) FROM articles), (SELECT coalesce(max(revision), 0) FROM removals))
    UNION ALL SELECT 'language', language, count(*) FROM articles WHERE language IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'outlet', outlet, count(*) FROM articles WHERE outlet IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'section', section, count(*) FROM articles WHERE section IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'source', CAST(i.source_id AS TEXT), count(*)
              FROM articles a JOIN items i ON i.id = a.item_id GROUP BY 2
    UNION ALL SELECT 'read', CAST(i.source_id AS TEXT), count(*)
              FROM marks m JOIN articles a ON a.id = m.article_id JOIN items i ON i.id = a.item_id
              WHERE m.read GROUP BY 2
"""
_DUPLICATES = """
    SELECT a.id, nullif(g.first, a.id)
    FROM articles a JOIN (SELECT body_digest, min(id) AS first FROM articles WHERE body_digest IS NOT NULL GROUP BY 1) g
         ON g.body_digest = a.body_digest
    WHERE a.duplicate_of IS NOT nullif(g.first, a.id)
    UNION ALL SELECT id, NULL FROM articles WHERE body_digest IS NULL AND duplicate_of IS NOT NULL
"""
_BODIES = """
    SELECT a.id, a.location, a.item_id, i.source_id, a.gone, b.data
    FROM articles a LEFT JOIN bodies b ON b.article_id = a.id LEFT JOIN items i ON i.id = a.item_id
    WHERE a.id > ? ORDER BY 1 LIMIT ?
"""
_TAGS = "SELECT fold_tag(value), articles.id FROM articles, json_each(articles.tags)"
_ORPHANS = {
    "tags that cannot be looked up": f"SELECT count(*) FROM ({_TAGS} EXCEPT SELECT * FROM article_tags)",  # noqa: S608 - constants
    "tags that no article has": f"SELECT count(*) FROM (SELECT * FROM article_tags EXCEPT {_TAGS})",  # noqa: S608 - constants
}


def examine(library: Library) -> list[str]:
    """Returns what is wrong with the database, a sentence each; nothing when it is sound. O(library)."""
    database = library.database
    try:
        damage = [str(line) for (line,) in database.rows("PRAGMA integrity_check(10)") if line != "ok"]
        if damage:
            return [f"the database is damaged: {line}" for line in damage]
        with database.snapshot():
            return list(_examine_contents(database))
    except LibraryDamagedError as error:
        return [str(error)]


def mend(library: Library, lock: WriteLock) -> set[int]:
    """Makes anew what follows from the articles: counters, duplicates, tags for look-up.

    Files that hold articles whose bodies are damaged count as not read; returns the sources whose sync reads them.
    """
    with library.writing(lock) as writer:
        connection = writer.connection
        for article_id, original in connection.execute(_DUPLICATES).fetchall():
            connection.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (original, article_id))
        connection.execute("DELETE FROM article_tags")
        connection.create_function("fold_tag", 1, fold_tag, deterministic=True)
        connection.execute(f"INSERT OR IGNORE INTO article_tags {_TAGS}")
        counted = connection.execute(_TOTALS).fetchall()
        connection.execute("DELETE FROM counters")
        connection.executemany("INSERT INTO counters VALUES (?, ?, ?)", counted)
        connection.execute("PRAGMA optimize")
        damaged = [one for one in _damaged_articles(library.database) if one.item_id is not None]
        # A digest that no content has: what is read from the file differs, and takes the damaged body's place.
        connection.executemany("UPDATE articles SET digest = x'' WHERE id = ?", [(one.id,) for one in damaged])
        connection.executemany("UPDATE items SET complete = 0 WHERE id = ?", [(one.item_id,) for one in damaged])
        return {one.source_id for one in damaged if one.source_id is not None}


def _examine_contents(database: Database) -> Iterator[str]:
    for table, row, parent, _ in database.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to nothing in {parent}"
    database.connection().create_function("fold_tag", 1, fold_tag, deterministic=True)
    for what, sql in _ORPHANS.items():
        count = database.rows(sql)[0][0]
        if count:
            yield f"{count:,} {what}"
    kept = {(kind, name): count for kind, name, count in database.rows("SELECT * FROM counters")}
    true = {(kind, name): count for kind, name, count in database.rows(_TOTALS)}
    for kind, name in sorted(kept.keys() | true.keys()):
        if kept.get((kind, name)) != true.get((kind, name)):
            yield f"the counter of {kind} {name!r} is wrong: it should be {true.get((kind, name), 0):,}"
    wrong = len(database.rows(_DUPLICATES))
    if wrong:
        yield f"{wrong:,} articles say wrongly what they duplicate"
    damaged = list(_damaged_articles(database))
    yield from (one.told for one in damaged[:_SHOWN])
    if len(damaged) > _SHOWN:
        yield f"{len(damaged) - _SHOWN:,} more articles have a damaged body"


@dataclass(frozen=True, slots=True)
class _Damaged:
    """An article whose body cannot be read, with the file and the source that it is from."""

    id: int
    location: str
    item_id: int | None
    source_id: int | None
    gone: bool

    @property
    def told(self) -> str:
        lost = "; its file is no longer there: put it back to have it read anew" if self.gone else ""
        return f"article {self.id} has a damaged body: {self.location}{lost}"


def _damaged_articles(database: Database) -> Iterator[_Damaged]:
    last = 0
    while page := database.rows(_BODIES, (last, _PAGE)):
        for article_id, location, item_id, source_id, gone, data in page:
            try:
                unpack_body(data or b"")
            except ValueError:
                yield _Damaged(article_id, location, item_id, source_id, bool(gone))
        last = page[-1][0]
