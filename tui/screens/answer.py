"""Keys typed behind a query: they are meant for its results, if those come soon."""

from __future__ import annotations

from functools import partial

from textual.screen import Screen

from tui.actions import Scope
from tui.key_gate import Awaited, KeyGate
from tui.screens.panes import Panes
from tui.searching import Searching

ANSWER_WITHIN = 1.0
"""Seconds that keys wait for the answer to the query they were typed behind."""


class Answer:
    """Opens the gate when the answer is there, or takes too long."""

    def __init__(self, screen: Screen[None], gate: KeyGate, panes: Panes, searching: Searching) -> None:
        self._screen = screen
        self._gate = gate
        self._panes = panes
        self._searching = searching

    def box_left(self) -> None:
        """The search box was left for the list."""
        if self._searching.is_waiting:
            self._screen.set_timer(ANSWER_WITHIN, partial(self._gate.open, Awaited.ANSWER))
        else:
            self._gate.open(Awaited.ANSWER)

    def listed(self) -> None:
        """Another list is shown."""
        if self._panes.scope is not Scope.SEARCH:
            self._gate.open(Awaited.ANSWER)
