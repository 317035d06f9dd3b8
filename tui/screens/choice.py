"""A short list to choose from by letter, arrow or mouse: the yank and sort menus, the outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """One entry: its letter (empty for none), what it is called, and what choosing it gives."""

    key: str
    label: str
    value: Value
    enabled: bool = True


class _Choices(OptionList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
        Binding("space", "page_down", show=False),
    ]

    def __init__(self, choices: Sequence[Choice[Value]], first: int) -> None:
        super().__init__(*(Option(_prompt(choice), disabled=not choice.enabled) for choice in choices), markup=False)
        self._first = first

    def on_mount(self) -> None:
        self.highlighted = self._first


class ChoiceScreen(ModalScreen[Value | None], Generic[Value]):
    """Gives the chosen value, or None when nothing was chosen."""

    DEFAULT_CSS = """
    ChoiceScreen {
        overflow: hidden;
        align: center middle;

        #choices {
            width: auto;
            min-width: 32;
            max-width: 90%;
            height: auto;
            max-height: 80%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h,left", "dismiss", "Close")]

    def __init__(self, title: str, choices: Sequence[Choice[Value]], *, first: int = 0) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._first = first

    def compose(self) -> ComposeResult:
        """The choices in a frame."""
        choices = _Choices(self._choices, self._first)
        choices.id = "choices"
        choices.border_title = Content(self._title)
        choices.border_subtitle = Content("esc closes")
        yield choices

    def on_key(self, event: events.Key) -> None:
        """A choice's own letter chooses it."""
        for choice in self._choices:
            if choice.key and event.character == choice.key and choice.enabled:
                event.stop()
                self.dismiss(choice.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click chooses."""
        event.stop()
        self.dismiss(self._choices[event.option_index].value)


def _prompt(choice: Choice[Value]) -> Content:
    if not choice.key:
        return Content(choice.label)
    return Content.assemble((choice.key, "bold $primary"), "  ", choice.label)
