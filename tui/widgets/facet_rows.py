"""The rows of the facet panel: a heading a facet, under it its values with their counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from index.types import FacetValue
from tui.widgets.text import Pieces, fit, number, one_line, pad

FEW = 5
"""Values of a facet that are shown before more are asked for."""

TITLES = {
    "outlet": "Outlets",
    "section": "Sections",
    "place": "Places",
    "author": "Authors",
    "language": "Languages",
    "tag": "Tags",
    "year": "Years",
}
"""The facets in the order of the panel."""

_CHOSEN, _EXCLUDED, _PLAIN = "✓ ", "− ", "  "
_LEAST_NAME = 6


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A line of the panel: a value; without one a heading, or with `more` what asks for that many more values."""

    facet: str
    value: FacetValue | None = None
    more: int = 0

    @property
    def can_be_chosen(self) -> bool:
        """Does the cursor stop here?"""
        return self.value is not None or self.more > 0

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when the counts change."""
        return self.facet, self.value.value if self.value else ""


def facet_rows(
    facets: Mapping[str, Sequence[FacetValue]], titles: Iterable[str], unfolded: frozenset[str]
) -> list[FacetRow]:
    """The rows of the panel: the first few values of each facet, all of those that are unfolded."""
    rows = []
    for facet in titles:
        values = _in_order(facet, facets.get(facet, ()))
        shown = len(values) if facet in unfolded or len(values) == FEW + 1 else FEW
        rows.append(FacetRow(facet))
        rows += [FacetRow(facet, value) for value in values[:shown]]
        if len(values) > shown:
            rows.append(FacetRow(facet, more=len(values) - shown))
    return rows


def _in_order(facet: str, values: Sequence[FacetValue]) -> list[FacetValue]:
    """Years from the newest; all others as they came, the most frequent first."""
    if facet != "year":
        return list(values)
    marked = [value for value in values if value.chosen or value.excluded]
    rest = [value for value in values if not (value.chosen or value.excluded)]
    return [*marked, *sorted(rest, key=lambda value: value.value, reverse=True)]


def row_pieces(row: FacetRow, title: str, width: int, *, is_empty: bool = False) -> Pieces:
    """A row in exactly `width` cells."""
    if row.value is None:
        text = f"  {number(row.more)} more" if row.more else title
        pieces = [(pad(text, width), "more" if row.more else "heading")]
        if is_empty and width > len(title) + len(" none"):
            pieces = [(title, "heading"), (pad(" none", width - cell_len(title)), "none")]
        return pieces
    value = row.value
    mark, role = (_CHOSEN, "chosen") if value.chosen else (_EXCLUDED, "excluded") if value.excluded else (_PLAIN, "")
    count = number(value.count) if value.count or not value.excluded else ""
    room = width - len(mark) - len(count) - 1
    if room < _LEAST_NAME:
        count, room = "", width - len(mark) - 1
    name = fit(one_line(value.value), max(room, 0))
    return [(mark, role), (pad(name, max(room, 0)), role or "value"), (f" {count}", "count")]
