"""How much of the index a query reads: elements of its arrays are counted, never time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from whoosh.query.compound import And
from whoosh.query.positional import Phrase
from whoosh.query.terms import FuzzyTerm, Term

from index.codec import segment
from index.codec.arrays import ArrayFile
from index.codec.layout import SKIP
from index.codec.segment import SegmentReader
from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.matches import At, Matches
from index.search.positional import Near
from tests.index.codec.making import article, written

ARTICLES = 4_000
RARE = 5
KINDS = 500
STEPS = ARTICLES.bit_length() + 1
"""Of a binary search through as many elements as there are articles."""


class Counted(np.ndarray[Any, Any]):
    """An array that counts what is read of it. A slice reads nothing: what is made of it does."""

    read: Counter[str]
    name = ""
    itemsize_written = 0

    def __array_finalize__(self, made_of: object) -> None:
        if isinstance(made_of, Counted):
            self.read, self.name, self.itemsize_written = made_of.read, made_of.name, made_of.itemsize_written

    def _count(self, elements: int) -> NDArray[Any]:
        self.read[self.name] += elements
        return np.asarray(self)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return super().__getitem__(key)
        return self._count(int(np.size(key)))[key]

    def take(self, indices: Any, *args: Any, **kwargs: Any) -> Any:
        elements = int(np.prod(self.shape[1:])) * self.itemsize // self.itemsize_written
        return self._count(int(np.size(indices)) * elements).take(indices, *args, **kwargs)

    def searchsorted(self, values: Any, *args: Any, **kwargs: Any) -> Any:
        return self._count(int(np.size(values)) * self.size.bit_length()).searchsorted(values, *args, **kwargs)

    def astype(self, *args: Any, **kwargs: Any) -> Any:
        return self._count(self.size).astype(*args, **kwargs)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return getattr(ufunc, method)(*map(_whole, inputs), **kwargs)

    def __array_function__(self, function: Any, types: Any, args: Iterable[Any], kwargs: Any) -> Any:
        if function is np.searchsorted:
            values, *others = args
            return values.searchsorted(*others, **kwargs)
        return function(*map(_whole, args), **kwargs)


def _whole(value: Any) -> Any:
    if isinstance(value, Counted):
        return value._count(value.size)
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value


Run = Callable[[Any], tuple[Matches, Counter[str]]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "segment"
    step = ARTICLES // RARE
    texts = [f"the{' rare' if n % step == 0 else ''} common word{n % KINDS} often often" for n in range(ARTICLES)]
    texts[::step] = [f"{text} seldom seldom" for text in texts[::step]]
    written(path, [article(number, [text]) for number, text in enumerate(texts)])
    return path


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Run:
    """Evaluates and scores a query; gives what was read of each array of the field, the norms left out.

    `request.param` says how many documents are deleted.
    """
    read: Counter[str] = Counter()

    class CountingFile(ArrayFile):
        def __getitem__(self, name: str) -> NDArray[Any]:
            counted = super().__getitem__(name).view(Counted)
            counted.read, counted.name, counted.itemsize_written = read, name, counted.itemsize
            return counted

    monkeypatch.setattr(segment, "ArrayFile", CountingFile)
    collection = Collection([SegmentReader(path)], [np.arange(getattr(request, "param", 0)) + 1])
    collection.norms("body")

    def evaluated(query: Any) -> tuple[Matches, Counter[str]]:
        read.clear()
        found = Evaluator(collection, lambda: None, _unknown).run(query)
        if found.scorer is not None:
            found.scorer(None, At(collection, found.documents))
        return found, read

    return evaluated


def _unknown(query: object) -> Matches:
    raise AssertionError(query)


def test_a_word_reads_its_own_postings_only(run: Run) -> None:
    found, read = run(Term("body", "rare"))
    assert len(found.documents) == RARE
    assert read["body/documents"] == RARE
    assert read["body/frequencies"] == read["body/several/values"] == read["body/positions"] == 0


def test_a_word_that_stands_several_times_reads_its_own_frequencies_only(run: Run) -> None:
    found, read = run(Term("body", "seldom"))
    assert len(found.documents) == RARE
    assert read["body/documents"] == read["body/frequencies"] == RARE


def test_a_rare_and_a_common_word_that_stands_several_times_read_few_frequencies(run: Run) -> None:
    found, read = run(And([Term("body", "often"), Term("body", "rare")]))
    assert len(found.documents) == RARE
    assert read["body/frequencies"] == RARE
    assert sum(read.values()) < ARTICLES // 8


def test_a_phrase_with_a_word_that_stands_several_times_reads_frequencies_near_the_others(run: Run) -> None:
    found, read = run(Phrase("body", ["often", "seldom"]))
    assert len(found.documents) == RARE
    assert 0 < read["body/frequencies"] <= 2 * (RARE + 1) * (SKIP + 2)
    assert sum(read.values()) < ARTICLES // 2


@pytest.mark.parametrize("run", [0, 2], indirect=True)
def test_a_rare_and_a_common_word_read_little_of_the_common_one(run: Run) -> None:
    found, read = run(And([Term("body", "the"), Term("body", "rare"), Term("body", "common")]))
    assert len(found.documents) == RARE
    assert read["body/documents"] <= 3 * RARE * (STEPS + 2)
    assert read["body/frequencies"] <= 3 * RARE
    assert sum(read.values()) < ARTICLES // 4


def test_a_phrase_with_a_rare_word_reads_few_positions(run: Run) -> None:
    found, read = run(Phrase("body", ["the", "rare", "common"]))
    assert len(found.documents) == RARE
    assert read["body/positions"] <= 3 * RARE
    assert sum(read.values()) < ARTICLES


def test_a_phrase_with_a_common_word_reads_it_only_where_the_other_one_stands(run: Run) -> None:
    found, read = run(Phrase("body", ["common", "word7"]))
    some = ARTICLES // KINDS
    assert len(found.documents) == some
    assert read["body/positions"] == 2 * some
    assert read["body/documents"] <= some * (STEPS + 3)
    assert read["body/frequencies"] <= some * (SKIP + 2)
    assert sum(read.values()) < ARTICLES // 2


def test_a_rare_word_near_a_common_one_reads_it_only_where_both_stand(run: Run) -> None:
    found, read = run(Near([Term("body", "common"), Term("body", "rare")], 5))
    assert len(found.documents) == RARE
    assert read["body/positions"] == 2 * RARE
    assert sum(read.values()) < ARTICLES // 2


def test_a_near_spelling_looks_at_each_word_once(run: Run) -> None:
    _, read = run(FuzzyTerm("body", "comon", maxdist=1, prefixlength=0))
    words = KINDS + 5
    assert read["words/letters"] == words
    assert read["words/sizes"] <= 2 * words


def test_a_phrase_of_common_words_reads_each_position_once(run: Run) -> None:
    found, read = run(Phrase("body", ["the", "common"]))
    assert len(found.documents) == ARTICLES - RARE
    assert read["body/positions"] == 2 * ARTICLES
