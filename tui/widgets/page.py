"""An article laid out for a width: lines that know their place in the text. Pure, apart from the width of cells.

Everything is found by logical place (a part of the article, a reading position), and lines are derived from it, so a
phrase broken over two lines is one phrase and a resized page keeps its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from index.types import Position
from tui.widgets.flow import DOT, HEAD, Flow, Role, Shape
from tui.widgets.linebreak import Span, break_lines, break_verbatim, clusters, is_right_to_left

MEASURE = 72
"""The columns of a line of text that the eye finds its way back from."""

_NARROW = 44
_LEAST = 4
_BOX_EDGES = 4
_MIRRORED = str.maketrans("▎", "▕")


class Place(NamedTuple):
    """A character of the page: the number of its flow and its offset in the flow's text."""

    flow: int
    offset: int


class Row(NamedTuple):
    """One line of the page: what stands before the text, the text as a span of its flow, what stands after it.

    A line without text has the place of the next text (`end == start`).
    """

    flow: int
    start: int
    end: int
    before: str = ""
    after: str = ""


class Page:
    """Flows set in lines of `width` columns, the text in a centred measure.

    Building it breaks all lines; rows are made when they are asked for.
    """

    def __init__(self, flows: Sequence[Flow], width: int, measure: int = MEASURE) -> None:
        self.flows = flows
        self.width = width
        margin = 2 if width >= _NARROW else 1 if width > _LEAST else 0
        self.measure = max(min(measure, width - 2 * margin), min(_LEAST, max(width, 2)))
        self.left = max(0, (width - self.measure + 1) // 2)
        self._right_to_left = [is_right_to_left(flow.text) for flow in flows]
        self._lines = [self._break(flow) for flow in flows]
        self._tops: list[int] = []
        self._set()
        self._places = [(flow.place.block, flow.place.offset) for flow in flows]

    def _set(self) -> None:
        """Stack the flows: a blank line above the page, the gaps between, a blank line below."""
        y = 0
        for number, (flow, lines) in enumerate(zip(self.flows, self._lines, strict=True)):
            y += 1 if number == 0 else flow.gap
            self._tops.append(y)
            y += len(lines)
        self.height = y + 1

    def _break(self, flow: Flow) -> list[Span]:
        width = self._text_width(flow)
        match flow.shape:
            case Shape.TEXT | Shape.BOXED:
                return break_lines(flow.text, width)
            case Shape.BALANCED:
                return _balanced(flow.text, width)
            case Shape.FACTS:
                lines = break_lines(flow.text, width)
                return [(start, end - len(DOT) * flow.text.endswith(DOT, start, end)) for start, end in lines]
            case Shape.VERBATIM:
                return break_verbatim(flow.text, width)
            case _:
                return [(0, len(flow.text))]

    def _indent(self, flow: Flow) -> int:
        return flow.indent if self.measure >= _NARROW else flow.indent // 2

    def _text_width(self, flow: Flow) -> int:
        edges = _BOX_EDGES if flow.shape is Shape.BOXED else len(flow.lead)
        # A caption keeps a margin on both sides.
        both = 2 if flow.role is Role.CAPTION else 1
        return max(2, self.measure - both * self._indent(flow) - edges)

    # ---- rows

    def row(self, y: int) -> Row:
        """The line at `y`; above, below and between the flows it is an empty one."""
        number = bisect_right(self._tops, y) - 1
        if number < 0 or y >= self._tops[number] + len(self._lines[number]):
            following = min(number + 1, len(self.flows) - 1)
            at = 0 if following > number else len(self.flows[following].text)
            return Row(following, at, at)
        index = y - self._tops[number]
        start, end = self._lines[number][index]
        return Row(number, start, end, *self._edges(number, index, start, end))

    def _edges(self, number: int, index: int, start: int, end: int) -> tuple[str, str]:
        flow = self.flows[number]
        margin = " " * self.left
        match flow.shape:
            case Shape.RULE:
                return margin, "─" * self.measure
            case Shape.BOX_TOP:
                return f"{margin}╭─ ", " " + "─" * (self.measure - len(flow.text) - 5) + "╮"
            case Shape.BOX_BOTTOM:
                return margin, "╰" + "─" * (self.measure - 2) + "╯"
        cells = cell_len(flow.text[start:end])
        free = self._text_width(flow) - cells
        if flow.shape is Shape.BOXED:
            pad = " " * free
            return (f"{margin}│ {pad}", " │") if self._right_to_left[number] else (f"{margin}│ ", f"{pad} │")
        indent = " " * self._indent(flow)
        lead = flow.hang if index else flow.lead
        if self._right_to_left[number]:
            mirrored = f" {lead.strip()}".translate(_MIRRORED) if lead.strip() else ""
            return margin + " " * (self.measure - len(indent) - len(lead) - cells), mirrored
        return margin + indent + lead, ""

    # ---- places

    def place_at(self, y: int, column: int, *, end: bool = False) -> Place:
        """The place of the character `column` characters into the line at `y`, as a selection counts them.

        Inside a character made of several it is that one's beginning, or its end.
        """
        row = self.row(y)
        text = self.flows[row.flow].text
        offset = min(max(row.start, row.start + column - len(row.before)), row.end)
        if not text.isascii():
            for left, right, _ in clusters(text, row.start, row.end):
                if left < offset < right:
                    return Place(row.flow, right if end else left)
        return Place(row.flow, offset)

    def column_of(self, place: Place) -> tuple[int, int]:
        """The line of a place and how many characters into it: the reverse of `place_at`."""
        y = self.line_of_place(place)
        row = self.row(y)
        return y, len(row.before) + max(0, place.offset - row.start)

    def line_of_place(self, place: Place) -> int:
        """The line that shows a place; for a blank that was dropped at a break, the line before it."""
        lines = self._lines[place.flow]
        index = bisect_right(lines, (place.offset, len(self.flows[place.flow].text))) - 1
        return self._tops[place.flow] + max(0, index)

    def lines_of(self, places: Iterable[Place | None]) -> list[int]:
        """The line of each place, ascending; an unknown place counts to the one before."""
        lines: list[int] = []
        line = 0
        for place in places:
            if place is not None:
                line = max(line, self.line_of_place(place))
            lines.append(line)
        return lines

    def position_at(self, y: int) -> Position:
        """The reading position of the line at `y`; the blank lines above a text count as its first line."""
        if y <= 0:
            return Position(HEAD, 0)
        row = self.row(y)
        place = self.flows[row.flow].place
        return Position(place.block, place.offset + row.start)

    def line_of(self, position: Position) -> int:
        """The line to stand at the top for a reading position, which may be of an older text."""
        if position.block <= HEAD and position.offset <= 0:
            return 0
        number = max(0, bisect_right(self._places, (position.block, position.offset)) - 1)
        flow = self.flows[number]
        offset = position.offset - flow.place.offset if flow.place.block == position.block else len(flow.text)
        return self.line_of_place(Place(number, min(offset, len(flow.text))))

    def line_of_block(self, block: int) -> int:
        """The first line of a block of the body."""
        number = bisect_left(self._places, (block, 0))
        return self._tops[min(number, len(self._tops) - 1)]

    def subheads(self) -> list[tuple[str, int]]:
        """The subheads with their block numbers."""
        return [(flow.copied, flow.place.block) for flow in self.flows if flow.role is Role.SUBHEAD]

    # ---- copying

    def text_between(self, first: Place, last: Place) -> str:
        """The logical text from `first` up to `last`: one line a paragraph, paragraphs with a blank line between."""
        texts: list[str] = []
        apart = False
        for number in range(first.flow, last.flow + 1):
            flow = self.flows[number]
            start = first.offset if number == first.flow else 0
            end = last.offset if number == last.flow else len(flow.text)
            text = flow.copied[start:end].rstrip(" ")
            apart |= flow.gap > 0
            if not text.strip():
                continue
            if texts:
                texts.append("\n\n" if apart else "\n")
                texts.append("" if flow.role is Role.QUOTE else flow.lead)
            texts.append(text if flow.shape is Shape.VERBATIM else text.lstrip(" "))
            apart = False
        return "".join(texts)


_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def word_around(text: str, offset: int) -> Span:
    """The word at an offset, or the single character that is none."""
    for found in _WORD.finditer(text, max(0, offset - _LONGEST_WORD), offset + _LONGEST_WORD):
        if found.start() <= offset < found.end():
            return found.span()
    return offset, min(offset + 1, len(text))


_LONGEST_WORD = 100


def _balanced(text: str, width: int) -> list[Span]:
    """Lines of about the same length: as narrow as they can be without being more."""
    lines = break_lines(text, width)
    if not 1 < len(lines) <= _BALANCED_LINES:
        return lines
    low, high = width // 2, width
    while low < high:
        middle = (low + high) // 2
        if len(break_lines(text, middle)) > len(lines):
            low = middle + 1
        else:
            high = middle
    return break_lines(text, high)


_BALANCED_LINES = 6
