"""The database's schema, in words and as the list of steps that make it.

A library is one SQLite file in WAL mode. `application_id` tells it from other SQLite files, `user_version` is the
number of the steps below that were taken. All tables are STRICT.

about        `identity` tells this library from every other one: what is derived from it names it.
sources      What articles come from. `path` is the absolute path as the file system's bytes, `label` the same as shown
             text, `mapping` the user's field names as a JSON object, `last_sync` an ISO time in UTC. `kind` is
             "files" for a folder, file or archive; a "feed" or a "page" has its address as `path` and `label`;
             "links" is a file of links, with `file:///…` as `path`.
addresses    What is kept of a source with an address: its own `title`, the `full_page` setting, what makes the next
             request conditional (`etag`, `last_modified`, and `digest` of the content), and `waits_until`, the ISO time
             in UTC before which its server does not want to be asked.
originals    What was fetched for an item of such a source, to be cleaned again without the network: `entry` is what the
             feed says of it (JSON), `page` the web page, both compressed by zlib; `url` is where the page is, `fetched`
             when it came. `attempts` counts how often it could not be fetched since; 0 when there is nothing to fetch.
items        Files that sources hold. `key` is the absolute path as bytes; an item belongs to one source, the first that
             found it. `size`, `mtime_ns` and `digest` (blake2b, 16 bytes) are those of the file when it was last read
             to its end. `complete` is 0 while it was not: it is read again by the next sync. `failed` is 1 when nothing
             could be read from it. `present` is 0 when the file has vanished. An item of a feed or a page has a key
             made of the source's id and its own name; its `digest` is that of what the feed says of it.
failures     Inputs that could not be read, with the message. Those of an item last until it is read again; those of no
             item (a folder that may not be listed) until the source is synced again.
articles     What lists show of an article, and what finds it again. `record` is its key inside the file, `ordinal` its
             place in the file's order. `digest` covers everything recovered, `body_digest` the words of the body.
             `duplicate_of` is the lowest id with the same body digest, NULL for that one. `gone` is 1 when its file no
             longer holds it, 2 when the file has vanished, otherwise 0. `revision` is the number of its last change:
             numbers rise in the order of commits. `date_key` sorts by publication (see codec.date_key), NULL when
             undated. `authors` and `tags` are JSON arrays; `published` and `language` are text as in types.Article. An
             article whose source was removed has no item and is gone. Ids are never used twice.
bodies       Standfirst, evidence and blocks of an article: JSON, compressed by zlib.
article_tags The articles' own tags, folded for look-up.
marks        What the person made of an article; no row means nothing yet. `note` is never empty.
mark_tags    The person's tags: as typed, folded for look-up, `ordinal` in the person's order.
removals     A tombstone for each article that was removed, with the revision of the removal.
rules        What the person said of lines: `action` is "drop" or "keep", `text` the line, `alike` 1 when all lines are
             meant that differ in case and numbers only. It holds for the articles at or under `path` (the file
             system's bytes), of `record` alone where that is set; without a path for all articles of the source.
             `scope` and `place` say that for people. `state` is "pending" until the files that have such a line are
             to be read again, then "settled"; "removed" until the same is done after it was taken back.
repetitions  Lines that come again in the pasted pages of a folder (its absolute path as bytes): `sample` is a digest of
             the names, sizes and times of the files that they were learned from, `lines` as cleaning.repeated packs
             them.
saved        Queries kept under a name. `folded` is the name as it is compared. `saved` and `looked` are ISO times in
             UTC: when the query was kept, and when its results were last looked at (NULL: never).
saved_sets   Articles of a saved search, a bitmap for every 4,096 ids (see bitmaps): kind "known" are its results when
             they were last looked at, kind "seen" those that were seen in its review. Ids of removed articles may
             stay: they never come again.
queries      What was asked last in the search box: the higher the id, the later.
counters     Maintained sums, so that totals cost nothing: kind "total" holds articles, words, gone, duplicates, undated
             and revision; kinds "language", "outlet", "section" and "source" count articles by name (a source's name
             is its id), kind "read" those of a source that are read. Rows that fall to 0 are removed, except totals.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import count

APPLICATION_ID = 0x444C494E
"""Marks the file as a Dateline library: "DLIN"."""

_FIRST = """
CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL UNIQUE,
    label TEXT NOT NULL,
    mapping TEXT NOT NULL DEFAULT '{}',
    last_sync TEXT
) STRICT;

CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES sources(id),
    key BLOB NOT NULL UNIQUE,
    location TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB,
    complete INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    present INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX items_of_source ON items(source_id);
CREATE INDEX items_by_digest ON items(digest) WHERE digest IS NOT NULL;

CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    item_id INTEGER REFERENCES items(id) ON DELETE CASCADE,
    location TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX failures_of_source ON failures(source_id);
CREATE INDEX failures_of_item ON failures(item_id);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id INTEGER REFERENCES items(id),
    record TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    location TEXT NOT NULL,
    digest BLOB NOT NULL,
    body_digest BLOB,
    duplicate_of INTEGER,
    gone INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL,
    date_key INTEGER,
    words INTEGER NOT NULL,
    headline TEXT NOT NULL,
    authors TEXT NOT NULL,
    place TEXT,
    section TEXT,
    outlet TEXT,
    published TEXT,
    language TEXT,
    url TEXT,
    tags TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX articles_by_revision ON articles(revision);
