"""All that a page shows, block by block, in its order, each with what its surroundings say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from lxml.etree import _Element

from index.cleaning.lines import LONG_WORDS, PROSE_WORDS, count_words, ends_sentence
from index.parsing.html.hints import hint_of
from index.types import BlockKind

_UNSEEN_TAGS: Final = (
    "script style noscript template svg iframe head select option button input textarea object audio video canvas map"
    " dialog datalist progress meter"
)
_UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())
_INLINE_TAGS: Final = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math mi mn mo mrow q rb rp rt"
    " ruby s samp small span strike strong sub sup time tt u var wbr img picture source"
)
_INLINE: Final = frozenset(_INLINE_TAGS.split())
_BOLD: Final = frozenset({"b", "strong"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS: Final = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "figure": BlockKind.CAPTION,
    "li": BlockKind.LIST,
    "dt": BlockKind.LIST,
    "dd": BlockKind.LIST,
    "pre": BlockKind.PRE,
}
_HELD_TOGETHER: Final = frozenset({BlockKind.HEADING, BlockKind.LIST, BlockKind.CAPTION})
_PARTS: Final = frozenset(
    {"p", "div", "table", "ul", "ol", "dl", "section", "article", "blockquote", "pre", *_HEADINGS}
)
_TEXT_TAGS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", *_HEADINGS})
_LONGEST_CELL: Final = 160
_NO_PROSE: Final = frozenset({BlockKind.HEADING, BlockKind.CAPTION})
_LINK: Final = 0.8  # of its characters that make a block a link

_POPUP = re.compile(
    r"\b(?:tooltip|pop-?up|popover|rollover|hover-?card)[\w-]*(?:block|box|content|text|body|inner|card)\b"
)
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Place(NamedTuple):
    """An element that holds blocks: the number of that around it (-1: none), its name, and what its names hint at."""

    parent: int
    tag: str
    hint: str | None


@dataclass(slots=True)
class PageBlock:
    """A piece of a page's text.

    `linked`, `bold`: how many of its characters are in links, and in bold type. `place`: the number of the element that
    it stands in. `kept`, `reason`: whether it is the article's, and why not, as it is found later. `words`: how many it
    has. `is_prose`: whether it reads as running text that is not a link.
    """

    text: str
    kind: BlockKind
    tag: str
    place: int
    linked: int = 0
    bold: int = 0
    kept: bool = False
    reason: str | None = None
    words: int = 0
    is_prose: bool = False

    def __post_init__(self) -> None:
        self.words = count_words(self.text)
        self.is_prose = (
            self.kind not in _NO_PROSE
            and (self.words >= LONG_WORDS or (self.words >= PROSE_WORDS and ends_sentence(self.text)))
            and self.link_share < _LINK
        )

    @property
    def link_share(self) -> float:
        """The share of it that is in links."""
        return min(1.0, self.linked / max(1, len(self.text)))


@dataclass(frozen=True, slots=True)
class PageText:
    """The blocks of a page, and the places that they stand in."""

    blocks: list[PageBlock]
    places: list[Place]

    def ancestors(self, place: int) -> list[int]:
        """The numbers of a place and of those around it, the innermost first."""
        found = []
        while place >= 0:
            found.append(place)
            place = self.places[place].parent
        return found


def page_text_blocks(tree: _Element) -> PageText:
    """The visible text of a page as blocks. Scripts, buttons and what is not displayed are no text."""
    walk = _Walk()
    body = tree.find("body")
    walk.read(tree if body is None else body)
    return PageText(walk.blocks, walk.places)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _NO_DISPLAY.search(style) is not None)


def _is_unseen_span(attributes: Mapping[str, str]) -> bool:
    return bool(attributes) and (_is_hidden(attributes) or _POPUP.search(attributes.get("class", "")) is not None)


class _Walk:
    """Collects the text of blocks on the way through a tree."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self.places: list[Place] = []
        self._text: list[str] = []
        self._linked = self._bold = 0
        self._kind = BlockKind.PARAGRAPH
        self._tag = ""
        self._place = -1
        self._in_link = self._in_bold = 0

    def read(self, element: _Element) -> None:
        """An element with all in it, but for its tail."""
        self._block(element, str(element.tag), {})

    def _content(self, element: _Element) -> None:
        """The text in an element. Every element of a page comes by here, or is passed over."""
        text = element.text
        if text:
            self._add(text)
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                self._inline(child, tag)
            elif tag == "br":
                self._break(self._kind)
            elif tag not in _UNSEEN:
                self._outer(child, tag)
            tail = child.tail
            if tail:
                self._add(tail)

    def _inline(self, element: _Element, tag: str) -> None:
        if tag == "a":
            self._in_link += 1
            self._content(element)
            self._in_link -= 1
        elif tag in _BOLD:
            self._in_bold += 1
            self._content(element)
            self._in_bold -= 1
        elif tag != "span" or not _is_unseen_span(dict(cast("list[tuple[str, str]]", element.items()))):
            self._content(element)

    def _outer(self, element: _Element, tag: str) -> None:
        attributes = dict(cast("list[tuple[str, str]]", element.items()))
        if attributes and _is_hidden(attributes):
            return
        if "-" in tag and self._tag in _TEXT_TAGS:
            self._content(element)
        elif tag == "tr" and _is_row(element):
            self._row(element)
        else:
            self._block(element, tag, attributes)

    def _block(self, element: _Element, tag: str, attributes: Mapping[str, str]) -> None:
        if self._text:
            self._flush()
        hint = hint_of(tag, attributes)
        self.places.append(Place(self._place, tag, hint))
        outer = (self._kind, self._tag, self._place)
        self._kind, self._tag, self._place = _kind_in(tag, self._kind, hint), tag, len(self.places) - 1
        self._content(element)
        if self._text:
            self._flush()
        self._kind, self._tag, self._place = outer

    def _add(self, text: str) -> None:
        if not self._text and text.isspace():
            return  # between blocks
        self._text.append(text)
        if self._in_link:
            self._linked += len(text.strip())
        if self._in_bold:
            self._bold += len(text.strip())

    def _flush(self) -> None:
        """Ends a block."""
        joined = "".join(self._text)
        self._text.clear()
        if not joined.isspace():
            text = joined.strip("\n") if self._kind is BlockKind.PRE else " ".join(joined.split())
            self.blocks.append(PageBlock(text, self._kind, self._tag, self._place, self._linked, self._bold))
        self._linked = self._bold = 0

    def _break(self, kind: BlockKind) -> None:
        if kind in _HELD_TOGETHER:
            self._text.append(" ")
        elif kind is BlockKind.PRE:
            self._text.append("\n")
        elif self._text:
            self._flush()

    def _row(self, element: _Element) -> None:
        """A row of a table: its cells side by side."""
        if self._text:
            self._flush()
        cells = [" ".join("".join(map(str, cell.itertext())).split()) for cell in element]
        text = " | ".join(cell for cell in cells if cell)
        if text:
            linked = sum(len("".join(map(str, link.itertext())).strip()) for link in element.iter("a"))
            kind = BlockKind.LIST if len(cells) > 1 else self._kind
            self.blocks.append(PageBlock(text, kind, "tr", self._place, linked))


def _kind_in(tag: str, kind: BlockKind, hint: str | None) -> BlockKind:
    """What the blocks in an element are, by its name and by what they would be without it."""
    own = _KINDS.get(tag)
    if own is None:
        return BlockKind.CAPTION if hint in {"caption", "credit"} and kind is BlockKind.PARAGRAPH else kind
    if kind is BlockKind.QUOTE or (kind is BlockKind.CAPTION and own in {BlockKind.LIST, BlockKind.HEADING}):
        return kind
    return own


def _is_row(element: _Element) -> bool:
    """Whether the row is one of data: its cells are short and have no parts."""
    for cell in element:
        if any(inner.tag in _PARTS and inner.tag not in {"p", "div"} for inner in cell.iterdescendants()):
            return False
        if len("".join(map(str, cell.itertext())).strip()) > _LONGEST_CELL:
            return False
    return True
