"""The headline of a whole page: the line before the body that says what the body is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from index.cleaning.byline import byline_of, is_by_alone
from index.cleaning.dates import dated_line
from index.cleaning.lines import Line, content_words, words_of

_SHORTEST: Final = 3  # words
_LONGEST: Final = 28
_BODY_LINES: Final = 60
_DISTANCE_COST: Final = 0.004  # a line
_REPEATED_WORTH: Final = 0.2
_BYLINE_WORTH: Final = 0.5
_NEAR: Final = 5  # lines
_LONG_ENOUGH: Final = 7  # words from which length tells nothing more


def headline_of_page(lines: Sequence[Line], body: int, end: int) -> int | None:
    """The index of the headline among the lines before `body` (the body goes to `end`), or None.

    A headline's words come again in the body, it often stands several times on its page (title, path, heading), and
    it stands near the body.
    """
    about = content_words(lines[body : min(end, body + _BODY_LINES)])
    times = Counter(line.text for line in lines[: body + 1])
    best, chosen = 0.0, None
    for index in range(body + 1):
        if index < len(lines) and _may_be_headline(lines[index]):
            worth = 1.0 + (_REPEATED_WORTH if times[lines[index].text] > 1 else 0.0)
            worth += _BYLINE_WORTH if _leads_to_byline(lines, index, body) else 0.0
            score = worth * about_score(lines[index], about) - _DISTANCE_COST * (body - index)
            if score >= best:
                best, chosen = score, index
    return chosen


def _may_be_headline(line: Line) -> bool:
    if line.furniture is not None or line.caption is not None or not _SHORTEST <= line.words <= _LONGEST:
        return False
    if line.text.endswith((".", "…", "،", ":")) or not line.has_letters:
        return False
    dated = dated_line(line.text) if any(map(str.isdigit, line.text)) else None
    return byline_of(line.text) is None and (dated is None or bool(dated.rest))


def _leads_to_byline(lines: Sequence[Line], index: int, body: int) -> bool:
    """Whether a byline or a date follows within a few lines, before any other line that may be a headline."""
    for line in lines[index + 1 : min(index + 1 + _NEAR, body + 1)]:
        if line.furniture is not None or line.caption is not None or line.text == lines[index].text:
            continue
        if byline_of(line.text) is not None or is_by_alone(line.text):
            return True
        dated = dated_line(line.text) if any(map(str.isdigit, line.text)) and line.words <= _LONGEST else None
        if dated is not None:
            return True
    return False


def about_score(line: Line, about: set[str]) -> float:
    """How much of a line comes again in the body, from 0 to 1; less for very short ones."""
    words = words_of(line.text)
    known = sum(word in about for word in words)
    length = min(line.words, _LONG_ENOUGH) / _LONG_ENOUGH
    return (known / len(words)) * length if words else 0.0
