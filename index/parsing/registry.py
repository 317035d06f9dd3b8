"""Which parser reads which document. A new format is a module with a Parser, and one line in `_BUILT_IN`.

A parser of somebody else's is found by its entry point in the group `dateline.parsers`: it is asked before ours.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol, cast

from index.cleaning.document import ParsedDocument
from index.cleaning.repeated import RepeatedLines
from index.cleaning.rules import NO_RULES, Rules
from index.cleaning.safety import safe_line
from index.errors import InputError
from index.sources.item import Limits, RawDocument, failure
from index.sources.names import archive_kind, suffix_of
from index.types import Failure

GROUP: Final = "dateline.parsers"
"""The group of entry points that parsers are found under."""


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What a parser may need beside the document: the user's field mapping (`field -> dotted key`), and the limits.

    `repeated`: the lines that stand in many files of the document's folder, where they are known.
    With `inspect` a parser gives all that can be read in the document, what it leaves out with the reason
    (`RawBlock.dropped`). `rules` are the user's for lines; the cleaning heeds them, no parser has to.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    repeated: RepeatedLines | None = None
    inspect: bool = False
    rules: Rules = NO_RULES


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


class InstalledParser(Parser, Protocol):
    """A parser that an entry point gives: it says itself which files it reads."""

    suffixes: frozenset[str]
    """With their dots, in lower case; "" for names without one."""


_BUILT_IN: Final = (
    ("feed", (".xml", ".rss", ".atom", ".rdf", ".feed", ".json", ""), "index.parsing.feed:FEED"),
    ("json", (".json", ".jsonl", ".ndjson"), "index.parsing.json_records:JSON"),
    ("sgml", (".sgm", ".sgml", ".xml", ".txt", ".text", ""), "index.parsing.sgml:SGML"),
    (
        "markdown",
        (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd"),
        "index.parsing.markdown:MARKDOWN",
    ),
    ("links", (".html", ".htm"), "index.parsing.links:LINKS"),
    ("html", (".html", ".htm", ".xhtml", ".shtml", ".txt", ".text", ""), "index.parsing.html:HTML"),
    ("mhtml", (".mht", ".mhtml"), "index.parsing.mhtml:MHTML"),
    ("epub", (".epub",), "index.parsing.epub:EPUB"),
    ("fb2", (".fb2",), "index.parsing.fb2:FB2"),
    ("pdf", (".pdf",), "index.parsing.pdf:PDF"),
    ("docx", (".docx",), "index.parsing.docx:DOCX"),
    ("odt", (".odt", ".fodt"), "index.parsing.odt:ODT"),
    ("csv", (".csv", ".tsv"), "index.parsing.csv_rows:CSV"),
    ("warc", (".warc", ".wet"), "index.parsing.warc:WARC"),
    ("rst", (".rst", ".rest"), "index.parsing.rst:RST"),
    ("news-xml", (".xml", ".nitf", ".newsml", ""), "index.parsing.news_xml:NEWS_XML"),
    ("mail", (".eml", ".emlx", ""), "index.parsing.mail:MAIL"),
    ("mailbox", (".mbox", ".mbx", ""), "index.parsing.mail:MAILBOX"),
    ("text", (".txt", ".text", ""), "index.parsing.text:TEXT"),
)
"""Kind, suffixes ("" for none), and where the parser is; of those that share a suffix, the more special ones first."""

_FORMATS: dict[str, str] = {}
"""Kind -> where its parser is, as "module:name", loaded when needed."""

_BY_SUFFIX: dict[str, list[str]] = {}
"""Suffix ("" for none) -> kinds, in the order in which their parsers are asked."""

_PARSERS: dict[str, Parser] = {}
"""Kind -> its parser, once loaded."""

_broken: list[Failure] = []
_is_complete = False


def register(kind: str, suffixes: frozenset[str], parser: str) -> None:
    """Adds a format, or puts another parser ("module:name") in the place of that of the same kind.

    It is asked before those that read the same suffixes already.
    """
    _load_all()
    _put(kind, suffixes, parser)


def kinds() -> tuple[str, ...]:
    """The kinds of documents that can be read."""
    _load_all()
    return tuple(_FORMATS)


def broken_parsers() -> tuple[Failure, ...]:
    """The installed parsers that could not be loaded; their location is the entry point's name."""
    _load_all()
    return tuple(_broken)


def is_readable_name(name: str) -> bool:
    """Whether a file of that name may hold articles, as far as a name can say."""
    _load_all()
    return archive_kind(name) is not None or suffix_of(name) in _BY_SUFFIX


def parser_for(name: str, head: bytes) -> Parser | None:
    """The parser for a document with that base name and those first bytes, or None."""
    _load_all()
    named = _BY_SUFFIX.get(suffix_of(name))
    if named is None:
        return None
    parsers = (_loaded(kind) for kind in (*named, *(other for other in _FORMATS if other not in named)))
    return next((parser for parser in parsers if parser.accepts(name, head)), None)


def _put(kind: str, suffixes: frozenset[str], parser: str) -> None:
    _FORMATS[kind] = parser
    _PARSERS.pop(kind, None)
    for suffix in suffixes:
        others = [other for other in _BY_SUFFIX.get(suffix, []) if other != kind]
        _BY_SUFFIX[suffix] = [kind, *others]


def _load_all() -> None:
    """Reads the lists of our own and of the installed parsers, once: looking for the latter takes a moment."""
    global _is_complete  # noqa: PLW0603 - the registry is the process's
    if _is_complete:
        return
    _is_complete = True
    for kind, suffixes, parser in reversed(_BUILT_IN):
        _put(kind, frozenset(suffixes), parser)
    for found in sorted(entry_points(group=GROUP), key=lambda each: each.name, reverse=True):
        _install(found)


def _install(found: EntryPoint) -> None:
    try:
        parser = cast("InstalledParser", found.load())
        kind, suffixes = str(parser.kind), frozenset(parser.suffixes)
    except Exception as error:  # noqa: BLE001 - somebody else's code: it must not stop a run
        what = f"an installed parser cannot be used ({type(error).__name__}: {safe_line(str(error))[:200]})"
        name = safe_line(f"{found.name} = {found.value}")
        _broken.append(failure(InputError(what, name, "Mend or remove its package."), name))
        return
    _put(kind, suffixes, found.value)
    _PARSERS[kind] = parser


def _loaded(kind: str) -> Parser:
    if kind not in _PARSERS:
        module, _, name = _FORMATS[kind].partition(":")
        _PARSERS[kind] = cast("Parser", getattr(importlib.import_module(module), name))
    return _PARSERS[kind]
