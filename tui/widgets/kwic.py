"""A concordance line laid out for a width: the matches one under the other, their contexts on both sides. Pure.

Widths are terminal cells. Text of scripts that run from right to left stands in its logical order, as everywhere: what
comes before the match is on its left.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from index.types import ConcordanceLine
from tui.widgets.text import ELLIPSIS, fit, one_line, pad

_POINTS_PER_CELL = 16


class Kwic(NamedTuple):
    """A line in three pieces, as wide as was asked for together; `left` ends where the match begins."""

    left: str
    match: str
    right: str


def laid_out(line: ConcordanceLine, width: int) -> Kwic:
    """The line in exactly `width` cells; the match begins at the cell `match_column(width)`."""
    column = match_column(width)
    left = fit_left(one_line(line.left), column)
    match = fit(one_line(line.match), width - column)
    right = pad(one_line(line.right), width - column - cell_len(match))
    return Kwic(" " * (column - cell_len(left)) + left, match, right)


def match_column(width: int) -> int:
    """The cell that the matches begin at: left of the middle, as they take room themselves."""
    return max(0, width // 2 - width // 20)


def fit_left(text: str, width: int) -> str:
    """The end of a text in at most `width` cells, behind an ellipsis when something was left out."""
    if len(text) <= width * _POINTS_PER_CELL and cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    text = text[-width * _POINTS_PER_CELL :]
    left, first = width - 1, len(text)
    for start, _end, cells in reversed(split_graphemes(text)[0]):
        left -= cells
        if left < 0:
            break
        first = start
    return ELLIPSIS + one_line(text[first:]).lstrip()
