from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.search import expansion, postings
from index.search.collection import Collection
from index.search.matches import Matches
from tests.index.codec.making import article, written

WORDS = 40
ARTICLES = 300
STRETCH = 500


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    bodies = [" ".join(f"a{number * step % WORDS}" for step in range(1, 9)) for number in range(ARTICLES)]
    segment = written(tmp_path / "segment", [article(number, [body]) for number, body in enumerate(bodies)])
    return Collection([segment], [np.empty(0, np.uint32)])


def find(collection: Collection, *, scored: bool) -> Matches:
    forms = expansion.prefixed(collection, "a")
    return postings.look_up(collection, ["body"], forms, lambda: None, scored=scored)


@pytest.mark.parametrize("scored", [True, False])
def test_the_postings_of_many_words_are_held_a_stretch_at_a_time(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, *, scored: bool
) -> None:
    whole = find(collection, scored=scored)
    stretches: list[int] = []
    read = postings.postings_of_terms

    def counted(*arguments: Any) -> Any:
        found = read(*arguments)
        stretches.append(len(found[0]))
        return found

    monkeypatch.setattr(postings, "_TOGETHER", STRETCH)
    monkeypatch.setattr(postings, "postings_of_terms", counted)
    found = find(collection, scored=scored)
    assert len(stretches) > 2
    assert max(stretches) <= STRETCH
    assert found.documents.tolist() == whole.documents.tolist() == list(range(ARTICLES))
    if scored:
        assert found.scores(collection) == pytest.approx(whole.scores(collection))
