"""Few segments, few rewritings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.codec.segment import SegmentReader
from index.indexer.manifest import SegmentEntry
from index.indexer.segments import Segment
from index.indexer.tiers import choose
from tests.index.codec.making import article, written


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> SegmentReader:
    path: Path = tmp_path_factory.mktemp("segment") / "any"
    return written(path, [article(1, ["one"])])


def segment(reader: SegmentReader, count: int, deleted: int = 0) -> Segment:
    entry = SegmentEntry("any", count, "any.deleted" if deleted else None, deleted)
    return Segment(entry, reader, np.arange(deleted, dtype=np.uint32))


@pytest.mark.parametrize(("size", "times"), [(1, 13), (100, 6), (5_000, 4)])
def test_a_growing_index_has_few_segments_and_rewrites_little(reader: SegmentReader, size: int, times: int) -> None:
    segments: list[Segment] = []
    rewritten = 0
    for _ in range(1_000):
        segments.append(segment(reader, size))
        while chosen := choose(segments):
            whole = sum(one.entry.documents for one in chosen)
            rewritten += whole
            segments = [one for one in segments if one not in chosen] + [segment(reader, whole)]
        assert len(segments) <= 28
    assert sum(one.entry.documents for one in segments) == 1_000 * size
    assert rewritten <= times * 1_000 * size


def test_a_segment_of_which_much_is_deleted_is_rewritten_alone(reader: SegmentReader) -> None:
    worn = segment(reader, 100, 40)
    assert choose([segment(reader, 100), worn, segment(reader, 100, 20)]) == [worn]
    assert choose([segment(reader, 100, 30)]) == []
