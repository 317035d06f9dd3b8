"""What of a source could not be read, each with its reason."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from index.types import Failure
from tui.widgets.text import one_line

MOST = 500
"""So many failures are listed; there may be one for every file."""

_NARROWEST, _WIDEST = 16, 108
_AROUND = 9  # columns of margin, frame, padding and scroll bar


class FailuresScreen(ModalScreen[None]):
    """Lists failures.

    Args:
        source: what they are of, as shown text: where they are begins with it mostly.
        name: what a list calls it.
        failures: what could not be read.
    """

    DEFAULT_CSS = """
    FailuresScreen {
        overflow: hidden;
        align: center middle;

        #failures {
            width: 100%;
            max-width: 104;
            height: auto;
            max-height: 90%;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
            scrollbar-size-vertical: 1;
            scrollbar-gutter: stable;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left,exclamation_mark,enter", "dismiss", "Close"),
        Binding("j,down", "scroll('down')", show=False),
        Binding("k,up", "scroll('up')", show=False),
        Binding("space,pagedown,ctrl+f,ctrl+d", "scroll('page_down')", show=False),
        Binding("b,pageup,ctrl+b,ctrl+u", "scroll('page_up')", show=False),
        Binding("g,home", "scroll('home')", show=False),
        Binding("G,end", "scroll('end')", show=False),
    ]

    def __init__(self, source: str, name: str, failures: Sequence[Failure]) -> None:
        super().__init__()
        self._source = source
        self._title = f"What could not be read of {name}"
        self._failures = failures

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="failures") as frame:
            frame.border_title = Content(one_line(self._title))
            frame.border_subtitle = Content("esc closes")
            yield Static(id="failures-text", markup=False)

    def on_resize(self) -> None:
        """Lay the text out for the width."""
        width = min(self.size.width, _WIDEST) - _AROUND
        self.query_one("#failures-text", Static).update(failures_text(self._failures, width, self._source))

    def action_scroll(self, where: str) -> None:
        """Move through it."""
        getattr(self.query_one("#failures"), f"scroll_{where}")(animate=False)


def failures_text(failures: Sequence[Failure], width: int, source: str = "") -> Content:
    """Each failure: where in the source, and below it why."""
    room = max(width, _NARROWEST)
    lines: list[Content] = []
    for failure in failures[:MOST]:
        location = one_line(failure.location)
        reason = one_line(failure.message).replace(f": {location}", "", 1)
        inside = location.removeprefix(f"{source.rstrip('/')}/") if source else location
        lines += [Content.styled(line, "bold") for line in textwrap.wrap(inside, room, break_on_hyphens=False)]
        lines += [Content(f"  {line}") for line in textwrap.wrap(reason, room - 2, break_on_hyphens=False)]
    if len(failures) > MOST:
        lines.append(Content.styled(f"and {len(failures) - MOST:,} more: `dateline sources` lists all", "dim"))
    return Content("\n").join(lines)
