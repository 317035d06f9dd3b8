"""Words and phrases looked up in the index: which articles have them, how often, with which forms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.indexer.reader import IndexReader, Poll, Postings, unpack_positions
from index.query.tree import Terms, Word
from index.schema import SCORED_FIELDS
from index.search.phrases import STRIDE, Keys, keys, starts
from index.search.scoring import Norms, is_ranked, scores
from index.search.space import Found, Places, Space

MOST_FORMS = 50
"""Forms of a word that are counted."""

_SPARSE = 16


class Counted(NamedTuple):
    """The articles that meet a condition; for a word also its forms with their articles, most frequent first.

    Of `form_count` forms that any article has, `forms` are the `MOST_FORMS` most frequent.
    """

    found: Found
    forms: tuple[tuple[str, int], ...] = ()
    form_count: int = 0


class IndexedSpace:
    """The documents of an index as places of articles.

    Attributes:
        reader: the index.
        space: the articles of the library.
        indexed: the places of all articles that are in the index.
    """

    def __init__(self, reader: IndexReader, space: Space) -> None:
        self.reader = reader
        self.space = space
        self.norms = Norms(reader)
        self._places = np.where(reader.live, space.places_of(reader.ids), -1)
        self.indexed: Places = np.sort(self._places[self._places >= 0])

    def places(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the place of each document's article, -1 for one that is no longer in the library."""
        return self._places[documents]


class _Class(NamedTuple):
    """What a term has in one field: documents (as often as words have them), forms, weights for the score."""

    documents: NDArray[np.int64]
    forms: NDArray[np.int64]
    weights: NDArray[np.float64]


def look_up(terms: Terms, index: IndexedSpace, poll: Poll) -> Counted:
    """Find the articles with a word or phrase in any of its fields.

    Raises:
        SearchIndexError: a file of the index is damaged.
    """
    if len(terms.words) == 1:
        forms = terms.words[0].forms
        return _joined([_word(index, field, forms, poll) for field in terms.fields], forms, terms.fields, index)
    return _joined([_phrase(index, field, terms, poll) for field in terms.fields], (), terms.fields, index)


def _word(index: IndexedSpace, field: str, forms: Sequence[str], poll: Poll) -> _Class:
    postings = index.reader.postings(field, forms, poll)
    return _Class(postings.documents, postings.words, _weights(index, field, postings.documents, postings.frequencies))


def _phrase(index: IndexedSpace, field: str, terms: Terms, poll: Poll) -> _Class:
    words = _word_keys(index.reader, field, terms.words, poll)
    found = starts([words[word] for word in terms.words], terms.slop) if words else np.empty(0, np.int64)
    poll()
    documents, frequencies = np.unique(found // STRIDE, return_counts=True)
    weights = _weights(index, field, documents, frequencies)
    return _Class(documents, np.zeros(len(documents), np.int64), weights)


def _word_keys(reader: IndexReader, field: str, words: Sequence[Word], poll: Poll) -> dict[Word, Keys]:
    """Read where words stand, in the documents that have all of them; nothing if there are none."""
    read: dict[Word, Postings] = {}
    common = np.ones(len(reader.ids), bool)
    for word in sorted(set(words), key=lambda word: len(word.forms)):
        read[word] = reader.postings(field, word.forms, poll, positions=True)
        there = np.zeros(len(common), bool)
        there[read[word].documents] = True
        common &= there
        if not common.any():
            return {}
    return {word: _keys(postings, common) for word, postings in read.items()}


def _keys(postings: Postings, among: NDArray[np.bool_]) -> Keys:
    chosen = among[postings.documents]
    frequencies = postings.frequencies[chosen]
    positions = unpack_positions(list(compress(postings.values, chosen.tolist())), frequencies)
    return keys(postings.documents[chosen], frequencies, positions)


def _weights(
    index: IndexedSpace, field: str, documents: NDArray[np.int64], frequencies: NDArray[np.int64]
) -> NDArray[np.float64]:
    if field not in SCORED_FIELDS:
        return np.zeros(len(documents))
    return frequencies * index.norms.of(field)[documents]


def _joined(parts: list[_Class], forms: Sequence[str], fields: tuple[str, ...], index: IndexedSpace) -> Counted:
    """Add up a term over its fields: the articles, their scores, the articles with each form."""
    documents, numbers, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    places = index.places(documents)
    if (places < 0).any():
        kept = places >= 0
        places, numbers, weights = places[kept], numbers[kept], weights[kept]
    count = len(index.space)
    articles, sums = _summed(places, weights, count)
    ranked = scores(sums, len(articles), len(index.indexed)) if is_ranked(fields) else None
    if not forms:
        return Counted(Found(articles, ranked))
    form_count = int(np.count_nonzero(np.bincount(numbers, minlength=len(forms))))
    return Counted(Found(articles, ranked), tuple(_form_counts(places, numbers, forms, count)), form_count)


def _summed(places: NDArray[np.int64], weights: NDArray[np.float64], count: int) -> tuple[Places, NDArray[np.float64]]:
    """Give the different places, ascending, each with the sum of its weights."""
    if len(places) * _SPARSE < count:
        different, where = np.unique(places, return_inverse=True)
        return different, np.bincount(where, weights, len(different)).astype(np.float64)
    there = np.zeros(count, bool)
    there[places] = True
    different = np.flatnonzero(there)
    return different, np.bincount(places, weights, count)[different].astype(np.float64)


def _form_counts(
    places: NDArray[np.int64], numbers: NDArray[np.int64], forms: Sequence[str], count: int
) -> list[tuple[str, int]]:
    """Count the articles with each of the most frequent forms, in whichever of its fields, most frequent first."""
    in_fields = np.bincount(numbers, minlength=len(forms))  # an article counts once for each field
    chosen = np.argsort(-in_fields, kind="stable")[:MOST_FORMS]
    chosen = chosen[in_fields[chosen] > 0]
    row = np.full(len(forms), -1)
    row[chosen] = np.arange(len(chosen))
    rows = row[numbers]
    there = np.zeros((len(chosen), count), bool)
    there[rows[rows >= 0], places[rows >= 0]] = True
    counted = zip([forms[number] for number in chosen.tolist()], there.sum(axis=1).tolist(), strict=True)
    return sorted(counted, key=lambda item: (-item[1], item[0]))
