from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from index.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryLockedError,
    LibraryNotFoundError,
    LibraryTooNewError,
)
from index.library import Library
from index.library.database import verify
from index.library.migrations import MIGRATIONS, migrate
from tests.index.library.disks import read_only
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


def test_the_home_of_nobody_is_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LibraryError, match="whole path"):
        Library.open(Path("~nobody-of-that-name/library"))
    assert list(tmp_path.iterdir()) == []


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


def lose_content(path: Path) -> None:
    path.write_bytes(b"")


def snapshot(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("lose", [lose_content, Path.unlink])
@pytest.mark.parametrize("trace", ["search", "library.db-wal", "library.lock"])
def test_a_lost_database_is_not_replaced_by_an_empty_one(
    tmp_path: Path, trace: str, lose: Callable[[Path], None], *, create: bool
) -> None:
    Library.open(tmp_path).close()
    lose(tmp_path / "library.db")
    (tmp_path / trace).mkdir() if trace == "search" else (tmp_path / trace).write_bytes(b"kept")
    before = snapshot(tmp_path)
    for _ in range(2):
        with pytest.raises(LibraryDamagedError, match=r"backup.*begin anew.*--library"):
            Library.open(tmp_path, create=create)
        assert snapshot(tmp_path) == before


def test_a_lost_database_is_noticed_where_nothing_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        put(library, article())
    (folder / "library.db").write_bytes(b"")
    with read_only(folder), pytest.raises(LibraryDamagedError, match="backup"):
        Library.open(folder)


def test_libraries_are_made_at_once_in_one_place(tmp_path: Path) -> None:
    def make(_number: int) -> str:
        with Library.open(tmp_path / "library") as library, suppress(LibraryLockedError), library.write_lock("test"):
            pass
        with Library.open(tmp_path / "library") as library:
            return library.identity()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(32)))) == 1


def test_a_library_made_while_it_is_looked_at_is_no_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()

    def make_the_library(statement: str) -> None:
        if "user_version" not in statement:
            return
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            migrate(other, MIGRATIONS)
            with suppress(sqlite3.OperationalError):  # who looks may hold it off
                other.execute("COMMIT")

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_trace_callback(make_the_library)
        verify(connection, path)


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
