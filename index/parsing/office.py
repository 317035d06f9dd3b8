"""What the forms of word processors have in common: paragraphs with styles become an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.lines import PROSE_WORDS, count_words
from index.errors import NotAnArticleError
from index.parsing.heads import with_head
from index.parsing.titles import is_real_author, is_real_title
from index.parsing.xml import local_name
from index.sources.item import RawDocument
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE: Final = "title"
SUBTITLE: Final = "subtitle"

_STYLES: Final = {
    "caption": BlockKind.CAPTION,
    "illustration": BlockKind.CAPTION,
    "figure": BlockKind.CAPTION,
    "drawing": BlockKind.CAPTION,
    "quot": BlockKind.QUOTE,
    "list": BlockKind.LIST,
    "preformatted": BlockKind.PRE,
}
"""What stands in a style's name -> the kind of its paragraphs."""

_LAYOUT_WORDS: Final = 40  # in one cell: the table is there to place text beside text
_BEFORE: Final = 6  # paragraphs before the headline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document. `role` is TITLE or SUBTITLE where its style says so; `level` that of a heading."""

    text: str
    kind: BlockKind | None = None
    role: str = ""
    level: int = 0
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself. Its dates are those of the file, not of publication."""

    form: str
    title: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""


def outermost(parent: _Element, *names: str) -> Iterator[_Element]:
    """The elements of those local names below one, in order, without those inside of one that was found."""
    from lxml import etree

    walk = etree.iterwalk(parent, events=("start",))
    for _, element in walk:
        if element is not parent and local_name(element) in names:
            walk.skip_subtree()
            yield element


def styled(name: str) -> Paragraph | None:
    """What a style of that name (English, in lower case) says of a paragraph, as one without text; None for nothing."""
    if name in {"title", "subtitle"}:
        return Paragraph("", BlockKind.HEADING, name)
    if name.startswith("heading"):
        level = name.removeprefix("heading").strip()
        return Paragraph("", BlockKind.HEADING, level=int(level) if level.isdecimal() else 2)
    if name.startswith(("toc ", "contents ", "table of ", "index ")):
        return Paragraph("", dropped="the table of contents")
    kind = next((kind for part, kind in _STYLES.items() if part in name), None)
    return Paragraph("", kind) if kind is not None else None


def table_paragraphs(rows: Iterable[list[list[str]]]) -> Iterator[Paragraph]:
    """A table (rows of cells of paragraphs) as text: a line a row; one that only places text, as that text."""
    held = [[[text for text in cell if text] for cell in row] for row in rows]
    held = [[cell for cell in row if cell] for row in held]
    cells = [cell for row in held for cell in row]
    if all(len(row) <= 1 for row in held) or any(sum(map(count_words, cell)) > _LAYOUT_WORDS for cell in cells):
        yield from (Paragraph(text) for cell in cells for text in cell)
        return
    for row in held:
        if row:
            yield Paragraph(" | ".join(" ".join(cell) for cell in row))


def office_article(document: RawDocument, paragraphs: list[Paragraph], properties: Properties) -> ParsedDocument:
    """The article that a document is.

    Its headline is the first title, or the first heading of the first level where no prose stands before it; the
    byline, date and standfirst below it are told from the text. Without either, the properties' title is the headline;
    without that too, the head is recovered from the lines as in a pasted text.

    Raises:
        NotAnArticleError: there is no text in it.
    """
    blocks = tuple(RawBlock(each.text, kind=each.kind, dropped=each.dropped) for each in paragraphs)
    if not any(block.text.strip() for block in blocks):
        raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
    fields = _declared(properties)
    place = _headline(paragraphs)
    if place is not None:
        what = "Title" if paragraphs[place].role == TITLE else "Heading 1"
        headline = paragraphs[place].text
        blocks, found = _below(blocks, paragraphs, place)
        fields = {**fields, **found, "headline": (Found(headline, f"{properties.form}:{what}"),)}
    elif is_real_title(properties.title):
        blocks, found = with_head(blocks, properties.title)
        fields = {**fields, **found, "headline": (Found(properties.title, f"{properties.form}:title"),)}
    pasted = "headline" not in fields
    return ParsedDocument(
        document.location, blocks, fields, pasted=pasted, folder=document.section, record=document.member
    )


def _declared(properties: Properties) -> dict[str, tuple[Found, ...]]:
    values = {
        "authors": (properties.author,) if is_real_author(properties.author) else (),
        "tags": properties.keywords,
        "language": (properties.language,) if properties.language else (),
    }
    names = {"authors": "author", "tags": "keywords", "language": "language"}
    return {
        field: tuple(Found(text, f"{properties.form}:{names[field]}") for text in texts)
        for field, texts in values.items()
        if texts
    }


def _headline(paragraphs: list[Paragraph]) -> int | None:
    for place, each in enumerate(paragraphs):
        if each.role == TITLE and each.text:
            return place
    for place, each in enumerate(paragraphs[:_BEFORE]):
        if each.level == 1 and each.text:
            return place
        if each.kind is None and count_words(each.text) > 2 * PROSE_WORDS:
            return None
    return None


def _below(
    blocks: tuple[RawBlock, ...], paragraphs: list[Paragraph], place: int
) -> tuple[tuple[RawBlock, ...], dict[str, tuple[Found, ...]]]:
    """The blocks without the headline and what belongs to it, and what that says."""
    rest = list(blocks[place + 1 :])
    fields: dict[str, tuple[Found, ...]] = {}
    following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    if following is not None and following.role == SUBTITLE and following.text:
        rest[0] = replace(rest[0], dropped="the standfirst")
        fields["standfirst"] = (Found(following.text, "subtitle"),)
    kept, found = with_head(tuple(rest), paragraphs[place].text)
    headline = replace(blocks[place], dropped="the headline")
    return (*blocks[:place], headline, *kept), {**found, **fields}
