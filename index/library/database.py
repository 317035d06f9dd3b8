"""The SQLite file: one connection a thread, its settings, transactions, and SQLite's errors in our words."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from index.errors import (
    DiskFullError,
    LibraryDamagedError,
    LibraryError,
    LibraryLockedError,
    LibraryNotWritableError,
    LibraryTooNewError,
)
from index.library.migrations import APPLICATION_ID, MIGRATIONS, Migration, migrate

BUSY_SECONDS = 10.0
"""How long a transaction waits for another one."""

_WAL_LIMIT = 64 * 1024 * 1024
_CACHE_KIB = 16 * 1024
_RETRY_SECONDS = 0.02

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NOT_WRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# What SQLite says when a file cannot grow but the system's reason is not "no space": a quota, a limit on file size.
_CANNOT_GROW = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE})
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

REPAIR_ADVICE = "Run `dateline check` to see what is wrong; restore the file from a backup if it cannot be repaired."
WRITABLE_ADVICE = "Check the permissions of the folder, or name another one with --library."
SPACE_ADVICE = "Free some space and try again; everything committed so far is kept."


@contextmanager
def translated(subject: str) -> Iterator[None]:
    """Turns SQLite's and the system's errors into the library's.

    Raises:
        LibraryError: or the member of its family that fits.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _in_our_words(error, subject) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFullError("no space is left for the library", subject, SPACE_ADVICE) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise LibraryNotWritableError("the library cannot be written", subject, WRITABLE_ADVICE) from error
        raise LibraryError(f"the library could not be used ({error.strerror})", subject, WRITABLE_ADVICE) from error


def _in_our_words(error: sqlite3.Error, subject: str) -> LibraryError:
    extended: int = getattr(error, "sqlite_errorcode", 0) or 0
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended in _CANNOT_GROW:
        return DiskFullError("no space is left for the library", subject, SPACE_ADVICE)
    if code in _DAMAGED:
        return LibraryDamagedError("the library's database is damaged", subject, REPAIR_ADVICE)
    if code in _NOT_WRITABLE:
        return LibraryNotWritableError("the library cannot be written", subject, WRITABLE_ADVICE)
    if code in _BUSY:
        return LibraryLockedError("the library is busy", subject, "Another process is writing; try again in a moment.")
    return LibraryError(f"the library's database failed ({error})", subject, REPAIR_ADVICE)


