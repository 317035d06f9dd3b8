"""Words near one another: what counts as near, and in which fields."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every
from whoosh.query.terms import Prefix, Term

from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.expansion import several
from index.search.matches import Matches
from index.search.positional import AnyForm, InOrder, Near
from tests.index.codec.making import article, written
from tests.index.search.brute_force import Judge

CHANCE = Random(2)  # noqa: S311 - reproducible, not secret


class Archive:
    def __init__(self, path: Path, texts: Sequence[dict[str, Any]]) -> None:
        articles = [article(number, **texts_of) for number, texts_of in enumerate(texts)]
        self.collection = Collection([written(path / "segment", articles)], [np.empty(0, np.int64)])
        self.judge = Judge(dict(enumerate(articles)))

    def run(self, query: Any) -> Matches:
        return Evaluator(self.collection, lambda: None, _unknown).run(query)

    def found(self, query: Any) -> list[int]:
        return list(self.run(query).documents.tolist())

    def word(self, text: str, *fields: str) -> AnyForm:
        return AnyForm(fields or ("body",), several(self.collection, [text]))


def _unknown(query: object) -> Matches:
    raise AssertionError(query)


def bodies(path: Path, *texts: str) -> Archive:
    return Archive(path, [{"body": [text]} for text in texts])


def term(word: str) -> Term:
    return Term("body", word)


def test_words_are_near_in_any_order(tmp_path: Path) -> None:
    one = bodies(tmp_path, "a b", "b a", "a x b", "b x a", "a x x b", "a", "b")
    conditions = [term("a"), term("b")]
    assert one.found(Near(conditions, 1)) == [0, 1]
    assert one.found(Near(conditions, 2)) == [0, 1, 2, 3]
    assert one.found(Near(conditions, 2, ordered=True)) == [0, 2]


def test_a_place_counts_for_one_condition_only(tmp_path: Path) -> None:
    one = bodies(tmp_path, "a b", "a a b", "a b b a")
    assert one.found(Near([term("a"), term("a")], 3)) == [1, 2]
    assert one.found(Near([Phrase("body", ["a", "b"]), term("b")], 3)) == [2]
    assert one.found(Near([Prefix("body", "a"), term("a"), term("b")], 1)) == [1]


def test_each_of_several_is_near_the_next_one_in_the_text(tmp_path: Path) -> None:
    one = bodies(tmp_path, "a x c x b", "a x x c b", "b x c x a", "c x a x x b")
    conditions = [term("a"), term("b"), term("c")]
    assert one.found(Near(conditions, 2)) == [0, 2]
    assert one.found(Near([Near(conditions[:2], 4), conditions[2]], 2)) == [3]
    assert one.found(Near([Near(conditions[:2], 2), conditions[2]], 2)) == []


def test_all_is_met_in_one_field(tmp_path: Path) -> None:
    one = Archive(tmp_path, [{"headline": "a", "body": ["b"]}, {"headline": "x a b"}, {"body": ["b a"]}])
    both = ("headline", "body")
    assert one.found(Near([one.word("a", *both), one.word("b", *both)], 9)) == [1, 2]
    assert one.found(Near([one.word("a", "headline"), one.word("b", *both)], 9)) == [1]
    assert one.found(Near([one.word("a", "headline"), one.word("b", "body")], 9)) == []
    either = Or([Term("headline", "a"), Term("body", "b")])
    assert one.found(Near([either, one.word("b", *both)], 9)) == [1]


def test_words_in_order_are_near_others(tmp_path: Path) -> None:
    one = bodies(tmp_path, "a x b c", "c a b", "a x x b c", "a c b", "a x a b x c")
    loose = InOrder(("body",), [several(one.collection, [word]) for word in "ab"], 1)
    assert one.found(Near([loose, one.word("c")], 1)) == [0, 1]
    assert one.found(Near([loose, one.word("c")], 2)) == [0, 1, 4]


def test_a_condition_without_places_need_only_be_met(tmp_path: Path) -> None:
    one = bodies(tmp_path, "a x b", "b", "a")
    assert one.found(Near([term("a"), And([term("b"), Every()])], 1)) == [0]


def test_equal_queries_are_equal() -> None:
    conditions = [term("a"), term("b")]
    one, other = Near(conditions, 2), Near(list(conditions), 2)
    assert one == other
    assert hash(one) == hash(other)
    assert one not in {Near(conditions, 3), Near(conditions, 2, ordered=True), Near(conditions, 2, boost=2.0)}
    assert list(one.children()) == conditions
    assert not one.is_leaf()
    assert repr(one).startswith("Near(conditions=(Term(")


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("distance", [1, 2, 5])
@pytest.mark.parametrize("words", ["ab", "aa", "ae", "abc", "aab", "cde", "abcd", "aabc", "abcde"])
def test_matches_are_counted(words: str, distance: int, ordered: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    texts = [" ".join(CHANCE.choices("abcdefg", k=CHANCE.randint(0, 16))) for _ in range(60)]
    one = bodies(tmp_path, *texts)
    for conditions in (
        [term(word) for word in words],
        [Or([term(words[0]), Phrase("body", ["f", "g"])]), *(term(word) for word in words[1:])],
        [Near([term(words[0]), term("f")], distance), *(term(word) for word in words[1:3])],
    ):
        query = Near(conditions, distance, ordered=ordered)
        found = one.run(query)
        scores = dict(zip(found.documents.tolist(), found.scores(one.collection).tolist(), strict=True))
        assert scores == pytest.approx(one.judge.run(query), rel=1e-5), query
