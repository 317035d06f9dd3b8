"""Tables (CSV, TSV): one article a row, by the names of the columns; also what reading lists export so."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain
from typing import Any, Final

from index.errors import BrokenInputError, InputTooLargeError, NotAnArticleError
from index.parsing.decode import STRAY_BYTES, decode, looks_binary
from index.parsing.exports import grouped_highlights
from index.parsing.records import Parsed, RecordReader
from index.parsing.registry import ParseContext
from index.sources.item import MEBIBYTE, RawDocument
from index.sources.names import suffix_of

_SAMPLE: Final = 64 * 1024
_DELIMITERS: Final = (",", ";", "\t", "|")
_HIGHLIGHTS: Final = frozenset({"Highlight", "Book Title", "Book Author"})
_SEPARATOR: Final = "sep="  # a first line that Excel writes
_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})


class CsvParser:
    """Reads tables whose first row names the columns."""

    kind = "csv"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .csv or .tsv."""
        return suffix_of(name) in {".csv", ".tsv"}

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[Parsed]:
        """One document a row.

        Raises:
            NotAnArticleError: no row is an article, or it is no table.
            InputTooLargeError: a line is longer than the limit of a text.
        """
        with closing(table_records(document, context.limits.text)) as records:
            yield from RecordReader(document, context, "csv").documents(records)


CSV = CsvParser()


def table_records(document: RawDocument, limit: int) -> Generator[Any, None, None]:
    """The rows of a table by the names of its columns, an InputError for each that cannot be made out.

    Raises:
        NotAnArticleError: it is no table.
        InputTooLargeError: a line is longer than `limit`.
    """
    sample = document.stream.peek(_SAMPLE)[:_SAMPLE]  # type: ignore[attr-defined]  # a BufferedReader
    if looks_binary(sample):
        raise NotAnArticleError("this is binary data, not a table", document.location, "Remove it, or rename it.")
    encoding = decode(sample)[1]
    errors = STRAY_BYTES if encoding in _UTF8 else "replace"
    text = io.TextIOWrapper(document.stream, encoding, errors=errors, newline="")
    try:
        yield from _records(_lines(text, limit, document.location), limit)
    finally:
        text.detach()  # the stream is not ours to close


def _records(lines: Iterator[str], limit: int) -> Iterator[Any]:
    first = next(lines, "")
    delimiter = _delimiter(first)
    if first.lower().startswith(_SEPARATOR):
        delimiter = first.strip()[len(_SEPARATOR) :][:1] or delimiter
        first = next(lines, "")
    csv.field_size_limit(limit)
    reader = csv.reader(chain([first], lines), delimiter=delimiter)
    header = next(reader, [])
    rows = _rows(reader, [name.strip() for name in header])
    yield from grouped_highlights(rows, limit) if set(header) >= _HIGHLIGHTS else rows


def _lines(text: io.TextIOWrapper, limit: int, location: str) -> Iterator[str]:
    while line := text.readline(limit + 1):
        if len(line) > limit:
            raise InputTooLargeError(f"it has a line of more than {limit // MEBIBYTE} MB", location, "Split it up.")
        yield line


def _delimiter(line: str) -> str:
    """The sign that parts most columns in the first row."""
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _rows(reader: Any, header: list[str]) -> Iterator[dict[str, str] | BrokenInputError]:
    """The rows by column; an error for each that cannot be made out."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BrokenInputError(f"the row cannot be made out ({error})", "", "Check its quotation marks.")
            continue
        if any(row):
            yield _record(header, row)


def _record(header: list[str], row: list[str]) -> dict[str, str]:
    """The row by column; of two columns of the same name the first that has a value."""
    record: dict[str, str] = {}
    for name, value in zip(header, row, strict=False):
        if name and not record.get(name):
            record[name] = value
    return record
