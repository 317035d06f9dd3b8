"""The records of a WARC file, one after another, whatever stands between them; ISO 28500.

Sizes are known before anything is read, so that a file of many gigabytes passes through little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from index.errors import BrokenInputError
from index.sources.item import MEBIBYTE

_HEAD_LIMIT: Final = 64 * 1024
_LINE_LIMIT: Final = 16 * 1024
_CHUNK: Final = MEBIBYTE
_MAGIC: Final = b"WARC/"
_ADVICE: Final = "The records after it are read."


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: its number in the file, its header as it stands, the header's values by lower-case name, its block.

    The block is empty where it was not asked for.
    """

    number: int
    head: bytes
    values: dict[str, str]
    block: bytes


class WarcRecords:
    """Reads records. `kinds` are the values of WARC-Type whose blocks are wanted, of up to `limit` bytes.

    `passed` counts the records of other kinds, and those that are larger.
    """

    def __init__(self, stream: BinaryIO, kinds: frozenset[str], limit: int) -> None:
        self._stream = stream
        self._kinds = kinds
        self._limit = limit
        self._number = 0
        self.passed = 0

    def __iter__(self) -> Iterator[WarcRecord | BrokenInputError]:
        """The wanted records; an error for each damaged place, after which the next record is looked for."""
        line = self._next_line()
        while line:
            if not line.startswith(_MAGIC):
                yield BrokenInputError("what stands here is no record", f"#{self._number + 1}", _ADVICE)
                line = self._sought()
                continue
            self._number += 1
            head = self._head(line)
            values = _values(head)
            length = values.get("content-length", "")
            if not (length.isascii() and length.isdecimal() and len(length) < 16):  # noqa: PLR2004 - a petabyte
                yield BrokenInputError("the record does not say how long it is", f"#{self._number}", _ADVICE)
                line = self._sought()
                continue
            yield from self._record(head, values, int(length))
            line = self._next_line()

    def _record(self, head: bytes, values: dict[str, str], length: int) -> Iterator[WarcRecord | BrokenInputError]:
        wanted = values.get("warc-type", "").lower() in self._kinds and length <= self._limit
        block = bytearray()
        left = length
        while left and (chunk := self._stream.read(min(left, _CHUNK))):
            left -= len(chunk)
            if wanted:
                block += chunk
        if left:
            yield BrokenInputError("the record ends too early", f"#{self._number}", "Fetch or copy the file again.")
        elif wanted:
            yield WarcRecord(self._number, head, values, bytes(block))
        else:
            self.passed += 1

    def _head(self, first: bytes) -> bytes:
        """The header from its first line on, to the blank line; cut at a limit, where it has no end."""
        head = bytearray(first)
        while len(head) < _HEAD_LIMIT and (line := self._stream.readline(_LINE_LIMIT)):
            head += line
            if not line.strip():
                break
        return bytes(head)

    def _next_line(self) -> bytes:
        """The next line that is not blank; b"" at the end."""
        while (line := self._stream.readline(_LINE_LIMIT)) and not line.strip():
            pass
        return line

    def _sought(self) -> bytes:
        """The next line that begins a record; b"" at the end."""
        while (line := self._stream.readline(_LINE_LIMIT)) and not line.startswith(_MAGIC):
            pass
        return line


def _values(head: bytes) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            values.setdefault(name.strip().lower(), value.strip())
    return values
