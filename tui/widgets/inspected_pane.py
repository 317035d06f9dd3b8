"""A column of an inspection: scrolled, with a cursor on an entry, and entries lit that belong to the other column's."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import Worker

from tui.widgets.inspected import DROPPED, KEPT, LABEL, NOTE, Entry, Layout, lay_out
from tui.widgets.line_list import MOVES
from tui.widgets.looks import Look, pale
from tui.widgets.strips import RoleStyles, to_strip

_MARGIN = 2
_LOOKS = {
    KEPT: Look("color: $foreground 90%;"),
    DROPPED: pale("color: $foreground 45%;"),
    NOTE: pale("color: $foreground 60%; text-style: italic;", "italic"),
    LABEL: Look("color: $text-primary;"),
    "headline": Look("text-style: bold;"),
    "heading": Look("text-style: bold;"),
    "paragraph": Look("color: $foreground 90%;"),
    "quote": Look("color: $foreground 90%; text-style: italic;"),
    "list": Look("color: $foreground 90%;"),
    "caption": pale("color: $foreground 60%;"),
    "pre": Look("color: $foreground 90%;"),
}


class InspectedPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Entries one under the other; only the rows in sight are painted."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"inspected-pane--cursor", "inspected-pane--lit"}
    DEFAULT_CSS = """
    InspectedPane {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .inspected-pane--cursor { background: $primary 40%; }
        & > .inspected-pane--lit { background: $warning 20%; }
        &:ansi > .inspected-pane--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:ansi > .inspected-pane--lit { background: ansi_yellow; color: ansi_black; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = MOVES

    @dataclass
    class Moved(Message):
        """The cursor of a pane is on another entry."""

        pane: InspectedPane

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._layout_now = Layout()
        self._lit: frozenset[int] = frozenset()
        self._cursor = 0
        self._styles = RoleStyles(self, _LOOKS, "inspected-pane")

    # ---- what is shown --------------------------------------------------------------------------------------------

    @property
    def cursor(self) -> int:
        """The entry in use."""
        return self._cursor

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown, or about to be."""
        return self._entries

    @property
    def is_laid_out(self) -> bool:
        """Is what is painted what was given last?"""
        return self._layout_now.entries is self._entries and self._layout_now.width == self._width

    @property
    def lit(self) -> frozenset[int]:
        """The entries that belong to the one in use of the other column."""
        return self._lit

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show other entries; the cursor stays as near as it can."""
        self._entries = entries
        self._cursor = max(0, min(self._cursor, len(entries) - 1))
        self._begin_layout()

    def light(self, entries: Collection[int]) -> None:
        """Light entries and bring the first of them into sight."""
        self._lit = frozenset(entries)
        if self._lit:
            self._bring_into_sight(min(self._lit))
        self.refresh()

    def go_to(self, entry: int) -> None:
        """Move the cursor to an entry."""
        entry = max(0, min(entry, len(self._entries) - 1))
        if entry != self._cursor:
            self._cursor = entry
            self.post_message(self.Moved(self))
        self._bring_into_sight(entry)
        self.refresh()

    def action_move(self, how: str) -> None:
        """Move the cursor by entries, or by about as many as a page shows."""
        if how in {"top", "bottom"}:
            self.go_to(0 if how == "top" else len(self._entries) - 1)
            return
        sign = -1 if how.endswith("up") else 1
        if how in {"up", "down"}:
            self.go_to(self._cursor + sign)
            return
        rows = self.scrollable_content_region.height // (2 if how.startswith("half") else 1)
        self._leap(sign * max(1, rows))

    def _leap(self, rows: int) -> None:
        if not self._cursor < len(self._layout_now.entries):
            return
        first, _ = self._layout_now.span(self._cursor)
        found = self._layout_now.entry_at(max(0, min(first + rows, self._layout_now.height - 1)))
        step = 1 if rows > 0 else -1
        self.go_to(self._cursor + step if found in {None, self._cursor} else found or 0)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor."""
        offset = event.get_content_offset(self)
        entry = None if offset is None else self._layout_now.entry_at(offset.y + self.scroll_offset.y)
        if entry is not None:
            event.stop()
            self.go_to(entry)

    # ---- laying out -----------------------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def on_resize(self) -> None:
        """The text breaks at other places."""
        self._begin_layout()

    def _begin_layout(self) -> None:
        if self._width <= 0 or self.is_laid_out:
            return
        _worker: Worker[None] = self.run_worker(
            partial(self._lay_out, self._entries, self._width), group="layout", description="layout", exclusive=True
        )

    async def _lay_out(self, entries: tuple[Entry, ...], width: int) -> None:
        """Lay out beside the interface's thread: a file may have a million lines."""
        given_up = False

        def stop() -> bool:
            return given_up

        try:
            layout = await asyncio.to_thread(lay_out, entries, width, stop)
        finally:
            given_up = True
        self._layout_now = layout
        self.virtual_size = Size(width, layout.height)
        if entries:
            self._bring_into_sight(min(self._lit) if self._lit and not self.has_focus else self._cursor)
        self.refresh()

    def _bring_into_sight(self, entry: int) -> None:
        if entry >= len(self._layout_now.entries):
            return
        first, last = self._layout_now.span(entry)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if first - _MARGIN < top:
            top = first - _MARGIN
        elif last + _MARGIN > top + height:
            top = min(last + _MARGIN - height, first)
        else:
            return
        self.scroll_to(y=max(0, min(top, self._layout_now.height - height)), animate=False, force=True)

    # ---- painting -------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._styles.clear()

    def on_focus(self) -> None:
        """The cursor is seen now."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is not seen now."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        row = y + self.scroll_offset.y
        entry = self._layout_now.entry_at(row)
        if entry is None:
            return Strip.blank(self._width, self._styles.style(""))
        overlay = "" if self._layout_now.is_gap(row) else self._overlay(entry)
        return to_strip(self._layout_now.row(row), self._styles, overlay)

    def _overlay(self, entry: int) -> str:
        if entry == self._cursor and self.has_focus:
            return "cursor"
        return "lit" if entry in self._lit else ""
