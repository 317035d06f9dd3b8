"""Lines break where a reader expects, whatever the script, and every character is on exactly one line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from tui.widgets import linebreak
from tui.widgets.linebreak import break_lines, break_verbatim, clusters, is_right_to_left

BLANKS = set(linebreak.BLANKS) | {"\n"}

FRAGMENTS = st.sampled_from(
    [
        "harbour",
        "al-Zahra",
        "well-known",
        "—",
        " — ",
        " ",
        "  ",
        "\n",
        "\t",
        "“quoted”",
        "(so)",
        "2016–17",
        "https://example.org/a/very/long/path?with=parameters&more=of_them#and-a-fragment",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "報道によると、港は「閉鎖」された。",
        "東京ABC",
        "안녕하세요",
        "ภาษาไทยน้ำ",
        "السَّلَامُ",
        "עברית",
        "नमस्ते",
        "\u3000",
        "👨\u200d👩\u200d👧",
        "🇩🇪🇫🇷",
        "👍🏽",
        "❤️",
        "1️⃣",
        "é",
        "ﷺ",
        "\u200b",
        "\xa0",
        "\xad",
        "\u200d",
        "️",
        "(",
        "「",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=30).map("".join))
WIDTHS = st.integers(2, 90)


def shown(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, width)]


@given(TEXTS, WIDTHS)
@example("a\u200db " * 5, 2)
@example("한" * 3 + "\u0301", 2)
def test_lines_give_the_text_back_except_blanks_at_breaks(text: str, width: int) -> None:
    lines = break_lines(text, width)
    position = 0
    for start, end in lines:
        assert position <= start <= end <= len(text)
        assert set(text[position:start]) <= BLANKS
        position = end
    assert set(text[position:]) <= BLANKS


@given(TEXTS, WIDTHS)
def test_every_line_fits_and_has_no_blank_around_it(text: str, width: int) -> None:
    for line in shown(text, width):
        fits = cell_len(line) <= width
        assert fits or len(list(clusters(line, 0, len(line)))) == 1
        assert not line or (line[0] not in BLANKS and line[-1] not in BLANKS)


@given(TEXTS, WIDTHS)
def test_no_character_is_torn_from_its_marks(text: str, width: int) -> None:
    for start, _ in break_lines(text, width):
        if start and start < len(text) and text[start - 1] not in BLANKS:
            assert not unicodedata.category(text[start]).startswith("M")
            assert text[start - 1] != "\u200d"
            assert text[start] != "\u200d"


@given(TEXTS, WIDTHS)
def test_verbatim_lines_keep_every_blank_but_the_last(text: str, width: int) -> None:
    lines = break_verbatim(text, width)
    rejoined = text
    for start, end in reversed(lines):
        assert cell_len(text[start:end]) <= width or len(list(clusters(text, start, end))) == 1
        rejoined = rejoined[:start] + rejoined[end:]
    assert set(rejoined) <= BLANKS


@given(TEXTS, WIDTHS)
def test_the_fast_measure_of_plain_text_agrees_with_the_full_one(text: str, width: int) -> None:
    plain = "".join(character for character in text if linebreak._PLAIN.fullmatch(character))
    measured = linebreak._Paragraph(plain, 0, len(plain), width)
    measured._cells = linebreak._running_cells(plain[: measured.end])
    assert list(measured.lines()) == break_lines(plain, width)


def test_plain_characters_take_one_cell() -> None:
    plain = [chr(point) for point in range(0x3000) if linebreak._PLAIN.fullmatch(chr(point))]
    assert len(plain) > 1000
    assert [character for character in plain if get_character_cell_size(character) != 1] == []


def test_a_paragraph_breaks_at_blanks() -> None:
    assert shown("The ferry left the old harbour before dawn.", 16) == [
        "The ferry left",
        "the old harbour",
        "before dawn.",
    ]


def test_a_line_may_be_exactly_full() -> None:
    assert shown("four four four", 9) == ["four four", "four"]


def test_hyphens_and_dashes_inside_words_are_breaks() -> None:
    assert shown("Sheikh Abdullah al-Jughaifi", 19) == ["Sheikh Abdullah al-", "Jughaifi"]
    assert shown("the harbour—closed since May—opened", 13) == ["the harbour—", "closed since", "May—opened"]


def test_a_minus_sign_keeps_its_number() -> None:
    assert shown("it fell to -12 degrees", 12) == ["it fell to", "-12 degrees"]


def test_no_break_blanks_hold() -> None:
    assert shown("published 9\u00a0March\u00a02017 here", 16) == ["published", "9\u00a0March\u00a02017", "here"]


def test_a_long_address_breaks_after_its_punctuation() -> None:
    text = "See https://example.org/archive/2017/03/the-story-of-the-harbour?page=2 for more"
    assert shown(text, 30) == [
        "See",
        "https://example.org/archive/",
        "2017/03/the-story-of-the-",
        "harbour?page=2 for more",
    ]


def test_an_address_that_fits_a_line_is_left_whole() -> None:
    assert shown("read it at https://example.org/a-b-c now", 26) == ["read it at", "https://example.org/a-b-c", "now"]
    assert shown("read https://example.org/a-b-c now", 27) == ["read", "https://example.org/a-b-c", "now"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert shown("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


def test_ideographs_break_anywhere_but_before_closing_marks() -> None:
    assert shown("報道によると、港は「閉鎖」された。", 14) == ["報道によると、", "港は「閉鎖」さ", "れた。"]


def test_ideographs_and_latin_words_mix() -> None:
    assert shown("東京のHarbour新聞", 8) == ["東京の", "Harbour", "新聞"]


def test_joined_emoji_stay_whole() -> None:
    assert shown("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 4) == ["👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"]


def test_flags_stay_whole() -> None:
    assert shown("🇩🇪🇫🇷🇮🇹", 3) == ["🇩🇪", "🇫🇷", "🇮🇹"]


def test_newlines_break() -> None:
    assert shown("one\ntwo\n\nthree", 20) == ["one", "two", "", "three"]


def test_nothing_is_one_empty_line() -> None:
    assert shown("", 20) == [""]
    assert shown("   ", 20) == [""]


def test_verbatim_text_keeps_its_indent() -> None:
    text = "  a   b\n\n    long line here  "
    assert [text[start:end] for start, end in break_verbatim(text, 10)] == ["  a   b", "", "    long l", "ine here"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("مرحبا", True), ("“123 שלום”", True), ("The word مرحبا", False), ("2016", False), ("", False), ("漢字", False)],
)
def test_the_first_letter_sets_the_direction(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected
