"""The lines of a concordance."""

from __future__ import annotations

from index.types import ConcordanceLine
from tui.widgets.colours import TERM_LOOKS
from tui.widgets.kwic import laid_out
from tui.widgets.line_list import LineList
from tui.widgets.looks import Look, pale
from tui.widgets.strips import MATCH, filled
from tui.widgets.text import DATE_WIDTH, Pieces, fit, one_line, pad_left, short_date

_WITH_DATE, _WITH_SOURCE = 80, 110  # columns from which date and outlet stand before the context
_SOURCE = 16
_LOOKS = {
    **TERM_LOOKS,
    "date": pale("color: $foreground 60%;"),
    "source": Look("color: $text-primary;"),
    "context": Look("color: $foreground 85%;"),
}


class KwicList(LineList[ConcordanceLine]):
    """A match a line, the matches under one another."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(_LOOKS, id=id)

    def line(self, row: ConcordanceLine, width: int) -> Pieces:
        """A match in exactly `width` cells."""
        return kwic_line(row, width)


def kwic_line(line: ConcordanceLine, width: int) -> Pieces:
    """A line in exactly `width` cells: date and outlet where there is room, then the match in its context."""
    facts: Pieces = []
    if width >= _WITH_DATE:
        facts.append((pad_left(short_date(line.published), DATE_WIDTH) + "  ", "date"))
    if width >= _WITH_SOURCE:
        facts.extend([*filled([(fit(one_line(line.outlet or ""), _SOURCE), "source")], _SOURCE), ("  ", "")])
    room = width - (DATE_WIDTH + 2) * (width >= _WITH_DATE) - (_SOURCE + 2) * (width >= _WITH_SOURCE)
    left, match, right = laid_out(line, room)
    return [*facts, (left, "context"), (match, f"{MATCH}{line.term}"), (right, "context")]
