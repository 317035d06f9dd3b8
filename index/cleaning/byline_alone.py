"""Bylines without a "By": names that only their place in the head tells from other lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.cleaning.byline import Byline, in_usual_case, is_geographic, is_name, is_outlet, names_of
from index.cleaning.dates import dated_line
from index.cleaning.lines import Line

_NAME_WORDS: Final = range(2, 5)
_BODY_LINES: Final = 60
_NEAR: Final = 4
_STAFF_WORDS: Final = 6

_WORDS = re.compile(
    r"(?:words|text|story|report|reporting|interview|texte|texto|testo|tekst|entretien|entrevista|intervista|récit)[\s:]+",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:from|de|da|von|van)\s+(?=\S+\s+\S+.*\s(?:aboard|at|in|on|en|à|em|auf|in|an)\s)", re.IGNORECASE)
_STAFF = re.compile(
    r"\s*\b(?:staff(?: writers?| reporters?)?|reporters?|newsroom|correspondents?|(?:news )?desk|agencies"
    r"|redacción|redaktion|rédaction|redazione|redação)$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\b(?:of|the|and|for|to|in|on|with|at|a|is)\b", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—|]\s+")
_CASED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")


def byline_alone(lines: Sequence[Line], index: int, title: Line) -> Byline | None:
    """The byline that the line is, for where it stands: below the headline `title`, above a date or the first prose."""
    line = lines[index]
    if line.furniture is not None or line.ends_sentence or line.words > 2 * _STAFF_WORDS:
        return None
    return _introduced(line.text) or (_alone(lines, index, title) if _leads_on(lines, index) else None)


def _introduced(text: str) -> Byline | None:
    """A name after a noun or a "From": "Words A. Name", "From A. Name aboard the ship"."""
    started = _WORDS.match(text) or _FROM.match(text)
    if started is None:
        return None
    found = names_of(text[started.end() :])
    is_sure = found.authors and all(
        len(name.split()) in _NAME_WORDS and not is_geographic(name) for name in found.authors
    )
    return found if is_sure else None


def _leads_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a date or prose comes next, furniture and captions apart."""
    for line in lines[index + 1 : index + 1 + _NEAR]:
        if line.furniture is None and line.caption is None:
            return line.is_prose or dated_line(line.text) is not None
    return False


def _alone(lines: Sequence[Line], index: int, title: Line) -> Byline | None:
    text = lines[index].text
    if _STAFF.search(text) and 1 < len(text.split()) <= _STAFF_WORDS and text[0].isupper():
        paper = _STAFF.sub("", text)
        return Byline((), outlet=paper if is_outlet(paper) else None)
    body = "\n".join(line.text for line in lines[index + 1 : index + 1 + _BODY_LINES] if line.is_prose)
    parts = _DASH.split(text)
    if len(parts) == len(("name", "place")) and all(map(is_name, parts)):
        return _name_and_place(parts[0], parts[1], body)
    label, sign, name = text.rpartition(": ")
    is_labelled = bool(sign) and is_name(label) and len(label.split()) < _NAME_WORDS.stop - 1
    is_marked = is_labelled or (text.isupper() and _is_only_capitals(lines, index))
    is_told = name.casefold() in f"{title.text}\n{body}".casefold()
    return Byline((in_usual_case(name),)) if is_marked and not is_told and _is_full_name(name) else None


def _is_full_name(text: str) -> bool:
    """Whether a text can be a person's first and last name and no place's."""
    if len(text.split()) not in _NAME_WORDS or not is_name(text) or _CASED.match(text) is None:
        return False
    return not is_geographic(text) and _SMALL.search(text) is None


def _is_only_capitals(lines: Sequence[Line], index: int) -> bool:
    """Whether no other short line near is in capitals, as the headline or subheads may be."""
    near = [*lines[max(0, index - _NEAR) : index], *lines[index + 1 : index + 1 + _BODY_LINES]]
    return not any(line.is_short and line.furniture is None and line.text.isupper() for line in near)


def _name_and_place(first: str, second: str, body: str) -> Byline | None:
    """Which of two names is the author: the place comes again in the text, its author rarely does."""
    told = [name in body for name in (first, second)]
    if told == [True, False] and len(second.split()) > 1:
        return Byline((second,), first)
    if len(first.split()) > 1 and (told == [False, True] or (not any(told) and not _CASED.match(first))):
        return Byline((first,), second)
    return None
