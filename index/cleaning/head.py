"""The head of an article: section, headline, standfirst, byline, date, and the pictures before the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from index.cleaning.byline import Byline, byline_of, dateline_of, is_by_alone, is_name, names_of
from index.cleaning.dates import dated_line
from index.cleaning.headline import about_score
from index.cleaning.lines import Line, content_words

_BEFORE: Final = 3  # lines before a page's headline in which its section may stand
_BODY_LINES: Final = 60
_FOREIGN: Final = 0.1
_ABOUT: Final = 0.6
_NEAR: Final = 8  # lines after the headline in which a byline or a date belongs to it
_BYLINE_WORDS: Final = 30
_DATE_WORDS: Final = 16
_STANDFIRST_WORDS: Final = 6
_LONGEST_STANDFIRST: Final = 90
_SECTION_WORDS: Final = 3
_PATH_WORDS: Final = 10
_PATH = re.compile(r"\s*[>»›/|]\s*")

_SECTION_WORDS_KNOWN: Final = (
    "news world politics business economy sport sports opinion culture arts entertainment technology tech science"
    " health travel local national international region regional society education environment climate security"
    " crime lifestyle style food money markets finance letters editorial analysis features media religion"
    " obituaries football middle east africa asia europe americas uk us monde politique économie culture société"
    " international mundo política economía deportes cultura sociedad internacional nacional politik wirtschaft"
    " kultur gesellschaft ausland inland wissen panorama mondo cronaca esteri economia sport أخبار سياسة اقتصاد"
    " رياضة ثقافة العالم محليات مجتمع رأي"
)
_SECTIONS: Final = frozenset(_SECTION_WORDS_KNOWN.split())


@dataclass(slots=True)
class Head:
    """What the head says, with its evidence; `body` is the index of the first line of the body.

    `captions` are the indices of captions in the head, `left` those of lines that found no role.
    """

    headline: int | None = None
    section: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    published: str | None = None
    body: int = 0
    captions: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


def read_head(lines: Sequence[Line], start: int = 0, title: int | None = None) -> Head:
    """The head that begins at `start`; `title` is the headline's index where it is known already."""
    head = Head()
    titles: list[int] = [] if title is None else [title]
    index = start
    while index < len(lines):
        line = lines[index]
        if line.furniture is not None or (line.repeats and titles):
            index += 1
        elif line.caption is not None:
            head.captions.append(index)
            index += 1
        elif taken := _take_byline_or_date(lines, index, head, has_title=bool(titles)):
            index += taken
        elif line.is_prose and titles:
            if head.standfirst is not None or not _is_standfirst(lines, index, head):
                break
            head.standfirst = line.text
            index += 1
        elif line.is_prose and _is_prose_headless(lines, index):
            break
        else:
            titles.append(index)
            index += 1
    head.body = index
    _name_titles(lines, titles, head, title)
    return head


def _is_prose_headless(lines: Sequence[Line], index: int) -> bool:
    """Whether prose that comes before any headline is the body's: a first line is a headline unless it is very long."""
    return lines[index].words > _LONGEST_STANDFIRST // 3 or index + 1 >= len(lines)


def _take_byline_or_date(lines: Sequence[Line], index: int, head: Head, *, has_title: bool) -> int:
    """How many lines at `index` are byline or date; what they say goes into the head."""
    line = lines[index]
    if line.words > _BYLINE_WORDS or not has_title:
        return 0
    if is_by_alone(line.text) and index + 1 < len(lines):
        found = names_of(lines[index + 1].text)
        if found.authors:
            _put_byline(found, head)
            return 2
    dated = dated_line(line.text) if line.words <= _DATE_WORDS and any(map(str.isdigit, line.text)) else None
    text = line.text if dated is None else dated.rest
    found_byline = byline_of(text) if text else None
    if found_byline is None and dated is not None and is_name(text) and len(text.split()) > 1:
        found_byline = Byline((text,))
    if found_byline is None and (dated is None or not _is_date_line(text)):
        return 0
    if found_byline is not None:
        _put_byline(found_byline, head)
    if dated is not None and head.published is None:
        head.published = dated.published
    return 1


