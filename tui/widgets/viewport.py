"""The arithmetic of a list with rows of one height: which rows are seen, and where to scroll. Pure, O(1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window of `height` lines, `top` lines from the start, over `rows` rows of `row_height` lines each."""

    rows: int
    row_height: int
    height: int
    top: int

    @property
    def lines(self) -> int:
        """All lines of the list."""
        return self.rows * self.row_height

    @property
    def page(self) -> int:
        """The number of rows that are seen whole, at least 1."""
        return max(1, self.height // self.row_height)

    @property
    def seen(self) -> range:
        """The rows of which at least a line is seen."""
        first = self.top // self.row_height
        last = -(-(self.top + self.height) // self.row_height)
        return range(min(first, self.rows), min(max(last, first), self.rows))

    def follow(self, row: int, margin: int) -> int:
        """The top that shows `row` whole with `margin` rows around it where there are any, moving least."""
        margin = min(margin, (self.page - 1) // 2)
        above = max(row - margin, 0)
        below = min(row + margin, self.rows - 1)
        if above * self.row_height < self.top:
            return self.limited(above * self.row_height)
        if (below + 1) * self.row_height > self.top + self.height:
            # Whole rows at the top, so a part of a row is seen at the bottom only.
            return self.limited((below + 1 - self.page) * self.row_height)
        return self.limited(self.top)

    def held(self, row: int, line: int) -> int:
        """The top that puts `row` at `line` of the window: whole in it, and at the start of a row."""
        line = max(0, min(line, self.height - self.row_height))
        return self.limited((row - line // self.row_height) * self.row_height)

    def limited(self, top: int) -> int:
        """The nearest top that does not show more emptiness than it must."""
        return max(0, min(top, self.lines - self.height))
