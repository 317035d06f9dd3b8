"""How words were written, read the fast way, is what the analyser itself says."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import tokenize
from index.analysis.tokens import LONGEST_WORD, plain
from index.analysis.written import Piece, read_chunk, sentence_starts, shape_of

LETTERS = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isalpha()]
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~‘’“”«»‹›„…–—·،؛؟。_1٣\u0301\u00ad"


def slowly(chunk: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(word, written, shape_of(word, written))
        for word, start, end in tokenize(chunk)
        for written in (plain(chunk[start:end])[:LONGEST_WORD],)
    )


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(LETTERS) | st.sampled_from(SIGNS) | st.sampled_from("aBéßİ"), min_size=1, max_size=6))
def test_a_chunk_has_the_words_of_the_analyser(characters: list[str]) -> None:
    chunk = "".join(characters)
    assert read_chunk(chunk).pieces == slowly(chunk)


def test_letters_are_read_as_by_the_analyser() -> None:
    for letter in LETTERS[::17]:
        for chunk in (letter, f"'{letter}b.", f"a{letter}،"):
            assert read_chunk(chunk).pieces == slowly(chunk)


def test_long_words_are_cut() -> None:
    for letter in "aé":
        for length in (LONGEST_WORD, LONGEST_WORD + 1):
            assert read_chunk(letter * length).pieces == slowly(letter * length)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("One two. Three four! five? Six", [0, 2, 5]),
        ("dr. Reed met Mr. A. Ash. They spoke", [0, 6]),
        ("港口开放。市长来了！他说：「好。」船走了。", [0, 4, 8, 11]),
        ("「好。」 船", [0, 1]),
        ("船が来た。ABC社は休み。", [0, 4]),
        ("v1.5 is out.Now", [0]),
        ("... one. - Two", [0, 1]),
        ("。。", []),
        ("", []),
    ],
)
def test_sentences_begin_behind_stops(text: str, starts: list[int]) -> None:
    assert sentence_starts(text) == starts
