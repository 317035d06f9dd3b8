"""What of a query is being typed: the word, value or name that ends at the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.query.names import FIELDS

_LONGEST = 10_000  # characters of a query that are read
_QUOTES = '"“”„‟«»″＂'
_BREAKS = "()（）|"
_NAME = re.compile(r"([^\W\d_][\w-]*):=*")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is being typed. `start` is where its replacement goes; `field` a name that stands before it, as typed.

    `quoted`: it stands in an open quotation mark. `is_tag`: a `#` stands before it, which is replaced with it.
    """

    start: int
    typed: str
    field: str | None = None
    quoted: bool = False
    is_tag: bool = False


def begun_at(text: str, cursor: int) -> Begun | None:
    """Tell what is being typed at the cursor; None where nothing is: in the middle of a word, or with nothing begun."""
    if not 0 < cursor <= min(len(text), _LONGEST) or _WORD.match(text, cursor):
        return None
    text = text[:cursor].encode(errors="replace").decode()  # a lone surrogate is no text for a database
    text = text.replace("\n", " ")  # nor is a line break text for a list of words
    start, quote = _start(text, cursor)
    name = _NAME.match(text[start:cursor].lstrip("-!+"))
    start += len(text[start:cursor]) - len(text[start:cursor].lstrip("-!+"))
    field = name[1].lower() if name and name[1].lower() in FIELDS else None
    if quote is not None:
        return _in_quotes(text, cursor, quote, field)
    if field is not None and name is not None:
        start += name.end()
        return Begun(start, text[start:cursor], field)
    typed = text[start:cursor].lstrip("=")
    if typed.startswith("#"):
        return Begun(cursor - len(typed), typed[1:], is_tag=True)
    return Begun(cursor - len(typed), typed) if typed else None


def _start(text: str, cursor: int) -> tuple[int, int | None]:
    """Give where the last piece begins, and where a quotation mark in it that is still open stands."""
    start, quote = 0, None
    for place, letter in enumerate(text[:cursor]):
        if letter in _QUOTES:
            quote = place if quote is None else None
        elif quote is None and (letter.isspace() or letter in _BREAKS):
            start = place + 1
    return start, quote


def _in_quotes(text: str, cursor: int, quote: int, field: str | None) -> Begun | None:
    """A value in quotation marks is completed whole, in a phrase the last word."""
    if field is not None and FIELDS[field][0] in {"outlet", "section", "place", "byline", "tag", "in", "saved"}:
        return Begun(quote, text[quote + 1 : cursor], field, quoted=True)
    typed = re.split(r"[\s=]", text[quote + 1 : cursor])[-1]
    return Begun(cursor - len(typed), typed, field, quoted=True) if typed else None
