"""An inspection as two columns of rows: what belongs together, and that every row has its width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index.types import Article, ArticleId, Block, BlockKind, InspectedField, InspectedLine, Inspection
from tui.widgets.inspected import DROPPED, Entry, columns_of, lay_out, rows_of
from tui.widgets.strips import plain

ARTICLE = Article(
    "Dam holds",
    (
        Block(BlockKind.PARAGRAPH, "The dam held all night."),
        Block(BlockKind.LIST, "sand\ngravel"),
        Block(BlockKind.CAPTION, "The dam.", "Ilse Brandt"),
    ),
    authors=("Mara Quill",),
)
INSPECTION = Inspection(
    ArticleId(1),
    "a.txt",
    ARTICLE,
    (InspectedField("headline", "Dam holds", "first line"), InspectedField("authors", "Mara Quill", "byline")),
    (
        InspectedLine("Share", "dropped", "furniture: share", kept=False),
        InspectedLine("Dam holds", "headline", "", kept=True),
        InspectedLine("By Mara Quill", "byline", "", kept=True),
        InspectedLine("The dam held all night.", "body", "", kept=True, block=0),
        InspectedLine("- sand", "body", "", kept=True, block=1),
        InspectedLine("- gravel", "body", "", kept=True, block=1),
        InspectedLine("The dam. [Ilse Brandt]", "caption", "a rule of yours", kept=True, block=2, rule=7),
    ),
)


def test_lines_and_what_became_of_them_are_tied() -> None:
    columns = columns_of(INSPECTION)
    assert [entry.pairs for entry in columns.raw] == [(), (0,), (1,), (2,), (3,), (3,), (4,)]
    assert [entry.pairs for entry in columns.cleaned] == [(1,), (2,), (3,), (4, 5), (6,)]


def test_what_is_told_of_a_line_stands_beside_it() -> None:
    raw = columns_of(INSPECTION).raw
    assert [entry.note for entry in raw[:3]] == ["furniture: share", "headline", "byline"]
    assert [entry.sign for entry in raw] == ["−", "", "", "", "", "", "+"]
    assert raw[0].role == DROPPED
    assert raw[6].note == "caption, a rule of yours, rule 7"
    (row,) = rows_of(raw[0], 40)
    assert plain(row) == "− Share                 furniture: share"


def test_a_note_without_room_stands_below() -> None:
    rows = rows_of(Entry("a line as long as the room", DROPPED, "−", note="repeated"), 28)
    assert [plain(row).rstrip() for row in rows] == ["− a line as long as the room", " " * 20 + "repeated"]


def test_a_field_has_its_name_before_it() -> None:
    headline = columns_of(INSPECTION).cleaned[0]
    assert plain(rows_of(headline, 50)[0]).startswith("  headline   Dam holds")


def test_rows_are_found_by_entry_and_entries_by_row() -> None:
    entries = columns_of(INSPECTION).cleaned
    layout = lay_out(entries, 40)
    for number in range(len(entries)):
        first, last = layout.span(number)
        assert all(layout.entry_at(row) == number for row in range(first, last))
    assert layout.entry_at(layout.height) is None
    assert layout.is_gap(layout.height - 1)
    assert lay_out(entries, 40, lambda: True).height == 0


TEXT = st.text(st.sampled_from("ab -\n漢字é\u0301👩‍👧 [/]"), max_size=60)


@given(TEXT, TEXT, st.sampled_from(["", "headline"]), st.integers(30, 60))
def test_every_row_is_as_wide_as_the_column(text: str, note: str, label: str, width: int) -> None:
    entry = Entry(text, DROPPED, "−", label, note.replace("\n", " "))
    assert {cell_len(plain(row)) for row in rows_of(entry, width)} == {width}
