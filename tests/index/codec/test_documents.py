"""The documents of postings are read as they were written, from segments of any size."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.documents import DocumentReader, DocumentWriter

NUMBERS = st.one_of(st.integers(0, 20), st.integers(65_530, 65_545), st.integers(0, 300_000))
TERMS = st.lists(st.lists(NUMBERS, min_size=1, max_size=30, unique=True).map(sorted), min_size=1, max_size=12)


def written(folder: str, terms: list[list[int]], piece: int) -> DocumentReader:
    """Write the documents of some terms, so many at a time."""
    documents = np.concatenate(terms)
    with ArrayWriter(Path(folder, "file")) as writer:
        made = DocumentWriter(writer, "body", len(documents))
        for first in range(0, len(documents), piece):
            made.add(documents[first : first + piece])
    return DocumentReader(ArrayFile(Path(folder, "file")), "body")


def bounds(terms: list[list[int]]) -> NDArray[np.uint32]:
    return np.cumsum([0, *map(len, terms)]).astype(np.uint32)


@settings(max_examples=150, deadline=None)
@given(TERMS, st.integers(1, 40), st.data())
def test_documents_are_those_that_were_written(terms: list[list[int]], piece: int, data: st.DataObject) -> None:
    every = np.concatenate(terms)
    with tempfile.TemporaryDirectory() as folder:
        reader = written(folder, terms, piece)
        assert len(reader) == len(every)
        first = data.draw(st.integers(0, len(every)))
        last = data.draw(st.integers(first, len(every)))
        assert reader.between(first, last, 7).tolist() == (every[first:last] + 7).tolist()
        chosen = sorted(data.draw(st.sets(st.integers(0, len(terms) - 1), min_size=1)))
        firsts, lasts = bounds(terms)[:-1][chosen], bounds(terms)[1:][chosen]
        assert reader.of(firsts, lasts).tolist() == [one for term in chosen for one in terms[term]]


@settings(max_examples=150, deadline=None)
@given(TERMS, st.sets(NUMBERS).map(sorted))
def test_documents_are_looked_up_in_those_of_a_term(terms: list[list[int]], wanted: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reader = written(folder, terms, 1_000)
        ends = bounds(terms).tolist()
        for number, term in enumerate(terms):
            here, there = reader.look_up(np.array(wanted, np.int64), ends[number], ends[number + 1])
            assert [wanted[place] for place in here.tolist()] == sorted(set(wanted) & set(term))
            assert [term[place] for place in there.tolist()] == sorted(set(wanted) & set(term))


def test_long_lists_are_raised_stretch_by_stretch(tmp_path: Path) -> None:
    terms = [list(range(0, 400_000, 3)), [399_999], list(range(10, 200_000, 9))]
    reader = written(str(tmp_path), terms, 50_000)
    ends = bounds(terms).tolist()
    for number, term in enumerate(terms):
        assert reader.between(ends[number], ends[number + 1]).tolist() == term
    assert reader.between(0, ends[-1]).tolist() == [one for term in terms for one in term]
