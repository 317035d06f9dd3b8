"""Which parser reads which document. A new format is a module with a Parser, and one line here."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from index.cleaning.document import ParsedDocument
from index.sources.item import Limits, RawDocument
from index.sources.names import archive_kind, suffix_of
from index.types import Failure


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What a parser may need beside the document: the user's field mapping (`field -> dotted key`), and the limits."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Parser(Protocol):
    """Reads one format. Stateless: one object serves every document and thread."""

    kind: str

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a document with this base name and these first bytes (up to 4 KiB) is of the format."""
        ...

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """The articles of a document, one after another.

        What cannot be read but lets the rest be read is yielded as a Failure. Raises InputError for the rest.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: its suffixes ("" for none) and where its parser is, as "module:name", loaded when needed."""

    kind: str
    suffixes: frozenset[str]
    parser: str


_FORMATS: dict[str, Format] = {}
_BY_SUFFIX: dict[str, Format] = {}
_PARSERS: dict[str, Parser] = {}


def register(kind: str, suffixes: frozenset[str], parser: str) -> None:
    """Adds a format, or puts another parser in the place of one of the same kind."""
    _FORMATS[kind] = Format(kind, suffixes, parser)
    _PARSERS.pop(kind, None)
    for suffix in suffixes:
        _BY_SUFFIX[suffix] = _FORMATS[kind]


register("text", frozenset({".txt", ".text", ""}), "index.parsing.text:TEXT")
register("json", frozenset({".json", ".jsonl", ".ndjson"}), "index.parsing.json_records:JSON")


def kinds() -> tuple[str, ...]:
    """The kinds of documents that can be read."""
    return tuple(_FORMATS)


def is_readable_name(name: str) -> bool:
    """Whether a file of that name may hold articles, as far as a name can say."""
    return archive_kind(name) is not None or suffix_of(name) in _BY_SUFFIX


def parser_for(name: str, head: bytes) -> Parser | None:
    """The parser for a document with that base name and those first bytes, or None."""
    found = _BY_SUFFIX.get(suffix_of(name))
    if found is None:
        return None
    parser = _loaded(found)
    if parser.accepts(name, head):
        return parser
    others = (_loaded(other) for other in _FORMATS.values() if other is not found)
    return next((other for other in others if other.accepts(name, head)), None)


def _loaded(found: Format) -> Parser:
    if found.kind not in _PARSERS:
        module, _, name = found.parser.partition(":")
        _PARSERS[found.kind] = cast("Parser", getattr(importlib.import_module(module), name))
    return _PARSERS[found.kind]
