"""Many names or queries, one a line: which lines can be asked, and what each found as a row of a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from index.types import Summary

LONGEST_LINE = 10_000
"""Characters of a line: of a longer query the rest would not be read."""

OUTLETS = 3
"""So many outlets are named, the most frequent ones."""

NOTHING_STATED = "it states nothing to look for"

_BYTES = 4 * LONGEST_LINE + 2  # of the longest line in UTF-8, with its end
_HEADER = ("query", "hits", "first", "last", "outlets", "repairs")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, counted from 1. With a problem it cannot be asked; the query is what can be shown of it."""

    number: int
    query: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What the query of a line found. Days are ISO 8601; `repairs` say how the query was mended."""

    line: int
    query: str
    understood: str
    total: int
    first: str | None
    last: str | None
    outlets: tuple[tuple[str, int], ...]
    repairs: tuple[str, ...]


class _Writable(Protocol):
    def write(self, text: str, /) -> object: ...


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """Read the lines that say something; none takes more memory than the longest one that can be asked."""
    number = 0
    while data := file.readline(_BYTES):
        number += 1
        too_long = len(data) == _BYTES and not data.endswith(b"\n")
        while too_long and data and not data.endswith(b"\n"):
            data = file.readline(_BYTES)
        line = Line(number, "", _TOO_LONG) if too_long else _line(number, data)
        if line.query or line.problem:
            yield line


def lines_in(text: str) -> Iterator[Line]:
    """The same of text that was pasted."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _checked(number, line)


def row_of(line: Line, summary: Summary) -> Row | Line:
    """The row of a line that was asked; the line with its problem where it asked for nothing."""
    understood = summary.understood
    if understood.is_empty and line.query.strip("() ") != "*":  # `*` asks for every article
        return Line(line.number, line.query, NOTHING_STATED)
    facts = (summary.total, summary.first, summary.last, summary.outlets, understood.repairs)
    return Row(line.number, line.query, understood.spoken, *facts)


def write_csv(rows: Iterable[Row], file: _Writable, *, header: bool = True) -> None:
    """Write a table for a spreadsheet. Outlets begin with their counts, so that none is taken for a formula."""
    table = csv.writer(file, lineterminator="\n")
    if header:
        table.writerow(_HEADER)
    for row in rows:
        table.writerow((row.query, row.total, row.first, row.last, outlets_text(row.outlets), "; ".join(row.repairs)))


def json_of(row: Row) -> dict[str, Any]:
    """The row as a plain object."""
    return {
        "line": row.line,
        "query": row.query,
        "understood": row.understood,
        "total": row.total,
        "first": row.first,
        "last": row.last,
        "outlets": [list(outlet) for outlet in row.outlets],
        "repairs": list(row.repairs),
    }


def export(rows: Iterable[Row], suffix: str) -> str:
    """The rows as the text of a file: `.json` is one array, `.jsonl` an object a line, all else CSV."""
    if suffix == ".json":
        return json.dumps([json_of(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    if suffix == ".jsonl":
        return "".join(json.dumps(json_of(row), ensure_ascii=False) + "\n" for row in rows)
    parts: list[str] = []
    write_csv(rows, _Parts(parts))
    return "".join(parts)


def outlets_text(outlets: Iterable[tuple[str, int]]) -> str:
    """`12 Port Ansel Mail, 3 Fictional Post`."""
    return ", ".join(f"{count:,} {name}" for name, count in outlets)


_TOO_LONG = f"it is longer than {LONGEST_LINE:,} characters"


@dataclass(frozen=True, slots=True)
class _Parts:
    parts: list[str]

    def write(self, text: str, /) -> None:
        self.parts.append(text)


def _line(number: int, data: bytes) -> Line:
    try:
        text = data.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        return Line(number, _printable(data.decode(errors="replace")), "it is not UTF-8 text")
    return _checked(number, text)


def _checked(number: int, text: str) -> Line:
    query = _printable(text)
    return Line(number, query[:LONGEST_LINE], _TOO_LONG if len(query) > LONGEST_LINE else None)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text).strip()
