"""The rows of the facet panel: order, widths, and values that mean harm."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from index.types import FacetValue
from tui.widgets.facet_rows import FEW, TITLES, FacetRow, facet_rows, row_pieces
from tui.widgets.strips import plain

HOSTILE = (
    "[bold red]x[/bold red] [@click=app.bell]y",
    "\x1b]0;owned\x07\x1b[2J",
    "\u202eevil\u202c \u2066x\u2069",
    "a\nb\tc\r\x00",
    "L" * 5_000,
    "東京" * 200,
    "e\u0301" * 50,
    "👩‍👩‍👧‍👦\u200d",
    "\u200dx",
    "",
)


def values(facet: str, *names: str) -> list[FacetValue]:
    return [FacetValue(facet, name, 9 - place) for place, name in enumerate(names)]


def shown(rows: list[FacetRow]) -> list[str]:
    return [row.value.value if row.value else f"+{row.more}" if row.more else TITLES[row.facet] for row in rows]


def test_a_few_values_stand_under_each_heading_and_all_where_they_are_asked_for() -> None:
    facets = {"outlet": values("outlet", *"abcdefgh"), "place": values("place", *"abcdef")}
    assert shown(facet_rows(facets, ["outlet", "section", "place"], frozenset())) == [
        *("Outlets", *"abcde", "+3"),
        "Sections",
        *("Places", *"abcdef"),  # a line for one more would take as much room as the value
    ]
    unfolded = facet_rows(facets, ["outlet"], frozenset({"outlet"}))
    assert shown(unfolded) == ["Outlets", *"abcdefgh"]
    assert len("abcdefgh") > FEW


def test_years_come_from_the_newest_and_those_of_the_query_first() -> None:
    years = [FacetValue("year", "2019", 0, excluded=True), *values("year", "2030", "2033", "2031")]
    assert shown(facet_rows({"year": years}, ["year"], frozenset())) == ["Years", "2019", "2033", "2031", "2030"]


@pytest.mark.parametrize("width", [1, 2, 8, 12, 29, 39, 120])
@pytest.mark.parametrize("name", [*HOSTILE, "Plain"])
def test_every_row_has_the_width_of_the_panel_and_nothing_that_acts(name: str, width: int) -> None:
    for value in (FacetValue("tag", name, 1_234_567), FacetValue("tag", name, 0, excluded=True)):
        text = plain(row_pieces(FacetRow("tag", value), "Tags", width))
        assert text.replace("\u200d", "").isprintable()
        assert cell_len(text) <= max(width, 3)
        assert not {"\u202e", "\u2066", "\x1b"} & set(text)


def test_what_is_chosen_and_what_is_excluded_is_marked_and_counted() -> None:
    chosen = FacetRow("tag", FacetValue("tag", "sea", 1204, chosen=True))
    assert plain(row_pieces(chosen, "Tags", 20)) == "✓ sea          1,204"
    excluded = FacetRow("tag", FacetValue("tag", "sea", 0, excluded=True))
    assert plain(row_pieces(excluded, "Tags", 20)).rstrip() == "− sea"
    gone = FacetRow("tag", FacetValue("tag", "sea", 0, chosen=True))
    assert plain(row_pieces(gone, "Tags", 20)) == "✓ sea              0"
    assert plain(row_pieces(FacetRow("tag"), "Tags", 20, is_empty=True)).rstrip() == "Tags none"
