"""Random trees over random archives of several segments, with deletions: the engine against the judge."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query.compound import And, AndMaybe, AndNot, DisjunctionMax, Or, Require
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every
from whoosh.query.ranges import DateRange, NumericRange, TermRange
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard
from whoosh.query.wrappers import ConstantScoreQuery, Not

from index.codec.batch import IndexedArticle
from index.codec.segment import SegmentReader
from index.search import postings
from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.matches import Matches
from index.search.positional import Near
from tests.index.codec.making import article, written
from tests.index.search.brute_force import Judge

WORD = st.sampled_from(["ab", "abc", "b", "ba", "cab", "é"])
TEXT = st.lists(WORD, max_size=12).map(" ".join)
FIELD = st.sampled_from(["body", "headline", "section"])
PUBLISHED = st.sampled_from(
    [
        None,
        "0001-01-01",
        "1969-12-31",
        "1969-12-31T23:59:59",
        "2016-02-29",
        "2016-02-29T00:00:00",
        "2016-02-29T06:12:30+02:00",
        "2016-02-29T06:12:31Z",
        "2016-03-01T06:12:30-11:00",
        "9999-12-31T12:00",
    ]
)
ARTICLE = st.fixed_dictionaries(
    {}, optional={"headline": TEXT, "body": st.lists(TEXT, max_size=2), "section": WORD, "published": PUBLISHED}
)
ARCHIVE = st.lists(st.lists(st.tuples(ARTICLE, st.booleans()), max_size=6), min_size=1, max_size=3)

BOOST = st.sampled_from([1.0, 1.0, 2.5])
MOMENT = st.none() | st.sampled_from(
    [
        "0001-01-01",
        "1969-12-31",
        "2016-02-29",
        "2016-02-29T06:12:30",
        "2016-02-29T06:12:30.500000",
        "2016-02-29T23:59:59.999999",
        "9999-12-31T23:59:59.999999",
    ]
).map(datetime.fromisoformat)
NUMBER = st.sampled_from([None, float("-inf"), -1, 0, 1, 2.5, 3, 5, 2**63, float("inf")])
ANY = st.booleans()
RANGES = st.one_of(
    st.builds(DateRange, st.sampled_from(["published", "published", "body"]), MOMENT, MOMENT, ANY, ANY, BOOST),
    st.builds(NumericRange, st.sampled_from(["words", "id", "headline"]), NUMBER, NUMBER, ANY, ANY, BOOST),
)


def near(field: str) -> st.SearchStrategy[Any]:
    """Conditions on places in a field, and such of them as are near one another."""
    words = st.one_of(
        st.builds(Term, st.just(field), WORD),
        st.builds(Prefix, st.just(field), st.sampled_from(["a", "c"])),
        st.builds(Phrase, st.just(field), st.lists(WORD, min_size=1, max_size=2)),
    )

    def together(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        some = st.lists(children, min_size=2, max_size=3)
        return st.builds(Near, some, st.integers(1, 4), ordered=ANY, boost=BOOST)

    def several(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return together(children) | st.builds(Or, st.lists(children, min_size=2, max_size=2))

    return together(st.recursive(words, several, max_leaves=2))


LEAVES = st.one_of(
    st.builds(Term, FIELD, WORD, BOOST),
    st.builds(Term, st.sampled_from(["id", "words"]), st.integers(0, 5), BOOST),
    st.builds(Prefix, FIELD, st.sampled_from(["a", "c", "z"])),
    st.builds(Wildcard, FIELD, st.sampled_from(["*b*", "?b", "a*c", "*"])),
    st.builds(Regex, FIELD, st.sampled_from(["a.", "(ab|b)$", "[^a]"])),
    st.builds(FuzzyTerm, FIELD, WORD, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 1)),
    st.builds(
        TermRange,
        FIELD,
        st.sampled_from(["ab", "b", None]),
        st.sampled_from(["ba", "c", None]),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Phrase, FIELD, st.lists(WORD, min_size=1, max_size=3), slop=st.integers(1, 3)),
    RANGES,
    st.builds(Every, st.sampled_from([None, None, "body", "caption", "headline", "published", "words", "nowhere"])),
)
NEAR = FIELD.flatmap(near)


def joined(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        st.builds(And, several, BOOST),
        st.builds(Or, several, BOOST),
        st.builds(DisjunctionMax, several),
        st.builds(Not, children),
        st.builds(AndNot, children, children),
        st.builds(AndMaybe, children, children),
        st.builds(Require, children, children),
        st.builds(ConstantScoreQuery, children, st.just(3.0)),
    )


TREES = st.recursive(LEAVES | NEAR, joined, max_leaves=5)


def no_fallback(query: object) -> Matches:
    raise AssertionError(query)


@settings(max_examples=100, deadline=None)
@given(ARCHIVE, st.lists(TREES, min_size=3, max_size=6))
def test_trees_mean_what_the_judge_says(parts: list[Any], trees: list[Any]) -> None:
    judge_trees(parts, trees)


@settings(max_examples=50, deadline=None)
@given(ARCHIVE, st.lists(RANGES, min_size=20, max_size=40))
def test_ranges_mean_what_the_judge_says(parts: list[Any], ranges: list[Any]) -> None:
    judge_trees(parts, ranges)


@settings(max_examples=100, deadline=None)
@given(ARCHIVE, st.lists(NEAR, min_size=5, max_size=20))
def test_nearness_means_what_the_judge_says(parts: list[Any], trees: list[Any]) -> None:
    judge_trees(parts, trees)


@settings(max_examples=50, deadline=None)
@given(ARCHIVE, st.lists(st.builds(And, st.lists(st.builds(Term, FIELD, WORD, BOOST), min_size=2)), min_size=5))
def test_words_looked_up_among_others_mean_what_the_judge_says(parts: list[Any], trees: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postings, "SPARSE", 0)
        judge_trees(parts, trees)


def judge_trees(parts: list[Any], trees: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        segments: list[SegmentReader] = []
        deleted = []
        left: dict[int, IndexedArticle] = {}
        number = 0
        for place, part in enumerate(parts):
            articles = [article(base + 1, **one) for base, (one, _) in enumerate(part, number)]
            segments.append(written(Path(name, str(place)), articles))
            deleted.append(np.flatnonzero([gone for _, gone in part]))
            left.update({number + own: articles[own] for own, (_, gone) in enumerate(part) if not gone})
            number += len(part)
        collection = Collection(segments, deleted)
        judge = Judge(left)
        for tree in trees:
            found = Evaluator(collection, lambda: None, no_fallback).run(tree)
            assert found.scores(collection).dtype == np.float32, tree
            scores = dict(zip(found.documents.tolist(), found.scores(collection).tolist(), strict=True))
            assert scores == pytest.approx(judge.run(tree), rel=1e-5), tree
            only = Evaluator(collection, lambda: None, no_fallback).run(tree, scored=False)
            assert only.documents.tolist() == found.documents.tolist(), tree
