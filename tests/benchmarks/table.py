"""A table of measurements, filled cell by cell and printed as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import click


@dataclass(slots=True)
class Table:
    """Cells by row and column. Rows stand in the order in which they came; a cell without a value is a dash."""

    columns: list[str]
    corner: str = ""
    rows: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, row: str, column: str, value: str) -> None:
        """Fill a cell; told at once on standard error, since a run takes minutes."""
        self.rows[row][column] = value
        click.echo(f"{column}  {row}: {value}", err=True)

    def order(self, rows: Iterable[str]) -> None:
        """Say in which order rows stand that are filled later; those that are not filled are left out."""
        for row in rows:
            self.rows[row].update()

    def lines(self) -> Iterator[str]:
        """Give the table as Markdown."""
        yield f"| {self.corner} | " + " | ".join(self.columns) + " |"
        yield "| --- |" + " ---: |" * len(self.columns)
        for row, cells in self.rows.items():
            if cells:
                yield f"| {row} | " + " | ".join(cells.get(column, "-") for column in self.columns) + " |"
