"""Moving through a page by keys: lines, pages, subheads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.flow import HEAD
from tui.widgets.page_view import PageView

_OVERLAP = 2


def _key(keys: str, name: str, action: str, description: str, tooltip: str) -> Binding:
    return Binding(keys, action, description, id=f"reader.{name}", show=False, tooltip=tooltip)


class MovingPage(PageView, can_focus=True, inherit_bindings=False):
    """A page with keys. Every key acts at once: an animation would make the next key wait."""

    BINDING_GROUP_TITLE = "Reader"
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "down", "lines(1)", "Down", "A line down"),
        _key("k,up", "up", "lines(-1)", "Up", "A line up"),
        _key("space,pagedown,ctrl+f", "page_down", "page(1)", "Page down", "A page down; at the end, the next article"),
        _key("b,pageup,ctrl+b", "page_up", "page(-1)", "Page up", "A page up"),
        _key("ctrl+d", "half_down", "half_page(1)", "Half page down", "Half a page down"),
        _key("ctrl+u", "half_up", "half_page(-1)", "Half page up", "Half a page up"),
        _key("g,home", "top", "top", "Top", "To the headline"),
        _key("G,end", "bottom", "bottom", "Bottom", "To the end of the article"),
        _key("right_curly_bracket", "next_subhead", "subhead(1)", "Next subhead", "To the next subhead"),
        _key("left_curly_bracket", "previous_subhead", "subhead(-1)", "Previous subhead", "To the subhead before"),
    ]

    @dataclass
    class EndReached(Message, namespace="reader_view"):
        """A page down was asked for at the end of the article."""

        view: MovingPage

        @property
        def control(self) -> MovingPage:
            """The widget."""
            return self.view

    # ---- moving ---------------------------------------------------------------------------------------------------

    def outline(self) -> list[tuple[str, int]]:
        """The subheads with the numbers of their blocks."""
        return [] if self.page is None else self.page.subheads()

    def go_to_block(self, block: int) -> None:
        """Put a block of the body at the top of the screen; -1 is the head of the article."""
        if self.page is not None:
            self.scroll_to_line(0 if block <= HEAD else self.page.line_of_block(block))

    def action_lines(self, lines: int) -> None:
        """Move by lines."""
        self.scroll_to_line(self.lines_in_sight.start + lines)

    def action_page(self, direction: int) -> None:
        """Move by a page, two lines of which stay in sight."""
        if direction > 0 and self.is_vertical_scroll_end:
            self.post_message(self.EndReached(self))
        else:
            self.action_lines(direction * max(1, self.window.height - _OVERLAP))

    def action_half_page(self, direction: int) -> None:
        """Move by half a page."""
        self.action_lines(direction * max(1, self.window.height // 2))

    def action_top(self) -> None:
        """To the headline."""
        self.scroll_to_line(0)

    def action_bottom(self) -> None:
        """To the end of the article."""
        self.scroll_to_line(self.page.height if self.page is not None else 0)

    def action_subhead(self, direction: int) -> None:
        """To the next subhead, or back to the one before or the head of the article."""
        if self.page is None:
            return
        top = self.lines_in_sight.start
        lines = [0, *(self.page.line_of_block(block) for _, block in self.page.subheads())]
        beyond = [line for line in lines if (line > top if direction > 0 else line < top)]
        if beyond:
            self.scroll_to_line(beyond[0] if direction > 0 else beyond[-1])
