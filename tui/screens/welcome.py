"""The first screen of an empty library: it adds the first source."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker

from tui.background import Outcome, Told
from tui.jobs import sentence
from tui.places import PathSuggester, looked_at
from tui.screens.place import PlaceInput
from tui.widgets.text import one_line

Add = Callable[[str], Awaitable[Outcome | None]]
"""Adds a source and reads it in."""

_WORDS = (
    "Dateline reads and searches your own archive of news articles.",
    (
        "Where are they? Name a folder, a file or an archive: pasted or saved pages, JSON, mail, books and more. "
        "Your files are read, never written. Or an address: of a feed, a site or a page. Nothing else is fetched."
    ),
)
_HINT = "enter adds it · tab completes · esc goes to the empty library · ctrl+q quits"


class WelcomeScreen(Screen[None]):
    """Asks for the first source. It goes away when the first articles are in."""

    DEFAULT_CSS = """
    WelcomeScreen {
        align: center middle;

        #welcome {
            width: 100%;
            max-width: 76;
            height: auto;
            padding: 0 2;
        }

        #welcome-name {
            text-style: bold;
            color: $primary;
            margin-bottom: 1;
        }

        #welcome .words {
            margin-bottom: 1;
        }

        #welcome-says {
            height: auto;
            min-height: 1;
            margin-top: 1;

            &.-wrong {
                color: $text-error;
            }
        }

        #welcome-hint {
            margin-top: 1;
            color: $text-muted;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later"),
    ]

    def __init__(self, add: Add) -> None:
        super().__init__()
        self._add = add

    def compose(self) -> ComposeResult:
        """Words, the path, and a line for what happens."""
        with Vertical(id="welcome"):
            yield Static("DATELINE", id="welcome-name", markup=False)
            for words in _WORDS:
                yield Static(words, classes="words", markup=False)
            yield PlaceInput(placeholder="~/news  or  https://…", suggester=PathSuggester(), id="welcome-path")
            yield Static(id="welcome-says", markup=False)
            yield Static(_HINT, id="welcome-hint", markup=False)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Input).focus()

    def leave(self) -> None:
        """Go away, if it is still there."""
        if self.is_attached and self.is_current:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """What was typed before the box had the focus belongs into it."""
        box = self.query_one(Input)
        if event.is_printable and event.character and not box.has_focus:
            event.stop()
            box.insert_text_at_cursor(event.character)

    def action_leave(self) -> None:
        """On to the empty library."""
        self.leave()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add what was named."""
        event.stop()
        if event.value.strip():
            job = partial(self._read_in, event.value.strip())
            _worker: Worker[None] = self.run_worker(job, group="add", exclusive=True)

    def told(self, told: Told | None) -> None:
        """Show how reading in goes."""
        if told is not None and self.is_mounted:
            total = f" of {told.total:,}" if told.total is not None else ""
            self._say(f"{told.stage.value} {told.done:,}{total}")

    async def _read_in(self, text: str) -> None:
        place, problem = await asyncio.to_thread(looked_at, text)
        if problem:
            self._say(problem, wrong=True)
            return
        self._say("reading …")
        outcome = await self._add(place)
        if outcome is None:
            self._say("Reading in is under way already.", wrong=True)
        elif outcome.error:
            self._say(sentence(outcome.error), wrong=True)
        elif not outcome.added:
            self._say(outcome.failure or "No article was found there.", wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        says = self.query_one("#welcome-says", Static)
        says.update(Content(one_line(words)))
        says.set_class(wrong, "-wrong")
