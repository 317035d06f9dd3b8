"""The list of articles: a virtual list of our own, whose every operation costs what is visible."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip

from index.types import Hit
from tui.widgets.keeps_focus import KeepsFocus
from tui.widgets.paging import HitSource
from tui.widgets.passages import Passages
from tui.widgets.row_style import COMPONENTS, CSS, LOOKS, PREFIX
from tui.widgets.rows import RowLayout, row_lines
from tui.widgets.strips import RoleStyles, to_strip
from tui.widgets.text import fit, one_line
from tui.widgets.virtual import VirtualRows

SCROLL_MARGIN = 2
"""Rows kept in sight above and below the cursor."""
_CACHED_ROWS = 512


def _move(keys: str, how: str, description: str, tooltip: str) -> Binding:
    return Binding(keys, f"move('{how}')", description, id=f"list.{how}", show=False, tooltip=tooltip)


class ArticleList(KeepsFocus, VirtualRows, can_focus=True, inherit_bindings=False):
    """Articles in rows of one height, from a source that may have millions and gives them by the page.

    The list owns the cursor and the scrolling. It paints what the source has, posts `Wanted` for what it has not, and
    is told by `rows_arrived`.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        _move("j,down", "down", "Down", "To the next article"),
        _move("k,up", "up", "Up", "To the article before"),
        _move("space,pagedown,ctrl+f", "page_down", "Page down", "A page down"),
        _move("b,pageup,ctrl+b", "page_up", "Page up", "A page up"),
        _move("ctrl+d", "half_down", "Half page down", "Half a page down"),
        _move("ctrl+u", "half_up", "Half page up", "Half a page up"),
        _move("g,home", "top", "Top", "To the first article"),
        _move("G,end", "bottom", "Bottom", "To the last article"),
        Binding("enter,l,right", "open", "Open", id="list.open", tooltip="Open the article in the reader"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = CSS

    cursor: var[int] = var(0, init=False)
    """The row under the cursor, from 0; 0 in an empty list."""
    empty_text: reactive[str] = reactive("")
    """What an empty list says, in the middle; the first line stands out."""

    @dataclass
    class Wanted(Message):
        """The rows `[first, last)` of `source` are needed. Posted once, until they came or failed."""

        first: int
        last: int
        source: HitSource
        article_list: ArticleList

        @property
        def control(self) -> ArticleList:
            """The list."""
            return self.article_list

    @dataclass
    class Highlighted(Message):
        """The cursor is on another article. The hit is None in an empty list, and until the row has come."""

        index: int
        hit: Hit | None
        article_list: ArticleList

        @property
        def control(self) -> ArticleList:
            """The list."""
            return self.article_list

        def can_replace(self, message: Message) -> bool:
            """Only the last place of a fast cursor matters."""
            return isinstance(message, ArticleList.Highlighted) and message.article_list is self.article_list

    @dataclass
    class Opened(Message):
        """The article under the cursor was chosen."""

        index: int
        hit: Hit | None
        article_list: ArticleList

        @property
        def control(self) -> ArticleList:
            """The list."""
            return self.article_list

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(name=name, id=id, classes=classes)
        self._with_snippets = False
        self._role_styles = RoleStyles(self, LOOKS, PREFIX)
        self._strips: LRUCache[tuple[Hit | None, bool, bool, RowLayout], list[Strip]] = LRUCache(_CACHED_ROWS)
        self._measured = self.viewport
        self._passages = Passages()
        self._announced: Hit | None = None
        self._follows = True
        self._faded: Container[int] = frozenset()

    # ---- data in --------------------------------------------------------------------------------------------------

    def show(
        self, source: HitSource, *, cursor: int = 0, keep_scroll: bool = False, with_snippets: bool = False
    ) -> None:
        """Show another source, with the cursor on a row.

        Args:
            source: the rows. Those already there are painted at once, the others are wanted.
            cursor: the row to stand on, limited to what there is.
            keep_scroll: the cursor stays on its line of the screen, as after new articles came in above it.
            with_snippets: rows have room for a snippet.
        """
        line = self._cursor_line()
        self._source = source
        self._with_snippets = with_snippets
        self._pages.clear()
        if not self._passages.belong_to(source):
            self._passages = Passages()
        self._lay_passages_out()
        self.set_reactive(ArticleList.cursor, self.validate_cursor(cursor))
        self._settle(line if keep_scroll else None)
        self._announce()

    def rows_arrived(self, first: int, last: int) -> None:
        """The source now has the rows `[first, last)`, or has them changed: repaint those in sight."""
        self._pages.answered(first, last)
        self.refresh_rows(first, last)
        if self._announced is None and first <= self.cursor < last and self.current is not None:
            self._announce()

    def rows_failed(self, first: int, last: int) -> None:
        """The rows `[first, last)` will not come; they are wanted again when the person moves and they are in sight."""
        self._pages.failed(first, last)

    def rows_outdated(self) -> None:
        """Rows of the source are out of date: what it has is painted, and wanted anew when it is in sight."""
        self._pages.clear()
        self.refresh()

    def fade(self, articles: Container[int]) -> None:
        """Show the rows of these articles faded; call it again when they have changed."""
        self._faded = articles
        self.refresh()

    def open_passages(self, row: int, hit: Hit) -> None:
        """Show all passages of a row's hit below it; those of another row go."""
        self._set_passages(Passages(row, hit))

    def close_passages(self) -> None:
        """Show no row's passages any more."""
        self._set_passages(Passages())

    @property
    def opened(self) -> int | None:
        """The row that shows its passages."""
        return None if self._passages.hit is None else self._passages.row

    @property
    def current(self) -> Hit | None:
        """The hit under the cursor; None in an empty list, and until it has come."""
        return self._source.hit(self.cursor) if len(self._source) else None

    # ---- the cursor -----------------------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Limit the cursor to the rows that there are."""
        return max(0, min(cursor, len(self._source) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the row left and the row entered, keep the cursor in sight, and say so."""
        self._pages.moved()
        self.refresh_rows(old, old + 1)
        self.refresh_rows(new, new + 1)
        if self._follows:
            self.scroll_rows_to(self.viewport.follow(new, SCROLL_MARGIN))
        self._announce()

    def move(self, by: int) -> bool:
        """Move the cursor by some rows; False when it was at that end already."""
        before = self.cursor
        self.cursor = before + by
        return self.cursor != before

    def action_move(self, how: str) -> None:
        """Move the cursor: up, down, page_up, page_down, half_up, half_down, top or bottom."""
        view = self.viewport
        sizes = {"page": view.page, "half": max(1, view.page // 2), "top": view.rows, "bottom": view.rows}
        kind = how.partition("_")[0]
        by = sizes.get(kind, 1) * (-1 if how.endswith(("up", "top")) else 1)
        if kind in {"page", "half"}:
            # The rows move under the cursor, which keeps its line.
            self.scroll_rows_to(view.held(self.validate_cursor(self.cursor + by), self._cursor_line()))
        self.move(by)

    def action_open(self) -> None:
        """Open the article under the cursor."""
        if len(self._source):
            self.post_message(self.Opened(self.cursor, self.current, self))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor opens the article."""
        offset = event.get_content_offset(self)
        row = -1 if offset is None else self.viewport.row_at(offset.y + self.scroll_offset.y)
        if not 0 <= row < len(self._source):
            return
        event.stop()
        if row == self.cursor:
            self.action_open()
            return
        # No scrolling: a second click must find the same row under the pointer.
        self._follows = False
        self.cursor = row
        self._follows = True

    def _announce(self) -> None:
        self._announced = self.current
        self.post_message(self.Highlighted(self.cursor, self._announced, self))

    # ---- layout ---------------------------------------------------------------------------------------------------

    @property
    def row_layout(self) -> RowLayout:
        """How rows are laid out now."""
        return RowLayout(self.scrollable_content_region.width, self._with_snippets)

    def on_resize(self) -> None:
        """The cursor keeps its line of the screen, whatever the height of a row is now."""
        line = self._cursor_line()
        self._lay_passages_out()
        self._settle(line if 0 <= line < self.viewport.height else None)

    def _cursor_line(self) -> int:
        """The line of the window that the cursor's row began on when it was last measured."""
        return self._measured.top_of(self.cursor) - self.scroll_offset.y

    def _settle(self, line: int | None) -> None:
        """Take over source and size; put the cursor at a line of the window, or just in sight."""
        view = self.measure()
        self._measured = view
        if not view.height:
            return  # not laid out yet
        top = view.follow(self.cursor, SCROLL_MARGIN) if line is None else view.held(self.cursor, line)
        self.scroll_rows_to(top)
        self.refresh()

    def _set_passages(self, passages: Passages) -> None:
        line = self._cursor_line()
        self._passages = passages
        self._lay_passages_out()
        view = self.measure()
        self._measured = view
        self.scroll_rows_to(view.limited(view.top_of(self.cursor) - line))
        self.scroll_rows_to(self.viewport.follow(self.cursor, 0))
        self.refresh()

    def _lay_passages_out(self) -> None:
        lines = self._passages.lines(self.row_layout.width)
        self._opened, self._extra = self._passages.row, len(lines)

    # ---- painting -------------------------------------------------------------------------------------------------

    def want(self, first: int, last: int) -> None:
        """Ask for rows."""
        message = self.Wanted(first, last, self._source, self)
        # Painting runs in the screen's name, and a message is not given to those above its sender.
        message.set_sender(self)
        self.post_message(message)

    def notify_style_update(self) -> None:
        """Forget what was painted: the theme, the focus or a rule has changed."""
        super().notify_style_update()
        self._role_styles.clear()
        self._strips.clear()

    def paint_row(self, row: int) -> list[Strip]:
        """The lines of a row, remembered by all that they are made from."""
        hit, at_cursor, layout = self._source.hit(row), row == self.cursor, self.row_layout
        faded = hit is not None and hit.row.id in self._faded
        key = (hit, at_cursor, faded, layout)
        strips = self._strips.get(key)
        if strips is None:
            overlay = "cursor" if at_cursor else ""
            lines = row_lines(hit, layout, cursor=at_cursor)
            if faded:
                lines = [[(text, role if role == "bar" else "faded") for text, role in line] for line in lines]
            strips = self._strips[key] = [to_strip(line, self._role_styles, overlay) for line in lines]
        return strips

    def paint_extra(self, line: int) -> Strip:
        """A line of the passages of the opened row."""
        lines = self._passages.lines(self.row_layout.width)
        return to_strip(lines[line], self._role_styles) if line < len(lines) else Strip.blank(self.size.width)

    def paint_rest(self, y: int) -> Strip:
        """Blank below the last row; the text of an empty list in its middle."""
        width = self.scrollable_content_region.width
        lines = [] if len(self._source) else self.empty_text.splitlines()
        line = y - max(0, (self.size.height - len(lines)) // 2)
        if not 0 <= line < len(lines):
            return Strip.blank(width, self._role_styles.style(""))
        text = fit(one_line(lines[line]), width)
        before = (width - cell_len(text)) // 2
        pieces = [(" " * before, ""), (text, "empty" if line else "empty-first")]
        return to_strip(pieces, self._role_styles).extend_cell_length(width, self._role_styles.style(""))
