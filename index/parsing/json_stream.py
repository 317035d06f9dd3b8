"""JSON as a stream of records, in bounded memory: lines, arrays, objects one after another, lists in objects."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

import ijson

from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, InputError, InputTooLargeError
from index.parsing.decode import STRAY_BYTES, decode
from index.sources.item import MEBIBYTE

_CHUNK: Final = 64 * 1024
_SKIP: Final = 1024 * 1024
_LIST_DEPTH: Final = 3

_LIST_WORDS: Final = "articles items results hits docs documents data records entries stories posts rows news value"
LIST_KEYS: Final = frozenset(_LIST_WORDS.split())
"""Keys (in lower case) of an object that is only the wrapping of a list of records."""

Record = Any
"""What JSON may hold: a dict where all is well."""

IsRecord = Callable[[Record], bool]


def read_records(stream: BinaryIO, *, lines: bool, limit: int, is_record: IsRecord) -> Iterator[Record | InputError]:
    """The records of a JSON document, in order. What is broken comes as an InputError (its subject empty).

    Args:
        stream: the bytes; UTF-8, or another encoding by its byte order mark.
        lines: the name says that each line is a record; otherwise the content decides.
        limit: bytes of the longest record.
        is_record: tells a record that is wanted from the wrapping of a list of records.

    After a broken line the next line goes on; a broken array or object ends the document.
    """
    stream = _as_utf8(stream)
    first = stream.readline(limit + 1)
    if _are_lines(first, limit, named=lines):
        yield from _lines(first, stream, limit)
    else:
        yield from _values(first, stream, limit, is_record)


def _are_lines(first: bytes, limit: int, *, named: bool) -> bool:
    start = first.strip()
    if named:
        return not (start.startswith(b"[") or start in {b"", b"{"})
    if not start.startswith(b"{") or len(first) > limit:
        return False
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True


# ---- lines ----


def _lines(first: bytes, stream: BinaryIO, limit: int) -> Iterator[Record | InputError]:
    line = first
    while line:
        if len(line) > limit:
            yield InputTooLargeError(f"a line of more than {limit // MEBIBYTE} MB is no article", "", "Split it up.")
            _skip_line(line, stream)
        elif not line.isspace():
            yield _record(line)
        line = stream.readline(limit + 1)


def _skip_line(line: bytes, stream: BinaryIO) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_SKIP)


def _record(line: bytes) -> Record | InputError:
    try:
        try:
            return json.loads(line.decode("utf-8"), strict=False)
        except UnicodeDecodeError:
            return json.loads(decode(line)[0], strict=False)
    except (ValueError, RecursionError) as error:
        return BrokenInputError(f"the line is not JSON ({_reason(error)})", "", "Mend the line.")


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at character {error.pos + 1:,}"
    return "nested too deep" if isinstance(error, RecursionError) else "a value that cannot be read"


# ---- arrays, objects, lists in objects ----


def _values(first: bytes, stream: BinaryIO, limit: int, is_record: IsRecord) -> Iterator[Record | InputError]:
    builder = _Builder(is_record)
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, multiple_values=True, use_float=True)
    waiting = 0  # bytes since the last record was complete
    for chunk in _chunks(first, stream):
        broken = _feed(parser, chunk)
        before = builder.taken
        yield from builder.take(events)
        del events[:]
        if broken is not None:
            yield _broken(broken, builder.taken)
            return
        waiting = 0 if builder.taken > before else waiting + len(chunk)
        if waiting > limit:
            yield InputTooLargeError(f"a record of more than {limit // MEBIBYTE} MB is no article", "", "Split it up.")
            return


def _feed(parser: Any, chunk: bytes) -> Exception | None:
    """Gives a chunk to the parser, or closes it after the last (an empty one); what it found broken."""
    try:
        if chunk:
            parser.send(chunk)
        else:
            parser.close()
    except (ijson.JSONError, ValueError) as error:
        return error
    return None


def _chunks(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The document in UTF-8, stray bytes made good, and an empty chunk at its end."""
    decoder = codecs.getincrementaldecoder("utf-8")(STRAY_BYTES)
    for start in range(0, len(first), _CHUNK):
        yield decoder.decode(first[start : start + _CHUNK]).encode("utf-8")
    while data := stream.read(_CHUNK):
        if chunk := decoder.decode(data).encode("utf-8"):
            yield chunk
    if rest := decoder.decode(b"", final=True).encode("utf-8"):
        yield rest
    yield b""


def _broken(error: Exception, count: int) -> BrokenInputError:
    where = f"after record {count:,}" if count else "from its beginning"
    words = safe_line(str(error).partition("\n")[0])[:120]
    return BrokenInputError(f"the JSON is broken {where} ({words})", "", "Mend the file, then sync again.")


@dataclass(slots=True)
class _Open:
    """A container that is not complete yet. `key` is what an object fills next; `let_go`: records of it are gone."""

    container: dict[str, Record] | list[Record]
    key: str = ""
    let_go: bool = False


class _Builder:
    """Puts values together from events, and lets go of a record as soon as it is complete."""

    def __init__(self, is_record: IsRecord) -> None:
        self.taken = 0
        self._is_record = is_record
        self._open: list[_Open] = []

    def take(self, events: list[tuple[str, Any]]) -> Iterator[Record]:
        """The records that these events complete."""
        for event, value in events:
            if event == "map_key":
                self._open[-1].key = value
            elif event == "start_map":
                self._open.append(_Open({}))
            elif event == "start_array":
                self._open.append(_Open([]))
            elif event.startswith("end"):
                ended = self._open.pop()
                if ended.let_go:
                    self._mark_let_go()
                else:
                    yield from self._place(ended.container)
            else:
                yield from self._place(value)

    def _mark_let_go(self) -> None:
        if self._open:
            self._open[-1].let_go = True

    def _place(self, value: Record) -> Iterator[Record]:
        """Puts a complete value where it belongs, or lets it go."""
        if not self._open:
            if value != []:
                self.taken += 1
                yield value
            return
        outer = self._open[-1]
        if isinstance(outer.container, dict):
            outer.container[outer.key] = value
        elif outer.let_go or len(self._open) == 1 or self._opens_list(value):
            outer.let_go = True
            self.taken += 1
            yield value
        else:
            outer.container.append(value)

    def _opens_list(self, value: Record) -> bool:
        """Whether a value is the first record of a list that is all there is in its wrapping."""
        *wrapping, inner = self._open
        if inner.container or not 0 < len(wrapping) <= _LIST_DEPTH or wrapping[-1].key.lower() not in LIST_KEYS:
            return False
        if any(isinstance(outer.container, list) or self._is_record(outer.container) for outer in wrapping):
            return False
        return bool(self._is_record(value))


# ---- encodings ----


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream without a byte order mark, and in UTF-8 where the mark says UTF-16 or UTF-32."""
    head = stream.peek(4)[:4]  # type: ignore[attr-defined]  # a BufferedReader
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return stream
    for marks, encoding in (
        ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),
        ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
    ):
        if head.startswith(marks):
            return cast("BinaryIO", io.BufferedReader(_Transcoded(stream, encoding)))
    return stream


class _Transcoded(io.RawIOBase):
    """A stream of another encoding, as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer is always ours
        while not self._ready:
            data = self._stream.read(_CHUNK)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
            if not data and not self._ready:
                return 0
        taken, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
