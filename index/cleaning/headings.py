"""Which lines of a body are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.cleaning.lines import Line

_LONGEST: Final = 12  # words
_LONGEST_CHARACTERS: Final = 90
_NEAR: Final = 12  # lines
_SPEAKER = re.compile(r"[^\W\d_][\w. '’-]{0,30}[:：]")
_QUESTION = re.compile(r"[?？؟]['\"”’»)]*$")
_SENTENCES = re.compile(r"[.!?…]['\"”’»)]*\s+\S")
_OPENS = re.compile(r"[\"“«'‘(¿¡\[]*([^\W_])")
_SCORE = re.compile(r"\d+\s*[-–:]\s*\d+|[,;]$|^\W*\d+\W*$")


def is_heading(lines: Sequence[Line], index: int) -> bool:
    """Whether the line stands alone between pieces of prose and has the shape of a subhead."""
    line = lines[index]
    if index + 1 >= len(lines) or index == 0 or not (has_heading_shape(line) or _is_question_among(lines, index)):
        return False
    before, after = lines[index - 1], lines[index + 1]
    if not ((_is_body(before) or before.is_bulleted) and (_is_body(after) or after.is_bulleted)):
        return False
    return not _is_turn(lines, index)


def _is_question_among(lines: Sequence[Line], index: int) -> bool:
    """Whether a question of two sentences stands where other subheads are questions too."""
    line = lines[index]
    if line.words > _LONGEST or line.is_bulleted or not _QUESTION.search(line.text) or not _OPENS.match(line.text):
        return False
    return any(_QUESTION.search(other.text) and has_heading_shape(other) for other in _near(lines, index))


def _is_turn(lines: Sequence[Line], index: int) -> bool:
    """Whether the line is somebody's turn in a conversation: others near it begin with the same "Name:"."""
    speaker = _SPEAKER.match(lines[index].text)
    return speaker is not None and any(other.text.startswith(speaker[0]) for other in _near(lines, index))


def _near(lines: Sequence[Line], index: int) -> list[Line]:
    return [*lines[max(0, index - _NEAR) : index], *lines[index + 1 : index + 1 + _NEAR]]


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
