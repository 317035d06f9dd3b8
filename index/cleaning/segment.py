"""Where the article stands in a whole page that was copied with everything around it.

Every line is worth its words when it reads as running text, and costs something when it is a label, a link or
furniture; the run of lines that is worth most is the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.cleaning.furniture import BARRIERS, Furniture
from index.cleaning.lines import Line

_LABELS: Final = 12
"""Short lines that a page has at least; a text with fewer is no whole page."""

_FURNITURE: Final = 4
"""Different lines of furniture that a page has at least."""

_LABEL_SHARE: Final = 0.4

_SOME_LABELS: Final = 10
_SOME_FURNITURE: Final = 2
_SOME_SHARE: Final = 0.2
"""Of labels and furniture, what a text with a part of a page around it has at least."""

_LABEL_WORDS: Final = 6

ENOUGH: Final = 80.0
"""What a body is worth at least, before which comments are those of a list of articles."""

PROSE_CAP: Final = 60  # words that a line is worth at most
_SENTENCE_WORTH: Final = 0.5  # of a word in a short sentence
_LABEL_COST: Final = 12.0
_FURNITURE_COST: Final = 9.0
_BARRIER_COST: Final = 28.0


def is_whole_page(lines: Sequence[Line]) -> bool:
    """Whether the lines are a page copied whole: many labels, and furniture among them."""
    labels = sum(line.words <= _LABEL_WORDS and not line.ends_sentence for line in lines)
    furniture = {line.text for line in lines if line.furniture not in {None, Furniture.COUNTER}}
    return labels >= max(_LABELS, _LABEL_SHARE * len(lines)) and len(furniture) >= _FURNITURE


def may_be_page(lines: Sequence[Line]) -> bool:
    """Whether something that pages have stands around the text: then a line has to be worth its place in it."""
    if is_whole_page(lines):
        return True
    labels = sum(line.words <= _LABEL_WORDS and not line.ends_sentence for line in lines)
    furniture = {line.text for line in lines if line.furniture not in {None, Furniture.COUNTER}}
    return labels >= _SOME_LABELS and len(furniture) >= _SOME_FURNITURE and labels >= _SOME_SHARE * len(lines)


def body_of_page(lines: Sequence[Line]) -> tuple[int, int]:
    """The first line of a page's body and the one after its last; (0, 0) when nothing reads as text."""
    best = worth = 0.0
    start = first = last = 0
    for index, line in enumerate(lines):
        if line.furniture is Furniture.COMMENTS and line.words > 1 and best >= ENOUGH:
            break  # what readers wrote may be longer than the article
        worth += worth_of(line)
        if worth <= 0:
            worth, start = 0.0, index + 1
        elif worth > best:
            best, first, last = worth, start, index + 1
    return first, last


def worth_of(line: Line) -> float:
    """What a line counts for the body, in words; below 0 where it speaks against it."""
    if line.furniture is not None:
        return -_BARRIER_COST if line.furniture in BARRIERS else -_FURNITURE_COST
    if line.repeats:
        return 0.0
    if line.is_prose:
        return float(min(line.words, PROSE_CAP))
    if line.ends_sentence:
        return line.words * _SENTENCE_WORTH
    return -_LABEL_COST
