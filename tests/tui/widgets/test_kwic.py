"""Concordance lines keep their columns, whatever stands in them."""

from __future__ import annotations

from hypothesis import given
from rich.cells import cell_len

from index.types import ArticleId, ConcordanceLine, Part, PartKind
from tests.tui.widgets.test_text import texts, widths
from tui.widgets.kwic import fit_left, laid_out, match_column
from tui.widgets.text import ELLIPSIS, one_line


def line(left: str, match: str, right: str) -> ConcordanceLine:
    return ConcordanceLine(ArticleId(1), "", None, None, Part(PartKind.BLOCK), 0, 0, left, match, right, 0)


@given(texts, texts, texts, widths)
def test_the_match_begins_at_its_column_and_the_line_is_as_wide_as_asked(
    left: str, match: str, right: str, width: int
) -> None:
    found = laid_out(line(left, match, right), width)
    assert cell_len(found.left) == match_column(width)
    assert cell_len(found.left) + cell_len(found.match) + cell_len(found.right) == width
    assert all(piece == one_line(piece) for piece in found)
    assert one_line(match).startswith(found.match.removesuffix(ELLIPSIS).rstrip() if width else "")


@given(texts, widths)
def test_the_end_of_a_text_fits(text: str, width: int) -> None:
    whole = one_line(text)
    found = fit_left(whole, width)
    assert cell_len(found) <= width
    assert found == whole or not width or found.startswith(ELLIPSIS)
    assert found == whole or whole.endswith(found.removeprefix(ELLIPSIS).lstrip()) or not found.isascii()


def test_contexts_stand_on_both_sides() -> None:
    found = laid_out(line("The crews of the night ", "ferry", " walked out again on Monday."), 40)
    assert found == ("…ews of the night ", "ferry", " walked out agai…")
    found = laid_out(line("東京の港 ", "ferry", " 横浜へ"), 20)
    assert found == ("東京の港 ", "ferry", " 横浜…")
    found = laid_out(line("قال إن ", "السفينة", " غادرت"), 40)
    assert found == (" " * 11 + "قال إن ", "السفينة", " غادرت" + " " * 9)


def test_without_room_nothing_is_shown() -> None:
    assert laid_out(line("left ", "match", " right"), 0) == ("", "", "")
    assert laid_out(line("left ", "match", " right"), 3) == ("…", "m…", "")
