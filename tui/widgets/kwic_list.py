"""The lines of a concordance: a list that paints what is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from index.types import ConcordanceLine
from tui.widgets.colours import TERM_LOOKS
from tui.widgets.kwic import laid_out
from tui.widgets.looks import Look, pale
from tui.widgets.strips import MATCH, RoleStyles, filled, to_strip
from tui.widgets.text import DATE_WIDTH, Pieces, fit, one_line, pad_left, short_date
from tui.widgets.viewport import Viewport

_WITH_DATE, _WITH_SOURCE = 80, 110  # columns from which date and outlet stand before the context
_SOURCE = 16
_MARGIN = 2
_LOOKS = {
    **TERM_LOOKS,
    "date": pale("color: $foreground 60%;"),
    "source": Look("color: $text-primary;"),
    "context": Look("color: $foreground 85%;"),
}


def _move(keys: str, how: str) -> Binding:
    return Binding(keys, f"move('{how}')", show=False)


class KwicList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of one height, a match in each, the matches under one another."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"kwic-list--cursor"}
    DEFAULT_CSS = """
    KwicList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .kwic-list--cursor { background: $primary 35%; }
        &:ansi > .kwic-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
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
        Binding("enter", "open", show=False),
    ]

    cursor: var[int] = var(0, init=False)

    @dataclass
    class Opened(Message):
        """A line was chosen."""

        line: ConcordanceLine

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: Sequence[ConcordanceLine] = ()
        self._styles = RoleStyles(self, _LOOKS, "kwic-list")

    def show(self, lines: Sequence[ConcordanceLine], cursor: int) -> None:
        """Show other lines, with the cursor on one."""
        self._lines = lines
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        self.cursor = cursor
        self._follow()
        self.refresh()

    @property
    def current(self) -> ConcordanceLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    def validate_cursor(self, cursor: int) -> int:
        """Limit the cursor to the lines that there are."""
        return max(0, min(cursor, len(self._lines) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the cursor in sight."""
        for line in (old, new):
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))
        self._follow()

    def action_move(self, how: str) -> None:
        """Move the cursor."""
        view = self._viewport
        sizes = {"page": view.page, "half": max(1, view.page // 2), "top": view.rows, "bottom": view.rows}
        by = sizes.get(how.partition("_")[0], 1)
        self.cursor += -by if how.endswith(("up", "top")) else by

    def action_open(self) -> None:
        """Choose the line under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened(self.current))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor chooses its line."""
        offset = event.get_content_offset(self)
        line = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= line < len(self._lines):
            event.stop()
            if line == self.cursor:
                self.action_open()
            self.cursor = line

    def on_resize(self) -> None:
        """The lines are laid out for another width."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self._follow()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip.blank(width, self._styles.style(""))
        return to_strip(kwic_line(self._lines[number], width), self._styles, "cursor" * (number == self.cursor))

    @property
    def _viewport(self) -> Viewport:
        return Viewport(len(self._lines), 1, self.scrollable_content_region.height, self.scroll_offset.y)

    def _follow(self) -> None:
        self.scroll_to(y=self._viewport.follow(self.cursor, _MARGIN), animate=False, force=True)


def kwic_line(line: ConcordanceLine, width: int) -> Pieces:
    """A line in exactly `width` cells: date and outlet where there is room, then the match in its context."""
    facts: Pieces = []
    if width >= _WITH_DATE:
        facts.append((pad_left(short_date(line.published), DATE_WIDTH) + "  ", "date"))
    if width >= _WITH_SOURCE:
        facts.extend([*filled([(fit(one_line(line.outlet or ""), _SOURCE), "source")], _SOURCE), ("  ", "")])
    room = width - (DATE_WIDTH + 2) * (width >= _WITH_DATE) - (_SOURCE + 2) * (width >= _WITH_SOURCE)
    left, match, right = laid_out(line, room)
    return [*facts, (left, "context"), (match, f"{MATCH}{line.term}"), (right, "context")]
