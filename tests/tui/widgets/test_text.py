from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.text import (
    ELLIPSIS,
    MarkedText,
    counted,
    cut,
    duration,
    fit,
    fit_marked,
    marked_pieces,
    one_line,
    pad,
    pad_left,
    short_date,
    short_number,
    time_left,
    window,
    with_terms,
)

TRICKY = "a \u0301\u200d\ufe0f❤☕👩👧🏽🇩🇪漢字かなعَر\u0650ไท\u0e34é\t\n\x1b\u202e"
texts = st.text() | st.text(alphabet=TRICKY, max_size=60)
widths = st.integers(0, 60)


@st.composite
def marked_texts(draw: st.DrawFn) -> MarkedText:
    text = draw(texts)
    marks = draw(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
    return with_terms(text, tuple(marks), (2, 3))


@given(texts)
def test_one_line_keeps_offsets_and_leaves_no_controls(text: str) -> None:
    line = one_line(text)
    assert len(line) == len(text)
    assert not any(character in line for character in "\n\r\t\x1b\x07\x9b\u2028\u202e\u2066")
    assert one_line(line) == line


@given(texts, widths)
def test_truncated_text_fits(text: str, width: int) -> None:
    line = one_line(text)
    assert cell_len(fit(line, width)) <= width
    assert cell_len(cut(line, width)) <= width
    assert line.startswith(cut(line, width))


@given(texts, widths)
def test_padded_text_is_as_wide_as_told(text: str, width: int) -> None:
    line = one_line(text)
    assert cell_len(pad(line, width)) == width
    assert cell_len(pad_left(line, width)) == width


@given(texts)
def test_what_fits_is_left_alone(text: str) -> None:
    line = one_line(text)
    assert fit(line, cell_len(line) + len(line)) == line


def test_truncation_ends_in_an_ellipsis() -> None:
    assert fit("Tolmere lamps", 9) == "Tolmere…"
    assert fit("Tolmere lamps", 13) == "Tolmere lamps"
    assert fit("漢字漢字", 6) == "漢字…"
    assert fit("漢字漢字", 7) == "漢字漢…"
    assert fit("x", 0) == ""


def test_truncation_keeps_accents_with_their_letters() -> None:
    assert fit("cafe\u0301s of the port", 5) == "cafe\u0301…"
    assert cut("👩‍👩‍👧 three", 1) == ""


@given(marked_texts(), widths)
def test_shown_marks_are_lit_where_they_were(marked: MarkedText, width: int) -> None:
    for shown in (fit_marked(marked, width), window(marked, width)):
        assert cell_len(shown.text) <= width
        bare = shown.text.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS)
        assert bare in marked.text
        assert all(0 <= start < end <= len(shown.text) for start, end, _term in shown.marks)
        assert all(before[1] <= after[0] for before, after in zip(shown.marks, shown.marks[1:], strict=False))
        lit = {marked.text[start:end] for start, end, _term in marked.marks}
        for start, end, _term in shown.marks:
            assert any(shown.text[start:end].strip(ELLIPSIS) in text for text in lit)


@given(marked_texts())
def test_pieces_are_the_text_and_split_no_character(marked: MarkedText) -> None:
    pieces = marked_pieces(marked, "plain", "match-")
    assert "".join(text for text, _role in pieces) == marked.text
    assert sum(cell_len(text) for text, _role in pieces) == cell_len(marked.text)
    assert all(text for text, _role in pieces)


def test_a_window_moves_to_the_first_mark() -> None:
    text = "The lamps of Tolmere burned through the night while the ferry waited at the far side."
    at = text.index("ferry")
    shown = window(MarkedText(text, ((at, at + 5, 1),)), 30)
    assert shown.text == "…while the ferry waited at th…"
    assert [shown.text[start:end] for start, end, _term in shown.marks] == ["ferry"]


def test_a_window_near_the_end_shows_what_comes_before() -> None:
    text = "The lamps of Tolmere burned through the night for the ferry"
    shown = window(MarkedText(text, ((54, 59, 0),)), 30)
    assert shown.text == "…through the night for the ferry"[:30] or cell_len(shown.text) <= 30
    assert shown.text.endswith("the night for the ferry")


def test_a_window_never_begins_with_a_joiner_that_would_swallow_the_ellipsis() -> None:
    text = "क \u200d\u200d—#ทท\u0301☕漢"
    shown = window(MarkedText(text, ((4, len(text) - 1, 1),)), 5)
    assert shown.text == "…—#ท…"
    assert cell_len(shown.text) == 5


def test_a_window_in_a_text_without_blanks() -> None:
    text = "城西図書館が雨漏りの修理を終えて再開"
    shown = window(MarkedText(text, ((12, 14, 0),)), 12)
    assert cell_len(shown.text) <= 12
    assert [shown.text[start:end] for start, end, _term in shown.marks] == [text[12:14]]


def test_marks_out_of_order_or_out_of_range_are_mended() -> None:
    marked = with_terms("lamps of Tolmere", ((9, 99), (0, 5), (3, 8), (50, 60), (4, 4)), (7, 1))
    assert marked.marks == ((0, 5, 1), (5, 8, 0), (9, 16, 7))


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2017-03-09", "09 Mar 2017"),
        ("2017-03-09T06:12:00+00:00", "09 Mar 2017"),
        ("2017-12", "Dec 2017"),
        ("2017", "2017"),
        ("2017-99-01", "2017"),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_dates(published: str | None, shown: str) -> None:
    assert short_date(published) == shown


def test_numbers() -> None:
    assert [counted(n, "article") for n in (0, 1, 1204)] == ["0 articles", "1 article", "1,204 articles"]
    assert [short_number(n) for n in (0, 999, 1000, 1250, 9949, 9950, 120_400, 3_400_000)] == [
        "0",
        "999",
        "1.0k",
        "1.2k",
        "9.9k",
        "9k",
        "120k",
        "3.4M",
    ]
    assert [duration(ms) for ms in (0.04, 1.7, 17.2, 999.4, 1250)] == ["0.0 ms", "1.7 ms", "17 ms", "999 ms", "1.2 s"]
    assert [time_left(s) for s in (-1, 8.4, 200, 7500)] == ["0 s", "8 s", "3 min", "2 h 05 min"]
