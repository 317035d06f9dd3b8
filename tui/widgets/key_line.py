"""The last line of the screen: the keys that work now. As many as fit, in order; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

GAP = 2


class KeyHint(NamedTuple):
    """A key as it is shown, what it does in a word, and the action's id."""

    key: str
    label: str
    action: str


class _Placed(NamedTuple):
    start: int
    end: int
    hint: KeyHint


class KeyLine(Widget):
    """One row of keys with their labels."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label"}
    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        background: $panel;
        & > .keys--key { color: $footer-key-foreground; text-style: bold; }
        & > .keys--label { color: $text-muted; }
    }
    """

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._hints: tuple[KeyHint, ...] = ()

    @property
    def shown(self) -> tuple[KeyHint, ...]:
        """The hints that fit on the line."""
        return tuple(placed.hint for placed in self._placed())

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys, the most important first."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """The row of keys."""
        background = self.rich_style
        key_style = self.get_component_rich_style("keys--key")
        label_style = self.get_component_rich_style("keys--label")
        segments: list[Segment] = []
        column = 0
        for placed in self._placed():
            segments.append(Segment(" " * (placed.start - column), background))
            segments.append(Segment(placed.hint.key, key_style))
            segments.append(Segment(f" {placed.hint.label}", label_style))
            column = placed.end
        return Strip(segments).adjust_cell_length(self.size.width, background)

    def _placed(self) -> list[_Placed]:
        placed: list[_Placed] = []
        column = 1
        for hint in self._hints:
            end = column + cell_len(hint.key) + 1 + cell_len(hint.label)
            if end <= self.size.width:
                placed.append(_Placed(column, end, hint))
                column = end + GAP
        return placed

    def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        for placed in self._placed():
            if placed.start <= event.x < placed.end:
                self.post_message(self.Chosen(placed.hint.action))
