"""Ranges of indexes against Python's own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.codec.spans import sizes, spans


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5))))
def test_spans_are_ranges_one_after_the_other(ranges: list[tuple[int, int]]) -> None:
    firsts = np.array([first for first, _ in ranges], np.uint32)
    lasts = np.array([first + count for first, count in ranges], np.uint32)
    assert spans(firsts, lasts).tolist() == [one for first, count in ranges for one in range(first, first + count)]


@given(st.lists(st.integers(0, 9)))
def test_sizes_are_the_steps_between_starts(counts: list[int]) -> None:
    assert sizes(np.cumsum([0, *counts]).astype(np.uint32)).tolist() == counts
