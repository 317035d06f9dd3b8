"""The facet panel and the timeline: opened when they are asked for, kept at what the list shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.screen import Screen

from tui.actions import Scope
from tui.engine import Engine
from tui.jobs import Jobs
from tui.key_gate import Awaited, KeyGate
from tui.screens.panes import Panes
from tui.searching import Searching
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from tui.screens.facets import Facets
    from tui.screens.timelines import Timelines


_IN_FACETS: dict[str, Callable[[Facets], object]] = {
    "narrow": lambda facets: facets.narrow(),
    "exclude": lambda facets: facets.narrow(exclude=True),
    "next_facet": lambda facets: facets.panel.go_to_facet(1),
    "previous_facet": lambda facets: facets.panel.go_to_facet(-1),
}
_IN_TIMELINE: dict[str, Callable[[Timelines], object]] = {
    "earlier": lambda timeline: timeline.strip.move(-1),
    "later": lambda timeline: timeline.strip.move(1),
    "span_earlier": lambda timeline: timeline.strip.move(-1, mark=True),
    "span_later": lambda timeline: timeline.strip.move(1, mark=True),
    "span": lambda timeline: timeline.strip.toggle_mark(),
    "cut": lambda timeline: timeline.cut(),
}


class Commanded(Protocol):
    """What takes actions."""

    def add(self, action_id: str, do: Callable[[], object]) -> None:
        """Say what an action does."""
        ...


class Rewriting:
    """Changes the query in the box. Keys wait for it: they are meant for what comes after.

    Args:
        engine: reads and writes queries off the interface thread.
        jobs: runs that, and says what cannot be done.
        gate: holds the keys.
        box: the query.
        searching: searches for the new one.
    """

    def __init__(self, engine: Engine, jobs: Jobs, gate: KeyGate, box: SearchBox, searching: Searching) -> None:
        self._engine = engine
        self._jobs = jobs
        self._gate = gate
        self._box = box
        self._searching = searching

    def change(self, change: Callable[[str], str | None], *, impossible: str) -> None:
        """Put another query in the place of the one in the box; None from `change` stands for what is impossible."""
        self._gate.close(Awaited.QUERY)
        self._jobs.start(partial(self._change, change, impossible), "rewriting", exclusive=True)

    async def _change(self, change: Callable[[str], str | None], impossible: str) -> None:
        try:
            before = self._box.text
            query = await self._engine.rewritten(partial(change, before))
            if query is None or query == before:
                self._jobs.tell(impossible)
            else:
                self._box.text = query
                self._searching.ask(query)
        finally:
            self._gate.open(Awaited.QUERY)


class Counting:
    """Asks for what a panel shows when the list is another one. Nothing is asked before the list is painted.

    Args:
        screen: what is painted.
        jobs: runs the asking, the newest in the place of the one before.
        searching: the list.
        name: of the jobs.
        count: asks for what a query's results consist of, and shows it.
        outdated: called when what is shown is no longer that of the list.
    """

    def __init__(
        self,
        screen: Screen[None],
        jobs: Jobs,
        searching: Searching,
        *,
        name: str,
        count: Callable[[str], object],
        outdated: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._jobs = jobs
        self._searching = searching
        self._name = name
        self._count = count
        self._outdated = outdated
        self._text: str | None = None
        self._was_head = False

    def listed(self) -> None:
        """Another list is shown: ask anew, unless it is the same one with all its articles now."""
        listing = self._searching.listing
        if listing is None:
            return
        text = self._searching.understood.text if self._searching.understood is not None else ""
        is_rest = text == self._text and self._was_head
        self._was_head = not listing.is_complete
        if not is_rest:
            self._text = text
            self._outdated()
            self.ask()

    def ask(self) -> None:
        """Ask for the list that is shown."""
        if self._text is not None:
            self._jobs.start(partial(self._ask, self._text), self._name, exclusive=True)

    def begin(self) -> None:
        """The panel is opened."""
        self._text = None
        self.listed()

    def stop(self) -> None:
        """The panel is closed."""
        self._jobs.stop(self._name)

    async def _ask(self, text: str) -> None:
        painted = asyncio.Event()
        self._screen.call_after_refresh(painted.set)
        await painted.wait()
        await self._count(text)  # type: ignore[misc]


class Panels:
    """Owns both panels; neither is loaded before it is first opened."""

    def __init__(
        self, screen: Screen[None], engine: Engine, jobs: Jobs, searching: Searching, panes: Panes, rewriting: Rewriting
    ) -> None:
        self._parts = screen, engine, jobs, searching, panes, rewriting
        self._tell = jobs.tell
        self._panes = panes
        self._facets: Facets | None = None
        self._timeline: Timelines | None = None

    def add_to(self, commands: Commanded) -> None:
        """Say what the actions of the panels do."""
        commands.add("facets", self._toggle_facets)
        commands.add("timeline", self._toggle_timeline)
        commands.add("close_panel", self._close)
        commands.add("widen", self._widen)
        commands.add("to_list", self._panes.show_list)
        for action_id, in_facets in _IN_FACETS.items():
            commands.add(action_id, partial(self._in_facets, in_facets))
        for action_id, in_timeline in _IN_TIMELINE.items():
            commands.add(action_id, partial(self._in_timeline, in_timeline))

    def listed(self) -> None:
        """Another list is shown."""
        for panel in (self._facets, self._timeline):
            if panel is not None and panel.is_open:
                panel.listed()

    def focused(self) -> None:
        """The focus has moved: where the panel lies over the list, it goes when the list or an article is in use."""
        in_use = self._panes.scope in (Scope.LIST, Scope.READER)
        if self._facets is not None and self._facets.is_open and in_use and not self._panes.is_wide:
            self._facets.close()

    def _toggle_facets(self) -> None:
        if self._facets is None:
            from tui.screens.facets import Facets

            self._facets = Facets(*self._parts)
        self._facets.toggle()

    def _toggle_timeline(self) -> None:
        if self._timeline is None:
            from tui.screens.timelines import Timelines

            self._timeline = Timelines(*self._parts)
        self._timeline.toggle()

    def _close(self) -> None:
        panel = self._timeline if self._panes.scope is Scope.TIMELINE else self._facets
        if panel is not None and panel.is_open:
            panel.toggle()

    def _widen(self) -> None:
        if self._panes.scope is Scope.TIMELINE:
            self._in_timeline(lambda timeline: timeline.widen())
        else:
            self._in_facets(lambda facets: facets.widen())

    def _in_facets(self, do: Callable[[Facets], object]) -> None:
        if self._facets is None or not self._facets.is_open:
            self._tell("Open the filter panel first.")
        else:
            do(self._facets)

    def _in_timeline(self, do: Callable[[Timelines], object]) -> None:
        if self._timeline is None or not self._timeline.is_open:
            self._tell("Open the timeline first.")
        else:
            do(self._timeline)
