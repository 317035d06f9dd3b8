"""Errors met in the files of the index, told apart: no space, no permission, damage."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DatelineError, DiskFullError, LibraryNotWritableError, SearchIndexError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever reading index files raises into one error of ours.

    Any error at all can come from a damaged array: one number of it may point anywhere.

    Raises:
        SearchIndexError: the index is damaged, or cannot be read.
    """
    try:
        yield
    except (DatelineError, MemoryError):
        raise
    except FileNotFoundError as error:
        raise SearchIndexError(
            "the search index is damaged", f"{Path(error.filename or '').name} is missing"
        ) from error
    except OSError as error:
        raise SearchIndexError("the search index cannot be read", str(error)) from error
    except Exception as error:
        raise SearchIndexError("the search index is damaged", f"{type(error).__name__}: {error}") from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn whatever reading and writing index files raises into errors of ours.

    Raises:
        DiskFullError: no space is left.
        LibraryNotWritableError: a file cannot be written.
        SearchIndexError: everything else: the index is damaged.
    """
    with reading():
        try:
            yield
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise DiskFullError(
                    "no space is left for the search index",
                    str(folder),
                    "Free some space and sync again; the articles read in are kept.",
                ) from error
            if error.errno in _NOT_WRITABLE:
                raise LibraryNotWritableError(
                    "the search index cannot be written", str(folder), "Check the permissions of the folder."
                ) from error
            raise
