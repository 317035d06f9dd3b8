"""The evaluator against Whoosh's own matchers over the same segments, with brute force as the judge of both.

Whoosh is a second opinion where it is right. Where it is not, the fault has a name and a test that shows it, and the
comparison runs with that fault mended: what is left must agree. When a test of a fault fails, it has been mended
upstream, and its entry in `MENDED` goes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.matching.binary import AndMaybeMatcher, AndNotMatcher, DisjunctionMaxMatcher
from whoosh.matching.mcore import ReadTooFar
from whoosh.matching.wrappers import ConstantScoreWrapperMatcher, InverseMatcher, MultiMatcher, WrappingMatcher
from whoosh.query.compound import And, AndMaybe, AndNot, CompoundQuery, DisjunctionMax, Or, Otherwise, Require
from whoosh.query.positional import Ordered, Phrase, Sequence
from whoosh.query.qcolumns import ColumnQuery
from whoosh.query.qcore import Every
from whoosh.query.ranges import NumericRange
from whoosh.query.spans import SpanFirst, SpanNear, SpanNear2, SpanNot
from whoosh.query.terms import FuzzyTerm, MultiTerm, Prefix, Term
from whoosh.query.wrappers import ConstantScoreQuery, Not

from index.codec.batch import IndexedArticle
from index.codec.segment import SegmentReader
from index.errors import SearchCancelledError
from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.fallback import fallback, searcher_of
from index.search.matches import Matches
from index.search.positional import Near
from tests.index.codec.making import article, written
from tests.index.search.brute_force import Judge
from tests.index.search.test_evaluation import ARCHIVE, BOOST, FIELD, LEAVES, WORD, joined

# Ranges of numbers go by columns here and by terms there; their bounds differ, see `index.search.ranges`.
_LEAVES = LEAVES.filter(
    lambda leaf: (
        not isinstance(leaf, NumericRange) and getattr(leaf, "fieldname", None) not in {"id", "words", "nowhere"}
    )
)
_SCORED_ALIKE = st.one_of(st.builds(Term, FIELD, WORD, BOOST), st.builds(Term, FIELD, WORD), st.builds(Every))


class Archive:
    """Segments with deletions, and what evaluates queries over them."""

    def __init__(self, folder: Path, parts: list[Any]) -> None:
        segments: list[SegmentReader] = []
        deleted = []
        left: dict[int, IndexedArticle] = {}
        number = 0
        for place, part in enumerate(parts):
            articles = [article(base + 1, **one) for base, (one, _) in enumerate(part, number)]
            segments.append(written(folder / str(place), articles))
            deleted.append(np.flatnonzero([gone for _, gone in part]))
            left |= {number + own: articles[own] for own, (_, gone) in enumerate(part) if not gone}
            number += len(part)
        self.collection = Collection(segments, deleted)
        self.judge = Judge(left)
        self.fallback = fallback(self.collection, lambda: None)
        self.searcher = searcher_of(self.collection)

    def ours(self, tree: Any) -> dict[int, float]:
        return self._scores(Evaluator(self.collection, lambda: None, self.fallback).run(tree))

    def by_fallback(self, tree: Any) -> dict[int, float]:
        """Evaluate all segments at once, by the matcher of the whole tree."""
        boost = 1.0 if isinstance(tree, ConstantScoreQuery) else getattr(tree, "boost", 1.0)
        return {one: score * boost for one, score in self._scores(self.fallback(tree)).items()}

    def by_search(self, tree: Any) -> dict[int, float]:
        """Evaluate segment by segment, by Whoosh's collectors."""
        found = self.searcher.search(tree, limit=None)
        return {one: score for score, one in found.top_n}

    def _scores(self, found: Matches) -> dict[int, float]:
        return dict(zip(found.documents.tolist(), found.scores(self.collection).tolist(), strict=True))


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Archive]:
    """Make an archive of bodies, a list a segment; those that end with an x are deleted."""
    return lambda *parts: Archive(
        tmp_path, [[({"body": [body.removesuffix("x")]}, body.endswith("x")) for body in part] for part in parts]
    )


