"""The headline of a whole page: the line before the body that says what the body is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from index.cleaning.byline import byline_of
from index.cleaning.dates import dated_line
from index.cleaning.lines import Line, content_words, words_of

_SHORTEST: Final = 3  # words
_LONGEST: Final = 28
_BODY_LINES: Final = 60
_DISTANCE_COST: Final = 0.004  # a line
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
            score = _score(lines[index], about, times[lines[index].text]) - _DISTANCE_COST * (body - index)
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


def _score(line: Line, about: set[str], times: int) -> float:
    words = words_of(line.text)
    if not words:
        return 0.0
    known = sum(word in about for word in words)
    length = min(line.words, _LONG_ENOUGH) / _LONG_ENOUGH
    return (known / len(words)) * length * (1.25 if times > 1 else 1.0)
