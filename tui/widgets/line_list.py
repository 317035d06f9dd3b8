"""Lists with a line for each row, which paint what is in sight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.looks import Look
from tui.widgets.strips import RoleStyles, to_strip
from tui.widgets.text import Pieces
from tui.widgets.viewport import Viewport

RowT = TypeVar("RowT")

_MARGIN = 2


def _move(keys: str, how: str) -> Binding:
    return Binding(keys, f"move('{how}')", show=False)


MOVES: list[BindingType] = [
    _move("j,down", "down"),
    _move("k,up", "up"),
    _move("space,pagedown,ctrl+f", "page_down"),
    _move("b,pageup,ctrl+b", "page_up"),
    _move("ctrl+d", "half_down"),
    _move("ctrl+u", "half_up"),
    _move("g,home", "top"),
    _move("G,end", "bottom"),
]
"""The keys that move a cursor, for `action_move`."""


class LineList(ScrollView, Generic[RowT], can_focus=True, inherit_bindings=False):
    """Rows of one line, with a cursor.

    Args:
        looks: those of what a row is painted with, by role.
        id: as Textual has it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor"}
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .line-list--cursor { background: $primary 35%; }
        &:ansi > .line-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("enter", "open", show=False)]

    cursor: var[int] = var(0, init=False)

    @dataclass
    class Opened(Message):
        """A row was chosen."""

        row: Any

    @dataclass
    class Moved(Message):
        """The cursor is on another row, or what is under it has changed."""

    def __init__(self, looks: Mapping[str, Look], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[RowT] = ()
        self._styles = RoleStyles(self, looks, "line-list")

    @abstractmethod
    def line(self, row: RowT, width: int) -> Pieces:
        """A row in exactly `width` cells."""

    def put(self, rows: Sequence[RowT], cursor: int) -> None:
        """Show other rows, with the cursor on one."""
        self._rows = rows
        self._fit()
        self.cursor = cursor
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def rows(self) -> Sequence[RowT]:
        """What is shown."""
        return self._rows

    @property
    def current(self) -> RowT | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def validate_cursor(self, cursor: int) -> int:
        """Limit the cursor to the rows that there are."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the cursor in sight."""
        for row in (old, new):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))
        self._follow()
        self.post_message(self.Moved())

    def action_move(self, how: str) -> None:
        """Move the cursor."""
        view = self._viewport
        sizes = {"page": view.page, "half": max(1, view.page // 2), "top": view.rows, "bottom": view.rows}
        by = sizes.get(how.partition("_")[0], 1)
        self.cursor += -by if how.endswith(("up", "top")) else by

    def action_open(self) -> None:
        """Choose the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened(self.current))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor chooses its row."""
        offset = event.get_content_offset(self)
        row = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= row < len(self._rows):
            event.stop()
            if row == self.cursor:
                self.action_open()
            self.cursor = row

    def on_resize(self) -> None:
        """The rows are laid out for another width."""
        self._fit()
        self._follow()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number >= len(self._rows):
            return Strip.blank(width, self._styles.style(""))
        return to_strip(self.line(self._rows[number], width), self._styles, "cursor" * (number == self.cursor))

    @property
    def _viewport(self) -> Viewport:
        return Viewport(len(self._rows), 1, self.scrollable_content_region.height, self.scroll_offset.y)

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

    def _follow(self) -> None:
        self.scroll_to(y=self._viewport.follow(self.cursor, _MARGIN), animate=False, force=True)
