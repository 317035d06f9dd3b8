"""The timeline: when the results were published, as bars to cut a span of days from."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from index.types import Timeline
from tui.widgets.keeps_focus import KeepsFocus
from tui.widgets.looks import Look, pale
from tui.widgets.strips import RoleStyles, filled, to_strip
from tui.widgets.text import Pieces, fit, number
from tui.widgets.timeline_bars import Bars, Days, days_of, ends, told

LINES = 3
"""The lines of the bars."""

_NOTHING = Timeline("day", 1, (), 0)
_LOOKS = {
    "bar": Look("color: $primary;"),
    "span": Look(
        "background: $success-muted; color: $text-success;",
        ansi="background: ansi_green; color: ansi_black;",
    ),
    "cursor": Look(
        "background: $foreground 30%; color: $accent;",
        ansi="background: ansi_default; color: ansi_default; text-style: reverse;",
    ),
    "date": pale("color: $foreground 60%;"),
    "told": Look("color: $foreground; text-style: bold;"),
    "stale": pale("color: $foreground 40%;"),
}


def _move(keys: str, how: str, description: str) -> Binding:
    return Binding(keys, f"jump('{how}')", description, id=f"timeline.{how}", show=False)


class TimelineStrip(KeepsFocus, Widget, can_focus=True, inherit_bindings=False):
    """Bars over the days of the results, with a cursor, and a span from a mark to it.

    Args:
        cut: called with the days of a bar that was clicked twice.
        resized: called when there is room for another number of bars.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = "Timeline"
    BINDINGS: ClassVar[list[BindingType]] = [
        _move("ctrl+d", "half_down", "A quarter on"),
        _move("ctrl+u", "half_up", "A quarter back"),
        _move("g,home", "top", "To the first bar"),
        _move("G,end", "bottom", "To the last bar"),
    ]
    DEFAULT_CSS = f"""
    TimelineStrip {{
        height: {LINES + 2};
        padding: 0 1;
        background: $surface;
        &:focus {{ background: $surface-lighten-1; }}
        &:ansi {{ background: ansi_default; }}
    }}
    """

    def __init__(self, cut: Callable[[Days], None], *, resized: Callable[[], None], id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._cut = cut
        self._resized = resized
        self._timeline: Timeline | None = None
        self._cursor = 0
        self._mark: int | None = None
        self._stale = True
        self._role_styles = RoleStyles(self, _LOOKS)

    # ---- data in --------------------------------------------------------------------------------------------------

    @property
    def most_buckets(self) -> int:
        """How many bars there is room for."""
        return max(1, self.content_size.width)

    def show(self, timeline: Timeline) -> None:
        """Show a timeline. The cursor stays on its day where that is in it, else it is on the last bar."""
        before = self._day()
        if self._timeline is None or timeline.buckets != self._timeline.buckets:
            self._mark = None
        self._timeline = timeline
        starts = [start for start, _ in timeline.buckets]
        self._cursor = max(0, sum(start <= before for start in starts) - 1 if before else len(starts) - 1)
        self._stale = False
        self.refresh()

    def outdated(self) -> None:
        """What is shown is of the query before: dim it until the new one is here."""
        if not self._stale:
            self._stale = True
            self.refresh()

    @property
    def is_stale(self) -> bool:
        """Is the timeline that of another query than the list?"""
        return self._stale

    @property
    def timeline(self) -> Timeline:
        """What is shown."""
        return self._timeline or _NOTHING

    @property
    def span(self) -> Days | None:
        """The days that are marked, or those under the cursor; None where there are none."""
        if not self.timeline.buckets:
            return None
        return days_of(self.timeline, self._first(), self._cursor)

    @property
    def is_marked(self) -> bool:
        """Is a span being marked?"""
        return self._mark is not None

    def _first(self) -> int:
        return self._cursor if self._mark is None else self._mark

    def _day(self) -> str:
        """The first day under the cursor."""
        buckets = self.timeline.buckets
        return buckets[self._cursor][0] if self._cursor < len(buckets) else ""

    # ---- the cursor -----------------------------------------------------------------------------------------------

    def move(self, by: int, *, mark: bool = False) -> None:
        """Move the cursor by some bars; with `mark` a span begins where it stood, if none has."""
        if mark and self._mark is None:
            self._mark = self._cursor
        self._go(self._cursor + by)

    def action_jump(self, how: str) -> None:
        """Move the cursor further: half_down, half_up, top or bottom."""
        bars = len(self.timeline.buckets)
        by = max(1, bars // 4) if how.startswith("half") else bars
        self.move(-by if how.endswith(("up", "top")) else by)

    def toggle_mark(self) -> None:
        """Begin a span under the cursor, or give it up."""
        self._mark = self._cursor if self._mark is None else None
        self.refresh()

    def _go(self, bucket: int) -> None:
        self._cursor = max(0, min(bucket, len(self.timeline.buckets) - 1))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click goes to a bar; one on the bar under the cursor cuts it out."""
        offset = event.get_content_offset(self)
        bucket = None if offset is None else self._bars().bucket_at(offset.x)
        if bucket is None:
            return
        event.stop()
        if bucket == self._cursor and (span := self.span) is not None:
            self._cut(span)
        self._go(bucket)

    def on_resize(self) -> None:
        """Another width has room for other buckets."""
        self._resized()

    # ---- painting -------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles: the theme or the focus has changed."""
        super().notify_style_update()
        self._role_styles.clear()

    def _bars(self) -> Bars:
        return Bars.laid_out(self.timeline, self.content_size.width)

    def render_line(self, y: int) -> Strip:
        """A line: bars, the ends, or what is under the cursor."""
        width = self.content_size.width
        lines = {LINES: self._ends, LINES + 1: self._told}
        pieces = lines[y](width) if y in lines else self._bar_line(y)
        if self._stale:
            pieces = [(text, "stale") for text, _role in pieces]
        return to_strip(filled(pieces, width), self._role_styles)

    def _bar_line(self, line: int) -> Pieces:
        bars = self._bars()
        first, last = sorted((self._first(), self._cursor))
        pieces: Pieces = [(" " * bars.left, "")]
        for bucket, level in enumerate(bars.levels(LINES)):
            role = "cursor" if bucket == self._cursor else "span" if first <= bucket <= last else "bar"
            pieces.append((bars.cell(level, line, LINES), role))
        return pieces

    def _ends(self, width: int) -> Pieces:
        bars = self._bars()
        taken = min(width, bars.cells * len(self.timeline.buckets))
        # Under the bars where there is room, else from edge to edge.
        first, last = ends(self.timeline, max(taken, min(width, 24)))
        left = bars.left if len(first) + len(last) + 1 <= taken else 0
        room = taken if left else width
        gap = max(0, room - cell_len(first) - cell_len(last)) if last else 0
        return [(" " * left, ""), (first, "date"), (" " * gap, ""), (last, "date")]

    def _told(self, width: int) -> Pieces:
        timeline = self.timeline
        if self._timeline is None:
            text = "counting…"
        elif timeline.buckets:
            text = told(timeline, self._first(), self._cursor, width)
        else:
            text = f"no dates · {number(timeline.undated)} undated"
        text = fit(text, width)
        return [(" " * ((width - cell_len(text)) // 2), ""), (text, "told")]
