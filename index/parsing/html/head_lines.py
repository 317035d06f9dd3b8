"""What the lines at the headline say where the page does not state it: the byline, and the date."""

from __future__ import annotations

import re
from typing import Final

from index.cleaning.byline import byline_of, is_name
from index.cleaning.dates import dated_line
from index.cleaning.document import Found
from index.cleaning.lines import SHORT_WORDS, count_words
from index.parsing.html.page_blocks import PageBlock, PageText
from index.types import BlockKind

_BESIDE = re.compile(
    r"\s*(?:\d|@|[|•·]|\b(?:Follow|Updated|Published|Posted)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d)"
)
"""What stands behind the names in a byline: a date, an account."""

_ABOVE: Final = 3
_BELOW: Final = 15
_LONGEST_REST: Final = 8  # words beside a date


def head_fields(page: PageText, title: int | None) -> dict[str, tuple[Found, ...]]:
    """The authors and the date in the short lines between the headline and the text, or just above the headline."""
    if title is None:
        return {}
    fields: dict[str, tuple[Found, ...]] = {}
    for block in _lines(page, title):
        if "authors" not in fields:
            authors = _authors(page, block)
            if authors:
                fields["authors"] = tuple(Found(name, "byline") for name in authors)
        if "published" not in fields and any(map(str.isdigit, block.text)):
            dated = dated_line(block.text)
            if dated is not None and count_words(dated.rest) <= _LONGEST_REST:
                fields["published"] = (Found(dated.published, "date line"),)
    return fields


def _lines(page: PageText, title: int) -> list[PageBlock]:
    """The short lines below the headline down to the text, then those just above it."""
    below = []
    for block in page.blocks[title + 1 : title + 1 + _BELOW]:
        if block.kept and block.words > SHORT_WORDS:
            break
        below.append(block)
    return [block for block in (*below, *page.blocks[max(0, title - _ABOVE) : title]) if _is_short(block)]


def _is_short(block: PageBlock) -> bool:
    is_line = block.tag != "tr" and block.kind is not BlockKind.CAPTION
    return is_line and block.words <= SHORT_WORDS and block.reason not in {"headline", "standfirst"}


def _authors(page: PageText, block: PageBlock) -> tuple[str, ...]:
    """The names in a byline; a name alone is one where the names of its place say so."""
    found = byline_of(block.text) or byline_of(_BESIDE.split(block.text)[0])
    if found is not None:
        return found.authors
    hints = {page.places[place].hint for place in page.ancestors(block.place)[:2]}
    return (block.text,) if hints & {"byline", "author"} and is_name(block.text) else ()
