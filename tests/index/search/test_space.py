from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.search.space import Found, both, either, neither

COUNT = 12
places = st.sets(st.integers(0, COUNT - 1)).map(sorted)


@st.composite
def found(draw: st.DrawFn) -> Found:
    some = draw(places)
    scores = draw(st.none() | st.lists(st.integers(1, 9), min_size=len(some), max_size=len(some)))
    return Found(np.array(some, np.int64), None if scores is None else np.array(scores, np.float64))


def as_dict(one: Found) -> dict[int, float]:
    scores = [0.0] * len(one.places) if one.scores is None else one.scores.tolist()
    return dict(zip(one.places.tolist(), scores, strict=True))


@given(found(), found())
def test_both_is_the_intersection_with_scores_added(one: Found, other: Found) -> None:
    left, right = as_dict(one), as_dict(other)
    assert as_dict(both(one, other)) == {place: left[place] + right[place] for place in sorted({*left} & {*right})}


@given(st.lists(found(), min_size=1, max_size=4))
def test_either_is_the_union_with_scores_added(some: list[Found]) -> None:
    dicts = [as_dict(one) for one in some]
    union = sorted(set().union(*dicts))
    assert as_dict(either(some, COUNT)) == {place: sum(one.get(place, 0) for one in dicts) for place in union}


@given(found(), places)
def test_neither_is_the_difference(one: Found, among: list[int]) -> None:
    left = neither(one, np.array(among, np.int64), COUNT).places.tolist()
    assert left == sorted(set(among) - set(one.places.tolist()))
