"""The concordance of the results: every match in its context, one a line."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from index.errors import DatelineError
from index.types import ConcordanceLine, ConcordanceOrder, Results
from tui.jobs import sentence
from tui.view_engine import ViewEngine
from tui.widgets.kwic_list import KwicList
from tui.widgets.text import counted

AT_ONCE = 2_000
"""So many matches are collected, and so many more each time they are asked for."""

_AT_A_TIME = 40  # articles: a few thousandths of a second
_NAMES = {
    ConcordanceOrder.RELEVANCE: "as listed",
    ConcordanceOrder.DATE: "newest first",
    ConcordanceOrder.LEFT: "by what comes before",
    ConcordanceOrder.RIGHT: "by what follows",
}
_KEYS = "l left  r right  d date  o as listed  m more  enter opens  esc closes"


class ConcordanceScreen(Screen[ConcordanceLine | None]):
    """Gives the line that is to be opened, or None.

    Args:
        engine: finds and sorts the matches.
        results: those of the list, all of them.
        order: how lines are sorted at first.
    """

    DEFAULT_CSS = """
    ConcordanceScreen {
        #kwic-title { height: 1; padding: 0 1; background: $surface; text-style: bold; }
        #kwic-lines { height: 1fr; }
        #kwic-keys { height: 1; padding: 0 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "close", "Close"),
        Binding("l", "sort('left')", show=False),
        Binding("r", "sort('right')", show=False),
        Binding("d", "sort('date')", show=False),
        Binding("o", "sort('relevance')", show=False),
        Binding("m", "more", show=False),
    ]

    def __init__(self, engine: ViewEngine, results: Results) -> None:
        super().__init__()
        self._engine = engine
        self._results = results
        self._lines: list[ConcordanceLine] = []
        self._looked_through = 0
        self._wanted = AT_ONCE
        self.order = ConcordanceOrder.RELEVANCE
        self.is_busy = False
        self.list = KwicList(id="kwic-lines")

    def compose(self) -> ComposeResult:
        """A title, the lines, the keys."""
        yield Static(id="kwic-title", markup=False)
        yield self.list
        yield Static(Content(_KEYS), id="kwic-keys")

    def on_mount(self) -> None:
        """Begin to collect."""
        self.list.focus()
        self._start(self._collect)

    @property
    def lines(self) -> int:
        """The number of matches that are here."""
        return len(self._lines)

    @on(KwicList.Opened)
    def _opened(self, event: KwicList.Opened) -> None:
        event.stop()
        self.dismiss(event.row)

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_sort(self, order: str) -> None:
        """Sort the lines in another way, the cursor at the top."""
        self.order = ConcordanceOrder(order)
        self._start(partial(self._collect, top=True))

    def action_more(self) -> None:
        """Collect further matches."""
        if self._looked_through < len(self._results.ids):
            self._wanted = max(self._wanted, len(self._lines)) + AT_ONCE
            self._start(self._collect)

    def _start(self, job: object) -> None:
        _worker: Worker[None] = self.run_worker(
            job,  # type: ignore[arg-type] # a function that makes a coroutine
            group="kwic",
            description="kwic",
            exclusive=True,
        )

    async def _collect(self, *, top: bool = False) -> None:
        """Show what is here, then find what is wanted, article by article."""
        self.is_busy = True
        try:
            await self._show(top=top)
            while len(self._lines) < self._wanted and self._looked_through < len(self._results.ids):
                first = self._looked_through
                found = await self._engine.concordance(self._results, first, first + _AT_A_TIME)
                self._looked_through = min(first + _AT_A_TIME, len(self._results.ids))
                self._lines += found
                await self._show()
            self.is_busy = False
            self._say()
        except DatelineError as error:
            self.is_busy = False
            self.query_one("#kwic-title", Static).update(Content(sentence(str(error))))

    async def _show(self, *, top: bool = False) -> None:
        """Show the lines in their order; the cursor stays on its line."""
        arranged = await self._engine.arranged(self._lines, self.order)
        at = self.list.current
        untouched = top or at is None or not self.list.cursor
        self.list.put(arranged, 0 if untouched else arranged.index(at))  # type: ignore[arg-type]
        self._say()

    def _say(self) -> None:
        found = f"{len(self._lines):,} " + ("match" if len(self._lines) == 1 else "matches")
        whole = self._looked_through >= len(self._results.ids)
        through = counted(self._results.total, "article")
        if not whole:
            through = f"the first {self._looked_through:,} of {through}" + (" …" if self.is_busy else ", m for more")
        told = f"{found} in {through} · {_NAMES[self.order]} · {self._results.understood.spoken}"
        self.query_one("#kwic-title", Static).update(Content(told))
