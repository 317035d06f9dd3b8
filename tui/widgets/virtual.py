"""Scrolling and painting of rows of one height, however many there are."""

from __future__ import annotations

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.paging import HitSource, NoHits, Pages
from tui.widgets.rows import RowLayout
from tui.widgets.viewport import Viewport


class VirtualRows(ScrollView):
    """A window on a source of rows. Everything costs what is visible.

    A subclass says how rows are laid out, paints one, paints what is below the last, and asks for missing pages.
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(name=name, id=id, classes=classes)
        self._source: HitSource = NoHits()
        self._pages = Pages()
        self._opened, self._extra = -1, 0  # the row with further lines, and their number

    # ---- for the subclass -----------------------------------------------------------------------------------------

    @property
    def row_layout(self) -> RowLayout:
        """How rows are laid out now."""
        raise NotImplementedError

    def paint_row(self, row: int) -> list[Strip]:
        """The lines of a row, each as wide as the window."""
        raise NotImplementedError

    def paint_extra(self, line: int) -> Strip:
        """One of the further lines of the opened row, as wide as the window."""
        raise NotImplementedError

    def paint_rest(self, y: int) -> Strip:
        """A line of the window with no row on it."""
        raise NotImplementedError

    def want(self, first: int, last: int) -> None:
        """The rows `[first, last)` are missing."""
        raise NotImplementedError

    # ---- geometry -------------------------------------------------------------------------------------------------

    @property
    def source(self) -> HitSource:
        """What is shown."""
        return self._source

    @property
    def row_height(self) -> int:
        """The lines of every row, by the layout."""
        return self.row_layout.height

    @property
    def viewport(self) -> Viewport:
        """What is seen of it now."""
        height = self.scrollable_content_region.height
        return Viewport(len(self._source), self.row_height, height, self.scroll_offset.y, self._opened, self._extra)

    @property
    def rows_in_sight(self) -> range:
        """The rows of which at least a line is seen."""
        return self.viewport.seen

    def scroll_rows_to(self, top: int) -> None:
        """Put the line `top` of the list at the top of the window, at once."""
        self.scroll_to(y=top, animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._pages.moved()

    def measure(self) -> Viewport:
        """Take over the size of the source; the scroll bar follows."""
        view = self.viewport
        self.virtual_size = Size(self.scrollable_content_region.width, view.lines)
        return view

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the window, a row at a time."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The same upwards."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        view = self.viewport
        event.stop()
        event.prevent_default()
        top = view.top if view.extra else view.top // view.row_height * view.row_height
        self.scroll_rows_to(view.limited(top + rows * view.row_height))

    # ---- painting -------------------------------------------------------------------------------------------------

    def refresh_rows(self, first: int, last: int) -> None:
        """Repaint those of the rows `[first, last)` that are in sight."""
        view = self.viewport
        first, last = max(first, view.seen.start), min(last, view.seen.stop)
        if first < last:
            top, end = view.top_of(first), view.top_of(last)
            self.refresh(Region(0, top - view.top, self.size.width, end - top))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint, then ask for what was missing."""
        strips = super().render_lines(crop)
        for first, last in self._pages.to_ask(self._source, self.rows_in_sight):
            self.want(first, last)
        return strips

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        view, place = self.viewport, y + self.scroll_offset.y
        row = view.row_at(place)
        if row >= view.rows:
            return self.paint_rest(y)
        line = place - view.top_of(row)
        return self.paint_row(row)[line] if line < view.row_height else self.paint_extra(line - view.row_height)