def term(word: str, boost: float = 1.0) -> Term:
    return Term("body", word, boost)


# ---- faults of Whoosh's ---------------------------------------------------------------------------------------------


def _first_of_and_not(self: Any) -> None:
    if self.a.is_active() and self.b.is_active():
        self._find_next()


def _next_of_and_not(self: Any) -> None:
    if self.a.is_active():
        _STOCK_NEXT(self)


def _next_of_inverse(self: Any) -> None:
    child = self.child
    while self._id < self.limit:
        if child.is_active() and child.id() < self._id:
            child.skip_to(self._id)
        if not self.missing(self._id) and not (child.is_active() and child.id() == self._id):
            return
        self._id += 1


def _best_score(self: Any) -> float:
    scores: list[float] = [one.score() for one in (self.a, self.b) if one.is_active() and one.id() == self.id()]
    return max(scores)


def _skip_and_maybe(self: Any, document: int) -> None:
    self.a.skip_to(document)
    if self.a.is_active() and self.b.is_active():
        self.b.skip_to(self.a.id())


def _compound_matcher(self: Any, searcher: Any, context: Any = None) -> Any:
    if len(self.subqueries) != 1:
        return _STOCK_MATCHER(self, searcher, context)
    matcher = self.subqueries[0].matcher(searcher, context)
    return matcher if self.boost == 1.0 else WrappingMatcher(matcher, self.boost)


def _constant_matcher(self: Any, searcher: Any, context: Any = None) -> Any:
    matcher = self.child.matcher(searcher, context)
    return ConstantScoreWrapperMatcher(matcher, self.score) if matcher.is_active() else matcher


_STOCK_NEXT: Final[Any] = AndNotMatcher._find_next
_STOCK_MATCHER: Final[Any] = CompoundQuery.matcher

MENDED: Final[dict[str, tuple[Any, str, Any]]] = {
    "AndNot takes its first document unseen": (AndNotMatcher, "_find_first", _first_of_and_not),
    "AndNot skips beyond its end": (AndNotMatcher, "_find_next", _next_of_and_not),
    "Not finds deleted documents": (InverseMatcher, "_find_next", _next_of_inverse),
    "DisjunctionMax takes the score of another document": (DisjunctionMaxMatcher, "score", _best_score),
    "AndMaybe skips beyond its document": (AndMaybeMatcher, "skip_to", _skip_and_maybe),
    "a boost around a single query is lost": (CompoundQuery, "matcher", _compound_matcher),
    "a constant score is not constant": (ConstantScoreQuery, "matcher", _constant_matcher),
    "Or of three loses documents that score 0": (Or, "matcher_type", Or.DEFAULT_MATCHER),
    # Not a fault, but another meaning: `Not` says nothing about how well a document fits.
    "Not scores 1": (InverseMatcher, "score", lambda _: 0.0),
}


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, name, mending in MENDED.values():
        monkeypatch.setattr(kind, name, mending)


def test_and_not_takes_its_first_document_unseen(archive: Callable[..., Archive]) -> None:
    one = archive(["b", "a b"])
    tree = AndNot(term("a"), term("b"))
    assert one.by_search(tree).keys() == {1}
    assert one.ours(tree).keys() == one.judge.run(tree).keys() == set()


def test_and_not_skips_beyond_its_end(archive: Callable[..., Archive]) -> None:
    one = archive(["a", "b"])
    matcher = AndNotMatcher(one.searcher.postings("body", b"a"), one.searcher.postings("body", b"b"))
    with pytest.raises(ReadTooFar):
        matcher.skip_to(1)
    tree = Require(AndNot(term("a"), term("b")), term("b"))
    assert one.ours(tree) == one.judge.run(tree) == {}


