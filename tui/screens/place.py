"""Asking for a place: where articles are, or where a file is to be written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker

from tui.places import PathSuggester, complete_in
from tui.screens.saved_name import NameInput
from tui.widgets.text import one_line

Check = Callable[[str], Awaitable[str | None]]
"""Says what is wrong with what was typed; None when it may be given."""


class PlaceInput(NameInput):
    """The place. Completing it comes after what was typed before, and before what is typed after it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]

    async def action_complete(self) -> None:
        """Complete the path."""
        await complete_in(self)


class PlaceScreen(ModalScreen[str | None]):
    """Gives what was typed, or None when nothing is to be done.

    Args:
        title: what is asked.
        words: what may be typed, in a sentence.
        check: asked before it is given.
        value: what stands there at first.
        does: what enter does, in a word.
    """

    DEFAULT_CSS = """
    PlaceScreen {
        overflow: hidden;
        align: center middle;

        #place-frame {
            width: 100%;
            max-width: 84;
            height: auto;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }

        #place {
            border: none;
            height: 1;
            padding: 0;
            background: $panel;
        }

        #place-words {
            height: auto;
            color: $text-muted;
        }

        #place-says {
            height: auto;
            color: $text-warning;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, title: str, words: str, check: Check, *, value: str = "", does: str = "adds") -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._check = check
        self._value = value
        self._does = does

    def compose(self) -> ComposeResult:
        """The place, words on it, and a line for what is wrong."""
        with Vertical(id="place-frame") as frame:
            frame.border_title = Content(self._title)
            frame.border_subtitle = Content(f"enter {self._does} · tab completes · esc cancels")
            field = PlaceInput(self._value, id="place", suggester=PathSuggester(), compact=True, select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static(Content(self._words), id="place-words")
            yield Static(id="place-says", markup=False)

    def action_cancel(self) -> None:
        """Leave all as it is."""
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed, if nothing is wrong with it."""
        event.stop()
        if text := event.value.strip():
            job = partial(self._give, text)
            _worker: Worker[None] = self.run_worker(job, group="place", description="place", exclusive=True)

    async def _give(self, text: str) -> None:
        problem = await self._check(text)
        if problem is None:
            self.dismiss(text)
        else:
            self.query_one("#place-says", Static).update(Content(one_line(problem)))


async def is_there(text: str) -> str | None:
    """What is wrong with a place that articles are to come from."""
    from tui.places import looked_at

    return (await asyncio.to_thread(looked_at, text))[1]
