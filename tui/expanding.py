"""Changing what the words of the query stand for, from the screen that shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from index.types import Spelling, Understood
from tui.engine import Engine
from tui.jobs import Jobs
from tui.searching import Searching

if TYPE_CHECKING:
    from tui.screens.expansions import ExpansionsScreen, Taken


class Expanding:
    """Opens the screen, and keeps it at what the query is.

    Args:
        screen: what it is opened over.
        engine: writes the changed query.
        jobs: runs that, and says what cannot be done.
        searching: the query.
        search_for: puts another query into the box and searches it.
    """

    def __init__(
        self, screen: Screen[None], engine: Engine, jobs: Jobs, searching: Searching, search_for: Callable[[str], None]
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._search_for = search_for
        self._shown: ExpansionsScreen | None = None

    def open(self) -> None:
        """Show how the query was read."""
        understood = self._searching.understood
        if understood is None or understood.is_empty:
            self._jobs.tell("Nothing is asked: search for something first.")
            return
        from tui.screens.expansions import ExpansionsScreen

        self._shown = ExpansionsScreen(understood, self._asked)
        self._screen.app.push_screen(self._shown, lambda _: self._closed())

    def listed(self) -> None:
        """Another list is shown: so may be another query."""
        understood = self._searching.understood
        if self._shown is None or not self._shown.is_attached:
            return
        if understood is None or understood.is_empty:
            self._shown.dismiss()
        else:
            self._shown.show(understood)

    def _closed(self) -> None:
        self._shown = None

    def _asked(self, chip: int | None, what: Spelling | Taken) -> None:
        understood = self._searching.understood
        if understood is not None and not self._searching.is_waiting:  # else the chips are not the query's any more
            self._jobs.start(partial(self._change, understood, chip, what), "respelling", exclusive=True)

    async def _change(self, understood: Understood, chip: int | None, what: Spelling | Taken) -> None:
        self._search_for(await self._engine.reworded(partial(_reworded, understood, chip, what)))


def _reworded(understood: Understood, chip: int | None, what: Spelling | Taken) -> str:
    from index import all_respelled, respelled, without

    if not isinstance(what, Spelling):
        return without(understood, chip or 0)
    return all_respelled(understood, what) if chip is None else respelled(understood, chip, what)
