"""The body of the article on a page, by trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

import trafilatura
from lxml.etree import _Element

from index.cleaning.document import RawBlock
from index.types import BlockKind

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # else its warnings go to standard error

_KINDS: Final = {
    "head": BlockKind.HEADING,
    "p": BlockKind.PARAGRAPH,
    "quote": BlockKind.QUOTE,
    "item": BlockKind.LIST,
    "row": BlockKind.LIST,
    "code": BlockKind.PRE,
}


def body_blocks(tree: _Element) -> list[RawBlock]:
    """The blocks of the article, in order; none where there is no article."""
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return list(_blocks(document.body, None))


def _blocks(element: _Element, kind: BlockKind | None) -> Iterator[RawBlock]:
    text = [element.text or ""]
    for child in element:
        name = str(child.tag)
        if name in _KINDS or name in {"list", "table", "cell"}:
            yield from _flushed(text, kind)
            yield from _blocks(child, _KINDS.get(name, kind))
        elif name == "lb":
            yield from _flushed(text, kind)
        else:
            text.append("".join(map(str, child.itertext())))
        text.append(child.tail or "")
    yield from _flushed(text, kind)


def _flushed(text: list[str], kind: BlockKind | None) -> Iterator[RawBlock]:
    joined = "".join(text)
    text.clear()
    if joined.strip():
        yield RawBlock(" ".join(joined.split()), kind=kind or BlockKind.PARAGRAPH)
