"""What an answer's `Content-Encoding` packed, unpacked piece by piece: never more than a limit."""

from __future__ import annotations

import zlib
from importlib import import_module
from typing import Any, Final, Protocol

from index.errors import BrokenInputError, InputTooLargeError
from index.sources.item import MEBIBYTE

_EITHER: Final = 47  # zlib: a gzip or a zlib header, whichever is there
_RAW: Final = -15
_MOST_CODINGS: Final = 2
_GZIP: Final = b"\x1f\x8b"
_ADVICE: Final = "Sync again later; if it stays, tell its publisher."


class _Coding(Protocol):
    def unpack(self, data: bytes, limit: int) -> bytes:
        """What comes out, at most a little more than `limit` bytes of it."""

    def ended(self) -> bool:
        """Whether what went in was whole."""


class _Zlib:
    """gzip, one member after another, and deflate, with a header or without."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_EITHER)
        self._first = True

    def unpack(self, data: bytes, limit: int) -> bytes:
        parts: list[bytes] = []
        room = limit + 1
        while data and room > 0:
            part = self._step(data, room)
            parts.append(part)
            room -= len(part)
            data = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                data = self._unpacker.unused_data
                if not data.startswith(_GZIP):
                    break
                self._unpacker = zlib.decompressobj(_EITHER)
        return b"".join(parts)

    def _step(self, data: bytes, room: int) -> bytes:
        first, self._first = self._first, False
        try:
            return self._unpacker.decompress(data, room)
        except zlib.error:
            if not first or data.startswith(_GZIP):
                raise
            self._unpacker = zlib.decompressobj(_RAW)
            return self._unpacker.decompress(data, room)

    def ended(self) -> bool:
        return self._unpacker.eof


class _Brotli:
    """br, where its library is installed."""

    def __init__(self, library: Any) -> None:
        self._unpacker = library.Decompressor()

    def unpack(self, data: bytes, limit: int) -> bytes:
        parts: list[bytes] = []
        room = limit + 1
        while room > 0:
            part = self._unpacker.process(data, output_buffer_limit=room)
            data = b""
            parts.append(part)
            room -= len(part)
            if not part or self._unpacker.can_accept_more_data():
                break
        return b"".join(parts)

    def ended(self) -> bool:
        return bool(self._unpacker.is_finished())


class _Plain:
    def unpack(self, data: bytes, limit: int) -> bytes:  # noqa: ARG002 - as the others
        return data

    def ended(self) -> bool:
        return True


def accepted_codings() -> str:
    """The value of `Accept-Encoding`."""
    return "gzip, deflate" if _brotli() is None else "gzip, deflate, br"


def _brotli() -> Any | None:
    try:
        found = import_module("brotli")
    except ImportError:
        return None
    return found if hasattr(found.Decompressor, "can_accept_more_data") else None  # older ones know no limit


class Unpacking:
    """The body of one answer, as it comes.

    Args:
        codings: the value of `Content-Encoding`.
        limit: the most bytes that may come out.
        location: the address, for errors.

    Raises:
        BrokenInputError: it is packed in a way that is not known here.
    """

    def __init__(self, codings: str, limit: int, location: str) -> None:
        names = [name.strip().lower() for name in codings.split(",")]
        wanted = [name for name in names if name not in {"", "identity"}]
        if len(wanted) > _MOST_CODINGS:
            raise BrokenInputError("the answer is packed too many times", location, _ADVICE)
        self._codings = [self._coding(name, location) for name in reversed(wanted)]
        self._limit = limit
        self._location = location
        self._parts: list[bytes] = []
        self._size = 0
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Takes the next piece of the answer.

        Raises:
            InputTooLargeError: more than the limit comes out.
            BrokenInputError: it is damaged.
        """
        self._begun = self._begun or bool(data)
        try:
            for coding in self._codings:
                data = coding.unpack(data, self._limit)
        except Exception as error:  # zlib's, or whatever brotli's library raises
            raise BrokenInputError("the answer is damaged: it does not unpack", self._location, _ADVICE) from error
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._limit:
            raise InputTooLargeError(
                f"the answer is larger than {self._limit / MEBIBYTE:g} MB",
                self._location,
                "Nothing of it is kept. Ask its publisher for a shorter one.",
            )

    def content(self) -> bytes:
        """The whole content.

        Raises:
            BrokenInputError: it broke off.
        """
        if self._begun and not all(coding.ended() for coding in self._codings):
            raise BrokenInputError("the answer broke off", self._location, "Sync again later.")
        return b"".join(self._parts)

    def _coding(self, name: str, location: str) -> _Coding:
        if name in {"gzip", "x-gzip", "deflate"}:
            return _Zlib()
        library = _brotli()
        if name == "br" and library is not None:
            return _Brotli(library)
        from index.cleaning.safety import safe_line

        raise BrokenInputError(f"the answer is packed as {safe_line(name)[:20]}, unasked", location, _ADVICE)
