"""Articles and hits as lines of text for the shell, in colour or without."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import click

from index.types import BlockKind, Highlights, Hit, Part, PartKind, StoredArticle

MEASURE = 72
"""The longest line of running text, in characters."""


def lit(text: str, marks: Iterable[tuple[int, int]], *, colour: bool, bold: bool = False) -> str:
    """The text with its marks lit; unchanged without colour."""
    if not colour:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in marks:
        pieces.append(_plain(text[at:start], bold=bold))
        pieces.append(click.style(text[start:end], fg="black", bg="yellow"))
        at = end
    pieces.append(_plain(text[at:], bold=bold))
    return "".join(pieces)


def _plain(text: str, *, bold: bool) -> str:
    return click.style(text, bold=True) if bold and text else text


def hit_lines(hit: Hit, *, colour: bool) -> Iterator[str]:
    """A hit as two or three lines: id and headline, what is known of it, the best snippet."""
    row = hit.row
    yield f"{row.id:>7}  " + lit(row.headline, hit.headline_marks, colour=colour, bold=True)
    known = [row.published[:10] if row.published else None, row.outlet, row.section, ", ".join(row.authors), row.place]
    told = " · ".join(word for word in known if word)
    if told:
        yield " " * 9 + (click.style(told, dim=True) if colour else told)
    for snippet in hit.snippets:
        yield " " * 9 + lit(snippet.text, snippet.marks, colour=colour)


def article_lines(stored: StoredArticle, highlights: Highlights, *, colour: bool) -> Iterator[str]:
    """A whole article for a person, at a measure of 72 columns or the terminal's width."""
    width = min(MEASURE, shutil.get_terminal_size((MEASURE + 8, 24)).columns)
    article = stored.article

    def part(text: str, kind: PartKind, index: int = 0, *, indent: str = "", bold: bool = False) -> str:
        marks = [(span.start, span.end) for span in highlights.of(Part(kind, index))]
        return wrapped(text, marks, width, indent=indent, colour=colour, bold=bold)

    if article.section:
        yield part(article.section, PartKind.SECTION)
    yield part(article.headline, PartKind.HEADLINE, bold=True)
    if article.standfirst:
        yield part(article.standfirst, PartKind.STANDFIRST)
    yield wrapped(byline(stored), (), width, colour=colour)
    for number, block in enumerate(article.blocks):
        yield ""
        indent = "    " if block.kind in {BlockKind.CAPTION, BlockKind.QUOTE} else ""
        yield part(block.text, PartKind.BLOCK, number, indent=indent, bold=block.kind is BlockKind.HEADING)
        if block.credit:
            yield part(block.credit, PartKind.CREDIT, number, indent=indent)
    if stored.marks.note:
        yield ""
        yield part(stored.marks.note, PartKind.NOTE, indent="> ")


def byline(stored: StoredArticle) -> str:
    """Authors, place, date, outlet and length in one line; what is unknown is left out."""
    article = stored.article
    by = "By " + ", ".join(article.authors) if article.authors else None
    known = [by, article.place, article.published, article.outlet, f"{stored.words:,} words", stored.location]
    return " · ".join(word for word in known if word)


def wrapped(
    text: str,
    marks: Sequence[tuple[int, int]],
    width: int,
    *,
    indent: str = "",
    colour: bool,
    bold: bool = False,
) -> str:
    """The text on lines of at most `width`, with its marks lit across line breaks."""
    lines: list[str] = []
    at = 0
    for paragraph in text.split("\n"):
        room = max(20, width - len(indent))
        for line in textwrap.wrap(paragraph, room, break_on_hyphens=False) or [""]:
            start = text.find(line, at) if line else at
            start = at if start < 0 else start
            end = start + len(line)
            cut = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
            lines.append(indent + lit(line, cut, colour=colour, bold=bold))
            at = end
    return "\n".join(lines)
