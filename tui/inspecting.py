"""Inspecting the article in use, and having articles follow the rules that are made there."""

from __future__ import annotations

from textual.screen import Screen

from index.errors import DatelineError
from index.types import StoredArticle
from tui.engine import Engine
from tui.in_use import InUse
from tui.reading import Reading
from tui.syncing import Syncing

_COMMAND = ("apply-rules",)


class Inspecting:
    """Opens the inspector over the main screen.

    Args:
        screen: the main screen.
        engine: inspects, and keeps rules.
        syncing: reads the articles again that a rule is about.
        reading: shows the article as it is then.
        in_use: knows the article that a key is meant for.
    """

    def __init__(self, screen: Screen[None], engine: Engine, syncing: Syncing, reading: Reading, in_use: InUse) -> None:
        self._screen = screen
        self._engine = engine
        self._syncing = syncing
        self._reading = reading
        self._in_use = in_use

    def inspect(self) -> None:
        """Show the raw text of the article in use beside it."""
        self._in_use.with_article(self._open)

    def _open(self, stored: StoredArticle) -> None:
        from tui.screens.inspector import InspectorScreen

        screen = InspectorScreen(self._engine.inspecting, stored.id, self._follow, writable=self._engine.writable)
        self._screen.app.push_screen(screen, self._closed)

    def _closed(self, has_changed: bool | None) -> None:  # noqa: FBT001 - a callback
        if has_changed:
            self._reading.read_anew()

    async def _follow(self) -> None:
        """Have the articles follow the rules, when what is being read in is done.

        Raises:
            DatelineError: they could not be read again; the next sync does it.
        """
        outcome = await self._syncing.run_in_turn(_COMMAND)
        if outcome.error:
            raise DatelineError("the rule is kept, but the articles were not read again", "", outcome.error)
