"""When to welcome: while the library is empty and nothing is named that could fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.engine import Engine
from tui.jobs import Jobs
from tui.syncing import Syncing, said

if TYPE_CHECKING:
    from tui.background import Outcome, Told
    from tui.screens.welcome import WelcomeScreen


class FirstSource:
    """Shows the welcome on an empty library, once, and takes it away when articles are in."""

    def __init__(self, screen: Screen[None], engine: Engine, jobs: Jobs, syncing: Syncing) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._syncing = syncing
        self._welcome: WelcomeScreen | None = None
        self._offered = False

    def listed(self, articles: int) -> None:
        """All articles are listed."""
        if articles and self._welcome is not None:
            self._welcome.leave()
            self._welcome = None
        elif not articles and not self._offered:
            self._offered = True
            self._jobs.start(self._offer, "welcome")

    def told(self, told: Told | None) -> None:
        """A moment of reading in, or its end."""
        if self._welcome is not None:
            self._welcome.told(told)

    async def _offer(self) -> None:
        if await self._engine.has_sources():
            return
        from tui.screens.welcome import WelcomeScreen

        self._welcome = WelcomeScreen(self._add)
        await self._screen.app.push_screen(self._welcome)

    async def _add(self, place: str) -> Outcome | None:
        outcome = await self._syncing.run(["add", "--", place])
        if outcome is not None:
            self._jobs.report(said(outcome))
        return outcome
