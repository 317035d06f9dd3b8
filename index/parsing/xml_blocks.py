"""The blocks of an article's body in XML: the names that NITF, XHTML and their like have for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.cleaning.document import RawBlock
from index.parsing.markup import has_block_markup, markup_blocks
from index.parsing.text import raw_blocks
from index.parsing.xml import local_name
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH: Final = 60
_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "hl3", "subhead", "heading"), BlockKind.HEADING),
    **dict.fromkeys(("crosshead", "subtitle", "head", "title", "zwischentitel"), BlockKind.HEADING),
    **dict.fromkeys(("li", "item", "listitem", "dd", "dt"), BlockKind.LIST),
    **dict.fromkeys(("figcaption", "caption", "media-caption", "legend"), BlockKind.CAPTION),
    **dict.fromkeys(("pre", "programlisting", "verbatim", "tr"), BlockKind.PRE),
}
_BLOCK_NAMES: Final = (
    "p para paragraph block body body.content div section sec article text content ul ol dl list table tbody thead"
    " tfoot figure media blockquote bq quote fn note body.end hr main fig chapter lead copy"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_QUOTES: Final = frozenset({"blockquote", "bq", "quote", "pullquote"})
_UNSEEN_NAMES: Final = (
    "script style iframe noscript template svg form media-reference media-metadata media-object object tagline nav"
    " footer"
)
_UNSEEN: Final = frozenset(_UNSEEN_NAMES.split())
_CREDITS: Final = frozenset({"media-producer", "credit", "media-credit", "photographer"})
_ROWS: Final = frozenset({"th", "td", "entry", "cell"})


def element_blocks(element: _Element) -> list[RawBlock]:
    """The blocks of a body, in order. A body that is text alone is parted by its lines, or by the HTML in it."""
    if not len(element):
        return _text_blocks(element.text or "")
    walk = _Walk()
    walk.enter(element, None, quoted=False, depth=0)
    walk.flush(None, quoted=False)
    return walk.blocks


def _text_blocks(text: str) -> list[RawBlock]:
    if has_block_markup(text):
        return markup_blocks(text)
    return list(raw_blocks(text))


def text_of(element: _Element) -> str:
    """The text of an element and those inside it."""
    return " ".join("".join(_strings(element, 0)).split())


def _strings(element: _Element, depth: int) -> Iterator[str]:
    if local_name(element) and depth < _DEPTH:
        yield element.text or ""
        for child in element:
            inner = local_name(child)
            if inner in _BLOCKS or inner in _KINDS:
                yield " "
            yield from _strings(child, depth + 1)
            yield child.tail or ""


class _Walk:
    """Collects the text between the tags that part blocks."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._text: list[str] = []

    def enter(self, element: _Element, kind: BlockKind | None, *, quoted: bool, depth: int) -> None:
        """Takes the text of an element and those inside it."""
        self._text.append(element.text or "")
        for child in element:
            name = local_name(child)
            if not name or name in _UNSEEN or depth >= _DEPTH:
                pass
            elif name in _CREDITS:
                self._credit(child)
            elif name in _KINDS or name in _BLOCKS or name in _QUOTES:
                self.flush(kind, quoted=quoted)
                inner = _KINDS.get(name, kind if kind in {BlockKind.LIST, BlockKind.CAPTION} else None)
                is_quoted = quoted or name in _QUOTES
                self.enter(child, inner, quoted=is_quoted, depth=depth + 1)
                self.flush(inner, quoted=is_quoted)
            else:
                self._text.append("\n" if name == "br" else "\t" if name in _ROWS and self._text else "")
                self.enter(child, kind, quoted=quoted, depth=depth + 1)
            self._text.append(child.tail or "")

    def flush(self, kind: BlockKind | None, *, quoted: bool) -> None:
        """What was collected is a block."""
        text, self._text = "".join(self._text), []
        if not text.strip():
            return
        if kind is BlockKind.PRE:
            cells = [" ".join(cell.split()) for cell in text.split("\t")]
            row = " | ".join(cell for cell in cells if cell) if "\t" in text else text.strip("\n")
            last = self.blocks[-1] if self.blocks else None
            if last is not None and last.kind is BlockKind.PRE and "\t" in text:
                self.blocks[-1] = RawBlock(f"{last.text}\n{row}", kind=kind)  # the next row of a table
            else:
                self.blocks.append(RawBlock(row, kind=kind))
            return
        own = BlockKind.QUOTE if quoted and kind is not BlockKind.CAPTION else kind or BlockKind.PARAGRAPH
        for piece in re.split(r"\n\s*\n", text) if kind is None else [text]:
            if piece.strip():
                self.blocks.append(RawBlock(" ".join(piece.split()), kind=own))

    def _credit(self, element: _Element) -> None:
        credit = text_of(element)
        last = self.blocks[-1] if self.blocks else None
        if credit and last is not None and last.kind is BlockKind.CAPTION and last.credit is None:
            self.blocks[-1] = RawBlock(last.text, kind=BlockKind.CAPTION, credit=credit)
