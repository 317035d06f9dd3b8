"""Words in one sentence, near one another, so often, in the opening, as they are written: against the judge."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.query.qcore import NullQuery

from index.codec.batch import IndexedArticle
from index.codec.merging import merge
from index.codec.segment import SegmentReader
from index.query.tree import OPENING, And, AtLeast, Near, Node, Not, Or, Terms, Unit, Within, Word, WordKind
from index.search import nearness, occurrences
from index.search.collection import Collection
from index.search.compiled import compiled, leaf_query
from index.search.evaluation import Evaluator
from index.search.matches import Matches
from tests.index.codec.making import article, written
from tests.index.search.judge_of_places import PlaceJudge

WORD = st.sampled_from(["oak", "Oak", "OAK", "oAk", "elm", "Elm", "oaks", "oak.", "Elm.", "*"])
TEXT = st.lists(WORD, max_size=9).map(" ".join)
FILLED = st.builds(lambda count, text: "Fir. " * count + text, st.integers(90, 101), TEXT)
SHORT = st.sampled_from(["* *", "Elm oak.", "oak"])
BODY = st.lists(TEXT | TEXT | SHORT | FILLED, max_size=4)
ARTICLE = st.fixed_dictionaries({}, optional={"headline": TEXT, "body": BODY, "byline": TEXT})
ARCHIVE = st.lists(st.lists(st.tuples(ARTICLE, st.booleans()), max_size=5), min_size=1, max_size=3)

ANY_WORD = st.sampled_from(
    [
        Word("oak", forms=("oak", "oaks")),
        Word("oak", WordKind.EXACT, ("oak",)),
        Word("elm", WordKind.EXACT, ("elm",)),
        *(Word(text, WordKind.CASED, (text.lower(),)) for text in ("oak", "Oak", "OAK", "oAk", "Elm", "eLM")),
    ]
)
ROW = st.lists(ANY_WORD, min_size=1, max_size=2).map(tuple)
FIELDS = st.sampled_from(
    [("body",), ("headline", "byline", "body"), ("headline", OPENING), (OPENING,), ("byline",), ("headline", "body")]
)
ANY = st.booleans()
LABEL = st.just("")
MANY = st.integers(1, 3)


def terms(fields: Any) -> st.SearchStrategy[Terms]:
    return st.builds(
        Terms,
        ROW,
        st.just(fields),
        st.just(0),
        LABEL,
        st.just(0),
        readings=st.lists(ROW, max_size=1).map(tuple) | st.just(()),
    )


def loose(fields: Any) -> st.SearchStrategy[Terms]:
    two = st.tuples(ANY_WORD, ANY_WORD)
    return st.builds(Terms, two, st.just(fields), st.just(0), LABEL, st.integers(0, 2))


def conditions(fields: Any) -> st.SearchStrategy[Node]:
    """Conditions on places in the same fields."""
    places = terms(fields) | loose(fields)

    def near(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        some = st.lists(children, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Near, some, st.integers(1, 4), ANY, LABEL),
            st.builds(Or, st.lists(children, min_size=2, max_size=2).map(tuple)),
        )

    placed = st.recursive(places, near, max_leaves=3)
    inside = st.lists(placed, min_size=2, max_size=3).map(tuple)
    within = st.builds(Within, inside, st.sampled_from(Unit), LABEL)
    nested = st.builds(Within, st.tuples(placed, within), st.sampled_from(Unit), LABEL)
    return st.one_of(
        terms(fields),
        st.builds(Near, st.lists(placed, min_size=2, max_size=3).map(tuple), st.integers(1, 4), ANY, LABEL),
        within,
        nested,
        st.builds(AtLeast, terms(fields) | placed, MANY, LABEL),
    )


ONE = FIELDS.flatmap(conditions)
TREE = st.recursive(
    ONE,
    lambda children: st.one_of(
        st.builds(And, st.lists(children, min_size=1, max_size=2).map(tuple)),
        st.builds(Or, st.lists(children, min_size=1, max_size=2).map(tuple)),
        st.builds(Not, children),
    ),
    max_leaves=2,
)


def evaluated(collection: Collection, tree: Node) -> dict[int, float]:
    query = compiled(tree, lambda leaf: leaf_query(leaf, collection) or NullQuery)
    found = Evaluator(collection, lambda: None, _unknown).run(query)
    return dict(zip(found.documents.tolist(), found.scores(collection).tolist(), strict=True))


def _unknown(query: object) -> Matches:
    raise AssertionError(query)


def _scores_as_it_stands(tree: Node) -> bool:
    """A loose phrase alone is scored by all places of its first word; an `Or` of places inside one another by each."""
    match tree:
        case Terms():
            return not tree.slop
        case And(children) | Or(children):
            return all(map(_scores_as_it_stands, children))
        case Not(child) | AtLeast(child):
            return _scores_as_it_stands(child)
    return True


@pytest.mark.parametrize("line", [1 << 21, 64])
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(parts=ARCHIVE, trees=st.lists(TREE, min_size=4, max_size=10), merged=st.booleans())
def test_conditions_on_places_mean_what_the_judge_says(
    line: int, parts: list[Any], trees: list[Node], *, merged: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(nearness, "_LINE", line)
        patched.setattr(occurrences, "_TOGETHER", line)
        collection, articles = _archive(Path(folder), parts, merged=merged)
        judge = PlaceJudge(articles)
        for tree in trees:
            found, expected = evaluated(collection, tree), judge.run(tree)
            assert found.keys() == expected.keys(), tree
            if _scores_as_it_stands(tree):
                assert found == pytest.approx(expected, rel=1e-5), tree


def _archive(folder: Path, parts: list[Any], *, merged: bool) -> tuple[Collection, dict[int, IndexedArticle]]:
    """Write a segment a part, and merge them, or leave their deleted articles in."""
    segments: list[SegmentReader] = []
    gone: list[Any] = []
    left: dict[int, IndexedArticle] = {}
    number = 0
    for place, part in enumerate(parts):
        articles = [article(base + 1, **one) for base, (one, _) in enumerate(part, number)]
        segments.append(written(folder / str(place), articles))
        gone.append(np.flatnonzero([is_gone for _, is_gone in part]))
        left |= {number + own: articles[own] for own, (_, is_gone) in enumerate(part) if not is_gone}
        number += len(part)
    if merged:
        assert merge(folder / "merged", segments, gone)
        return Collection([SegmentReader(folder / "merged")], [gone[0][:0]]), dict(enumerate(left.values()))
    return Collection(segments, gone), left
