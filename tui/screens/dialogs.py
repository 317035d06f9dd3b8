"""The dialogs over the main screen, and what is done with their answers.

A dialog's module is loaded when it is first needed: the first screen does not wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from index.types import Order, StoredArticle, Suggestion
from tui.clipboard import fits
from tui.in_use import InUse
from tui.jobs import Jobs
from tui.marking import Marking
from tui.reading import Reading
from tui.searching import Searching

if TYPE_CHECKING:
    from tui.yanking import Yank

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
        jobs: Jobs,
        searching: Searching,
        reading: Reading,
        marking: Marking,
        in_use: InUse,
    ) -> None:
        self._screen = screen
        self._jobs = jobs
        self._searching = searching
        self._reading = reading
        self._marking = marking
        self._in_use = in_use

    def note(self) -> None:
        """Write, change or remove the note on the article in use."""
        self._in_use.with_article(self._note)

    def yank(self) -> None:
        """Choose what of the article in use goes to the clipboard."""
        self._in_use.with_article(self._yank)

    def browse(self, command: Sequence[str]) -> None:
        """Open the article in use outside."""
        self._in_use.with_article(lambda stored: self._jobs.start(partial(self._browse, stored, command), "browser"))

    def outline(self) -> None:
        """Choose a subhead to go to."""
        heads = self._reading.outline()
        if not heads:
            self._jobs.tell("This article has no subheads.")
            return
        from tui.screens.choice import Choice, ChoiceScreen

        choices = [Choice("", heading, block) for heading, block in heads]
        self._screen.app.push_screen(ChoiceScreen("Outline", choices), self._go_to)

    def suggestions(self, suggestions: Sequence[Suggestion], then: Callable[[str], None]) -> None:
        """Choose a query that would match."""
        from tui.screens.choice import Choice, ChoiceScreen

        choices = [
            Choice(str(place), f"{suggestion.label}: {suggestion.count:,}", suggestion.query)
            for place, suggestion in enumerate(suggestions, 1)
        ]

        def search(query: str | None) -> None:
            if query is not None:
                then(query)

        self._screen.app.push_screen(ChoiceScreen("Try", choices), search)

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

    def _note(self, stored: StoredArticle) -> None:
        from tui.screens.note import NoteScreen

        def keep(text: str | None) -> None:
            if text is not None and text != stored.marks.note:
                self._marking.note(stored.id, text)

        self._screen.app.push_screen(
            NoteScreen(stored.article.headline, stored.marks.note, self._marking.draft(stored.id)), keep
        )

    def _yank(self, stored: StoredArticle) -> None:
        from tui.screens.choice import Choice, ChoiceScreen
        from tui.yanking import YANKS

        def copy(yank: Yank | None) -> None:
            if yank is not None:
                self.copy(yank.text(stored) or "", yank.name)

        choices = [Choice(yank.key, yank.name, yank, enabled=bool(yank.text(stored))) for yank in YANKS]
        self._screen.app.push_screen(ChoiceScreen("Yank", choices), copy)

    async def _browse(self, stored: StoredArticle, command: Sequence[str]) -> None:
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
            self._reading.go_to_block(block)

    def _sorted(self, order: Order | None) -> None:
        if order is not None:
            self._searching.sort(order)
