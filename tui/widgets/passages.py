"""All passages of one hit, laid out below its row. Pure: no widget, no style."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.types import Hit
from tui.widgets.paging import HitSource
from tui.widgets.strips import MATCH, filled
from tui.widgets.text import MarkedText, Pieces, cut, marked_pieces, with_terms

MOST = 10
"""Passages of a hit at most."""

_LINES = 5  # of a passage
_LEAD, _REST = "  · ", "    "


@dataclass(slots=True)
class Passages:
    """The passages of the hit in a row; without a hit none."""

    row: int = -1
    hit: Hit | None = None
    _lines: tuple[int, list[Pieces]] = field(default=(-1, []))

    def belong_to(self, source: HitSource) -> bool:
        """Does the row have the same article in a source, as far as that is known?"""
        hit = source.hit(self.row) if self.hit is not None and self.row < len(source) else None
        return hit is not None and self.hit is not None and hit.row.id == self.hit.row.id

    def lines(self, width: int) -> list[Pieces]:
        """The lines, each in exactly `width` cells."""
        if self._lines[0] != width:
            snippets = self.hit.snippets[:MOST] if self.hit is not None else ()
            texts = [with_terms(snippet.text, snippet.marks, snippet.terms) for snippet in snippets]
            self._lines = width, [line for text in texts for line in _passage(text, width)]
        return self._lines[1]


def _passage(text: MarkedText, width: int) -> list[Pieces]:
    room = width - len(_LEAD)
    if room <= 0:
        return []
    parts = _wrapped(text, room)[:_LINES]
    return [
        filled([(_REST if number else _LEAD, "separator"), *marked_pieces(part, "snippet", MATCH)], width)
        for number, part in enumerate(parts)
    ]


def _wrapped(marked: MarkedText, room: int) -> list[MarkedText]:
    """Break a text into lines at blanks, inside a word where it has no room."""
    lines: list[MarkedText] = []
    start, text = 0, marked.text
    while start < len(text):
        line = cut(text[start:], room) or text[start : start + 1]
        end = start + len(line)
        blank = text.rfind(" ", start, end + 1)
        if end < len(text) and blank > start:
            end = blank
        marks = ((max(a, start) - start, min(b, end) - start, term) for a, b, term in marked.marks)
        lines.append(MarkedText(text[start:end], tuple(mark for mark in marks if mark[0] < mark[1])))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines
