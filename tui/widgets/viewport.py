"""The arithmetic of a list with rows of one height: which rows are seen, and where to scroll. Pure, O(1).

One row may be opened: further lines then stand below its own, above the next row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window of `height` lines, `top` lines from the start, over `rows` rows of `row_height` lines each.

    The row `opened`, if it is not negative, has `extra` lines more.
    """

    rows: int
    row_height: int
    height: int
    top: int
    opened: int = -1
    extra: int = 0

    @property
    def lines(self) -> int:
        """All lines of the list."""
        return self.top_of(self.rows)

    @property
    def page(self) -> int:
        """The number of rows that are seen whole, at least 1."""
        return max(1, self.height // self.row_height)

    @property
    def seen(self) -> range:
        """The rows of which at least a line is seen."""
        first = self.row_at(self.top)
        last = self.row_at(self.top + self.height - 1) + 1
        return range(min(first, self.rows), min(max(last, first), self.rows))

    def top_of(self, row: int) -> int:
        """The line that a row begins at."""
        return row * self.row_height + (self.extra if 0 <= self.opened < row else 0)

    def row_at(self, line: int) -> int:
        """The row that a line belongs to."""
        if not 0 <= self.opened < line // self.row_height:
            return line // self.row_height
        return max(self.opened, (line - self.extra) // self.row_height)

    def follow(self, row: int, margin: int) -> int:
        """The top that shows `row` whole with `margin` rows around it where there are any, moving least."""
        margin = min(margin, (self.page - 1) // 2)
        above = max(row - margin, 0)
        below = min(row + margin, self.rows - 1)
        if self.top_of(below + 1) - self.top_of(above) > self.height:
            above = below = row
        if self.top_of(above) < self.top:
            return self.limited(self.top_of(above))
        end = self.top_of(below + 1)
        if end > self.top + self.height:
            # Whole rows at the top, so a part of a row is seen at the bottom only.
            return self.limited(min(self._whole_from(end - self.height), self.top_of(above)))
        return self.limited(self.top)

    def held(self, row: int, line: int) -> int:
        """The top that puts `row` at `line` of the window: whole in it, and at the start of a row."""
        line = max(0, min(line, self.height - self.row_height))
        return self.limited(self._whole_from(self.top_of(row) - line))

    def limited(self, top: int) -> int:
        """The nearest top that does not show more emptiness than it must."""
        return max(0, min(top, self.lines - self.height))

    def _whole_from(self, line: int) -> int:
        """The line that the first row begins at which begins at a line or behind it."""
        row = self.row_at(line)
        return self.top_of(row if self.top_of(row) >= line else row + 1)
