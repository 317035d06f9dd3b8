"""What the sources hand over: files that can be stat'ed, and the documents inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.errors import InputError, MissingLibraryError, UnreadableError
from index.types import Failure

MEBIBYTE = 1024 * 1024

_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\xa0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LOW_SURROGATE = 0xDC00


@dataclass(frozen=True, slots=True)
class Limits:
    """What keeps memory and time bounded, whatever the input. Sizes in bytes.

    `text`: one text, or one JSON record. `unpacked`: everything that comes out of one packed file. `ratio`: unpacked to
    packed, judged once `ratio_from` bytes came out. `nesting`: archives in archives. `members`: in one archive.
    `nested`: one archive inside another (it is kept in a temporary file meanwhile).
    """

    text: int = 16 * MEBIBYTE
    unpacked: int = 64 * 1024 * MEBIBYTE
    ratio: int = 250
    ratio_from: int = 64 * MEBIBYTE
    nesting: int = 4
    members: int = 1_000_000
    nested: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class SourceItem:
    r"""A file that may hold articles.

    `location` is the path as shown text: control characters and line ends escaped (`\n`), bytes that are not UTF-8
    as `\xNN`. `key` is the absolute path in the file system's own bytes. `section` is the name of the folder that
    holds the file, where that looks like a section. `outright` says that the user named this very file.
    """

    path: Path
    size: int
    mtime_ns: int
    location: str
    key: bytes
    section: str | None = None
    outright: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document of a file, unpacked, not yet parsed.

    `name` is its base name without packing suffixes; `member` its path inside an archive (shown text, "" for the
    file itself); `section` as in `SourceItem`. `stream` (buffered, with `peek`) is valid until the next document is
    asked for; reading raises InputError where the input is damaged or over a limit.
    """

    location: str
    name: str
    member: str
    section: str | None
    stream: BinaryIO
    outright: bool = False


def shown_path(path: str) -> str:
    r"""A path as one line of safe text: `\n`, `\x1b`, `\xff` for an undecodable byte, `\u202e`."""
    return _HIDDEN.sub(_escaped, path)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if _LOW_SURROGATE <= code < _LOW_SURROGATE + 0x100:  # how Python carries a byte that does not decode
        return f"\\x{code - _LOW_SURROGATE:02x}"
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in named:
        return named[character]
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - the last code of two digits


def unreadable(error: OSError, location: str) -> UnreadableError:
    """The error for what the system will not let us read."""
    if isinstance(error, PermissionError):
        return UnreadableError("there is no permission to read", location, "Change its permissions, or leave it out.")
    reason = error.strerror or error
    return UnreadableError(f"the system could not read ({reason})", location, "Check the disk, then sync again.")


def failure(error: InputError, location: str) -> Failure:
    """The failure at a place: what happened and the next step, with the error's subject where it says more."""
    subject = "" if error.subject == location else error.subject
    again = isinstance(error, (MissingLibraryError, UnreadableError))
    return Failure(location, str(type(error)(error.what, subject, error.advice)), again)
