"""Selecting text of the article by mouse, and letting go of it."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget


class SelectingScreen(Screen[None], inherit_bindings=False):
    """A screen on which the text of one widget is selected.

    Args:
        selected: that widget.
    """

    def __init__(self, selected: Widget) -> None:
        super().__init__()
        self._selected = selected

    def on_key(self, event: events.Key) -> None:
        """Escape lets go of selected text before it goes anywhere."""
        if event.key == "escape" and self.selections:
            event.stop()
            event.prevent_default()
            self.clear_selection()

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is under the pointer; one that selects text of the article and has left it counts as at its edge.

        Beside the text, as on the scroll bar, Textual would select all from the start or to the end of the article.
        """
        selecting = self._select_state if self._selecting else None
        if selecting is not None and selecting.start.content_widget is self._selected:
            page = self._selected.scrollable_content_region
            x, y = max(page.x, min(x, page.right - 1)), max(page.y, min(y, page.bottom - 1))
        return super().get_widget_and_offset_at(x, y)
