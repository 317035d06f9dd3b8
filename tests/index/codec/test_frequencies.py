"""The frequencies of postings are read as they were written, whichever of them are kept one by one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.frequencies import FrequencyReader, FrequencyWriter

ONES = st.lists(st.just(1), min_size=1, max_size=60)
FEW = st.lists(st.sampled_from([1] * 12 + [2, 3, 700]), min_size=1, max_size=300)
MANY = st.lists(st.sampled_from([1, 2, 9, 254, 255, 256, 70_000]), min_size=1, max_size=300)
TERMS = st.lists(st.one_of(ONES, FEW, MANY), min_size=1, max_size=8)


def written(folder: str, terms: list[list[int]], piece: int) -> FrequencyReader:
    """Write the frequencies of some terms, so many of one at a time."""
    with ArrayWriter(Path(folder, "file")) as writer:
        made = FrequencyWriter(writer, "body", sum(map(len, terms)), sum(map(sum, terms)))
        for term in terms:
            for first in range(0, len(term), piece):
                some = np.array(term[first : first + piece])
                made.add(np.array([len(some)]), some)
        made.close()
    return FrequencyReader(ArrayFile(Path(folder, "file")), "body")


@settings(max_examples=150, deadline=None)
@given(TERMS, st.sampled_from([7, 100, 1_000]), st.data())
def test_frequencies_are_those_that_were_written(terms: list[list[int]], piece: int, data: st.DataObject) -> None:
    every = np.concatenate(terms)
    ends = np.cumsum([0, *map(len, terms)])
    with tempfile.TemporaryDirectory() as folder:
        reader = written(folder, terms, piece)
        first = data.draw(st.integers(0, len(every)))
        last = data.draw(st.integers(first, len(every)))
        assert reader.between(first, last).tolist() == every[first:last].tolist()
        places = np.array(
            sorted(data.draw(st.sets(st.integers(0, last - first - 1) if first < last else st.nothing()))), np.int64
        )
        assert reader.at(places + first).tolist() == every[places + first].tolist()
        assert reader.among(first, last, places).tolist() == every[places + first].tolist()
        sums = np.concatenate([[0], np.cumsum(every)])
        assert reader.before(first, last, places).tolist() == (sums[places + first] - sums[first]).tolist()
        chosen = sorted(data.draw(st.sets(st.integers(0, len(terms) - 1), min_size=1)))
        found = reader.of(ends[:-1][chosen].astype(np.uint32), ends[1:][chosen].astype(np.uint32))
        assert found.tolist() == [one for term in chosen for one in terms[term]]


def test_frequencies_of_one_take_no_room(tmp_path: Path) -> None:
    written(str(tmp_path), [[1] * 500, [1] * 99 + [2], [3] * 50, [1]], 1_000)
    arrays = ArrayFile(tmp_path / "file")
    assert arrays["body/frequencies"].tolist() == [3] * 50
    assert arrays["body/stretches/at"].tolist() == [600]
    assert arrays["body/several/at"].tolist() == [599]
    assert arrays["body/several/values"].tolist() == [2]
