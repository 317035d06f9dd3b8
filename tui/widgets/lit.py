"""The matches of a query, as places in flows, and the walk from one to the next. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from index.types import Highlights, Part, Span
from tui.widgets.flow import Flow
from tui.widgets.page import Place


class LitSpan(NamedTuple):
    """Lit characters `[start, end)` of a flow's text; `term` numbers the colour."""

    flow: int
    start: int
    end: int
    term: int


class _Shown(NamedTuple):
    """Where a part's characters from `offset` on are shown: `[start, end)` of a flow's text."""

    offset: int
    flow: int
    start: int
    end: int


class Lit:
    """What is lit in an article's flows. Places are worked out for what is looked at only."""

    def __init__(self, flows: Sequence[Flow], highlights: Highlights) -> None:
        self._flows = flows
        self._matches = highlights.matches
        self._shown: dict[Part, list[_Shown]] = {}
        for number, flow in enumerate(flows):
            for piece in flow.pieces:
                self._shown.setdefault(piece.part, []).append(_Shown(piece.offset, number, piece.start, piece.end))
        self._unlit: dict[Part, list[Span]] = {}
        part, spans = None, []
        for match in self._matches:
            if match.part is not part:  # matches of a part follow one another: it is looked up once
                part, spans = match.part, self._unlit.setdefault(match.part, [])
            spans.extend(match.spans)
        self._spans: dict[int, list[LitSpan]] = {}
        self._painted: dict[int, list[LitSpan]] = {}

    def __len__(self) -> int:
        """The number of matches."""
        return len(self._matches)

    def places(self, match: int) -> Iterator[LitSpan]:
        """Where a match is lit; nowhere when its part is not shown."""
        shown = self._shown.get(self._matches[match].part, ())
        return (place for span in self._matches[match].spans for place in _places(shown, span))

    def starts(self) -> Iterator[Place | None]:
        """Where each match begins, in reading order; None for a match that is not shown."""
        part, shown = None, []
        for match in self._matches:
            if match.part is not part:
                part, shown = match.part, self._shown.get(match.part, [])
            if not shown or not match.spans:
                yield None
                continue
            start = match.spans[0].start
            index = _first_with(shown, start)
            offset, flow, left, right = shown[index]
            if left + start - offset >= right and index + 1 < len(shown):  # it begins between two places
                offset, flow, left, right = shown[index + 1]
            yield Place(flow, min(left + max(start - offset, 0), right))

    def within(self, flow: int, start: int, end: int) -> Iterator[LitSpan]:
        """The lit spans that touch `[start, end)` of a flow: sorted and disjoint."""
        if flow not in self._painted:
            self._painted[flow] = list(_disjoint(self._spans_of(flow)))
        spans = self._painted[flow]
        for span in spans[bisect_right(spans, start, key=lambda span: span.end) :]:
            if span.start >= end:
                return
            yield span

    def _spans_of(self, flow: int) -> Sequence[LitSpan]:
        for piece in self._flows[flow].pieces:
            for span in self._unlit.pop(piece.part, ()):
                for place in _places(self._shown[piece.part], span):
                    self._spans.setdefault(place.flow, []).append(place)
        return self._spans.pop(flow, ())


def _places(pieces: Sequence[_Shown], span: Span) -> Iterator[LitSpan]:
    """The characters of a span that are shown: several places when items or tabs part them."""
    for offset, flow, left, right in pieces[_first_with(pieces, span.start) :]:
        if offset >= span.end:
            return
        start, end = max(span.start - offset, 0) + left, min(span.end - offset + left, right)
        if start < end:
            yield LitSpan(flow, start, end, span.term)


def _first_with(pieces: Sequence[_Shown], offset: int) -> int:
    return max(0, bisect_right(pieces, offset, key=itemgetter(0)) - 1) if len(pieces) > 1 else 0


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
