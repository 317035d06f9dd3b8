"""Heads and wholes of random matches with many ties, over segments whose ids do not ascend."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.search import ordering
from index.search.best import best, sorted_stably
from index.search.collection import Collection
from index.search.matches import Matches, known
from index.types import Order
from tests.index.codec.making import article, written
from tests.index.search.test_evaluation import PUBLISHED

SCORE = st.sampled_from([0.0, 0.5, 2.0, 2.0000002])
LARGE = 70_000
ARCHIVE = st.lists(st.lists(PUBLISHED, min_size=1, max_size=12), min_size=1, max_size=3)


def moment(published: str | None, order: Order) -> tuple[Any, ...]:
    """Sorts as `order` asks for, by the text alone: its zone never differs between equal times here."""
    if published is None:
        return (1,)
    return (0, published if order is Order.OLDEST else [-ord(character) for character in published] + [1])


def assert_scored(
    collection: Collection, matches: Matches, arranged: NDArray[np.int64], scores: NDArray[np.float32] | None
) -> None:
    if scores is None:
        assert matches.scorer is None
    else:
        by_document = dict(zip(matches.documents.tolist(), matches.scores(collection).tolist(), strict=True))
        assert scores.tolist() == [by_document[document] for document in arranged.tolist()]


@settings(max_examples=100, deadline=None)
@given(ARCHIVE, st.randoms(use_true_random=False), st.data())
def test_results_are_in_order(parts: list[list[str | None]], random: Any, data: st.DataObject) -> None:
    dates = [published for part in parts for published in part]
    ids = random.sample(range(1, 100), len(dates))
    with tempfile.TemporaryDirectory() as name:
        segments = []
        for place, part in enumerate(parts):
            first = sum(map(len, parts[:place]))
            articles = [article(ids[first + own], published=one) for own, one in enumerate(part)]
            segments.append(written(Path(name, str(place)), articles))
        collection = Collection(segments, [np.empty(0, np.int64)] * len(segments))
        documents = np.array(sorted(data.draw(st.sets(st.integers(0, len(dates) - 1)))), np.int64)
        scores = data.draw(st.lists(SCORE, min_size=len(documents), max_size=len(documents)))
        by_document = dict(zip(documents.tolist(), np.array(scores, np.float32).tolist(), strict=True))
        for matches in (Matches(documents), Matches(documents, known(np.array(scores, np.float32)))):
            for order in Order:
                ranks = by_document if order is Order.RELEVANCE and matches.scorer else {}
                expected = sorted(
                    documents.tolist(),
                    key=lambda one: (-ranks.get(one, 0), moment(dates[one], order), ids[one]),
                )
                found, scored = ordering.whole(collection, matches, order)
                assert found.tolist() == expected
                assert_scored(collection, matches, found, scored)
                for most in (0, 1, 3, len(documents), 1000):
                    assert ordering.head(collection, matches, order, most).tolist() == expected[:most]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Enough documents, with few different dates, for every way to find the first ones."""
    random = np.random.default_rng(1)
    ids = random.permutation(LARGE).tolist()
    years = random.integers(2010, 2020, LARGE).tolist()
    articles = [
        article(one, published=None if year == 2013 else f"{year}-05-06") for one, year in zip(ids, years, strict=True)
    ]
    return Collection([written(tmp_path_factory.mktemp("large") / "one", articles)], [np.empty(0, np.int64)])


@pytest.mark.parametrize("count", [50, 700, 4_200, 20_000, LARGE])
@pytest.mark.parametrize("most", [1, 20, 1_000])
def test_the_head_of_many_is_the_beginning_of_the_whole(large: Collection, count: int, most: int) -> None:
    random = np.random.default_rng(count)
    documents = np.sort(random.choice(LARGE, count, replace=False))
    for different in (1, 3, 1_000_000):
        matches = Matches(documents, known(random.integers(0, different, count).astype(np.float32)))
        for order in Order:
            whole, scored = ordering.whole(large, matches, order)
            assert_scored(large, matches, whole, scored)
            assert sorted(whole.tolist()) == documents.tolist()
            assert ordering.head(large, matches, order, most).tolist() == whole[:most].tolist()
    assert not large.scratch.marks.any()


@given(st.lists(SCORE, min_size=1), st.integers(1, 20), st.randoms(use_true_random=False))
def test_the_best_have_the_best_scores_then_the_smallest_tie_numbers(
    scores: list[float], most: int, random: Any
) -> None:
    ties = random.sample(range(1000), len(scores))
    expected = sorted(range(len(scores)), key=lambda one: (-np.float32(scores[one]), ties[one]))[:most]
    assert best(np.array(scores, np.float32), np.array(ties), most).tolist() == expected


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3) | st.sampled_from([2**16, 2**33, 2**48])))
def test_keys_are_sorted_stably(keys: list[int]) -> None:
    assert sorted_stably(np.array(keys, np.uint64)).tolist() == sorted(range(len(keys)), key=keys.__getitem__)
