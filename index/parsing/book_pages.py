"""The pages of an EPUB: XHTML into pieces of text that know their anchors and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Final

from index.cleaning.document import RawBlock
from index.errors import BrokenInputError, InputTooLargeError
from index.parsing.book import MOST_BLOCKS
from index.parsing.decode import decode
from index.parsing.xml import local_name, xml_root
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINKED: Final = 0.8  # of the letters of "| Next | Main menu |"

MADE_BY: Final = "calibre-downloaded-from"
"""The `rel` of the link by which Calibre's news recipes say where an article stood."""

_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "li": BlockKind.LIST,
    "dd": BlockKind.LIST,
    "dt": BlockKind.LIST,
    "pre": BlockKind.PRE,
}
_PLAIN_TAGS: Final = (
    "p div section article aside header footer main center hr ol ul dl table tbody thead tr td th figure address body"
    " linegroup line level level1 level2 level3 bodymatter"
)
_PLAIN: Final = frozenset(_PLAIN_TAGS.split())
_UNSEEN_TAGS: Final = "script style head nav svg math audio video iframe object form template rt rp"
_UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())
_UNSEEN_PARTS: Final = "pagebreak toc landmarks loi lot cover titlepage halftitlepage copyright-page"
_UNSEEN_TYPES: Final = frozenset(_UNSEEN_PARTS.split())
_TYPES: Final = ("{http://www.idpf.org/2007/ops}type", "epub:type")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page: the anchors that stand before or in it, and how many of its letters stand in links.

    `source` is the address that the page was made from, where this piece is what tells it.
    """

    text: str
    kind: BlockKind | None
    tag: str = ""
    ids: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    linked: int = 0
    source: str | None = None

    @property
    def is_only_links(self) -> bool:
        """Whether nearly all of its letters stand in links to other pages."""
        letters = sum(map(str.isalnum, self.text))
        return bool(self.targets) and self.linked >= _LINKED * letters

    def block(self) -> RawBlock:
        """It as a block of a document."""
        dropped = None
        if self.source is not None:
            dropped = "a note by the program that made the book"
        elif self.is_only_links:
            dropped = "links to other pages of the book"
        return RawBlock(self.text, kind=self.kind, dropped=dropped)


def page_root(data: bytes, location: str) -> _Element:
    """The root of a page: as XML where it is that, else as HTML with all its damage.

    Raises:
        BrokenInputError: nothing can be made out.
    """
    try:
        return xml_root(_NAMED.sub(_numbered, data), location)
    except BrokenInputError:
        from lxml import etree

        parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        text = decode(data)[0].replace("\0", "")
        try:
            root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            raise
        return root


def _numbered(found: re.Match[bytes]) -> bytes:
    """An entity of HTML as a character reference, which XML knows as well."""
    character = html5.get(f"{found[1].decode()};")
    if found[1] in _XML_ENTITIES or character is None:
        return found[0]
    return "".join(f"&#{ord(each)};" for each in character).encode()


def page_pieces(root: _Element) -> list[Piece]:
    """The pieces of a page, in order. Scripts, contents lists, page numbers and title pages are no text.

    Raises:
        InputTooLargeError: there are too many.
    """
    reader = _Reader()
    for event, element in _walked(root):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element)
        if len(reader.pieces) > MOST_BLOCKS:
            raise InputTooLargeError(f"a page of more than {MOST_BLOCKS:,} paragraphs", "", "Split it up.")
    reader.flush()
    return reader.pieces


def _walked(root: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and _is_unseen(element):
            walk.skip_subtree()
        yield event, element


def _is_unseen(element: _Element) -> bool:
    if local_name(element) in _UNSEEN or element.get("hidden") is not None:
        return True
    return any(word in _UNSEEN_TYPES for word in types_of(element))


def types_of(element: _Element) -> list[str]:
    """What the element is in the book, by its `epub:type`: ["toc"]."""
    value = next((element.get(name) for name in _TYPES if element.get(name)), None)
    return (value or "").split()


@dataclass(slots=True)
class _Reader:
    """Collects the text of blocks."""

    pieces: list[Piece] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _ids: list[str] = field(default_factory=list)
    _targets: list[str] = field(default_factory=list)
    _linked: int = 0
    _source: str | None = None
    _kinds: list[str] = field(default_factory=list)
    _links: list[_Element] = field(default_factory=list)
    _unseen: list[_Element] = field(default_factory=list)

    def start(self, element: _Element) -> None:
        name = local_name(element)
        if name in _KINDS or name in _PLAIN:
            self.flush()
        if name in _KINDS:
            self._kinds.append(name)
        self._ids += [value for value in (element.get("id"), element.get("name")) if value]
        if _is_unseen(element):
            self._unseen.append(element)
            return
        if name == "br":
            self._add("\n")
        elif name == "a":
            self._note_link(element, element.get("href") or "")
        self._add(element.text)

    def _note_link(self, link: _Element, href: str) -> None:
        if MADE_BY in (link.get("rel") or "").split():
            self._source = href
        elif href and ":" not in href and not href.startswith("#"):
            self._targets.append(href)
            self._links.append(link)

    def end(self, element: _Element) -> None:
        name = local_name(element)
        if name in _KINDS or name in _PLAIN:
            self.flush()
        if name in _KINDS and name in self._kinds:
            del self._kinds[len(self._kinds) - 1 - self._kinds[::-1].index(name) :]
        if self._unseen and self._unseen[-1] is element:
            self._unseen.pop()
        if self._links and self._links[-1] is element:
            self._links.pop()
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self._text.append(text if text == "\n" or "pre" in self._kinds else " ".join(f"|{text}|".split())[1:-1])
        if self._links:
            self._linked += sum(map(str.isalnum, text))

    def flush(self) -> None:
        """Ends the block that is being read."""
        text = "".join(self._text)
        if not text.strip():
            self._text.clear()
            return  # anchors wait for the text that follows
        tag = self._kinds[-1] if self._kinds else ""
        kind = _KINDS.get(tag)
        if any(_KINDS[name] is BlockKind.QUOTE for name in self._kinds):
            kind = BlockKind.QUOTE
        shared = (tag, tuple(self._ids), tuple(self._targets), self._linked, self._source)
        if kind is BlockKind.PRE:
            self.pieces.append(Piece(text.strip("\n"), kind, *shared))
        else:
            lines = [text] if kind is BlockKind.HEADING else text.split("\n")
            for line in (" ".join(line.split()) for line in lines):
                if line:
                    self.pieces.append(Piece(line, kind, *shared))
                    shared = (tag, (), *shared[2:])
        self._text.clear()
        self._ids.clear()
        self._targets.clear()
        self._linked, self._source = 0, None
