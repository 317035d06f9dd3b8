"""The merge policy: few segments, like with like, and no article rewritten often."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexer.merging import choose


@dataclass(eq=False)
class Sized:
    """As much of Whoosh's segment as the policy looks at."""

    count: int
    deleted: int = 0
    rewrites: list[int] = field(default_factory=list)

    def doc_count_all(self) -> int:
        return self.count

    def deleted_count(self) -> int:
        return self.deleted


def commit(segments: list[Sized], size: int) -> list[Sized]:
    segments = [*segments, Sized(size, rewrites=[0] * size)]
    while chosen := choose(segments):
        rewrites = [times + 1 for segment in chosen for times in segment.rewrites]
        rest = [segment for segment in segments if segment not in chosen]
        segments = [*rest, Sized(sum(segment.count for segment in chosen), rewrites=rewrites)]
    return segments


def test_a_hundred_thousand_articles_are_rewritten_once() -> None:
    segments: list[Sized] = []
    for _ in range(20):
        segments = commit(segments, 5_000)
        assert len(segments) <= 10
    assert max(times for segment in segments for times in segment.rewrites) == 1


@given(st.lists(st.sampled_from([1, 3, 40, 300, 2_000]), max_size=150))
def test_any_history_leaves_few_segments_and_few_rewrites(sizes: list[int]) -> None:
    segments: list[Sized] = []
    for size in sizes:
        segments = commit(segments, size)
    assert len(segments) <= 3 + 3 + 3 + 7 + 7
    assert sum(segment.count for segment in segments) == sum(sizes)
    assert all(times <= 12 for segment in segments for times in segment.rewrites)


@pytest.mark.parametrize(("deleted", "rewritten"), [(30, False), (31, True), (100, True)])
def test_a_segment_full_of_holes_is_rewritten(deleted: int, rewritten: bool) -> None:  # noqa: FBT001 - a case of the table
    assert bool(choose([Sized(100, deleted), Sized(100)])) is rewritten