class Database:
    """Connections to one library's SQLite file. Usable from any thread: each gets its own connection.

    Args:
        path: the database file.
        writable: False opens it for reading only, also where nothing can be written.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self._local = threading.local()
        self._guard = threading.Lock()
        self._open: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._closed = False

    # ---- connections ----------------------------------------------------------------------------------------------

    def connection(self) -> sqlite3.Connection:
        """Returns this thread's connection.

        Raises:
            LibraryError: it cannot be opened, or the library was closed.
        """
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            return found
        with translated(str(self.path)):
            made = self._connect_writable() if self.writable else self._connect_reading()
        with self._guard:
            if self._closed:
                made.close()
                raise LibraryError("the library is closed", str(self.path))
            self._forget_dead_threads()
            self._open.append((threading.current_thread(), made))
        self._local.connection = made
        return made

    def close(self) -> None:
        """Closes the connections of all threads. The library cannot be used after it."""
        with self._guard:
            self._closed = True
            for _thread, connection in self._open:
                with suppress(sqlite3.Error):
                    connection.close()
            self._open.clear()
        self._local = threading.local()

    def _forget_dead_threads(self) -> None:
        for entry in [entry for entry in self._open if not entry[0].is_alive()]:
            entry[1].close()
            self._open.remove(entry)

    def _connect(self, parameters: str) -> sqlite3.Connection:
        # isolation_level None: transactions begin where the code says so. Threads are told apart by `connection`;
        # `close` alone is called from another one.
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{parameters}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
        )

    def _connect_writable(self) -> sqlite3.Connection:
        connection = self._connect("mode=rw")
        try:
            _settle(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_reading(self) -> sqlite3.Connection:
        # WAL needs a shared memory file beside the database; where it cannot be made the file is read as it stands.
        problem: sqlite3.Error | None = None
        for parameters in ("mode=ro", "mode=ro&immutable=1"):
            connection = self._connect(parameters)
            try:
                _settle(connection)
            except sqlite3.OperationalError as error:
                connection.close()
                problem = error
            else:
                return connection
        assert problem is not None  # noqa: S101 - the loop ran
        raise problem

    # ---- reading --------------------------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Returns all rows of a query."""
        connection = self.connection()
        with translated(str(self.path)):
            return connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Returns the first row of a query, None when there is none."""
        connection = self.connection()
        with translated(str(self.path)):
            found: tuple[Any, ...] | None = connection.execute(sql, parameters).fetchone()
            return found

    def column(self, sql: str, parameters: Sequence[Any] = ()) -> array[int]:
        """Returns the one integer column of a query."""
        connection = self.connection()
        with translated(str(self.path)):
            return array("q", chain.from_iterable(connection.execute(sql, parameters)))

    def scratch(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Runs a statement on this connection's own temporary tables; returns how many rows it changed."""
        connection = self.connection()
        with translated(str(self.path)):
            return connection.execute(sql, parameters).rowcount

    def scratch_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs a statement on this connection's own temporary tables for each of `parameters`."""
        connection = self.connection()
        with translated(str(self.path)):
            connection.execute("BEGIN")
            connection.executemany(sql, parameters)
            connection.execute("COMMIT")

    def scratch_script(self, sql: str) -> None:
        """Runs statements on this connection's own temporary tables."""
        connection = self.connection()
        with translated(str(self.path)):
            connection.executescript(sql)

    def version(self) -> int:
        """Returns a number that changes when anybody has committed something."""
        connection = self.connection()
        with translated(str(self.path)):
            seen: int = connection.execute("PRAGMA data_version").fetchone()[0]
        return seen + connection.total_changes

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that this thread reads inside is of one moment."""
        connection = self.connection()
        with translated(str(self.path)):
            connection.execute("BEGIN")
        try:
            yield
        finally:
            with translated(str(self.path)):
                connection.execute("COMMIT")

    # ---- writing --------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, wait: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end, rolled back on an exception.

        Args:
            wait: how many seconds to wait for another one to end.

        Raises:
            LibraryLockedError: it did not end in that time.
            LibraryNotWritableError: the library was opened for reading only.
            DiskFullError: nothing of this transaction is kept, everything before it is.
        """
        if not self.writable:
            raise LibraryNotWritableError("the library is open for reading only", str(self.path), WRITABLE_ADVICE)
        connection = self.connection()
        with translated(str(self.path)):
            connection.execute(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def execute_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs a statement for each of `parameters`, in one transaction."""
        with self.transaction() as connection:
            connection.executemany(sql, parameters)


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()


# ---- making and checking the file -----------------------------------------------------------------------------------


def create(path: Path) -> None:
    """Makes the database file if it is not there, with no table in it yet."""
    with translated(str(path)):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def prepare(path: Path, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Brings the schema up to date.

    Raises:
        LibraryDamagedError: the file is not a library.
        LibraryTooNewError: it was written by a newer Dateline.
    """
    with translated(str(path)):
        connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            if verify(connection, path, steps):
                return
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            migrate(connection, steps)
            connection.execute("COMMIT")
        finally:
            connection.close()


def verify(connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...] = MIGRATIONS) -> bool:
    """Returns whether the schema is up to date.

    Raises:
        LibraryDamagedError: the file is not a library.
        LibraryTooNewError: it was written by a newer Dateline.
    """
    connection.execute("BEGIN")  # somebody may be making the library between one question and the next
    try:
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    finally:
        if connection.in_transaction:  # an error may have ended it
            connection.execute("ROLLBACK")
    if application != APPLICATION_ID and (tables or version or application):
        raise LibraryDamagedError(
            "the file is a database of another program", str(path), "Name another folder with --library."
        )
    if version > len(steps):
        raise LibraryTooNewError(
            f"the library was written by a newer Dateline (format {version}, this one reads {len(steps)})",
            str(path),
            "Install the newest Dateline.",
        )
    return version == len(steps)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # The change of the journal mode does not wait for other connections by itself.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
