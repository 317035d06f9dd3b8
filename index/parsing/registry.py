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


_FORMATS: dict[str, str] = {}
"""Kind -> where its parser is, as "module:name", loaded when needed."""

_BY_SUFFIX: dict[str, str] = {}
"""Suffix ("" for none) -> kind."""

_PARSERS: dict[str, Parser] = {}
"""Kind -> its parser, once loaded."""


def register(kind: str, suffixes: frozenset[str], parser: str) -> None:
    """Adds a format, or puts another parser ("module:name") in the place of that of the same kind."""
    _FORMATS[kind] = parser
    _PARSERS.pop(kind, None)
    _BY_SUFFIX.update(dict.fromkeys(suffixes, kind))


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
    kind = _BY_SUFFIX.get(suffix_of(name))
    if kind is None:
        return None
    parsers = (_loaded(each) for each in (kind, *(other for other in _FORMATS if other != kind)))
    return next((parser for parser in parsers if parser.accepts(name, head)), None)


def _loaded(kind: str) -> Parser:
    if kind not in _PARSERS:
        module, _, name = _FORMATS[kind].partition(":")
        _PARSERS[kind] = cast("Parser", getattr(importlib.import_module(module), name))
    return _PARSERS[kind]
