"""The library: one folder with the database (the truth) and the search index (derived)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.errors import (
    DiskFullError,
    LibraryDamagedError,
    LibraryError,
    LibraryNotFoundError,
    LibraryNotWritableError,
)
from index.library import database, lock
from index.library.articles import Articles
from index.library.database import WRITABLE_ADVICE, Database
from index.library.facets import Facets
from index.library.idsets import IdSets
from index.library.lock import Patience, WriteLock, no_patience
from index.library.marks import MarkKeeping
from index.library.saved import AskedQueries, SavedSearches
from index.library.sources import SourceListing
from index.library.stats import Statistics

if TYPE_CHECKING:
    from index.library.writer import ArticleWriter

DATABASE_NAME = "library.db"
LOCK_NAME = "library.lock"
SEARCH_NAME = "search"

_DATABASE_FILES = frozenset(DATABASE_NAME + suffix for suffix in ("", "-journal", "-wal", "-shm"))
_TRACES = (SEARCH_NAME, LOCK_NAME, f"{DATABASE_NAME}-wal")
_LOST_ADVICE = "Restore it from a backup. To begin anew, move the folder away, or name another one with --library."
_PATIENCE = 120.0  # seconds that reading in waits for marks: a million at once take a while


class Library(Articles, AskedQueries, IdSets, Facets, MarkKeeping, SavedSearches, SourceListing, Statistics):
    """A library. Usable from several threads at once. Made by `Library.open`.

    Attributes:
        folder: the library's folder.
        search_folder: where the derived search index stands.
        writable: False when the folder or its file system allows reading only.
    """

    def __init__(self, folder: Path, *, writable: bool) -> None:
        super().__init__()
        self.folder = folder
        self.search_folder = folder / SEARCH_NAME
        self.writable = writable
        self.database = Database(folder / DATABASE_NAME, writable=writable)

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Self:
        """Opens the library in a folder, making it when `create` is true and nothing is there.

        Raises:
            LibraryNotFoundError: there is none and `create` is false.
            LibraryNotWritableError: there is none and none can be made.
            LibraryDamagedError: the database is damaged or lost, or belongs to another program.
            LibraryTooNewError: a newer Dateline wrote it.
            LibraryError: the folder holds other things.
        """
        try:
            folder = folder.expanduser().absolute()
        except RuntimeError:
            raise LibraryError("nobody of that name has a home folder", str(folder), "Write the whole path.") from None
        path = folder / DATABASE_NAME
        with database.translated(str(folder)):
            # Asked before the size: who makes a library this very moment leaves traces only beside a filled database.
            has_traces = any((folder / name).exists() for name in _TRACES)
            size = path.stat().st_size if path.exists() else None
        if has_traces and not size:  # a new library in its place would hide the loss
            what = "is missing" if size is None else "is empty"
            raise LibraryDamagedError(f"the library's database {what}", str(path), _LOST_ADVICE)
        if size is None:
            _make(folder, path, create=create)
        writable = os.access(path, os.W_OK) and os.access(folder, os.W_OK)
        try:
            return cls._open(folder, path, writable=writable)
        except (DiskFullError, LibraryNotWritableError) as error:
            if not writable:
                raise
            try:
                return cls._open(folder, path, writable=False)  # what is there can still be read
            except LibraryError:
                raise error from None

    @classmethod
    def _open(cls, folder: Path, path: Path, *, writable: bool) -> Self:
        if writable:
            database.prepare(path)
        library = cls(folder, writable=writable)
        try:
            library._verify()
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Closes the library for all threads."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write_lock(self, purpose: str, patience: Patience = no_patience) -> AbstractContextManager[WriteLock]:
        """The right to write articles: one process at a time. `purpose` is told to those that come second.

        Raises:
            LibraryLockedError: somebody else holds it, and `patience` has run out; the subject says who.
            LibraryNotWritableError: the library is open for reading only.
        """
        if not self.writable:
            raise LibraryNotWritableError("the library cannot be written", str(self.folder), WRITABLE_ADVICE)
        return lock.write_lock(self.folder / LOCK_NAME, purpose, patience)

    @contextmanager
    def writing(self, held: WriteLock) -> Iterator[ArticleWriter]:
        """A transaction that writes articles, committed at its end. Keep it short: marks wait for it.

        Raises:
            LibraryError: the lock is not held.
            DiskFullError: nothing of the transaction is kept.
        """
        if not held.held:
            raise LibraryError("articles are written under the write lock only", held.purpose)
        from index.library.writer import ArticleWriter

        with self.database.transaction(wait=_PATIENCE) as connection:
            writer = ArticleWriter(connection)
            yield writer
            writer.finish()

    def _verify(self) -> None:
        connection = self.database.connection()
        with database.translated(str(self.database.path)):
            if not database.verify(connection, self.database.path):
                raise LibraryNotWritableError(
                    "the library needs an upgrade but cannot be written", str(self.folder), WRITABLE_ADVICE
                )


def _make(folder: Path, path: Path, *, create: bool) -> None:
    if not create:
        raise LibraryNotFoundError("there is no library", str(folder), "Make one with `dateline add SOURCE`.")
    with database.translated(str(folder)):
        if folder.exists() and not folder.is_dir():
            raise LibraryError("the library's place is a file", str(folder), "Name a folder with --library.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What another process may be making right now is nothing strange.
        others = set(os.listdir(folder)) - {*_DATABASE_FILES, LOCK_NAME, SEARCH_NAME}  # noqa: PTH208 - names only
    if others:
        raise LibraryError(
            "the folder holds other things and no library", str(folder), "Name a new or an empty folder with --library."
        )
    database.create(path)
