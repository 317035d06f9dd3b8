"""Patterns and near spellings over lists of words, against looking at every word."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.codec import segment, wordlist
from index.search import expansion
from index.search.collection import Collection
from index.search.expansion import like, near
from tests.index.codec.making import article, written

LETTERS = st.text("abcé日", min_size=1, max_size=8) | st.text("ab", min_size=5, max_size=8)
HOSTILE = "a" * 128


def never() -> None:
    """Poll nobody."""


@settings(max_examples=50, deadline=None)
@given(st.lists(LETTERS, max_size=60), st.lists(st.text("abé日**??", min_size=1, max_size=8), max_size=20))
def test_patterns_find_the_words_that_match(words: list[str], patterns: list[str]) -> None:
    collection = _collection(words)
    words_of = collection.segments[0].words
    known = words_of.between(0, len(words_of))
    for pattern in patterns:
        (found,) = like(collection, pattern, never)
        assert words_of.several(found.tolist()) == [word for word in known if fnmatchcase(word, pattern)], pattern


@pytest.mark.parametrize("scanned", [0, 1 << 14])
@settings(max_examples=50, deadline=None)
@given(
    words=st.lists(LETTERS, max_size=60),
    wanted=st.lists(LETTERS, max_size=10),
    distance=st.integers(1, 2),
    prefix=st.integers(0, 2),
)
def test_near_spellings_are_all_found(
    scanned: int, words: list[str], wanted: list[str], distance: int, prefix: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(expansion, "_SCANNED", scanned)
        patched.setattr(segment, "SCANS", 1)
        patched.setattr(expansion, "_FEW", 0)
        patched.setattr(wordlist, "_FEW_STRINGS", 0)
        _find_near_spellings(words, wanted, distance, prefix)


@pytest.mark.parametrize("scanned", [0, 1 << 14])
def test_an_exchange_of_the_middle_letters_may_change_the_beginning(
    scanned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "_SCANNED", scanned)
    monkeypatch.setattr(segment, "SCANS", 1)
    for prefix in (0, 1):
        _find_near_spellings(["ab", "ba", "abba", "baab"], ["ab", "ba", "aabb", "baba"], 1, prefix)


def _find_near_spellings(words: list[str], wanted: list[str], distance: int, prefix: int) -> None:
    collection = _collection(words)
    words_of = collection.segments[0].words
    known = words_of.between(0, len(words_of))
    for one in wanted:
        (found,) = near(collection, one, distance, prefix, never)
        assert words_of.several(found.tolist()) == [
            word for word in known if word.startswith(one[:prefix]) and OSA.distance(word, one) <= distance
        ]


def test_a_pattern_of_many_stars_ends_soon() -> None:
    (found,) = like(_collection([HOSTILE] * 3), "*a" * 30 + "*b", never)
    assert not len(found)


def _collection(words: list[str]) -> Collection:
    with TemporaryDirectory() as name:
        only = written(Path(name, "segment"), [article(1, [" ".join(words)])])
    return Collection([only], [np.empty(0, np.int64)])
