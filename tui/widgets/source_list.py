"""The list of sources: keeps its cursor on a source while counts and order change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.widgets.line_list import MOVES, LineList
from tui.widgets.looks import Look, pale
from tui.widgets.source_rows import SourceRow, source_line
from tui.widgets.text import Pieces

_LOOKS = {
    "name": Look("color: $foreground; text-style: bold;"),
    "read": Look("color: $foreground 85%;"),
    "problem": Look("color: $text-error;"),
    "kind": pale("color: $foreground 60%;"),
    "count": pale("color: $foreground 60%;"),
    "unread": Look("color: $text-accent; text-style: bold;"),
    "synced": pale("color: $foreground 60%;"),
    "busy": Look("color: $text-primary;"),
    "failed": Look("color: $text-error;"),
}


class SourceList(LineList[SourceRow], inherit_bindings=False):
    """Sources, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("enter,l,right", "open", show=False)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(_LOOKS, id=id)
        self._now = datetime.now(UTC)

    def line(self, row: SourceRow, width: int) -> Pieces:
        """A source in exactly `width` cells."""
        return source_line(row, width, self._now)

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Show other rows. The cursor stays on its source, and where that is gone, at its place."""
        current = self.current
        self._now = datetime.now(UTC)
        places = {row.source.id: place for place, row in enumerate(rows)}
        self.put(rows, self.cursor if current is None else places.get(current.source.id, self.cursor))
