"""The timeline at work: when the results were published, and the keys that cut a span of days from them."""

from __future__ import annotations

from functools import partial

from textual.screen import Screen

from tui.actions import Scope
from tui.engine import Engine
from tui.jobs import Jobs
from tui.screens.panels import Counting, Rewriting
from tui.screens.panes import Panes
from tui.searching import Searching
from tui.widgets.timeline_bars import Days
from tui.widgets.timeline_strip import TimelineStrip

OPEN = "-timeline"
"""The screen's class while the timeline is open."""


class Timelines:
    """Owns the timeline. What it takes is made elsewhere."""

    def __init__(
        self, screen: Screen[None], engine: Engine, jobs: Jobs, searching: Searching, panes: Panes, rewriting: Rewriting
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._panes = panes
        self._rewriting = rewriting
        self.strip: TimelineStrip = TimelineStrip(self._cut, resized=self._resized, id="timeline")
        self._counting = Counting(
            screen, jobs, searching, name="timeline", count=self._count, outdated=self.strip.outdated
        )
        self._asked_width = 0

    # ---- open and closed ------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Is the timeline on the screen?"""
        return self._screen.has_class(OPEN)

    def toggle(self) -> None:
        """Open the timeline, go to it, or from it back to the list without it."""
        if self._panes.scope is Scope.TIMELINE:
            self._screen.remove_class(OPEN)
            self._counting.stop()
            self._panes.show_list()
            return
        if not self.strip.is_attached:
            self._screen.mount(self.strip, before="#panes")
        was_open = self.is_open
        self._screen.add_class(OPEN)
        self._screen.set_focus(self.strip, scroll_visible=False)
        if not was_open:
            self._counting.begin()

    def listed(self) -> None:
        """Another list is shown."""
        self._counting.listed()

    def _resized(self) -> None:
        if self.is_open and self.strip.most_buckets != self._asked_width:
            self._counting.ask()

    async def _count(self, text: str) -> None:
        # Before it is laid out no width is known; it is asked for when there is one.
        if self.strip.size.width:
            self._asked_width = self.strip.most_buckets
            self.strip.show(await self._engine.timeline(text, self._asked_width))

    # ---- narrower and wider ---------------------------------------------------------------------------------------

    def cut(self) -> None:
        """Narrow the query to the days that are marked, or to those under the cursor."""
        days = self.strip.span
        if days is None:
            self._jobs.tell("None of the results has a date.")
        else:
            self._cut(days)

    def _cut(self, days: Days) -> None:
        self._rewriting.change(partial(_dated, days), impossible="The query says so already.")

    def widen(self) -> None:
        """Take what the query says of days out of it."""
        self._rewriting.change(_undated, impossible="The query says nothing of days.")


def _dated(days: Days, text: str) -> str | None:
    from index import dated

    return dated(text, days.first, days.last)


def _undated(text: str) -> str:
    from index import undated

    return undated(text)