CREATE INDEX articles_newest ON articles(date_key DESC);
CREATE INDEX articles_oldest ON articles(date_key);
CREATE INDEX articles_by_length ON articles(words);
CREATE INDEX articles_of_item ON articles(item_id, ordinal);
CREATE INDEX articles_by_body ON articles(body_digest) WHERE body_digest IS NOT NULL;
CREATE INDEX articles_duplicate ON articles(id) WHERE duplicate_of IS NOT NULL;
CREATE INDEX articles_gone ON articles(id) WHERE gone;

CREATE TABLE bodies (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE article_tags (
    folded TEXT NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (folded, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE marks (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    rating INTEGER NOT NULL DEFAULT 0 CHECK (rating IN (-1, 0, 1)),
    note TEXT CHECK (note <> ''),
    block INTEGER,
    offset INTEGER
) STRICT;
CREATE INDEX marks_read ON marks(article_id) WHERE read;
CREATE INDEX marks_starred ON marks(article_id) WHERE starred;
CREATE INDEX marks_rated ON marks(rating) WHERE rating <> 0;
CREATE INDEX marks_noted ON marks(article_id) WHERE note IS NOT NULL;

CREATE TABLE mark_tags (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    tag TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (article_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_tags_by_tag ON mark_tags(folded);

CREATE TABLE removals (
    revision INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL
) STRICT;

CREATE TABLE saved (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
"""


def _make_first_schema(connection: sqlite3.Connection) -> None:
    for statement in _FIRST.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    import secrets

    connection.execute("INSERT INTO about VALUES ('identity', ?)", (secrets.token_hex(16),))
    totals = ("articles", "words", "gone", "duplicates", "undated", "revision")
    connection.executemany("INSERT INTO counters VALUES ('total', ?, 0)", [(name,) for name in totals])


_SAVED = (
    """CREATE TABLE saved (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    saved TEXT,
    looked TEXT
) STRICT""",
    """CREATE TABLE saved_sets (
    saved_id INTEGER NOT NULL REFERENCES saved(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('known', 'seen')),
    block INTEGER NOT NULL,
    bits BLOB NOT NULL,
    PRIMARY KEY (saved_id, kind, block)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
) STRICT""",
)


def _follow_saved_searches(connection: sqlite3.Connection) -> None:
    """Of names that differ in their case only, the later ones get a number: they are one name now."""
    from index.library.codec import fold_tag

    old = connection.execute("SELECT name, query FROM saved ORDER BY name").fetchall()
    connection.execute("DROP TABLE saved")
    for statement in _SAVED:
        connection.execute(statement)
    taken: set[str] = set()
    for name, query in old:
        free = next(each for each in _numbered(name) if fold_tag(each) not in taken)
        taken.add(fold_tag(free))
        connection.execute("INSERT INTO saved (name, folded, query) VALUES (?, ?, ?)", (free, fold_tag(free), query))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({number})" for number in count(2))


_ADDRESSES = (
    "ALTER TABLE sources ADD COLUMN kind TEXT NOT NULL DEFAULT 'files'",
    """CREATE TABLE addresses (
    source_id INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    title TEXT,
    full_page TEXT NOT NULL DEFAULT 'short' CHECK (full_page IN ('never', 'short', 'always')),
    etag TEXT,
    last_modified TEXT,
    digest BLOB,
    waits_until TEXT
) STRICT""",
    """CREATE TABLE originals (
    item_id INTEGER PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
    entry BLOB,
    url TEXT,
    page BLOB,
    fetched TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT""",
    "CREATE INDEX originals_wanted ON originals(item_id) WHERE attempts",
    """INSERT INTO counters
    SELECT 'read', CAST(i.source_id AS TEXT), count(*)
    FROM marks m JOIN articles a ON a.id = m.article_id JOIN items i ON i.id = a.item_id WHERE m.read GROUP BY 2""",
)


def _fetch_from_addresses(connection: sqlite3.Connection) -> None:
    """Sources may be feeds and pages, and what is read is counted by source."""
    for statement in _ADDRESSES:
        connection.execute(statement)


_RULES = """CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    scope TEXT NOT NULL CHECK (scope IN ('article', 'file', 'folder', 'source')),
    path BLOB,
    record TEXT,
    action TEXT NOT NULL CHECK (action IN ('drop', 'keep')),
    alike INTEGER NOT NULL CHECK (alike IN (0, 1)),
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    created TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'settled', 'removed'))
) STRICT"""


def _keep_rules(connection: sqlite3.Connection) -> None:
    connection.execute(_RULES)


_REPETITIONS = """CREATE TABLE repetitions (
    folder BLOB PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    sample BLOB NOT NULL,
    lines BLOB NOT NULL
) STRICT"""


def _keep_repetitions(connection: sqlite3.Connection) -> None:
    connection.execute(_REPETITIONS)


Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[Migration, ...] = (
    _make_first_schema,
    _follow_saved_searches,
    _fetch_from_addresses,
    _keep_rules,
    _keep_repetitions,
)
"""Step n brings a library of version n to version n + 1. Steps are only ever added at the end."""


def migrate(connection: sqlite3.Connection, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Takes the missing steps, in one transaction that the caller has begun."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(steps[version:], start=version + 1):
        step(connection)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