def test_not_finds_deleted_documents(archive: Callable[..., Archive]) -> None:
    one = archive(["b", "a", "bx"])
    tree = Not(term("a"))
    assert one.by_search(tree).keys() == {0, 2}
    assert one.ours(tree).keys() == one.judge.run(tree).keys() == {0}


def test_disjunction_max_takes_the_score_of_another_document(archive: Callable[..., Archive]) -> None:
    one = archive(["a a a b", "a", "b b b b"])
    tree = DisjunctionMax([term("a"), term("b", 9.0)])
    assert one.by_search(tree)[1] > one.ours(tree)[1] == pytest.approx(one.judge.run(tree)[1])


def test_and_maybe_skips_beyond_its_document(archive: Callable[..., Archive]) -> None:
    one = archive(["a c", "b", "a b c", "a b c"])
    tree = And([AndMaybe(term("c"), Require(term("b"), term("a"))), term("a")])
    matcher = AndMaybeMatcher(one.searcher.postings("body", b"c"), one.searcher.postings("body", b"b"))
    matcher.skip_to(1)
    assert matcher.id() == 2
    assert matcher.b.id() == 1
    assert one.ours(tree) == pytest.approx(one.judge.run(tree), rel=1e-5)


def test_a_boost_around_a_single_query_is_lost(archive: Callable[..., Archive]) -> None:
    one = archive(["a"])
    tree = Or([term("a")], boost=2.0)
    assert 2 * one.by_search(tree)[0] == pytest.approx(one.ours(tree)[0])
    assert one.ours(tree) == pytest.approx(one.judge.run(tree), rel=1e-5)


def test_a_constant_score_is_not_constant(archive: Callable[..., Archive]) -> None:
    one = archive(["a"])
    tree = ConstantScoreQuery(term("a"), 3.0)
    assert one.by_fallback(tree)[0] < 3.0
    assert one.by_search(tree) == one.ours(tree) == one.judge.run(tree) == {0: 3.0}


def test_or_of_three_loses_documents_that_score_0(tmp_path: Path) -> None:
    one = Archive(tmp_path, [[({"section": "a"}, False), ({"body": ["b"]}, False)]])
    tree = ConstantScoreQuery(Or([Term("section", "a"), term("b"), term("a")]), 3.0)
    assert one.by_search(tree).keys() == {1}
    assert one.ours(tree).keys() == one.judge.run(tree).keys() == {0, 1}


def test_not_scores_1(archive: Callable[..., Archive]) -> None:
    one = archive(["a"])
    tree = Not(term("b"))
    assert one.by_search(tree) == {0: 1.0}
    assert one.ours(tree) == one.judge.run(tree) == {0: 0.0}


def test_a_word_that_stands_for_several_scores_by_chance(archive: Callable[..., Archive]) -> None:
    one = archive(["ab ac ad b", "ab b b", "b"])
    tree = Prefix("body", "a")
    assert one.by_search(tree) == {0: 1.0, 1: 1.0}
    assert one.by_fallback(tree)[0] == pytest.approx(sum(one.ours(term(word))[0] for word in ("ab", "ac", "ad")))
    assert one.ours(tree) == pytest.approx(one.judge.run(tree), rel=1e-5)


def test_a_copy_of_several_segments_has_no_scores(archive: Callable[..., Archive]) -> None:
    matcher = archive(["a"], ["a"]).searcher.postings("body", b"a")
    assert isinstance(matcher, MultiMatcher)
    assert matcher.score() > 0
    with pytest.raises(AttributeError):
        matcher.copy().score()


def test_a_cursor_over_several_segments_finds_nothing(archive: Callable[..., Archive]) -> None:
    cursor: Any = archive(["a"], ["b"]).searcher.reader().cursor("body")
    assert cursor.find(b"a") is None


def test_near_spellings_do_not_depend_on_the_number_of_segments(archive: Callable[..., Archive]) -> None:
    one, tree = archive(["ab", "ba"], ["ba"]), FuzzyTerm("body", "ab", maxdist=1, prefixlength=0)
    assert one.by_search(tree).keys() == one.by_fallback(tree).keys() == one.ours(tree).keys() == {0, 1, 2}


