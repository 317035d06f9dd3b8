from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import LibraryDamagedError, LibraryError, LibraryNotFoundError, LibraryTooNewError
from index.library import Library
from index.library.migrations import MIGRATIONS
from tests.index.library.making import article, put


def test_a_library_is_made_where_nothing_is(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "library"
    with Library.open(folder) as library:
        put(library, article())
        assert library.folder == folder
        assert library.search_folder == folder / "search"
    with Library.open(folder, create=False) as library:
        assert library.count() == 1


def test_an_empty_folder_becomes_a_library(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    assert (tmp_path / "library.db").exists()


def test_nothing_is_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFoundError, match="dateline add"):
        Library.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"not ours")
    with pytest.raises(LibraryError, match="other things"):
        Library.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(LibraryError):
        Library.open(tmp_path / "file")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("My diary. " * 500)
    with pytest.raises(LibraryDamagedError):
        Library.open(tmp_path)
    assert (tmp_path / "library.db").read_text().startswith("My diary.")


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE books (title TEXT)")
    other.close()
    with pytest.raises(LibraryDamagedError, match="another program"):
        Library.open(tmp_path)


def test_a_newer_library_is_refused(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "library.db")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LibraryTooNewError, match="newest Dateline"):
        Library.open(tmp_path)


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.count()
