"""The head of an article: section, headline, standfirst, byline, date, and the pictures before the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from index.cleaning.byline import Byline, byline_of, dateline_of, is_by_alone, is_name, names_of
from index.cleaning.byline_alone import byline_alone
from index.cleaning.dates import dated_line
from index.cleaning.furniture import Furniture, furniture_of
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
_MENU_CELLS: Final = 4
_LONGEST_HEADLINE: Final = 20
_YEAR = re.compile(r"\b(?:19|20)\d\d$")
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
_WHOLE: Final = frozenset(
    ["weather", "comment", "commentary", "letters", "obituaries", "tv", "radio", "météo", "el tiempo", "wetter"]
)
"""Names of sections that mean something else beside other words."""


@dataclass(slots=True)
class Head:
    """What the head says, with its evidence; `body` is the index of the first line of the body.

    `captions` are the indices of captions in the head, `left` those of lines that found no role, `roles` the roles of
    the others by their index.
    """

    headline: int | None = None
    section: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    outlet: str | None = None
    published: str | None = None
    body: int = 0
    captions: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)


def read_head(lines: Sequence[Line], start: int = 0, title: int | None = None) -> Head:
    """The head that begins at `start`; `title` is the headline's index where it is known already."""
    head = Head()
    titles: list[int] = [] if title is None else [title]
    index = start
    while index < len(lines):
        line = lines[index]
        if _is_passed_over(lines, index, titles):
            index += 1
        elif line.caption is not None:
            head.captions.append(index)
            index += 1
        elif taken := _take_byline_or_date(lines, index, head, titles):
            index += taken
        elif _is_row(line):
            index += 1
        elif line.is_prose and titles and not _is_headline_under_label(lines, titles, index):
            if head.standfirst is not None or not _is_standfirst(lines, index, head):
                break
            head.standfirst = line.text
            head.roles[index] = "standfirst"
            index += 1
        elif line.is_prose and not titles and _is_prose_headless(lines, index):
            break
        else:
            titles.append(index)
            index += 1
    head.body = index
    _name_titles(lines, titles, head, title)
    return head


def _is_passed_over(lines: Sequence[Line], index: int, titles: Sequence[int]) -> bool:
    """Whether a line in the head is furniture or stood there before; a section may be called as furniture is."""
    line = lines[index]
    if line.furniture is None:
        return line.repeats and bool(titles) and line.caption is None
    return bool(titles) or line.furniture is Furniture.COUNTER or line.text.casefold() not in _WHOLE


def _is_row(line: Line) -> bool:
    """Whether a line is a menu: many pieces side by side, or some of which one is furniture."""
    if line.is_prose or line.cells == 1:
        return False
    steps = _PATH.split(line.text)
    return line.cells >= _MENU_CELLS or line.cells > max(2, len(steps)) or any(map(_is_furniture, steps[1:]))


def _is_furniture(text: str) -> bool:
    return furniture_of(text, len(text.split())) is not None and text.casefold() not in _SECTIONS


def _is_headline_under_label(lines: Sequence[Line], titles: Sequence[int], index: int) -> bool:
    """Whether a line that ends as a sentence does is the headline: only a section's name stands before it."""
    line = lines[index]
    if len(titles) != 1 or line.words > _LONGEST_HEADLINE or not _is_known_section(lines[titles[0]]):
        return False
    return index == titles[0] + 1 and not line.text.endswith((".", ":", "…", "،"))


def _is_prose_headless(lines: Sequence[Line], index: int) -> bool:
    """Whether prose that comes before any headline is the body's: a first line is a headline unless it is very long."""
    return lines[index].words > _LONGEST_STANDFIRST // 3 or index + 1 >= len(lines)


def _take_byline_or_date(lines: Sequence[Line], index: int, head: Head, titles: Sequence[int]) -> int:
    """How many lines at `index` are byline or date; what they say goes into the head."""
    line = lines[index]
    if line.words > _BYLINE_WORDS or not titles:
        return 0
    if is_by_alone(line.text) and index + 1 < len(lines):
        found = names_of(lines[index + 1].text)
        if found.authors:
            _put_byline(found, head)
            head.roles[index] = head.roles[index + 1] = "byline"
            return 2
    dated = dated_line(line.text) if line.words <= _DATE_WORDS and any(map(str.isdigit, line.text)) else None
    text = line.text if dated is None else dated.rest
    found_byline = byline_of(text) if text else None
    if found_byline is None and dated is not None and is_name(text) and len(text.split()) > 1:
        found_byline = Byline((text,))
    if found_byline is None and dated is None and not head.authors:
        found_byline = byline_alone(lines, index, lines[titles[-1]])
    if found_byline is None and (dated is None or not _is_date_line(text)):
        return 0
    if found_byline is not None:
        _put_byline(found_byline, head)
    if dated is not None and head.published is None:
        head.published = dated.published
    head.roles[index] = "byline" if found_byline is not None else "date"
    return 1


