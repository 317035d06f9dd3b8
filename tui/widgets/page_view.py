"""A widget that shows a page: painting, the reading position, selecting text. It knows nothing of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from index.types import Position
from tui.widgets.flow import START, Flow
from tui.widgets.looks import Look
from tui.widgets.page import MEASURE, Page, Place, word_around
from tui.widgets.paint import SELECTION, Layer, Styles, paint, paint_hint

_CACHED_LINES = 1000


class PageView(ScrollView):
    """Flows in a centred measure. The text at the top stays there when the width changes.

    A subclass gives the flows, and the layers that lie over their text.
    """

    ALLOW_SELECT = True

    measure: reactive[int] = reactive(MEASURE)
    """The widest line of text, in columns."""
    hint: reactive[str] = reactive("")
    """What stands in the middle when there is no page."""

    @dataclass
    class Moved(Message, namespace="reader_view"):
        """Other text stands at the top of the screen."""

        position: Position
        view: PageView

        @property
        def control(self) -> PageView:
            """The widget."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, PageView.Moved) and message.view is self.view

    def __init__(
        self,
        looks: Mapping[str, Look],
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.page: Page | None = None
        """What is laid out: None without flows, and until the widget has a size."""
        self.position = START
        """The text at the top of the screen, as the person left it."""
        self.flows: tuple[Flow, ...] = ()
        self._styles = Styles(self, looks)
        self._strips: LRUCache[object, Strip] = LRUCache(_CACHED_LINES)
        self._laid_out_for = Size(0, 0)
        self._placing = False

    # ---- for the subclass -----------------------------------------------------------------------------------------

    def overlays(self, flow: int, start: int, end: int) -> Iterable[Layer]:
        """What lies over `[start, end)` of a flow's text, undermost first."""
        raise NotImplementedError

    def page_changed(self) -> None:
        """Lines have moved: the page was laid out anew."""

    def set_flows(self, flows: Sequence[Flow], position: Position) -> None:
        """Show other flows from a position on."""
        self._select(None)
        self.flows = tuple(flows)
        self.position = position
        self.lay_out()

    # ---- layout ---------------------------------------------------------------------------------------------------

    @property
    def window(self) -> Size:
        """The columns and lines there are for text."""
        return self.scrollable_content_region.size

    @property
    def lines_in_sight(self) -> range:
        """The lines of the page that are on the screen."""
        top = self.scroll_offset.y
        return range(top, top + self.window.height)

    def lay_out(self) -> None:
        """Break the lines for the width there is, and put the same text at the top as before."""
        if not self.is_attached:
            return
        selected = self._selected_places()
        self._laid_out_for = self.window
        self._strips.clear()
        laid_out = bool(self.flows) and self.window.width > 0
        self.page = Page(self.flows, self.window.width, self.measure) if laid_out else None
        self._placing = True
        self.virtual_size = Size(self.window.width, self.page.height if self.page else 0)
        self.scroll_to_line(self.page.line_of(self.position) if self.page else 0)
        self._placing = False
        self._select(selected)
        self.page_changed()
        self.refresh()

    def scroll_to_line(self, y: int) -> None:
        """Put a line at the top of the screen, or as far up as the end of the page allows, at once."""
        self.scroll_to(y=max(0, y), animate=False, force=True)

    def on_mount(self) -> None:
        """Look at every layout of the screen: Textual sends no event for each change of size, as when shown again."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._follow_size)

    def _follow_size(self, _: object = None) -> None:
        if self.window != self._laid_out_for:
            self.lay_out()

    def watch_measure(self) -> None:
        """Another measure: another page."""
        self.lay_out()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the position, unless it was layout that moved the lines."""
        super().watch_scroll_y(old_value, new_value)
        if self.page is None or self._placing or self.window != self._laid_out_for:
            return
        position = self.page.position_at(round(new_value))
        if position != self.position:
            self.position = position
            self.post_message(self.Moved(position, self))

    # ---- painting -------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Another theme, or another rule."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width = self.size.width
        if self.page is None:
            return paint_hint("" if self.flows else self.hint, y, self.size, self._styles)
        line = y + self.scroll_offset.y
        row = self.page.row(line) if line < self.page.height else None
        if row is None:
            return Strip.blank(width, self._styles.of(()))
        layers = (*self.overlays(row.flow, row.start, row.end), *self._selected_layer(line))
        key = (line, width, layers)
        strip = self._strips.get(key)
        if strip is None:
            strip = paint(row, self.flows[row.flow], layers, width, self._styles).apply_offsets(0, line)
            self._strips[key] = strip
        return strip

    # ---- selection ------------------------------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as the article has it, without line breaks of layout, and what Textual puts behind it."""
        if self.page is None:
            return None
        return self.page.text_between(*self._places(selection, self.page)), "\n"

    def on_click(self, event: events.Click) -> None:
        """Two clicks select the word, three the paragraph."""
        if self.page is None or event.chain == 1 or event.widget is not self:
            return
        event.prevent_default()
        widget, offset = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        if widget is not self or offset is None:
            return
        place = self.page.place_at(offset.y, offset.x)
        text = self.flows[place.flow].text
        start, end = word_around(text, place.offset) if event.chain == 2 else (0, len(text))  # noqa: PLR2004 - clicks
        self._select((Place(place.flow, start), Place(place.flow, end)))

    def _places(self, selection: Selection, page: Page) -> tuple[Place, Place]:
        """What is selected. Textual counts the line, and characters of the line as it was painted."""
        start, end = selection
        last = len(self.flows) - 1
        return (
            page.place_at(start.y, start.x) if start else Place(0, 0),
            page.place_at(end.y, end.x, end=True) if end else Place(last, len(self.flows[last].text)),
        )

    def _selected_places(self) -> tuple[Place, Place] | None:
        selection = self.text_selection if self.is_attached else None
        return self._places(selection, self.page) if selection and self.page else None

    def _select(self, places: tuple[Place, Place] | None) -> None:
        """Select text here, or nothing; what is selected in other widgets stays."""
        if not self.is_attached or (places is None and self.text_selection is None):
            return
        selections = {widget: what for widget, what in self.screen.selections.items() if widget is not self}
        if places is not None and self.page is not None:
            first, last = (Offset(column, y) for y, column in map(self.page.column_of, places))
            selections[self] = Selection(first, last)
        self.screen.selections = selections

    def _selected_layer(self, line: int) -> Iterator[Layer]:
        selection = self.text_selection
        if selection is None or self.page is None or (span := selection.get_span(line)) is None:
            return
        start, end = span
        first = self.page.place_at(line, start).offset
        last = self.page.row(line).end if end == -1 else self.page.place_at(line, end, end=True).offset
        if first < last:
            yield Layer(first, last, SELECTION)
