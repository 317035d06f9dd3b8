"""The list of sources: paints what is in sight, and keeps its cursor on a source while counts and order change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.looks import Look, pale
from tui.widgets.source_rows import SourceRow, source_line
from tui.widgets.strips import RoleStyles, to_strip
from tui.widgets.viewport import Viewport

_MARGIN = 1
_LOOKS = {
    "name": Look("color: $foreground; text-style: bold;"),
    "read": Look("color: $foreground 85%;"),
    "problem": Look("color: $text-error;"),
    "kind": pale("color: $foreground 60%;"),
    "count": pale("color: $foreground 60%;"),
    "unread": Look("color: $text-accent; text-style: bold;"),
    "synced": pale("color: $foreground 60%;"),
    "busy": Look("color: $text-primary;"),
    "failed": Look("color: $text-error;"),
}


def _move(keys: str, how: str) -> Binding:
    return Binding(keys, f"move('{how}')", show=False)


class SourceList(ScrollView, can_focus=True, inherit_bindings=False):
    """Sources, one a line."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"source-list--cursor"}
    DEFAULT_CSS = """
    SourceList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .source-list--cursor { background: $primary 35%; }
        &:ansi > .source-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        _move("j,down", "down"),
        _move("k,up", "up"),
        _move("space,pagedown,ctrl+f", "page_down"),
        _move("b,pageup,ctrl+b", "page_up"),
        _move("ctrl+d", "half_down"),
        _move("ctrl+u", "half_up"),
        _move("g,home", "top"),
        _move("G,end", "bottom"),
        Binding("enter,l,right", "open", show=False),
    ]

    cursor: var[int] = var(0, init=False)

    @dataclass
    class Moved(Message):
        """The cursor is on another source, or what is under it has changed."""

    @dataclass
    class Opened(Message):
        """A source was chosen."""

        row: SourceRow

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[SourceRow] = ()
        self._now = datetime.now(UTC)
        self._styles = RoleStyles(self, _LOOKS, "source-list")

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Show other rows. The cursor stays on its source, and where that is gone, at its place."""
        current = self.current
        self._rows = rows
        self._now = datetime.now(UTC)
        self._fit()
        places = {row.source.id: place for place, row in enumerate(rows)}
        at = self.cursor if current is None else places.get(current.source.id, self.cursor)
        self.cursor = at
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def rows(self) -> Sequence[SourceRow]:
        """What is shown."""
        return self._rows

    @property
    def current(self) -> SourceRow | None:
        """The source under the cursor."""
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
        """Choose the source under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened(self.current))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor chooses its source."""
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
        width, row = self.scrollable_content_region.width, y + self.scroll_offset.y
        if row >= len(self._rows):
            return Strip.blank(width, self._styles.style(""))
        line = source_line(self._rows[row], width, self._now)
        return to_strip(line, self._styles, "cursor" * (row == self.cursor))

    @property
    def _viewport(self) -> Viewport:
        return Viewport(len(self._rows), 1, self.scrollable_content_region.height, self.scroll_offset.y)

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

    def _follow(self) -> None:
        self.scroll_to(y=self._viewport.follow(self.cursor, _MARGIN), animate=False, force=True)
