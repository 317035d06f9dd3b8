from __future__ import annotations

import fnmatch
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import keys
from index.errors import SearchIndexError
from index.indexer.vocabulary import Vocabulary, VocabularyWriter, check, newer, reading

ENGLISH = {"harbour", "harbours", "harboured", "café", "cafe", "ferry", "[x]", "100%", "a_b"}
FRENCH = {"navires", "navire", "café"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "words ? # %.db"
    writer = VocabularyWriter(path)
    writer.add(ENGLISH, "en")
    writer.add(FRENCH, "fr")
    writer.add({"نص"}, None)
    writer.commit()
    writer.close()
    return path


@pytest.fixture
def vocabulary(path: Path) -> Iterator[Vocabulary]:
    vocabulary = Vocabulary(path)
    yield vocabulary
    vocabulary.close()


def test_words_are_found_by_the_keys_of_their_forms(vocabulary: Vocabulary) -> None:
    assert vocabulary.words_with_keys(keys("harbour", ["en"])) == {"harbour", "harbours", "harboured"}
    assert vocabulary.words_with_keys(keys("café", [])) == {"café", "cafe"}
    assert vocabulary.words_with_keys(keys("navire", ["fr"])) == {"navire", "navires"}


def test_stems_are_those_of_the_language_of_the_article(vocabulary: Vocabulary) -> None:
    assert vocabulary.words_with_keys(keys("navires", ["en"])) == {"navires"}


def test_more_keys_than_a_statement_takes(vocabulary: Vocabulary) -> None:
    many = [f"fold:nothing{number}" for number in range(40_000)]
    assert vocabulary.words_with_keys([*many, "fold:ferry"]) == {"ferry"}


@pytest.mark.parametrize("pattern", ["harb*", "*s", "?af?", "*", "f*y", "[x]", "[*", "*%", "a_b", "a?b", "zz*", ""])
def test_patterns_match_as_written(vocabulary: Vocabulary, pattern: str) -> None:
    expression = re.compile(fnmatch.translate(pattern.replace("[", "[[]")))
    everything = sorted(ENGLISH | FRENCH | {"نص"})
    assert list(vocabulary.words_matching(pattern)) == [word for word in everything if expression.match(word)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("caf*", ["cafe", "café"]),
        ("?afe", ["cafe", "café"]),
        ("café*", []),
        ("100*", ["100%"]),
        ("*s", ["harbours", "navires"]),
        ("stem*", []),
    ],
)
def test_folded_patterns_match_the_plainest_spellings(
    vocabulary: Vocabulary, pattern: str, expected: list[str]
) -> None:
    assert sorted(vocabulary.words_matching(pattern, folded=True)) == expected


def test_words_and_languages(vocabulary: Vocabulary) -> None:
    assert vocabulary.contains("ferry")
    assert not vocabulary.contains("ferries")
    assert vocabulary.languages() == ("en", "fr")
    assert sorted(vocabulary.words_near_length("h", 7, 8)) == ["harbour", "harbours"]


@pytest.mark.parametrize("text", ["\udcff", "a\udcffb*", "\x00"])
def test_what_sqlite_cannot_hold_is_in_no_vocabulary(vocabulary: Vocabulary, text: str) -> None:
    assert not vocabulary.contains(text)
    assert vocabulary.words_with_keys([text]) == set()
    assert list(vocabulary.words_matching(text)) == []
    assert list(vocabulary.words_near_length(text, 1, 9)) == []


def test_words_again_change_nothing(path: Path) -> None:
    writer = VocabularyWriter(path)
    before = writer.stamp()
    assert writer.commit() == before
    writer.add({"ferry"}, "en")
    again = writer.commit()
    assert newer(again, before)
    writer.add({"ferry"}, "en")
    assert writer.commit() == again
    writer.close()


def test_a_word_of_a_second_language_gets_its_keys(path: Path) -> None:
    writer = VocabularyWriter(path)
    writer.add({"navires"}, "en")
    writer.commit()
    writer.close()
    vocabulary = Vocabulary(path)
    assert "navires" in vocabulary.words_with_keys(keys("navires", ["en"]) - keys("navires", []))
    vocabulary.close()


def test_what_was_not_committed_is_dropped(path: Path) -> None:
    writer = VocabularyWriter(path)
    writer.add({"schooner"}, "en")
    writer.close()
    vocabulary = Vocabulary(path)
    assert not vocabulary.contains("schooner")
    vocabulary.close()


def test_a_broken_stamp_is_no_stamp(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE state SET stamp = '7:0000'")
    database.close()
    with pytest.raises(SearchIndexError), reading(path):
        pass


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError), reading(tmp_path / "none.db"):
        pass
    assert not (tmp_path / "none.db").exists()


def test_damage_is_found(path: Path) -> None:
    assert check(path) is None
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(data)
    assert check(path)


@given(st.text("01:ab", max_size=8), st.text("01:ab", max_size=8))
def test_one_stamp_at_most_is_newer(one: str, other: str) -> None:
    assert not (newer(one, other) and newer(other, one))
