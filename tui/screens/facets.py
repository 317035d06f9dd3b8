"""The facet panel at work: what the results consist of, and the keys that narrow and widen the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.screen import Screen

from index.types import FacetValue
from tui.actions import Scope
from tui.engine import Engine
from tui.jobs import Jobs
from tui.screens.commands import refined
from tui.screens.panels import Counting, Rewriting
from tui.screens.panes import Panes
from tui.searching import Searching
from tui.widgets.facet_panel import FacetPanel

OPEN = "-facets"
"""The screen's class while the panel is open."""

RISING = "rising"
"""The facet of the words that more of the results have than the archive would lead to expect."""

_TITLES = {RISING: "Rising words"}
_UNWRITABLE = "This value cannot be written in a query."
_NOTHING_SAID = "The query says nothing of this value."


class Facets:
    """Owns the panel. What it takes is made elsewhere."""

    def __init__(
        self, screen: Screen[None], engine: Engine, jobs: Jobs, searching: Searching, panes: Panes, rewriting: Rewriting
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._panes = panes
        self._rewriting = rewriting
        self._risen: list[FacetValue] = []
        self._risen_in = ""
        self._queries: dict[str, str] = {}
        self.panel: FacetPanel = FacetPanel(self.choose, id="facets")
        self._counting = Counting(
            screen, jobs, searching, name="facets", count=self._count, outdated=self.panel.outdated
        )

    # ---- open and closed ------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Is the panel on the screen?"""
        return self._screen.has_class(OPEN)

    def toggle(self) -> None:
        """Open the panel, go to it, or from it back to the list without it."""
        if self._panes.scope is Scope.FACETS:
            self.close()
            self._panes.show_list()
            return
        if not self.panel.is_attached:
            self._screen.query_one("#panes").mount(self.panel, before=0)
        was_open = self.is_open
        self._screen.add_class(OPEN)
        self._screen.set_focus(self.panel, scroll_visible=False)
        if not was_open:
            self._counting.begin()

    def close(self) -> None:
        """Take the panel away; the focus is for others to move."""
        self._screen.remove_class(OPEN)
        self._counting.stop()

    def listed(self) -> None:
        """Another list is shown."""
        self._counting.listed()

    async def _count(self, text: str) -> None:
        counted = await self._engine.facets(text)
        facets = await self._engine.rewritten(partial(_faceted, text, counted))
        if text != self._risen_in:
            self._risen = []
        self.panel.show({**facets, RISING: self._risen}, _TITLES)
        words = await self._engine.rising(text)
        self._risen_in = text
        self._queries = {word.word: word.query for word in words}
        self._risen = [FacetValue(RISING, word.word, word.found) for word in words]
        self.panel.show({**facets, RISING: self._risen}, _TITLES)

    # ---- narrower and wider ---------------------------------------------------------------------------------------

    def narrow(self, *, exclude: bool = False) -> None:
        """Narrow the query to the value under the cursor, or exclude it; what holds already is taken out again."""
        row = self.panel.current
        if row is None or not row.can_be_chosen:
            self._jobs.tell("There is no value here.")
        elif row.value is None:
            self.panel.unfold()
        else:
            self.choose(row.value, exclude=exclude)

    def choose(self, value: FacetValue, *, exclude: bool = False) -> None:
        """Narrow the query to a value, or exclude it; what holds already is taken out again."""
        if value.facet == RISING:
            word = self._queries.get(value.value, value.value)
            self._rewriting.change(partial(_with_word, "-" * exclude + word), impossible=_UNWRITABLE)
            return
        if value.excluded if exclude else value.chosen:
            self._widen(value)
            return
        self._rewriting.change(partial(_narrowed, value, exclude=exclude), impossible=_UNWRITABLE)

    def widen(self) -> None:
        """Take what the query says of the value under the cursor out of it."""
        row = self.panel.current
        if row is not None and row.value is not None and (row.value.chosen or row.value.excluded):
            self._widen(row.value)
        else:
            self._jobs.tell(_NOTHING_SAID)

    def _widen(self, value: FacetValue) -> None:
        self._rewriting.change(partial(_widened, value), impossible=_NOTHING_SAID)


def _faceted(text: str, counted: Mapping[str, Sequence[tuple[str, int]]]) -> Mapping[str, Sequence[FacetValue]]:
    from index import faceted

    return faceted(text, counted)


def _narrowed(value: FacetValue, text: str, *, exclude: bool) -> str | None:
    from index import narrowed

    return narrowed(text, value.facet, value.value, exclude=exclude)


def _with_word(word: str, text: str) -> str:
    return f"{refined(text).rstrip()} {word}" if text.strip() else word


def _widened(value: FacetValue, text: str) -> str:
    from index import widened

    return widened(text, value.facet, value.value)
