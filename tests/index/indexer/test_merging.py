"""The merge policy: few segments, like with like, and no article rewritten often."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexer.building import SegmentBuilder
from index.indexer.codec import BLOCK, Codec, Run
from index.indexer.merging import _joined, choose, merge
from index.indexer.storage import SyncedStorage
from index.schema import schema


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


@pytest.mark.parametrize("sizes", [(1,), (BLOCK,), (BLOCK, 3), (5, 7, 200, 128, 128, 1), (127, 1, 128, 129, 60) * 3])
def test_joined_runs_are_whole_blocks_of_the_same_postings(sizes: tuple[int, ...]) -> None:
    blocks = [block for size in sizes for block in (*([BLOCK] * (size // BLOCK)), size % BLOCK) if block]
    runs, start = [], 0
    for number, size in enumerate(blocks):
        documents = list(range(start, start + size))
        start += size
        runs.append(
            Run(
                documents, [float(each) for each in documents], [b"%d" % each for each in documents], number, number + 5
            )
        )
    found = list(_joined(iter(runs)))
    assert [document for run in found for document in run.documents] == list(range(start))
    assert [weight for run in found for weight in run.weights] == [float(each) for each in range(start)]
    assert [value for run in found for value in run.values] == [b"%d" % each for each in range(start)]
    assert all(len(run.documents) == BLOCK for run in found[:-1])
    for run in found:
        inside = [old for old in runs if set(old.documents) & set(run.documents)]
        assert run.shortest <= min(old.shortest for old in inside)
        assert run.longest >= max(old.longest for old in inside)


def merging_peak(folder: Path, documents: int) -> int:
    """The most memory that merging two segments takes, in bytes, where one word is in every document."""
    folder.mkdir()
    storage, codec = SyncedStorage(folder), Codec()
    segments = []
    for start in (0, documents):
        builder = SegmentBuilder()
        for number in range(start, start + documents):
            builder.add(number, {"body": ["ferry"]})
        segments.append(builder.write(storage, codec, schema()))
    tracemalloc.start()
    merged = merge(storage, codec, schema(), segments, lambda: False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert merged is not None
    assert merged.doc_count_all() == 2 * documents
    return peak


def test_merging_does_not_hold_a_common_word_whole(tmp_path: Path) -> None:
    small, large = merging_peak(tmp_path / "small", 2_000), merging_peak(tmp_path / "large", 20_000)
    more = 2 * 18_000
    assert large - small < 100 * more  # the columns of the documents; with the postings it would be twice as much
