"""Everything that can go wrong, as one family.

Each error says what happened, to what, and what to do next; `str(error)` is ready to be shown. Queries typed by a
person never raise any of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class DatelineError(Exception):
    """The root of the family.

    Args:
        what: what happened, a clause without a full stop ("the library cannot be written").
        subject: what it happened to: a path, an id, a name. Shown as it is; must be safe text.
        advice: the next step, a sentence.
    """

    def __init__(self, what: str, subject: str = "", advice: str = "") -> None:
        super().__init__(what, subject, advice)
        self.what = what
        self.subject = subject
        self.advice = advice

    def __str__(self) -> str:
        head = f"{self.what}: {self.subject}" if self.subject else self.what
        return f"{head}. {self.advice}" if self.advice else head


class UsageError(DatelineError, ValueError):
    """A setting, an option or an argument that means nothing. Exit code 2."""


class InputError(DatelineError):
    """One input that could not be read; the run goes on. Exit code 3."""


class SourceNotFoundError(InputError):
    """The file or folder named does not exist."""


class UnreadableError(InputError):
    """The system refused: permissions, an I/O error."""


class NotAnArticleError(InputError):
    """The input was read but holds no article: binary data, an empty file, a list of files."""


class BrokenInputError(InputError):
    """The input is damaged: a truncated gzip, a broken zip, JSON that does not parse."""


class InputTooLargeError(InputError):
    """The input is over a limit that keeps memory bounded: size, ratio, depth."""


class MissingLibraryError(InputError):
    """The form needs a library that is not installed; the advice names the extra that brings it."""


class FetchError(InputError):
    """An address could not be fetched: no connection, a refusal, an answer that means nothing or never ends.

    Attributes:
        lasting: asking again will not help: there is nothing at the address.
        until: the server asked not to be asked before.
    """

    lasting: bool = False
    until: datetime | None = None


class LibraryError(DatelineError):
    """The library could not be used. Exit code 4."""


class LibraryNotFoundError(LibraryError):
    """There is no library at that place, and none was to be made."""


class LibraryNotWritableError(LibraryError):
    """The library's folder or database cannot be written."""


class LibraryLockedError(LibraryError):
    """Another process is reading articles in; `subject` says which."""


class LibraryDamagedError(LibraryError):
    """The database is not a library or fails its integrity check."""


class LibraryTooNewError(LibraryError):
    """The database was written by a newer Dateline."""


class DiskFullError(LibraryError):
    """No space left for the library."""


class SearchIndexError(DatelineError):
    """The derived index is missing, stale or damaged; it is rebuilt, never repaired."""


class ArticleNotFoundError(DatelineError, LookupError):
    """No article has that id. Exit code 1."""


class SearchCancelledError(DatelineError):
    """A search was overtaken by a newer one; nobody shows this."""
