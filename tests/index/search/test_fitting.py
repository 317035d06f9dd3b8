"""Regular expressions over the words of an index: which they fit, and that none of them goes on for ever."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from index.library import Library
from index.search import Searcher, fitting
from index.search.collection import Collection
from index.search.vocabulary import IndexVocabulary
from index.types import Article
from tests.index.codec.making import article, written
from tests.index.search.test_differential import fill

WORDS = [*["nation", "action", "actions", "1,500", "abba", "o'neill", "u.s", "café", "naïve", "ß"], "a" * 40]
EXPRESSIONS = [
    ".*tion",
    "action.?",
    "actions?",
    "a+b{2}a",
    "ab{2,3}a",
    "[^b]*",
    "[^a-m]+on",
    r"\d,\d+",
    r"u\.s",
    r"u\x2es",
    "(n|f)?action",
    "(?i)NATION",
    "NATION",
    "[A-N].*",
    "caf.",
    "^abba$",
    "a.*|n.*",
    r"\w+",
    r"\W*",
    "",
    "a*?bba",
    "[]x]*",
    "ab",
    "[^]b]*",
    r"[^\]b]*",
    r"\[^b]*|a.*",
    r"[\Wa]*",
    r"[^\W\d_]+",
    "(a)(b)\\2.",
    "(a)b+\\1",
    r"o\'neill",
]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    segments = [written(tmp_path / str(part), [article(part, [" ".join(WORDS[part::2])])]) for part in range(2)]
    return Collection(segments, [np.empty(0, np.int64)] * 2)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_finds_the_words_that_it_fits(collection: Collection, expression: str) -> None:
    found = IndexVocabulary(collection, lambda: None).words_fitting(expression)
    indexed = {word for segment in collection.segments for word in segment.words.between(0, len(segment.words))}
    expected = sorted(word for word in indexed if re.fullmatch(expression, word, re.IGNORECASE))
    assert list(found) == expected
    assert [word in found for word in expected] == [True] * len(expected)
    assert [word for word in indexed if fitting.fits(expression)(word)] == [
        word for word in indexed if word in expected
    ]


@pytest.mark.parametrize("expression", ["(a+)+b", "(a|a)*b", "(?:a|aa)+[^a]", "a(?R", "(?<=a+)b"])
def test_what_takes_too_long_is_given_up(
    collection: Collection, expression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_SECONDS", 0.001)
    monkeypatch.setattr(fitting, "_SECONDS_A_WORD", 0.001)
    given_up: dict[str, str] = {}
    found = IndexVocabulary(collection, lambda: None, given_up).words_fitting(expression)
    assert not found or not given_up
    assert not fitting.fits(expression)("a" * 40)


def test_a_query_says_that_it_gave_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(library, [[Article(" ".join(WORDS), ())]], set())
    monkeypatch.setattr(fitting, "_SECONDS", 0.001)
    monkeypatch.setattr(fitting, "_SECONDS_A_WORD", 0.001)
    with Searcher(library) as searcher:
        assert not searcher.search("/(?:a|aa)+[^a]/").ids
        assert searcher.understand("/(?:a|aa)+[^a]/").repairs == ("gave up /(?:a|aa)+[^a]/: it takes too long",)
        assert not searcher.understand("/.*tion/").repairs
