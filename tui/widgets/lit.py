"""The matches of a query, as places in flows, and the walk from one to the next. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from index.types import Highlights, Part, Span
from tui.widgets.flow import Flow


class LitSpan(NamedTuple):
    """Lit characters `[start, end)` of a flow's text; `term` numbers the colour."""

    flow: int
    start: int
    end: int
    term: int


class Lit:
    """What is lit in an article's flows."""

    def __init__(self, flows: Sequence[Flow], highlights: Highlights) -> None:
        self.matches: list[tuple[LitSpan, ...]] = list(_placed(flows, highlights))
        """For each match, in reading order, where it is lit."""
        self._of_flow: dict[int, list[LitSpan]] = {}
        for match in self.matches:
            for span in match:
                self._of_flow.setdefault(span.flow, []).append(span)
        self._disjoint: dict[int, list[LitSpan]] = {}

    def within(self, flow: int, start: int, end: int) -> Iterator[LitSpan]:
        """The lit spans that touch `[start, end)` of a flow: sorted and disjoint."""
        if flow not in self._disjoint:
            self._disjoint[flow] = list(_disjoint(self._of_flow.get(flow, ())))
        spans = self._disjoint[flow]
        for span in spans[bisect_right(spans, start, key=lambda span: span.end) :]:
            if span.start >= end:
                return
            yield span


class _Shown(NamedTuple):
    """Where a part's characters from `offset` on are shown: `[start, end)` of a flow's text."""

    offset: int
    flow: int
    start: int
    end: int


def _placed(flows: Sequence[Flow], highlights: Highlights) -> Iterator[tuple[LitSpan, ...]]:
    shown: dict[Part, list[_Shown]] = {}
    for number, flow in enumerate(flows):
        for piece in flow.pieces:
            shown.setdefault(piece.part, []).append(_Shown(piece.offset, number, piece.start, piece.end))
    part, pieces = None, []
    for match in highlights.matches:
        if match.part is not part:  # matches of a part follow one another, and it is looked up once
            part, pieces = match.part, shown.get(match.part, [])
        yield tuple([place for span in match.spans for place in _places(pieces, span)])


def _places(pieces: Sequence[_Shown], span: Span) -> Iterator[LitSpan]:
    """The characters of a span that are shown: several places when items or tabs part them."""
    first = max(0, bisect_right(pieces, span.start, key=itemgetter(0)) - 1) if len(pieces) > 1 else 0
    for offset, flow, left, right in pieces[first:]:
        if offset >= span.end:
            return
        start, end = max(span.start - offset, 0) + left, min(span.end - offset + left, right)
        if start < end:
            yield LitSpan(flow, start, end, span.term)


def _disjoint(spans: Iterable[LitSpan]) -> Iterator[LitSpan]:
    """The spans in order, without what an earlier or a longer one has painted."""
    reached = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.term)):
        if span.end > reached:
            yield span._replace(start=max(span.start, reached))
            reached = span.end


def next_match(lines: Sequence[int], current: int | None, top: int, bottom: int) -> int | None:
    """The match to go on to, None at the end.

    Args:
        lines: the line of each match, in reading order.
        current: the match gone to last.
        top: the first line on the screen.
        bottom: the line below the last on the screen.

    A match that was scrolled out of sight no longer counts: the walk goes on from what is on the screen.
    """
    following = (current or 0) + 1 if _in_sight(lines, current, top, bottom) else bisect_left(lines, top)
    return following if following < len(lines) else None


def previous_match(lines: Sequence[int], current: int | None, top: int, bottom: int) -> int | None:
    """The match to go back to, None at the beginning; from the end of the screen when none on it is the current."""
    before = (current or 0) if _in_sight(lines, current, top, bottom) else bisect_left(lines, bottom)
    return before - 1 if before > 0 else None


def _in_sight(lines: Sequence[int], current: int | None, top: int, bottom: int) -> bool:
    return current is not None and top <= lines[current] < bottom
