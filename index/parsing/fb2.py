"""FictionBook 2: books whose sections are articles.

A section that holds others is a part, and its title their section; the innermost ones that have a title are the
articles. A section without a title goes on with the text before it. Notes stand at the end of the article that refers
to them. Form: http://www.fictionbook.org (FictionBook 2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.errors import BrokenInputError
from index.parsing.book import Book, Chapter, chapter_articles
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.parsing.xml import local_name, xml_root
from index.sources.item import RawDocument
from index.sources.names import suffix_of
from index.types import BlockKind, Failure

if TYPE_CHECKING:
    from lxml.etree import _Element

_PICTURES: Final = 4  # times the limit of a text: what a book may hold with its pictures
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_QUOTES: Final = frozenset({"cite", "epigraph"})
_LINES: Final = frozenset({"p", "v", "subtitle", "text-author", "date", "tr"})
_NOT_TEXT: Final = frozenset({"title", "image", "binary"})
_NO_GENRES: Final = frozenset({"", "unrecognised"})  # a filler


class Fb2Parser:
    """Reads FictionBook: one article a chapter."""

    kind = "fb2"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .fb2."""
        return suffix_of(name) == ".fb2"

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a chapter.

        Raises:
            BrokenInputError: it is no FictionBook, or damaged beyond reading.
            InputTooLargeError: over a limit.
            NotAnArticleError: there is no text in it.
        """
        data = without_pictures(read_whole(document, _PICTURES * context.limits.text, "book"))
        root = _root(data, document.location)
        yield from chapter_articles(document, _book(root), _chapters(root), context.limits.text)


FB2 = Fb2Parser()


def without_pictures(data: bytes) -> bytes:
    """The book without its pictures, which stand in it as text and can be larger than XML readers allow."""
    kept = []
    place = 0
    while (start := data.find(b"<binary", place)) >= 0:
        kept.append(data[place:start])
        end = data.find(b"</binary>", start)
        place = end + len(b"</binary>") if end >= 0 else len(data)
    return b"".join([*kept, data[place:]])


def _root(data: bytes, location: str) -> _Element:
    try:
        root = xml_root(data, location)
    except BrokenInputError:
        root = xml_root(data, location, recover=True)
    if local_name(root) != "fictionbook":
        raise BrokenInputError("this is no FictionBook", location, "Fetch or save it again.")
    return root


# ---- what the book says of itself ----


def _book(root: _Element) -> Book:
    title = _first(root, "title-info/book-title")
    values = {
        "authors": [_name(each) for each in _all(root, "title-info/author")],
        "published": [
            *(each.get("value") or _text(each) for each in _all(root, "title-info/date")),
            _first(root, "publish-info/year"),
        ],
        "language": [_first(root, "title-info/lang")],
        "tags": [
            *(_text(each) for each in _all(root, "title-info/genre") if _text(each) not in _NO_GENRES),
            *(word.strip() for word in _first(root, "title-info/keywords").split(",")),
        ],
        "url": [url for url in [_first(root, "document-info/src-url")] if url.startswith("http")],
    }
    names = {"authors": "author", "published": "date", "language": "lang", "tags": "genre", "url": "src-url"}
    fields = {
        name: tuple(Found(text, f"fb2:{names[name]}") for text in texts if text)
        for name, texts in values.items()
        if any(texts)
    }
    publisher = _first(root, "publish-info/publisher")
    return Book(
        Found(title, "fb2:book-title") if title else None,
        fields,
        Found(publisher, "fb2:publisher") if publisher else None,
    )


def _all(root: _Element, path: str) -> list[_Element]:
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return root.findall(f"{{*}}description/{steps}")


def _first(root: _Element, path: str) -> str:
    return next((_text(each) for each in _all(root, path)), "")


def _name(author: _Element) -> str:
    parts = {local_name(each): _text(each) for each in author}
    named = [parts.get(key, "") for key in ("first-name", "middle-name", "last-name")]
    return " ".join(part for part in named if part) or parts.get("nickname", "")


def _text(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


# ---- its text ----


@dataclass(slots=True)
class _Open:
    """A chapter that is being collected; `notes` are the notes that its text refers to."""

    key: str
    title: str = ""
    part: str = ""
    blocks: list[RawBlock] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _chapters(root: _Element) -> Iterator[Chapter]:
    bodies = root.findall("{*}body")
    notes = _notes(bodies[1:])
    current = _Open("0")
    for number, (section, part) in enumerate(_sections(bodies[:1])):
        title = _title(section)
        if title:
            yield _chapter(current, notes)
            current = _Open(section.get("id") or str(number), title, part)
        blocks, referred = _blocks(section)
        current.blocks += blocks
        current.notes += referred
    yield _chapter(current, notes)


def _sections(bodies: list[_Element]) -> Iterator[tuple[_Element, str]]:
    """The sections with their parts' titles, in order, each before those inside it."""
    waiting = [(body, "") for body in reversed(bodies)]
    while waiting:
        section, part = waiting.pop()
        yield section, part
        is_body = local_name(section) == "body"
        own = part if is_body else _title(section) or part
        waiting += [(inner, own) for inner in reversed(section.findall("{*}section"))]


def _title(section: _Element) -> str:
    if local_name(section) == "body":
        return ""  # the book's own
    title = section.find("{*}title")
    return ": ".join(filter(None, map(_text, title.findall("{*}p")))) if title is not None else ""


def _blocks(section: _Element) -> tuple[list[RawBlock], list[str]]:
    """The text of a section without that of the sections in it, and the notes that it refers to."""
    from lxml import etree

    blocks: list[RawBlock] = []
    notes: list[str] = []
    walk = etree.iterwalk(section, events=("start",))
    for _, element in walk:
        name = local_name(element)
        if element is not section and (name in _NOT_TEXT or name == "section"):
            walk.skip_subtree()
        elif name in _LINES:
            walk.skip_subtree()
            blocks += _line(element, name)
            notes += [link.get(_LINK, "").lstrip("#") for link in element.iter("{*}a") if link.get("type") == "note"]
    return blocks, notes


def _line(element: _Element, name: str) -> list[RawBlock]:
    cells = [_text(cell) for cell in element] if name == "tr" else [_text(element)]
    text = " | ".join(filter(None, cells))
    kind = BlockKind.HEADING if name == "subtitle" else None
    if any(local_name(above) in _QUOTES for above in element.iterancestors()):
        kind = BlockKind.QUOTE
    return [RawBlock(text, kind=kind)] if text else []


def _notes(bodies: list[_Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for body in bodies:
        for section in body.iter("{*}section"):
            texts = [_title(section), *(_text(each) for each in section if local_name(each) not in _NOT_TEXT)]
            found[section.get("id", "")] = " ".join(filter(None, texts))
    return found


def _chapter(current: _Open, notes: dict[str, str]) -> Chapter:
    # A note stands once, at the first reference: a small book cannot grow by referring to it.
    referred = [note for note in (notes.pop(name, "") for name in current.notes) if note]
    blocks = (*current.blocks, *(RawBlock(note, kind=BlockKind.LIST) for note in referred))
    fields = {}
    if current.title:
        fields["headline"] = (Found(current.title, "fb2:title"),)
    if current.part:
        fields["section"] = (Found(current.part, "fb2:title"),)
    return Chapter(current.key, blocks, fields)
