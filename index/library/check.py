"""Is the database sound? And what can be derived anew is."""

from __future__ import annotations

from collections.abc import Iterator

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
"""
_DUPLICATES = """
    SELECT a.id, nullif(g.first, a.id)
    FROM articles a JOIN (SELECT body_digest, min(id) AS first FROM articles WHERE body_digest IS NOT NULL GROUP BY 1) g
         ON g.body_digest = a.body_digest
    WHERE a.duplicate_of IS NOT nullif(g.first, a.id)
    UNION ALL SELECT id, NULL FROM articles WHERE body_digest IS NULL AND duplicate_of IS NOT NULL
"""
_TAGS = "SELECT fold_tag(value), articles.id FROM articles, json_each(articles.tags)"
_ORPHANS = {
    "articles without a body": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM bodies)",
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


def mend(library: Library, lock: WriteLock) -> None:
    """Makes anew what follows from the articles: counters, duplicates, tags for look-up."""
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
    unreadable = list(_unreadable_bodies(database))
    if unreadable:
        yield f"{len(unreadable):,} articles have a damaged body: {', '.join(map(str, unreadable[:_SHOWN]))}"


def _unreadable_bodies(database: Database) -> Iterator[int]:
    last = 0
    while page := database.rows(
        "SELECT article_id, data FROM bodies WHERE article_id > ? ORDER BY 1 LIMIT ?", (last, _PAGE)
    ):
        for article_id, data in page:
            try:
                unpack_body(data)
            except ValueError:
                yield article_id
        last = page[-1][0]
