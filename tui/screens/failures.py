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

_NARROWEST = 16


class FailuresScreen(ModalScreen[None]):
    """Lists failures.

    Args:
        title: of which source.
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

    def __init__(self, title: str, failures: Sequence[Failure]) -> None:
        super().__init__()
        self._title = title
        self._failures = failures

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="failures") as frame:
            frame.border_title = Content(one_line(self._title))
            frame.border_subtitle = Content("esc closes")
            yield Static(id="failures-text", markup=False)

    def on_resize(self) -> None:
        """Lay the text out for the width."""
        width = self.query_one("#failures").content_size.width or self.size.width - 8
        self.query_one("#failures-text", Static).update(failures_text(self._failures, width))

    def action_scroll(self, where: str) -> None:
        """Move through it."""
        getattr(self.query_one("#failures"), f"scroll_{where}")(animate=False)


def failures_text(failures: Sequence[Failure], width: int) -> Content:
    """Each failure: where, and below it why."""
    room = max(width, _NARROWEST)
    lines: list[Content] = []
    for failure in failures[:MOST]:
        location = one_line(failure.location)
        reason = one_line(failure.message).replace(f": {location}", "", 1)
        lines += [Content.styled(line, "bold") for line in textwrap.wrap(location, room)]
        lines += [Content(f"  {line}") for line in textwrap.wrap(reason, room - 2)]
    if len(failures) > MOST:
        lines.append(Content.styled(f"and {len(failures) - MOST:,} more: `dateline sources` lists all", "dim"))
    return Content("\n").join(lines)