def _is_date_line(rest: str) -> bool:
    """Whether what stands beside a date leaves the line a date line: at most two words, and no sentence."""
    return len(rest.split()) <= 2 and not rest.endswith(".")  # noqa: PLR2004 - "Get short URL" is furniture already


def _put_byline(found: Byline, head: Head) -> None:
    if not head.authors:
        head.authors = found.authors
        head.place = found.place


def _is_standfirst(lines: Sequence[Line], index: int, head: Head) -> bool:
    """Whether prose right after the headline is set apart from the body by a byline or a date that follows."""
    if head.authors or head.published or lines[index].words > _LONGEST_STANDFIRST or dateline_of(lines[index].text):
        return False
    for line in lines[index + 1 : index + 1 + _NEAR]:
        if line.furniture is not None or line.caption is not None or line.repeats:
            continue
        if is_by_alone(line.text) or (line.words <= _BYLINE_WORDS and byline_of(line.text)):
            return True
        if line.words <= _DATE_WORDS and (dated := dated_line(line.text)) and _is_date_line(dated.rest):
            return True
        if line.is_prose:
            return False
    return False


def _name_titles(lines: Sequence[Line], titles: list[int], head: Head, title: int | None) -> None:
    """Gives the short lines of the head their roles: section, headline, standfirst."""
    rest = list(titles)
    if title is None and len(titles) > 1 and (section := _section(lines[titles[0]], lines[titles[1]])):
        head.section = section
        rest.pop(0)
    if title is None and len(rest) > 1:
        rest = _surest_first(lines, rest, head.body)
    head.headline = rest.pop(0) if rest else None
    if rest and head.standfirst is None and _is_deck(lines, rest[0], head):
        head.standfirst = lines[rest.pop(0)].text
    head.left = rest


def _surest_first(lines: Sequence[Line], titles: list[int], body: int) -> list[int]:
    """The first line is the headline, unless the body is not about it at all and clearly about a later one."""
    about = content_words(lines[body : body + _BODY_LINES])
    best = max(titles, key=lambda index: about_score(lines[index], about))
    if about_score(lines[titles[0]], about) < _FOREIGN and about_score(lines[best], about) >= _ABOUT:
        return [best, *(index for index in titles if index != best)]
    return titles


def _is_deck(lines: Sequence[Line], index: int, head: Head) -> bool:
    """Whether a line after the headline without a full stop is its standfirst: a byline or date is in the head."""
    has_more = bool(head.authors or head.published)
    return (
        has_more
        and dateline_of(lines[index].text) is None
        and _STANDFIRST_WORDS <= lines[index].words <= _LONGEST_STANDFIRST
    )


def section_before(lines: Sequence[Line], title: int) -> str | None:
    """The section in a line right before a page's headline: a known one, or the last step of a path."""
    for line in reversed(lines[max(0, title - _BEFORE) : title]):
        steps = [step for step in _PATH.split(line.text) if step]
        is_known = any(word.strip("&,").casefold() in _SECTIONS for word in line.text.split())
        if (len(steps) > 1 or is_known) and (section := _section(line, lines[title])):
            return section
    return None


def _section(line: Line, following: Line) -> str | None:
    """The section that a line before the headline names, or None."""
    if line.ends_sentence or following.words < line.words:
        return None
    steps = [step for step in _PATH.split(line.text) if step]
    if len(steps) > 1 and line.words <= _PATH_WORDS and all(len(step.split()) <= _SECTION_WORDS for step in steps):
        return steps[-1]
    words = line.text.split()
    if len(words) > _SECTION_WORDS or not line.has_letters or any(map(str.isdigit, line.text)):
        return None
    known = any(word.strip("&,").casefold() in _SECTIONS for word in words)
    capitalised = all(not word[0].islower() for word in words)
    is_label = capitalised and (known or (len(words) < _SECTION_WORDS and following.words > len(words) + 1))
    return line.text if is_label else None
