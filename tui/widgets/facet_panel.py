"""The facet panel: what the results consist of, to narrow the query by and to widen it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from index.types import FacetValue
from tui.widgets.facet_rows import TITLES, FacetRow, facet_rows, row_pieces
from tui.widgets.keeps_focus import KeepsFocus
from tui.widgets.looks import Look, pale
from tui.widgets.strips import RoleStyles, filled, to_strip
from tui.widgets.viewport import Viewport

_MARGIN = 1
_WAITING = "counting…"
_LOOKS = {
    "heading": Look("color: $text-primary; text-style: bold;"),
    "value": Look("color: $foreground 90%;"),
    "count": pale("color: $foreground 60%;"),
    "none": pale("color: $foreground 45%;"),
    "more": pale("color: $foreground 60%;", "italic"),
    "chosen": Look("color: $text-success; text-style: bold;"),
    "excluded": Look("color: $text-error; text-style: bold;"),
    "stale": pale("color: $foreground 40%;"),
}


def _move(keys: str, how: str, description: str) -> Binding:
    return Binding(keys, f"move('{how}')", description, id=f"facets.{how}", show=False)


class FacetPanel(KeepsFocus, ScrollView, can_focus=True, inherit_bindings=False):
    """Facets with their values and counts, under a cursor.

    It is told what there is by `show`; until it is told again after `outdated` everything stays where it was, dim.

    Args:
        choose: called with a value that was clicked.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = "Filter panel"
    BINDINGS: ClassVar[list[BindingType]] = [
        _move("j,down", "down", "Down"),
        _move("k,up", "up", "Up"),
        _move("ctrl+d", "half_down", "Half page down"),
        _move("ctrl+u", "half_up", "Half page up"),
        _move("g,home", "top", "Top"),
        _move("G,end", "bottom", "Bottom"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"facets--cursor"}
    DEFAULT_CSS = """
    FacetPanel {
        padding: 0 0 0 1;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .facets--cursor { background: $primary 15%; }
        &:focus > .facets--cursor { background: $primary 35%; }
        &:ansi > .facets--cursor { background: transparent; text-style: bold; }
        &:ansi:focus > .facets--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: none;
        }
    }
    """

    def __init__(self, choose: Callable[[FacetValue], None], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._choose = choose
        self._facets: Mapping[str, Sequence[FacetValue]] | None = None
        self._titles = dict(TITLES)
        self._unfolded: frozenset[str] = frozenset()
        self._rows: list[FacetRow] = []
        self._cursor = 0
        self._stale = True
        self._role_styles = RoleStyles(self, _LOOKS, "facets")

    # ---- data in --------------------------------------------------------------------------------------------------

    def show(self, facets: Mapping[str, Sequence[FacetValue]], more_titles: Mapping[str, str] | None = None) -> None:
        """Show values. The cursor stays on its value, or on its line where that has gone.

        Args:
            facets: the values of each facet, the most frequent first.
            more_titles: the titles of facets that are not among `TITLES`; they come behind them.
        """
        self._facets = facets
        self._titles = {**TITLES, **(more_titles or {})}
        self._stale = False
        self._lay_out()

    def outdated(self) -> None:
        """What is shown is of the query before: dim it until the new values are here."""
        if not self._stale:
            self._stale = True
            self.refresh()

    @property
    def is_stale(self) -> bool:
        """Are the values those of another query than the list?"""
        return self._stale

    @property
    def rows(self) -> Sequence[FacetRow]:
        """What stands in the panel."""
        return self._rows

    @property
    def current(self) -> FacetRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    def _lay_out(self) -> None:
        before = self.current
        self._rows = facet_rows(self._facets or {}, self._titles, self._unfolded)
        keys = [row.key for row in self._rows]
        if before is not None and before.can_be_chosen and before.key in keys:
            # Of a heading and the line for more, which are without a value, the latter stands further down.
            self._cursor = len(keys) - 1 - keys[::-1].index(before.key)
        self._cursor = self._nearest(self._cursor)
        self._settle()
        self.refresh()

    def _nearest(self, line: int) -> int:
        """The row nearest to a line on which the cursor can stand."""
        stops = [place for place, row in enumerate(self._rows) if row.can_be_chosen]
        return min(stops, key=lambda stop: abs(stop - line), default=0)

    # ---- the cursor -----------------------------------------------------------------------------------------------

    def action_move(self, how: str) -> None:
        """Move the cursor: up, down, half_up, half_down, top or bottom."""
        half = max(1, self._viewport().page // 2)
        by = {"half": half, "top": len(self._rows), "bottom": len(self._rows)}.get(how.partition("_")[0], 1)
        self._step(-by if how.endswith(("up", "top")) else by)

    def _step(self, by: int) -> None:
        stops = [place for place, row in enumerate(self._rows) if row.can_be_chosen]
        if stops:
            place = stops.index(self._cursor) if self._cursor in stops else 0
            self._go(stops[max(0, min(place + by, len(stops) - 1))])

    def go_to_facet(self, by: int) -> None:
        """To the first value of the next facet that has any (1), or back to the one before (-1), round at the ends."""
        current = self.current
        firsts = [place for place, row in enumerate(self._rows) if row.can_be_chosen and self._is_first(place)]
        if not firsts or current is None:
            return
        here = [self._rows[place].facet for place in firsts].index(current.facet)
        self._go(firsts[(here + by) % len(firsts)])

    def _is_first(self, place: int) -> bool:
        return not self._rows[place - 1].can_be_chosen

    def unfold(self) -> None:
        """Show all values of the facet under the cursor."""
        if (current := self.current) is not None:
            self._unfolded |= {current.facet}
            line = self._cursor
            self._lay_out()
            self._go(self._nearest(line))

    def _go(self, row: int) -> None:
        self._cursor = row
        self._settle()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a value chooses it, one on the line for more shows more."""
        offset = event.get_content_offset(self)
        line = -1 if offset is None else offset.y + self.scroll_offset.y
        if not 0 <= line < len(self._rows) or not self._rows[line].can_be_chosen:
            return
        event.stop()
        self._go(line)
        value = self._rows[line].value
        if value is None:
            self.unfold()
        else:
            self._choose(value)

    # ---- layout ---------------------------------------------------------------------------------------------------

    def _viewport(self) -> Viewport:
        return Viewport(len(self._rows), 1, self.scrollable_content_region.height, self.scroll_offset.y)

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._settle()

    def _settle(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        view = self._viewport()
        if not view.height:
            return  # not laid out yet
        first = next((place for place, row in enumerate(self._rows) if row.can_be_chosen), 0)
        # Above the first value stands a heading, which is to be seen with it.
        top = 0 if self._cursor <= first else view.follow(self._cursor, _MARGIN)
        self.scroll_to(y=top, animate=False, force=True)

    # ---- painting -------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles: the theme or the focus has changed."""
        super().notify_style_update()
        self._role_styles.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the window."""
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if line >= len(self._rows):
            text = _WAITING if self._facets is None and not y else ""
            return to_strip(filled([(text, "stale")], width), self._role_styles)
        row = self._rows[line]
        is_empty = not row.can_be_chosen and not (self._facets or {}).get(row.facet)
        pieces = row_pieces(row, self._titles[row.facet], width, is_empty=is_empty)
        if self._stale:
            pieces = [(text, "stale") for text, _role in pieces]
        return to_strip(filled(pieces, width), self._role_styles, "cursor" if line == self._cursor else "")
