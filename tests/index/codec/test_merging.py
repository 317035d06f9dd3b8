"""Merged segments equal one segment of the documents that are left."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec import merging, vocabularies
from index.codec.arrays import ArrayFile
from index.codec.memory import Memory
from index.codec.merging import merge
from index.codec.segment import SegmentReader
from index.codec.wordlist import WordList, packed
from index.schema import WORD_FIELDS
from tests.index.codec.making import article, read, written

TEXT = st.text(st.sampled_from("abcABCé .'-1"), max_size=30)
ARTICLE = st.fixed_dictionaries(
    {},
    optional={"headline": TEXT, "body": st.lists(TEXT, max_size=3), "byline": TEXT, "published": st.dates().map(str)},
)
MAY_DIFFER = (
    "/forms/of",
    "/frequencies",
    "/skips",
    "/stretches/at",
    "/stretches/starts",
    "/several/at",
    "/several/values",
)
SEGMENTS = st.lists(st.lists(st.tuples(ARTICLE, st.booleans()), max_size=5), min_size=1, max_size=4)


@pytest.fixture(params=[None, 3], ids=["in one range", "in many ranges"])
def ranges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setattr(Memory, "of", lambda: Memory(1, 1, request.param))
        monkeypatch.setattr(vocabularies, "_RANGE_STRINGS", request.param)
        monkeypatch.setattr(merging, "_RANGE_DOCUMENTS", request.param)


@pytest.mark.usefixtures("ranges")
def test_merged_segments_equal_one_of_what_is_left() -> None:
    @settings(max_examples=12, deadline=None)
    @given(SEGMENTS)
    def check(parts: list[list[tuple[dict[str, str], bool]]]) -> None:
        numbers = count(1)
        segments = [[(article(next(numbers), **one), gone) for one, gone in part] for part in parts]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            readers = [written(folder / str(place), [one for one, _ in part]) for place, part in enumerate(segments)]
            deleted = [np.flatnonzero([gone for _, gone in part]) for part in segments]
            assert merge(folder / "merged", readers, deleted)
            written(folder / "whole", [one for part in segments for one, gone in part if not gone])
            assert_equal(ArrayFile(folder / "merged"), ArrayFile(folder / "whole"))
            for field in WORD_FIELDS:
                assert read(SegmentReader(folder / "merged"), field) == read(SegmentReader(folder / "whole"), field)

    check()


def assert_equal(merged: ArrayFile, whole: ArrayFile) -> None:
    """The same arrays but for unused forms, the widths of numbers and how frequencies are kept."""
    assert set(merged) == set(whole)
    for name in whole:
        if not name.startswith("forms/") and not name.endswith(MAY_DIFFER):
            assert merged[name].tolist() == whole[name].tolist(), name
    assert merged.damaged() == []


def test_a_merge_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    readers = [written(tmp_path / str(number), [article(number, ["one two three"])]) for number in range(3)]
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) > 4

    assert not merge(tmp_path / "merged", readers, [np.empty(0, np.int64)] * 3, stop)
    assert not (tmp_path / "merged").exists()


@pytest.mark.parametrize("count", [1, 5, 40])
def test_ranges_of_words_hold_no_more_for_more_segments(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(vocabularies, "_RANGE_STRINGS", 80)
    words = [f"{number:04}" for number in range(1000)]
    lists = [WordList(*packed(words[place::7])) for place in range(count)]
    ranges = list(vocabularies._bounds(lists))
    assert all(sum(last - first for first, last in some) <= 80 + 2 * count for some in ranges)
    assert [[some[place][0] for some in ranges[1:]] for place in range(count)] == [
        [some[place][1] for some in ranges[:-1]] for place in range(count)
    ]
    assert [last for _, last in ranges[-1]] == [len(one) for one in lists]
