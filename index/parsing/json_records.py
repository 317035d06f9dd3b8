"""JSON: one article a record, whether the records are lines, an array, one object, or a list inside an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.parsing.json_fields import looks_like_article
from index.parsing.json_stream import read_records
from index.parsing.records import Parsed, RecordReader
from index.parsing.registry import ParseContext
from index.sources.item import RawDocument
from index.sources.names import suffix_of


class JsonParser:
    """Reads JSON and JSON lines."""

    kind = "json"

    def accepts(self, name: str, head: bytes) -> bool:
        """A JSON suffix, or a name without one and content that begins as objects do."""
        return suffix_of(name) in {".json", ".jsonl", ".ndjson"} or head.lstrip().startswith((b'{"', b'[{"'))

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[Parsed]:
        """One document a record.

        Raises:
            NotAnArticleError: no record is an article.
        """
        lines = suffix_of(document.name) in {".jsonl", ".ndjson"}
        records = read_records(document.stream, lines=lines, limit=context.limits.text, is_record=looks_like_article)
        reading = RecordReader(document, context)
        if lines:
            yield from reading.documents(records)
            return
        first = next(records, None)
        second = next(records, None)
        if second is None and isinstance(first, dict):
            yield from reading.only(first)
        else:
            yield from reading.documents(_chained(first, second, records))


JSON = JsonParser()


def _chained(first: Any, second: Any, rest: Iterator[Any]) -> Iterator[Any]:
    for record in (first, second):
        if record is not None:
            yield record
    yield from rest
