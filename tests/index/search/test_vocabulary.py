"""The words of an index that a pattern stands for: asked one by one, and read all at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import words
from index.search.collection import Collection
from index.search.vocabulary import IndexVocabulary
from tests.index.codec.making import article, written

TEXTS = st.lists(st.text("abé'ü.4ßا -", max_size=30), min_size=1, max_size=4)
PATTERNS = st.text("abe*?4'", min_size=1, max_size=4).map(lambda text: f"{text}*")


def never() -> None:
    """Polls nobody."""


@settings(max_examples=60, deadline=None)
@given(TEXTS, PATTERNS, st.booleans())
def test_a_word_is_in_the_list_that_has_it(texts: list[str], pattern: str, folded: bool) -> None:  # noqa: FBT001 - drawn
    with TemporaryDirectory() as name:
        segments = [written(Path(name, str(at)), [article(at, [text])]) for at, text in enumerate(texts)]
        vocabulary = IndexVocabulary(Collection(segments, [np.empty(0, np.uint32)] * len(segments)), never)
        found = vocabulary.words_matching(pattern, folded=folded)
        listed = set(found)
        assert {word for text in texts for word in words(text) if word in found} == listed


@pytest.mark.parametrize("count", [3, 40])
def test_no_word_is_looked_up_to_say_that_it_matches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    only = written(tmp_path / "segment", [article(1, [" ".join(f"word{number}" for number in range(count))])])
    found = IndexVocabulary(Collection([only], [np.empty(0, np.uint32)]), never).words_matching("wor*")
    monkeypatch.setattr(type(only.words), "encoded", lambda *_: pytest.fail("a word was read"))
    assert "word2" in found
    assert "weird" not in found
