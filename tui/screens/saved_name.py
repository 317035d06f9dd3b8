"""A name for a saved search: asked for, and whether it may replace another."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from index.types import SavedSearch
from tui.screens.choice import Choice, ChoiceScreen
from tui.widgets.in_turn import act_in_turn
from tui.widgets.text import one_line

NAME_LIMIT = 100
"""The longest name of a saved search, in characters."""


class NameInput(Input):
    """The name. What saves it comes after all that was typed before."""

    async def on_key(self, event: events.Key) -> None:
        """A key that edits does so before the letters behind it."""
        await act_in_turn(self, event)


class NameScreen(ModalScreen[str | None]):
    """Gives the name, or None when there is to be none."""

    DEFAULT_CSS = """
    NameScreen {
        overflow: hidden;
        align: center middle;

        #name-frame {
            width: 100%;
            max-width: 72;
            height: auto;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }

        #name {
            border: none;
            height: 1;
            padding: 0;
        }

        #name-query {
            height: auto;
            max-height: 3;
            color: $text-muted;
        }

        #name-says {
            height: auto;
            color: $text-warning;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, query: str, name: str, *, title: str = "Save the search as") -> None:
        super().__init__()
        self._query = query
        self._name = name
        self._title = title

    def compose(self) -> ComposeResult:
        """The name, the query, and a line for words."""
        with Vertical(id="name-frame") as frame:
            frame.border_title = Content(self._title)
            frame.border_subtitle = Content("enter saves · esc cancels")
            field = NameInput(self._name, id="name", max_length=NAME_LIMIT, compact=True)
            field.cursor_blink = False
            yield field
            yield Static(Content(one_line(self._query)), id="name-query")
            yield Static(id="name-says", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the name back, unless it is empty."""
        event.stop()
        name = " ".join(event.value.split())
        if name:
            self.dismiss(name)
        else:
            self.query_one("#name-says", Static).update(Content("It needs a name; esc leaves without."))

    def action_cancel(self) -> None:
        """Leave all as it is."""
        self.dismiss(None)


def replace_choice(before: SavedSearch) -> ChoiceScreen[bool]:
    """Ask whether a query may take the place of another."""
    choices = [Choice("r", "replace it", value=True), Choice("k", "keep the old one", value=False)]
    return ChoiceScreen(f"{before.name} is {_cut(before.query)}", choices, first=1)


def _cut(query: str) -> str:
    return query if len(query) <= NAME_LIMIT // 2 else f"{query[: NAME_LIMIT // 2]}…"
