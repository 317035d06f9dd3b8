"""Errors met in the files of the index, told apart: no space, no permission, damage."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DatelineError, DiskFullError, LibraryNotWritableError, SearchIndexError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn whatever reading or writing index files raises into one of ours.

    Any error at all can come from a damaged file: Whoosh checks little of what it reads.

    Raises:
        DiskFullError: no space is left.
        LibraryNotWritableError: a file cannot be written.
        SearchIndexError: everything else: the index is damaged.
    """
    try:
        yield
    except (DatelineError, MemoryError):
        raise
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise _disk_full(folder) from error
        raise _damaged(error) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise _disk_full(folder) from error
        if error.errno in _NOT_WRITABLE:
            raise LibraryNotWritableError(
                "the search index cannot be written", str(folder), "Check the permissions of the folder."
            ) from error
        raise _damaged(error) from error
    except Exception as error:
        raise _damaged(error) from error


def _disk_full(folder: Path) -> DiskFullError:
    return DiskFullError(
        "no space is left for the search index",
        str(folder),
        "Free some space and sync again; the articles read in are kept.",
    )


def _damaged(error: Exception) -> SearchIndexError:
    return SearchIndexError("the search index is damaged", f"{type(error).__name__}: {error}")