def _is_date_line(rest: str) -> bool:
    """Whether what stands beside a date leaves the line a date line: at most two words, and no sentence."""
    return len(rest.split()) <= 2 and not rest.endswith(".")  # noqa: PLR2004 - "Get short URL" is furniture already


def _put_byline(found: Byline, head: Head) -> None:
    if not head.authors:
        head.authors = found.authors
        head.place = found.place
        head.outlet = head.outlet or found.outlet


def _is_standfirst(lines: Sequence[Line], index: int, head: Head) -> bool:
    """Whether prose right after the headline is set apart from the body by a byline or a date that follows."""
    if head.authors or head.published or lines[index].words > _LONGEST_STANDFIRST or dateline_of(lines[index].text):
        return False
    for position in range(index + 1, min(index + 1 + _NEAR, len(lines))):
        line = lines[position]
        if line.furniture is not None or line.caption is not None or line.repeats:
            continue
        if is_by_alone(line.text) or (line.words <= _BYLINE_WORDS and byline_of(line.text)):
            return True
        if byline_alone(lines, position, lines[index]) is not None:
            return True
        if line.words <= _DATE_WORDS and (dated := dated_line(line.text)) and _is_date_line(dated.rest):
            return True
        if line.is_prose:
            return False
    return False


def _name_titles(lines: Sequence[Line], titles: list[int], head: Head, title: int | None) -> None:
    """Gives the short lines of the head their roles: section, headline, standfirst."""
    rest = list(titles)
    if title is None and len(titles) > 1 and (section := _section_above(lines, *titles[:2])):
        head.section = section
        head.roles[rest.pop(0)] = "section"
    if title is None and len(rest) > 1:
        rest = _surest_first(lines, rest, head.body)
    head.headline = rest.pop(0) if rest else None
    if rest and head.standfirst is None and _is_deck(lines, rest[0], head):
        head.roles[rest[0]] = "standfirst"
        head.standfirst = lines[rest.pop(0)].text
    if head.headline is not None:
        head.roles[head.headline] = "headline"
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


def section_before(lines: Sequence[Line], title: int) -> tuple[str, int] | None:
    """The section in a line right before a page's headline, and its index: a known one, or the last step of a path."""
    for index in reversed(range(max(0, title - _BEFORE), title)):
        line = lines[index]
        steps = [step for step in _PATH.split(line.text) if step]
        is_known = _is_known_section(line)
        if (len(steps) > 1 or is_known) and (section := _section(line, lines[title])):
            return section, index
    return None


def _section(line: Line, following: Line) -> str | None:
    """The section that a line before the headline names, or None."""
    if line.ends_sentence or following.words < line.words:
        return None
    steps = [step for step in _PATH.split(line.text) if step]
    if any(map(_is_furniture, steps[1:])):
        return None
    if len(steps) > 1 and line.words <= _PATH_WORDS and all(len(step.split()) <= _SECTION_WORDS for step in steps):
        return steps[-1]
    return line.text if _is_label(line, following) else None


def _is_label(line: Line, following: Line) -> bool:
    """Whether a short line is a section's name: a known one, two words, or three in capitals, with more to follow."""
    words = line.text.split()
    if len(words) > _SECTION_WORDS or not line.has_letters or any(map(str.isdigit, _YEAR.sub("", line.text))):
        return False
    if _is_known_section(line):
        return True
    is_capitalised = all(not word[0].islower() for word in words)
    return following.words > len(words) + 1 and (len(words) < _SECTION_WORDS or is_capitalised)


def _section_above(lines: Sequence[Line], label: int, title: int) -> str | None:
    """The section that the first line names when the headline comes next, not a byline, a date or a standfirst."""
    between = lines[label + 1 : title]
    if any(line.furniture is None and line.caption is None and not _is_row(line) for line in between):
        return None
    line, following = lines[label], lines[title]
    if following.words > _LONGEST_HEADLINE and not _is_known_section(line):
        return None
    return _section(line, following)


def _is_known_section(line: Line) -> bool:
    """Whether a short line has a word that papers name their sections with."""
    words = line.text.split()
    if len(words) > _SECTION_WORDS or line.ends_sentence:
        return False
    names = [word.strip("&,") for word in words if word.casefold() != "us" or word.isupper()]
    is_known = line.text.casefold() in _WHOLE or any(name.casefold() in _SECTIONS for name in names)
    return is_known and not words[0][0].islower()
