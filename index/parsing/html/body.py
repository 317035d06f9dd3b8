"""The body of the article on a page: trafilatura's choice among its blocks, repaired."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import trafilatura
from lxml.etree import _Element, strip_elements

from index.cleaning.document import Found, RawBlock
from index.cleaning.lines import SHORT_WORDS, ends_sentence
from index.parsing.html.alignment import mark_kept
from index.parsing.html.head_lines import head_fields
from index.parsing.html.page_blocks import PageBlock, PageText, page_text_blocks
from index.parsing.html.selection import give_reasons, select
from index.types import BlockKind

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # else its warnings go to standard error

_PARTS: Final = frozenset({"head", "p", "quote", "item", "code", "list", "table", "cell"})
_NEVER: Final = ("script", "style", "svg", "template", "noscript", "iframe", "nav", "footer", "select", "button")
"""Elements that are no part of an article, for trafilatura either."""

_BOLD: Final = 0.95


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article in order, and what stands at its headline: standfirst, authors, date."""

    blocks: tuple[RawBlock, ...]
    fields: Mapping[str, tuple[Found, ...]]


def page_body(tree: _Element, headlines: Collection[str], *, inspect: bool) -> Body:
    """The article's body on a page; without blocks where there is none.

    Args:
        tree: the page; what is never text is taken out of it.
        headlines: what the page calls its article.
        inspect: give the blocks that are not the article's too, each with the reason.
    """
    texts = extracted_texts(tree)
    if not inspect:
        strip_elements(tree, *_NEVER, with_tail=False)  # so that there is less to walk through
    page = page_text_blocks(tree)
    mark_kept(page.blocks, texts)
    title = select(page, headlines)
    if inspect:
        give_reasons(page)
    fields = head_fields(page, title)
    standfirst = " ".join(block.text for block in page.blocks if block.reason == "standfirst")
    if standfirst:
        fields["standfirst"] = (Found(standfirst, "below the headline"),)
    return Body(tuple(_raw_blocks(page, inspect=inspect)), fields)


def extracted_texts(tree: _Element) -> list[str]:
    """The texts of the blocks that trafilatura takes for the article, in its fast mode."""
    # Asked for XML it does not write the whole once more as plain text.
    found = trafilatura.bare_extraction(tree, fast=True, include_comments=False, output_format="xml")
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    return list(_texts(found.body))


def _texts(element: _Element) -> Iterator[str]:
    text = [element.text or ""]
    for child in element:
        name = child.tag
        if name in _PARTS or name in {"row", "lb"}:
            yield "".join(text)
            text.clear()
        if name == "row":
            yield " ".join("".join(map(str, cell.itertext())) for cell in child)
        elif name in _PARTS:
            yield from _texts(child)
        elif name != "lb":
            text.append("".join(map(str, child.itertext())))
        text.append(child.tail or "")
    yield "".join(text)


# ---- from the page's blocks to raw ones ----


def _raw_blocks(page: PageText, *, inspect: bool) -> Iterator[RawBlock]:
    """The blocks that were kept, or all; a credit below a caption becomes the caption's, and none stands twice."""
    captions: set[str] = set()
    shown = [block for block in page.blocks if block.kept or inspect]
    index = 0
    while index < len(shown):
        block = shown[index]
        index += 1
        if not block.kept:
            yield RawBlock(block.text, kind=block.kind, dropped=block.reason)
        elif block.kind is BlockKind.CAPTION:
            credit = shown[index] if index < len(shown) and _is_credit(page, shown[index]) else None
            index += credit is not None
            if block.text not in captions:
                captions.add(block.text)
                yield RawBlock(block.text, kind=block.kind, credit=credit.text if credit is not None else None)
        else:
            yield RawBlock(block.text, kind=_kind(shown, index - 1))


def _is_credit(page: PageText, block: PageBlock) -> bool:
    return block.kept and block.kind is BlockKind.CAPTION and page.places[block.place].hint == "credit"


def _kind(shown: Sequence[PageBlock], index: int) -> BlockKind:
    """A block's kind: a short paragraph that is all in bold type, above running text, is a heading."""
    block = shown[index]
    is_bold = block.kind is BlockKind.PARAGRAPH and block.bold >= _BOLD * len(block.text)
    if not is_bold or block.words > SHORT_WORDS or ends_sentence(block.text) or index + 1 == len(shown):
        return block.kind
    return BlockKind.HEADING if shown[index + 1].is_prose else block.kind
