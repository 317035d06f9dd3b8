"""reStructuredText: posts and documents, with docinfo, or the metadata of Pelican and Nikola.

By docutils, without what may reach beyond the text: no files are included, nothing raw, no settings read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.parsing.front_matter import declared
from index.parsing.markdown import declared_document, text_of
from index.parsing.needed import needed
from index.parsing.registry import ParseContext
from index.parsing.text import plain_blocks
from index.sources.item import RawDocument
from index.sources.names import suffix_of
from index.types import BlockKind

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

_LONGEST: Final = 512 * 1024  # characters; docutils is slow, and a longer text is read as plain
_LONGEST_LINE: Final = 8_000  # of a paragraph too: docutils takes a time that grows with the square of it
_REFERENCES: Final = 1_000
_DEPTH: Final = 40
_NIKOLA = re.compile(r"^\.\.[ \t]+(\w[\w-]{0,30}):(?:[ \t]+(.*))?$", re.MULTILINE)
_REFERENCE = re.compile(r"[\w\]`|]__?(?![\w`|])|\|[^\s|]|\n[ \t]*(?:\.\.|__)[ \t]")
_SETTINGS: Final = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "halt_level": 5,
    "report_level": 5,
    "warning_stream": False,
    "input_encoding": "unicode",
    "smart_quotes": False,
    "syntax_highlight": "none",
    "line_length_limit": _LONGEST_LINE,
    "docinfo_xform": 1,
    "doctitle_xform": True,
}
_KINDS: Final = {
    "title": BlockKind.HEADING,
    "subtitle": BlockKind.HEADING,
    "rubric": BlockKind.HEADING,
    "caption": BlockKind.CAPTION,
    "literal_block": BlockKind.PRE,
    "doctest_block": BlockKind.PRE,
    "line_block": BlockKind.PARAGRAPH,
    "attribution": BlockKind.QUOTE,
}
_LEFT_OUT: Final = frozenset(
    {"comment", "system_message", "substitution_definition", "target", "raw", "pending", "meta", "docinfo", "topic"}
)
_NOTES: Final = frozenset({"footnote", "citation"})

Blocks = list[tuple[int, RawBlock]]


class RstParser:
    """Reads one article a file."""

    kind = "rst"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the suffix is enough
        """A suffix of reStructuredText."""
        return suffix_of(name) in {".rst", ".rest"}

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            MissingLibraryError: docutils is not installed.
            InputTooLargeError: longer than the limit for a text.
            NotAnArticleError: empty, or not text.
        """
        needed("docutils", "rst", "reStructuredText", document.location)
        text = text_of(document, context, "text")
        tree = _tree(text)
        if tree is None:
            blocks: Blocks = [(0, block) for block in plain_blocks(text)]
            values: dict[str, Any] = {}
        else:
            blocks, values = list(_blocks(tree, 0, None, 0)), _docinfo(tree)
        values = {**_comments(text), **values}
        yield declared_document(document, blocks, _fields(values, context))


RST = RstParser()


def _fields(values: dict[str, Any], context: ParseContext) -> dict[str, tuple[Found, ...]]:
    found = declared(values, context.mapping)
    return {
        name: tuple(Found(each.value, each.evidence.replace("front matter:", "rst:", 1)) for each in values)
        for name, values in found.items()
    }


def _tree(text: str) -> Element | None:
    """The document's tree, or None where the text is too much for docutils."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    if len(text) > _LONGEST or max(map(len, paragraphs)) > _LONGEST_LINE or len(_REFERENCE.findall(text)) > _REFERENCES:
        return None
    from docutils.core import publish_doctree

    try:
        return publish_doctree(text, settings_overrides=dict(_SETTINGS))
    except Exception:  # noqa: BLE001 - its parser and transforms raise anything; the text can be read without it
        return None


def _comments(text: str) -> dict[str, Any]:
    """Nikola's metadata: comments of a name and a value."""
    return {found[1]: found[2] or "" for found in _NIKOLA.finditer(text[:8192])}


def _docinfo(tree: Element) -> dict[str, Any]:
    """The fields of the document's list of them: known ones by their names, others by the names they are given."""
    values: dict[str, Any] = {}
    for node in tree.children:
        if node.__class__.__name__ != "docinfo":
            continue
        for entry in node.children:
            name = entry.__class__.__name__
            if name == "field":
                values[entry.children[0].astext().strip().lower()] = entry.children[1].astext()
            elif name == "authors":
                values[name] = [child.astext() for child in entry.children]
            else:
                values[name] = entry.astext()
    return values


def _blocks(node: Node, level: int, kind: BlockKind | None, depth: int) -> Iterator[tuple[int, RawBlock]]:
    """The blocks below a node; a heading has the level of its section."""
    for child in node.children:
        name = child.__class__.__name__
        if name in _LEFT_OUT or depth > _DEPTH or name == "#text":
            continue
        if name == "section":
            yield from _blocks(child, level + 1, kind, depth + 1)
        elif name in _KINDS and kind is not BlockKind.LIST:
            own = (
                BlockKind.QUOTE if kind is BlockKind.QUOTE and name not in {"title", "literal_block"} else _KINDS[name]
            )
            yield from _block(child.astext(), own, max(1, level) if own is BlockKind.HEADING else 0)
        elif name in {"paragraph", "term", "literal_block", "line_block", "title"}:
            yield from _block(child.astext(), kind or BlockKind.PARAGRAPH, 0)
        elif name == "table":
            yield from _block("\n".join(_rows(child)), BlockKind.PRE, 0)
        elif name == "image":
            yield from _block(_alt(child), BlockKind.CAPTION, 0)
        elif name in _NOTES:
            label = child.children[0].astext() if child.children else ""
            text = " ".join(each.astext() for each in child.children[1:])
            yield from _block(f"[{label}] {text}", BlockKind.PARAGRAPH, 0)
        else:
            yield from _blocks(child, level, _kind_below(name, kind), depth + 1)


def _kind_below(name: str, kind: BlockKind | None) -> BlockKind | None:
    if name in {"block_quote", "epigraph", "pull-quote"} or kind is BlockKind.QUOTE:
        return BlockKind.QUOTE
    return BlockKind.LIST if name in {"list_item", "definition_list_item", "option_list_item"} else kind


def _block(text: str, kind: BlockKind, level: int) -> Iterator[tuple[int, RawBlock]]:
    if text.strip():
        yield level, RawBlock(text if kind is BlockKind.PRE else " ".join(text.split()), kind=kind)


def _rows(table: Node) -> Iterator[str]:
    for row in table.findall(lambda node: node.__class__.__name__ == "row"):
        yield " | ".join(" ".join(cell.astext().split()) for cell in row.children)


def _alt(image: Node) -> str:
    alt = str(image.get("alt", "")) if hasattr(image, "get") else ""
    return alt if len(alt.split()) > 1 else ""
