from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.cleaning.safety import safe_line, safe_text

BIDI_CONTROLS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}

hostile_text = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\x1b\x07\x9b\x9d\x90\x9c\r\n\t[]P\\;0m\u202e\u2066\u200b\ud800\U000e0041\u0301\x85\u2028"),
    )
)


def assert_safe(text: str) -> None:
    for character in text:
        assert character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}, ascii(character)
        assert unicodedata.bidirectional(character) not in BIDI_CONTROLS, ascii(character)
    text.encode("utf-8")


@given(hostile_text)
@example("\r\x00\n")
@example("\x1b\x1b[31m[31mred")
@example("e" + "\u0301" * 9)
@example("\x1b]0;title")
def test_any_text_becomes_safe_and_stays_as_it_is(text: str) -> None:
    safe = safe_text(text)
    assert_safe(safe)
    assert safe_text(safe) == safe


@given(hostile_text)
def test_a_safe_line_is_one_line_without_white_space_at_its_ends(text: str) -> None:
    line = safe_line(text)
    assert_safe(line)
    assert "\n" not in line
    assert "\t" not in line
    assert line == " ".join(line.split())
    assert safe_line(line) == line


@given(st.text(st.characters(categories=("L", "N", "P", "Sm", "Sc"), exclude_characters="\u3164\uffa0")))
def test_letters_numbers_and_punctuation_are_kept_as_written(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("one\r\ntwo\rthree\x85four\u2028five\u2029six\x0cseven", "one\ntwo\nthree\nfour\nfive\nsix\nseven"),
        ("a\x00b\ud800c\udfffd", "abcd"),
        ("in\u00adfor\u200bma\ufefftion", "information"),
        ("می\u200cخواهم 👩\u200d🚒", "می\u200cخواهم 👩\u200d🚒"),
        ("\x93Quoted\x94 \x96 it\x92s", "“Quoted” – it’s"),
        ("a\x9b31mb\x9d52;c;AAAA\x9cc", "abc"),
        ("\x1b]8;;https://example.test\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;" + "words " * 100, "0;" + "words " * 100),
        ("\x1bPq" + "#0~~@@\n" * 1000 + "\x1b\\x", "x"),
        ("[bold]kept[/]", "[bold]kept[/]"),
        ("E\u0301 and \u05d0\u05b8\u0591", "E\u0301 and \u05d0\u05b8\u0591"),
    ],
)
def test_known_forms(text: str, safe: str) -> None:
    assert safe_text(text) == safe


def test_a_carriage_return_ends_a_line_so_that_it_hides_nothing() -> None:
    # In a headline it becomes a blank; in a body a line end, as old Macintosh files mean it.
    assert safe_line("shown\rhidden") == "shown hidden"
    assert safe_text("shown\rhidden") == "shown\nhidden"


def test_a_flood_of_marks_keeps_four_on_a_letter() -> None:
    assert safe_text("Z" + "\u0300" * 60 + "!") == "Z" + "\u0300" * 4 + "!"


EXPECTED_ELSEWHERE = {
    # The expected texts of these vectors are remarks for other layers (markup, widths), or give a choice.
    "rich-markup", "textual-action-markup", "combining-flood", "wide-emoji-zwj", "flag", "zero-width",
    "bidi-rlo", "bidi-unclosed", "vt-ff", "line-sep", "lone-surrogate-escape",
}  # fmt: skip


def test_terminal_escape_vectors(corpora: Path) -> None:
    vectors = json.loads((corpora / "hostile" / "terminal-escapes" / "vectors.json").read_text("utf-8"))
    assert len(vectors) > 40
    for vector in vectors:
        assert_safe(safe_text(vector["text"]))
        if vector["name"] not in EXPECTED_ELSEWHERE:
            assert safe_line(vector["text"]) == " ".join(vector["safe_text"].split()), vector["name"]


def test_naughty_strings_become_safe(corpora: Path) -> None:
    for text in json.loads((corpora / "hostile" / "naughty-strings" / "blns.json").read_text("utf-8")):
        assert_safe(safe_text(text))
        assert_safe(safe_line(text))


def test_trojan_source_shows_what_it_says(corpora: Path) -> None:
    files = [path for path in (corpora / "hostile" / "trojan-source").rglob("*") if path.is_file()]
    assert files
    bidi = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
    seen = 0
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        seen += bool(bidi.search(text))
        assert not bidi.search(safe_text(text))
    assert seen
