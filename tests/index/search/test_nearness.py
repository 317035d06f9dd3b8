"""Words near one another in archives large enough for every way in which their places are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.search import nearness
from index.search.collection import Collection
from index.search.expansion import several
from index.search.nearness import Finder, Sought, chained, find, in_a_row
from index.search.occurrences import Spelled
from tests.index.codec.making import article, written

CHANCE = Random(1)  # noqa: S311 - reproducible, not secret
TEXTS = [CHANCE.choices("abcde", [60, 30, 10, 3, 1], k=CHANCE.randint(0, 40)) for _ in range(400)]


def places(text: Sequence[str], words: Sequence[str], distance: int) -> int:
    at = [[place for place, word in enumerate(text) if word == wanted] for wanted in words]
    return len(
        {chosen[-1] for chosen in product(*at) if all(0 < later - one <= distance for one, later in pairwise(chosen))}
    )


@pytest.mark.parametrize("line", [16, 1 << 20])
@pytest.mark.parametrize("words", ["ab", "ba", "aa", "aba", "ad", "da", "ed", "de", "ae", "cce"])
@pytest.mark.parametrize("distance", [1, 3, 9])
def test_words_are_counted_where_they_stand_together(
    words: str, distance: int, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearness, "_LINE", line)
    segment = written(tmp_path / "segment", [article(n, [" ".join(text)]) for n, text in enumerate(TEXTS)])
    gone = np.arange(0, len(TEXTS), 7)
    collection = Collection([segment], [gone])
    finder: Finder = in_a_row if distance == 1 else chained(distance)
    spelled = [Spelled(several(collection, [word])) for word in words]
    documents, counts = find(collection, "body", Sought(spelled, distance * len(words), finder), lambda: None)
    expected = {n: places(text, words, distance) for n, text in enumerate(TEXTS) if n % 7}
    assert dict(zip(documents.tolist(), counts.tolist(), strict=True)) == {n: c for n, c in expected.items() if c}


def test_forms_of_a_word_are_one_word(tmp_path: Path) -> None:
    segment = written(tmp_path / "segment", [article(n, [" ".join(text)]) for n, text in enumerate(TEXTS)])
    collection = Collection([segment], [np.empty(0, np.int64)])
    spelled = [Spelled(several(collection, words)) for words in (["a", "c"], ["b", "d"])]
    documents, counts = find(collection, "body", Sought(spelled, 2, in_a_row), lambda: None)
    alike = [[{"c": "a", "d": "b"}.get(word, word) for word in text] for text in TEXTS]
    expected = {n: places(text, "ab", 1) for n, text in enumerate(alike)}
    assert dict(zip(documents.tolist(), counts.tolist(), strict=True)) == {n: c for n, c in expected.items() if c}


@pytest.mark.parametrize("words", ["ab", "ba", "aa", "aba", "ad", "da", "ed", "de", "ae", "cce", "bcd"])
def test_words_in_a_row_are_found_from_the_rarest_one(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearness, "_SEARCHED", 0)
    texts = [*TEXTS, "a" * 300 + "bab", "b" * 255 + "aab", "d" * 65_530 + "abcde" * 3, *TEXTS[:100]]
    segment = written(tmp_path / "segment", [article(n, [" ".join(text)]) for n, text in enumerate(texts)])
    gone = np.arange(0, len(texts), 7)
    collection = Collection([segment], [gone])
    spelled = [Spelled(several(collection, [word])) for word in words]
    documents, counts = find(collection, "body", Sought(spelled, len(words), in_a_row), lambda: None)
    spread = ["".join(text) for text in texts]
    expected = {
        n: sum(text.startswith(words, place) for place in range(len(text))) for n, text in enumerate(spread) if n % 7
    }
    assert dict(zip(documents.tolist(), counts.tolist(), strict=True)) == {n: c for n, c in expected.items() if c}
