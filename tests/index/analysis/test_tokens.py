from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import LONGEST_WORD, places, tokenize, tokens, words
from index.analysis.tokens import normal

SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(" .,'’-\u00ad\u200c\u200d\u0301\u064e\u0640\u3099ﾞßİıΣςﷺ½東京가ｶกำЙéUuSs1٢²™🙂️\u20e3"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council met.", ["the", "council", "met"]),
        ("O'Neill and O’Neill", ["o'neill", "and", "o'neill"]),
        ("the province's ‘quoted’ workers’ rights", ["the", "province's", "quoted", "workers", "rights"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("U.S.-led, the U.S.A. and e.g. the U.N.'s", ["u.s", "led", "the", "u.s.a", "and", "e.g", "the", "u.n.'s"]),
        ("www.harbour-times.example", ["www", "harbour", "times", "example"]),
        ("J.K.Marlow of l’O.N.U.", ["j.k", "marlow", "of", "l", "o.n.u"]),
        ("1,500 of 3.5m, 2016,May", ["1,500", "of", "3.5m", "2016", "may"]),
        ("snake_case", ["snake", "case"]),
        ("Straße ﬁre Ⅷ", ["strasse", "fire", "viii"]),
        ("ÉLAN e\u0301lan", ["élan", "élan"]),
        ("news\u00adpaper می\u200cخواهم", ["newspaper", "میخواهم"]),
        ("هَذَا الـبَيْت", ["هَذَا", "الـبَيْت"]),
        ("東京タワー 서울", ["東", "京", "タ", "ワ", "ー", "서", "울"]),
        ("Brand™ 🙂👍🏽 m²", ["brand", "m2"]),
        ("½ ﷺ", ["1", "2", "صلى", "الله", "عليه", "وسلم"]),
        ("\ud800lone\udfff", ["lone"]),
        ("— … !!! ' . , -", []),
        ("", []),
    ],
)
def test_words_as_they_are_written(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_reach_from_the_first_to_the_last_written_character() -> None:
    text = "«Straße» e\u0301lan: 東京 ½ İstanbul’s"
    assert [(token.word, text[token.start : token.end]) for token in tokenize(text)] == [
        ("strasse", "Straße"),
        ("élan", "e\u0301lan"),
        ("東", "東"),
        ("京", "京"),
        ("1", "½"),
        ("2", "½"),
        ("i̇stanbul's", "İstanbul’s"),
    ]


@given(SCRIPTS)
@example("ΟΔΟΣ ﾀﾞ 각 ŉ ẞ")
def test_the_fast_path_finds_the_same_words(text: str) -> None:
    assert words(text) == [token.word for token in tokenize(text)]


@given(st.text("aZ1_.,' -’", max_size=12))
def test_the_pattern_of_ascii_finds_what_the_pattern_of_all_scripts_finds(text: str) -> None:
    form = normal(text)
    assert tokens.ASCII_TOKEN.findall(form) == tokens._any_token().findall(form)


def test_curly_apostrophes_do_not_need_the_pattern_of_all_scripts() -> None:
    tokens._any_token.cache_clear()
    tokens._WORDS.clear()
    tokens._PIECES.clear()
    assert words("“O’Neill’s café") == ["o'neill's", "café"]
    assert tokens._any_token.cache_info().misses == 1
    tokens._any_token.cache_clear()
    assert words("“O’Quarrel’s ferry” – news\u00adpaper") == ["o'quarrel's", "ferry", "newspaper"]
    assert [token.word for token in tokenize("O’Quarrel’s")] == ["o'quarrel's"]
    assert tokens._any_token.cache_info().misses == 0


@given(SCRIPTS)
def test_an_offset_slices_to_the_text_that_has_the_word(text: str) -> None:
    for token in tokenize(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.word in words(text[token.start : token.end])


@given(SCRIPTS)
def test_tokens_stand_in_order(text: str) -> None:
    found = [(token.start, token.end) for token in tokenize(text)]
    assert found == sorted(found)
    assert found == places(text)


@given(SCRIPTS)
def test_a_word_of_the_index_is_read_as_itself(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]
        assert normal(word) == word


@given(SCRIPTS, SCRIPTS)
def test_white_space_keeps_words_apart(one: str, other: str) -> None:
    assert words(f"{one} {other}") == words(one) + words(other)


def test_every_character_has_one_normal_form() -> None:
    for code in range(sys.maxunicode + 1):
        form = normal(chr(code))
        assert normal(form) == form
        assert normal(chr(code).lower()) == form


def test_every_combining_mark_of_common_scripts_stays_in_its_word() -> None:
    marks = set(range(0x300, 0xFE30)) - set(range(0x180B, 0x1810)) - set(range(0xFE00, 0xFE10)) - {0x34F}
    missing = [
        f"{code:x}"
        for code in marks
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} and len(words(f"ba{chr(code)}b")) != 1
    ]
    assert missing == []


def test_a_word_without_end_is_cut() -> None:
    (token,) = tokenize("x" * 1_000_000)
    assert token.word == "x" * LONGEST_WORD
    assert token.end == 1_000_000
    assert words("'".join("x" * 500)) == [("x'" * LONGEST_WORD)[: LONGEST_WORD - 1]]


def test_the_caches_are_bounded() -> None:
    for number in range(70_000):
        words(f"w{number}")
    assert len(tokens._WORDS) <= tokens._CACHED_CHUNKS
    assert words("w1 w69999") == ["w1", "w69999"]


def test_naughty_strings_have_their_words_in_place(corpora: Path) -> None:
    for text in json.loads((corpora / "hostile/naughty-strings/blns.json").read_text()):
        tokens = tokenize(text)
        assert words(text) == [token.word for token in tokens]
        assert places(text) == [(token.start, token.end) for token in tokens]
        assert all(token.word in words(text[token.start : token.end]) for token in tokens)