# ---- what is left agrees --------------------------------------------------------------------------------------------


def _scored(tree: Any) -> Iterator[Any]:
    """Give the parts of a tree that its scores depend on."""
    yield tree
    if isinstance(tree, AndNot | Require):
        yield from _scored(tree.a)
    elif isinstance(tree, CompoundQuery):
        for child in tree.subqueries:
            yield from _scored(child)


def _scores_alike(tree: Any) -> bool:
    """Tell whether our scores are meant to be Whoosh's: a word for several and a phrase are words of their own here."""
    return not any(
        isinstance(part, MultiTerm) or (isinstance(part, Phrase) and len(part.words) > 1) for part in _scored(tree)
    )


def _compare(parts: list[Any], trees: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        one = Archive(Path(name), parts)
        for tree in trees:
            ours = one.ours(tree)
            assert ours == pytest.approx(one.judge.run(tree), rel=1e-5), tree
            for found in (one.by_fallback(tree), one.by_search(tree)):
                assert found.keys() == ours.keys(), tree
                if _scores_alike(tree):
                    assert found == pytest.approx(ours, rel=1e-4, abs=1e-6), tree


_SETTINGS = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)


@pytest.mark.usefixtures("mended")
@settings(_SETTINGS, max_examples=50)
@given(ARCHIVE, st.lists(st.recursive(_LEAVES, joined, max_leaves=6), min_size=6, max_size=10))
def test_trees_find_what_whoosh_finds(parts: list[Any], trees: list[Any]) -> None:
    _compare(parts, trees)


@pytest.mark.usefixtures("mended")
@settings(_SETTINGS, max_examples=50)
@given(ARCHIVE, st.lists(st.recursive(_SCORED_ALIKE, joined, max_leaves=8), min_size=6, max_size=10))
def test_trees_score_as_whoosh_scores(parts: list[Any], trees: list[Any]) -> None:
    _compare(parts, trees)


# ---- words near one another ------------------------------------------------------------------------------------------


def _of_words(field: str) -> st.SearchStrategy[Any]:
    words = st.builds(Term, st.just(field), WORD)
    two, more = st.lists(words, min_size=2, max_size=2), st.lists(words, min_size=2, max_size=4)
    slop = st.integers(1, 5)
    return st.one_of(
        st.builds(SpanNear, words, words, slop, st.booleans()),
        st.builds(SpanNear2, two, slop, st.booleans()),
        st.builds(SpanNear2, more, slop),
        st.builds(Sequence, two, slop, st.booleans(), BOOST),
        st.builds(Sequence, more, slop, boost=BOOST),
    )


def _as_near(tree: Any) -> Near:
    conditions = [tree.a, tree.b] if isinstance(tree, SpanNear) else tree.qs if isinstance(tree, SpanNear2) else None
    return Near(conditions or tree.subqueries, tree.slop, ordered=tree.ordered, boost=getattr(tree, "boost", 1.0))


