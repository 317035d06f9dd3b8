from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index.types import Hit, Snippet
from tests.tui.widgets.hits import HEADLINES, SNIPPET, hit, row
from tui.widgets.rows import RowLayout, row_lines
from tui.widgets.strips import plain

WIDTHS = (1, 2, 5, 9, 40, 56, 63, 64, 80, 89, 90, 100, 140, 300)
names = st.none() | st.text(max_size=40)

layouts = st.builds(RowLayout, st.sampled_from(WIDTHS), st.booleans())
hits = st.builds(
    lambda row, marks, snippets: Hit(row, None, tuple(marks), tuple(snippets)),
    st.builds(
        row,
        headline=st.text(max_size=80) | st.sampled_from(HEADLINES),
        authors=st.lists(st.text(max_size=20), max_size=3).map(tuple),
        place=names,
        section=names,
        outlet=names,
        published=st.sampled_from([None, "2017", "2017-03", "2017-03-09", "2017-03-09T06:12:00+00:00", "soon"]),
        words=st.integers(0, 10**7),
        read=st.booleans(),
        starred=st.booleans(),
        rating=st.integers(-1, 1),
        has_note=st.booleans(),
        tags=st.lists(st.text(max_size=12), max_size=3).map(tuple),
        duplicate=st.booleans(),
        gone=st.booleans(),
    ),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=3),
    st.lists(
        st.builds(
            Snippet,
            st.text(max_size=120) | st.just(SNIPPET),
            st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=3).map(tuple),
        ),
        max_size=1,
    ),
)


def text_of(shown: Hit | None, width: int, *, snippets: bool = False, cursor: bool = False) -> list[str]:
    return [plain(line).rstrip() for line in row_lines(shown, RowLayout(width, snippets), cursor=cursor)]


@given(shown=hits | st.none(), layout=layouts, cursor=st.booleans())
def test_every_line_is_exactly_as_wide_as_the_list(shown: Hit | None, layout: RowLayout, *, cursor: bool) -> None:
    lines = row_lines(shown, layout, cursor=cursor)
    assert len(lines) == layout.height
    for line in lines:
        assert sum(cell_len(text) for text, _role in line) == layout.width
        assert "\n" not in plain(line)


def test_narrow_rows_give_the_headline_its_line() -> None:
    assert text_of(hit(1), 40) == [
        " ●  Lamp makers of Tolmere return to wo…",
        "    09 Mar 2017 · The Harbour Gazette",
    ]


def test_narrow_rows_have_a_third_line_for_the_snippet() -> None:
    assert text_of(hit(0, snippet=True), 56, snippets=True) == [
        " ●  Harbour council votes to keep the old ferry running…",
        "    09 Mar 2017 · The Harbour Gazette · Local · Port El…",
        "    The ferry crosses four times a day, and the council…",
    ]


def test_rows_of_eighty_columns_have_the_date_at_the_right() -> None:
    assert text_of(hit(1), 80) == [
        " ●  Lamp makers of Tolmere return to work                            09 Mar 2017",
        "    The Harbour Gazette · Local · Port Elder · Mona Reyes · 612 words",
    ]
    assert text_of(hit(1, snippet=True), 80, snippets=True)[1] == (
        "    The Harbour Gaz… · The ferry crosses four times a day, and the council had…"
    )


def test_an_undated_headline_takes_the_place_of_the_date() -> None:
    assert text_of(hit(0, published=None), 80)[0] == (
        " ●  Harbour council votes to keep the old ferry running through the winter"
    )


def test_wide_rows_have_columns() -> None:
    assert text_of(hit(0, starred=True, rating=-1, has_note=True), 120, cursor=True) == [
        "▌●★ 09 Mar 2017  The Harbour G…  Harbour council votes to keep the old ferry running through the winter",
        "▌-✎ 612 words    Local           Port Elder · Mona Reyes",
    ]


def test_without_an_outlet_the_section_stands_first() -> None:
    assert text_of(hit(1, outlet=None), 120)[0].startswith(" ●  09 Mar 2017  Local           Lamp makers")


def test_a_match_in_the_headline_only_leaves_room_for_what_is_known() -> None:
    assert text_of(hit(1), 80, snippets=True)[1].endswith("612 words")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_gone_and_duplicate_articles_say_so(width: int) -> None:
    assert "gone" in text_of(hit(1, gone=True), width)[1]
    assert "duplicate" in text_of(hit(1, duplicate=True), width)[1]
    roles = {role for line in row_lines(hit(1, gone=True), RowLayout(width)) for _text, role in line}
    assert "faded" in roles
    assert not roles & {"headline", "unread"}


def test_read_and_unread_differ_in_mark_and_style() -> None:
    unread, read = (row_lines(hit(1, read=seen), RowLayout(80))[0] for seen in (False, True))
    assert "●" in plain(unread)
    assert "unread" in {role for _text, role in unread}
    assert "●" not in plain(read)
    assert "headline" in {role for _text, role in read}


@pytest.mark.parametrize("width", [40, 80, 120])
def test_matches_are_lit_by_term(width: int) -> None:
    lines = row_lines(hit(0, snippet=True), RowLayout(width, snippets=True))
    lit = [(text, role) for line in lines for text, role in line if role.startswith("match-")]
    assert ("ferry", "match-1") in lit
    if width > 60:
        assert ("ferry", "match-0") in lit


def test_markup_is_only_text() -> None:
    assert HEADLINES[5] in text_of(hit(5), 80)[0]


def test_an_article_that_has_not_come_holds_its_place() -> None:
    assert text_of(None, 80, cursor=True) == ["▌   …", "▌"]


def test_marks_stand_before_the_row() -> None:
    lines = row_lines(hit(1, starred=True, has_note=True, rating=1), RowLayout(80), cursor=True)
    assert [plain(line)[:4] for line in lines] == ["▌●★ ", "▌+✎ "]
