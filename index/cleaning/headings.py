"""Which lines of a body are headings, and which are items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.cleaning.lines import Line

_LONGEST: Final = 12  # words
_LONGEST_CHARACTERS: Final = 90
_QUESTION = re.compile(r"[?？؟]['\"”’»)]*$")
_SENTENCES = re.compile(r"[.!?…]['\"”’»)]*\s+\S")
_OPENS = re.compile(r"[\"“«'‘(¿¡\[]*([^\W_])")
_SCORE = re.compile(r"\d+\s*[-–:]\s*\d+|[,;]$|^\W*\d+\W*$")


def is_heading(lines: Sequence[Line], index: int) -> bool:
    """Whether the line stands alone between pieces of prose and has the shape of a subhead."""
    line = lines[index]
    if not has_heading_shape(line) or index + 1 >= len(lines) or index == 0:
        return False
    before, after = lines[index - 1], lines[index + 1]
    return _is_body(before) and (_is_body(after) or after.is_bulleted)


def has_heading_shape(line: Line) -> bool:
    """Short, beginning as a sentence does, not ending as one (a question may), one piece, and made of words."""
    text = line.text
    if line.words > _LONGEST or len(text) > _LONGEST_CHARACTERS or line.is_bulleted or not line.has_letters:
        return False
    if (line.ends_sentence and not _QUESTION.search(text)) or _SENTENCES.search(text):
        return False
    opened = _OPENS.match(text)
    return opened is not None and not opened[1].islower() and _SCORE.search(text) is None


def _is_body(line: Line) -> bool:
    return line.is_prose or line.caption is not None or (line.ends_sentence and not has_heading_shape(line))