@pytest.mark.usefixtures("mended")
@settings(_SETTINGS, max_examples=50)
@given(ARCHIVE, st.lists(FIELD.flatmap(_of_words), min_size=6, max_size=10))
def test_words_are_near_where_whoosh_finds_them(parts: list[Any], trees: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        one = Archive(Path(name), parts)
        for tree in trees:
            ours = one.ours(tree)
            assert ours == pytest.approx(one.judge.run(_as_near(tree)), rel=1e-5), tree
            assert one.by_fallback(tree).keys() == one.by_search(tree).keys() == ours.keys(), tree


def test_three_words_in_any_order_are_pairs_to_whoosh(archive: Callable[..., Archive]) -> None:
    one = archive(["a x c x b", "a b c"])
    conditions = [term("a"), term("b"), term("c")]
    assert one.by_search(SpanNear2(conditions, slop=2, ordered=False)).keys() == {1}
    assert one.ours(SpanNear2(conditions, slop=2, ordered=False)).keys() == {1}  # so these are left to Whoosh
    assert one.ours(Near(conditions, 2)).keys() == {0, 1}


def test_a_long_place_before_another_one_is_lost(archive: Callable[..., Archive]) -> None:
    one = archive(["c d b a"])
    a, phrase = conditions = [term("a"), Phrase("body", ["c", "d", "b"])]
    assert one.by_search(SpanNear2(conditions, slop=1, ordered=False)) == {}
    assert one.by_search(SpanNear(a, phrase, slop=1, ordered=False)).keys() == {0}
    assert one.ours(Near(conditions, 1)).keys() == one.judge.run(Near(conditions, 1)).keys() == {0}


# ---- queries that the evaluator does not know -----------------------------------------------------------------------


def test_unknown_queries_are_evaluated_by_whoosh(archive: Callable[..., Archive]) -> None:
    one = archive(["a b c", "b a", "a bx"], ["c a b", "b"])
    a, b, c = map(term, "abc")
    assert one.ours(SpanNear2([a, Phrase("body", ["b", "c"])])).keys() == {0}
    assert one.ours(SpanFirst(a)).keys() == {0}
    assert one.ours(SpanNot(a, b)).keys() == {0, 1, 3}
    assert one.ours(Ordered([a, b], boost=2.0)).keys() == {0, 3}
    assert one.ours(Otherwise(term("z"), c)).keys() == one.ours(Otherwise(c, a)).keys() == {0, 3}
    assert one.ours(And([Ordered([a, b]), Not(SpanFirst(a))])).keys() == {3}


def test_columns_are_searched_over_all_segments(archive: Callable[..., Archive]) -> None:
    one = archive(["a", "bx", "c"], [], ["d", "e"])
    assert one.ours(ColumnQuery("id", 4)) == {3: 1.0}
    assert one.ours(ColumnQuery("id", lambda number: number > 1)).keys() == {2, 3, 4}
    with pytest.raises(AttributeError):  # a fault of Whoosh's: such a query has no score
        one.by_search(ColumnQuery("id", 4))


@pytest.mark.parametrize("published", ["2016-02-29T06:12:30", "2016-03-01", None])
def test_numbers_are_found_as_whoosh_has_them_in_terms(published: str | None, tmp_path: Path) -> None:
    one = Archive(tmp_path, [[({"published": published}, False), ({}, True)], [({"published": "1999"}, False)]])
    kinds = one.searcher.schema
    for name, value in [
        ("id", 1),
        ("id", 2),
        ("words", 0),
        ("published", datetime.fromisoformat("2016-02-29T06:12:30")),
    ]:
        tree = Term(name, kinds[name].to_bytes(value))
        assert one.ours(tree).keys() == one.by_search(tree).keys(), tree
        assert set(one.ours(tree).values()) <= {1.0}
        assert one.ours(Term(name, value)) == one.ours(tree)
    for text in ("x", b"", b"\0", None, 2**80):
        assert one.ours(Term("id", text)) == {}


def test_the_fallback_applies_a_boost_once(archive: Callable[..., Archive]) -> None:
    one = archive(["a b"])
    plain, boosted = (one.ours(Ordered([term("a"), term("b")], boost=boost))[0] for boost in (1.0, 3.0))
    assert boosted == pytest.approx(3 * plain)


def test_the_fallback_leaves_out_what_is_taken_out_later(archive: Callable[..., Archive]) -> None:
    one = archive(["a b", "a b"], ["a b"])
    tree = Ordered([term("a"), term("b")])
    assert one.ours(tree).keys() == {0, 1, 2}
    one.collection.delete(np.array([1]))
    assert one.ours(tree).keys() == {0, 2}


def test_the_fallback_can_be_ended(archive: Callable[..., Archive]) -> None:
    def poll() -> None:
        raise SearchCancelledError("overtaken")

    with pytest.raises(SearchCancelledError):
        fallback(archive(["a"]).collection, poll)(SpanFirst(term("a")))
