"""The reader's scroll bar: Textual's own, with a tick at the height of each match."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

TICK = "━"
CURRENT_TICK = "█"


class Ticks:
    """What the bar shows: the lines of the matches and of the current one, on a page of some height.

    `look` gives the style of a tick, of the current one for True. The bar asks whenever it is painted; who changes
    anything repaints the bar.
    """

    def __init__(self, look: Callable[[bool], Style]) -> None:
        self.look = look
        self.current: int | None = None
        self._lines: Sequence[int] = ()
        self._page_height = 1
        self._rows: dict[int, frozenset[int]] = {}

    def set(self, lines: Sequence[int], page_height: int) -> None:
        """Other matches, or other lines for them."""
        self._lines = lines
        self._page_height = max(1, page_height)
        self._rows.clear()

    def rows(self, bar_height: int) -> frozenset[int]:
        """The rows of a bar that have a tick."""
        if bar_height not in self._rows:
            self._rows[bar_height] = frozenset(self._row(line, bar_height) for line in self._lines)
        return self._rows[bar_height]

    def current_row(self, bar_height: int) -> int | None:
        """The row of the current match's tick."""
        return None if self.current is None else self._row(self.current, bar_height)

    def _row(self, line: int, bar_height: int) -> int:
        return min(line * bar_height // self._page_height, bar_height - 1)


class MatchBarRender(ScrollBarRender):
    """Paints the ticks over the bar; clicks and drags meet the bar below, whose meta data the ticks keep."""

    ticks: Ticks

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in super().__rich_console__(console, options):
            yield self._ticked(part) if isinstance(part, Segments) and self.vertical else part

    def _ticked(self, bar: Segments) -> Segments:
        segments = list(bar.segments)
        current = self.ticks.current_row(len(segments))
        for row in self.ticks.rows(len(segments)):
            segments[row] = self._tick(segments[row], current=row == current)
        return Segments(segments, new_lines=bar.new_lines)

    def _tick(self, below: Segment, *, current: bool) -> Segment:
        style = below.style or Style.null()
        # The thumb is painted in reverse: its colour is the foreground.
        background = style.color if style.reverse else style.bgcolor
        tick = self.ticks.look(current)
        glyph = CURRENT_TICK if current else TICK
        painted = Style(color=tick.color, bgcolor=background, bold=tick.bold, meta=style.meta)
        return Segment(glyph * len(below.text), painted)


def renderer_for(ticks: Ticks) -> type[MatchBarRender]:
    """The class for `ScrollBar.renderer`, which Textual instantiates itself, bound to one reader's ticks."""
    return type("BoundMatchBarRender", (MatchBarRender,), {"ticks": ticks})
