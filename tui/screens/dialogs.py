"""The dialogs over the main screen, and what is done with their answers.

A dialog's module is loaded when it is first needed: the first screen does not wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.screen import Screen

from index.types import Order, StoredArticle
from tui.clipboard import fits
from tui.engine import Engine
from tui.jobs import Jobs
from tui.marking import Marking
from tui.reading import Reading
from tui.searching import Searching
from tui.widgets.reader import ReaderView
from tui.yanking import YANKS

_ORDERS = (
    ("r", "relevance", Order.RELEVANCE),
    ("n", "newest first", Order.NEWEST),
    ("o", "oldest first", Order.OLDEST),
)


class Dialogs:
    """Asks, and passes the answer on."""

    def __init__(
        self,
        screen: Screen[None],
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        reading: Reading,
        marking: Marking,
        reader: ReaderView,
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._reading = reading
        self._marking = marking
        self._reader = reader

    def note(self) -> None:
        """Write, change or remove the note on the article in use."""
        self._jobs.start(self._note(), "dialog")

    def yank(self) -> None:
        """Choose what of the article in use goes to the clipboard."""
        self._jobs.start(self._yank(), "dialog")

    def browse(self, command: Sequence[str]) -> None:
        """Open the article in use outside."""
        self._jobs.start(self._browse(command), "dialog")

    def outline(self) -> None:
        """Choose a subhead to go to."""
        heads = self._reader.outline()
        if not heads:
            self._jobs.tell("This article has no subheads.")
            return
        from tui.screens.choice import Choice, ChoiceScreen

        choices = [Choice("", heading, block) for heading, block in heads]
        self._screen.app.push_screen(ChoiceScreen("Outline", choices), self._go_to)

    def sort(self) -> None:
        """Choose the order of the list."""
        shown = self._searching.understood
        if shown is not None and shown.order is not None:
            self._jobs.tell(f"The search itself says sort:{shown.order.value}.")
            return
        from tui.screens.choice import Choice, ChoiceScreen

        orders = [Choice(key, label, order) for key, label, order in _ORDERS]
        choices = [choice for choice in orders if self._searching.is_on or choice.value is not Order.RELEVANCE]
        now = [choice.value for choice in choices].index(self._searching.order)
        self._screen.app.push_screen(ChoiceScreen("Sort by", choices, first=now), self._sorted)

    def copy(self, text: str, what: str) -> None:
        """Put text on the clipboard and say so."""
        if not text:
            self._jobs.tell(f"There is no {what} to copy.")
            return
        self._screen.app.copy_to_clipboard(text)
        doubt = "" if fits(text) else "; it is long, and some terminals take no more than 75 kB"
        self._jobs.tell(f"Copied the {what}{doubt}")

    # ---- at work --------------------------------------------------------------------------------------------------

    async def _article(self) -> StoredArticle | None:
        """The article in use, read from the library unless it is in the reader."""
        target = self._marking.target()
        if target is None:
            return None
        current = self._reading.current
        if current is not None and current.id == target[0]:
            return current
        return (await self._engine.open(target[0], None)).stored

    async def _note(self) -> None:
        stored = await self._article()
        if stored is None:
            return
        from tui.screens.note import NoteScreen

        text = await self._screen.app.push_screen_wait(NoteScreen(stored.article.headline, stored.marks.note))
        if text is not None and text != stored.marks.note:
            self._marking.note(stored.id, text)

    async def _yank(self) -> None:
        stored = await self._article()
        if stored is None:
            return
        from tui.screens.choice import Choice, ChoiceScreen

        choices = [Choice(yank.key, yank.name, yank, enabled=bool(yank.text(stored))) for yank in YANKS]
        yank = await self._screen.app.push_screen_wait(ChoiceScreen("Yank", choices))
        if yank is not None:
            self.copy(yank.text(stored) or "", yank.name)

    async def _browse(self, command: Sequence[str]) -> None:
        stored = await self._article()
        if stored is None:
            return
        from tui.browser import address_of, plan

        address = await asyncio.to_thread(address_of, stored)
        if address is None:
            self._jobs.tell("The article has no address, and no file of its own.")
            return
        launch = await asyncio.to_thread(plan, address, command)
        if launch.in_terminal:
            with self._screen.app.suspend():
                launch.start()
        else:
            await asyncio.to_thread(launch.start)
            self._jobs.tell(f"Opened {address}")

    def _go_to(self, block: int | None) -> None:
        if block is not None:
            self._reader.go_to_block(block)

    def _sorted(self, order: Order | None) -> None:
        if order is not None:
            self._searching.sort(order)
