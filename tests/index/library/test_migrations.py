"""Libraries of older forms are brought up to date; the steps are never edited, only added to."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import LibraryNotWritableError
from index.library import Library, database
from index.library.migrations import APPLICATION_ID, MIGRATIONS
from tests.index.library.disks import read_only
from tests.index.library.making import article, put


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall()
    connection.close()
    return found


def add_nickname(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE sources ADD COLUMN nickname TEXT NOT NULL DEFAULT 'none'")


def fail(_connection: sqlite3.Connection) -> None:
    raise sqlite3.OperationalError("the power went")


def test_every_version_leads_to_the_same_schema(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.db"
    database.create(fresh)
    database.prepare(fresh)
    for version in range(1, len(MIGRATIONS)):
        old = tmp_path / f"{version}.db"
        database.create(old)
        database.prepare(old, MIGRATIONS[:version])
        database.prepare(old)
        assert schema(old) == schema(fresh)


def test_a_later_step_upgrades_a_library_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        put(library, article("Kept"))
    path = tmp_path / "library.db"
    database.prepare(path, (*MIGRATIONS, add_nickname))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("SELECT headline FROM articles").fetchall() == [("Kept",)]
        connection.execute("SELECT nickname FROM sources")
    connection.close()


def test_a_step_that_fails_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        put(library, article("Kept"))
    before = schema(tmp_path / "library.db")
    with pytest.raises(Exception, match="the power went"):
        database.prepare(tmp_path / "library.db", (*MIGRATIONS, add_nickname, fail))
    assert schema(tmp_path / "library.db") == before
    with Library.open(tmp_path) as library:
        assert library.count() == 1


def test_a_library_left_half_made_is_finished(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    with Library.open(tmp_path) as library:
        assert library.count() == 0


def test_an_old_library_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    database.create(folder / "library.db")
    with sqlite3.connect(folder / "library.db") as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    with read_only(folder), pytest.raises(LibraryNotWritableError, match="upgrade"):
        Library.open(folder)


def test_all_tables_are_strict(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    tables = [sql for _name, sql in schema(tmp_path / "library.db") if sql.startswith("CREATE TABLE")]
    assert len(tables) > 14
    assert all("STRICT" in sql for sql in tables if "sqlite_sequence" not in sql)


def test_saved_searches_of_the_first_form_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database.create(path)
    database.prepare(path, MIGRATIONS[:1])
    with sqlite3.connect(path) as connection:
        rows = [("Tide", "tide wall"), ("tide", "tide OR flood"), ("Mayor", "mayor")]
        connection.executemany("INSERT INTO saved VALUES (?, ?)", rows)
    connection.close()
    with Library.open(tmp_path) as library:
        kept = {saved.name: (saved.query, saved.saved, saved.looked) for saved in library.saved_searches()}
    assert kept == {
        "Tide": ("tide wall", None, None),
        "tide (2)": ("tide OR flood", None, None),
        "Mayor": ("mayor", None, None),
    }


def test_what_is_read_of_each_source_is_counted_in_older_libraries(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database.create(path)
    database.prepare(path, MIGRATIONS[:2])
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO sources (path, label) VALUES (x'2f61', '/a')")
        connection.execute("INSERT INTO items VALUES (1, 1, x'2f612f62', '/a/b', 0, 0, NULL, 1, 0, 1)")
        connection.execute(
            "INSERT INTO articles"
            " (item_id, record, ordinal, location, digest, revision, words, headline, authors, tags)"
            " VALUES (1, '', 1, '/a/b', x'00', 1, 1, 'H', '[]', '[]'), (1, '', 2, '/a/b', x'00', 2, 1, 'H', '[]', '[]')"
        )
        connection.execute("INSERT INTO counters VALUES ('source', '1', 2)")
        connection.execute("INSERT INTO marks (article_id, read) VALUES (1, 1), (2, 0)")
    connection.close()
    with Library.open(tmp_path) as library:
        (source,) = library.sources()
    assert (source.articles, source.unread, source.kind) == (2, 1, "files")
