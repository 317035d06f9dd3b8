"""Words looked up: the documents that have any form of a word in any of some fields, and how well they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FieldReader
from index.codec.wordlist import Poll
from index.query.tree import OPENING
from index.schema import SCORED_FIELDS
from index.search.collection import Collection
from index.search.joins import SPARSE, Documents, Places, added, distinct, union
from index.search.matches import NOTHING, At, Matches, Scorer
from index.search.ranking import rarity, saturated, scores_of

_FEW_TERMS = 16

_TOGETHER = 1 << 20
"""So many postings of many terms are read at a time, unless one term has more."""

_NONE = np.empty(0, np.uint8)

Forms = Sequence[NDArray[np.int64]]
"""For each segment the ordinals of the words that are forms of one another, ascending."""


FieldCounts = tuple[str, Documents, NDArray[np.int64]]
"""A field, or the opening of the body; the documents in which something stands there, and how often."""

Norms = NDArray[np.float32] | None
"""For each document of a segment what its length makes of a frequency; None if nobody scores."""


class Part(NamedTuple):
    """Documents of one field, ascending, with their frequencies: of one term, or of many as their `weights` in all.

    The weights are None of one term, and of many that nobody scores.
    """

    field: str
    documents: Documents
    frequencies: NDArray[Any]
    weights: NDArray[np.float32] | None = None


def look_up(collection: Collection, fields: Sequence[str], forms: Forms, poll: Poll, *, scored: bool) -> Matches:
    """Find the documents with any of the forms in any of the fields, as one class of synonyms.

    Raises:
        Whatever `poll` raises.
    """
    found = [_parts(collection, field, forms, poll, scored=scored and field in SCORED_FIELDS) for field in fields]
    parts = _live(collection, [part for some in found for part in some])
    return _joined(collection, parts, scored=scored) if parts else NOTHING


class Run(NamedTuple):
    """The postings `[first, last)` of a word in a field of the segment with the documents `[base, end)`."""

    base: int
    end: int
    reader: FieldReader
    first: int
    last: int


def runs_of(collection: Collection, field: str, word: str) -> list[Run]:
    """Find the postings of a word as it is written; segments without it are left out."""
    found: list[Run] = []
    for base, segment in collection.numbered():
        ordinal = segment.words.find(word)
        if ordinal >= 0:
            reader = segment.field(field)
            term = reader.term(ordinal)
            if term >= 0:
                found.append(Run(base, base + segment.count, reader, *reader.postings(term)))
    return found


def postings_of(runs: Sequence[Run]) -> int:
    """Count the postings of a word, those of deleted documents too."""
    return sum(run.last - run.first for run in runs)


def look_up_word(collection: Collection, field: str, runs: Sequence[Run], *, scored: bool) -> Matches:
    """Find the documents with a word in a field."""
    if not runs:
        return NOTHING
    documents = _chain([run.reader.documents.between(run.first, run.last, run.base) for run in runs])
    frequencies = _chain([run.reader.frequencies.between(run.first, run.last) for run in runs])
    parts = _live(collection, [Part(field, documents, frequencies)])
    return _joined(collection, parts, scored=scored) if parts else NOTHING


def look_up_among(
    collection: Collection, field: str, runs: Sequence[Run], within: Documents, *, scored: bool
) -> tuple[Places, Scorer | None] | None:
    """Look a word up in a few documents only, none of them deleted: they are searched for in its list, no more is read.

    Gives the places in `within` of the documents that have the word, and what scores them. None where that would not
    be faster; scoring wants to know of the deleted documents, too, which have the word.
    """
    scored = scored and field in SCORED_FIELDS
    total = postings_of(runs)
    if (len(within) + scored * len(collection.gone)) * SPARSE >= total:
        return None
    places, postings = _searched(collection, runs, within)
    if not scored:
        return _chain(places), None
    if len(collection.gone):
        total -= sum(map(len, _searched(collection, runs, collection.gone)[0]))
    frequencies = [
        run.reader.frequencies.among(run.first, run.last, there) for run, there in zip(runs, postings, strict=True)
    ]
    return _chain(places), _OneTerm(collection, field, total, _chain(frequencies))


def _searched(
    collection: Collection, runs: Sequence[Run], documents: Documents
) -> tuple[list[Places], list[NDArray[np.int64]]]:
    """Give for each run the places of the documents that it has, and the places of their postings in it."""
    places, postings = [], []
    for base, end, reader, first, last in runs:
        begin, until = documents.searchsorted((base, end)).tolist() if len(collection.segments) > 1 else (0, None)
        here, there = reader.documents.look_up(documents[begin:until] - base, first, last)
        places.append(here + begin)
        postings.append(there)
    return places, postings


def _joined(collection: Collection, parts: list[Part], *, scored: bool) -> Matches:
    fields_scored = scored and all(part.field in SCORED_FIELDS for part in parts)
    if len(parts) == 1 and parts[0].weights is None:
        ((field, documents, frequencies, _),) = parts
        return Matches(documents, _OneTerm(collection, field, len(documents), frequencies) if fields_scored else None)
    if not fields_scored:
        return Matches(union([part.documents for part in parts], collection.scratch))
    weighed = [_weighed(collection, part) for part in parts]
    documents, weights = added(weighed, collection.scratch)
    return Matches(documents, _Class(rarity(len(documents), collection.live_count), weights))


def of_occurrences(collection: Collection, found: Sequence[FieldCounts], *, scored: bool) -> Matches:
    """Join what stands in several fields, with how often in each document, into one class of synonyms."""
    parts = [
        Part("body" if field == OPENING else field, documents, counts)
        for field, documents, counts in found
        if len(documents)
    ]
    return _joined(collection, parts, scored=scored) if parts else NOTHING


class _OneTerm:
    """Scores of a word in one field, worked out for the documents that are asked for."""

    def __init__(self, collection: Collection, field: str, count: int, frequencies: NDArray[Any]) -> None:
        self._field = field
        self._rarity = rarity(count, collection.live_count)
        self._frequencies = frequencies

    def __call__(self, where: Places | None, at: At) -> NDArray[np.float32]:
        frequencies = self._frequencies if where is None else self._frequencies.take(where)
        return scores_of(at.norms(self._field), frequencies, self._rarity)


class _Class:
    """Scores of a class of synonyms, from the weights of its documents."""

    def __init__(self, scale: float, weights: NDArray[np.float32]) -> None:
        self._scale = scale
        self._weights = weights

    def __call__(self, where: Places | None, at: At) -> NDArray[np.float32]:
        del at
        return saturated(self._weights.copy() if where is None else self._weights.take(where), self._scale)


def _parts(collection: Collection, field: str, forms: Forms, poll: Poll, *, scored: bool) -> list[Part]:
    few: dict[int, list[tuple[Documents, NDArray[Any]]]] = {}
    parts: list[Part] = []
    for (base, segment), ordinals in zip(collection.numbered(), forms, strict=True):
        poll()
        reader = segment.field(field)
        terms = present_terms(reader, ordinals)
        if len(terms) > _FEW_TERMS:
            norms = collection.norms(field)[base : base + segment.count] if scored else None
            documents, weights = _of_many(reader, terms, segment.count, norms, poll)
            parts.append(Part(field, documents + base, _NONE, weights))
            continue
        for number, term in enumerate(terms.tolist()):
            first, last = reader.postings(term)
            few.setdefault(number, []).append(
                (reader.documents.between(first, last, base), reader.frequencies.between(first, last))
            )
    for runs in few.values():  # which terms stand together does not matter, but their documents ascend
        listed, frequencies = zip(*runs, strict=True)
        parts.append(Part(field, _chain(listed), _chain(frequencies)))
    return parts


def present_terms(reader: FieldReader, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of the terms of some words; words that are not in the field have none."""
    if not len(ordinals) or not len(reader.terms):
        return np.empty(0, np.int64)
    if len(ordinals) == 1:
        term = reader.term(int(ordinals[0]))
        return np.array([term] if term >= 0 else [], np.int64)
    first, last = int(ordinals[0]), int(ordinals[-1])
    if last - first == len(ordinals) - 1:  # words side by side: their terms are, too
        return np.arange(*reader.terms.searchsorted(np.array((first, last + 1), reader.terms.dtype)).tolist())
    wanted = ordinals.astype(np.uint32)
    places = np.searchsorted(reader.terms, wanted)
    places[places == len(reader.terms)] = 0
    found: NDArray[np.int64] = places[reader.terms.take(places) == wanted]
    return found


def _of_many(
    reader: FieldReader, terms: NDArray[np.int64], count: int, norms: Norms, poll: Poll
) -> tuple[Documents, NDArray[np.float32] | None]:
    """Find the documents of many terms, of `count` in all, and the sums of their weights if there are norms.

    Postings are read some million at a time: a pattern of one letter stands for most of the index.
    """
    ends = np.cumsum(reader.firsts.take(terms + 1) - reader.firsts.take(terms).astype(np.int64))
    if int(ends[-1]) * SPARSE < count:
        documents, frequencies = postings_of_terms(reader, terms)
        different = distinct(documents)
        if norms is None:
            return different, None
        sums = np.bincount(different.searchsorted(documents), norms.take(documents) * frequencies, len(different))
        return different, sums.astype(np.float32)
    parts = _sums(reader, terms, ends, norms, count, poll)
    totals = next(parts)
    for part in parts:
        totals += part
    different = np.flatnonzero(totals != 0)
    return different, None if norms is None else totals.take(different).astype(np.float32)


def _sums(
    reader: FieldReader, terms: NDArray[np.int64], ends: NDArray[np.int64], norms: Norms, count: int, poll: Poll
) -> Iterator[NDArray[Any]]:
    """Sum the weights of terms up by document, or only their number, one stretch of terms after the other."""
    first = 0
    while first < len(terms):
        poll()
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(ends.searchsorted(before + _TOGETHER, side="right")))
        documents, frequencies = postings_of_terms(reader, terms[first:last])
        yield np.bincount(documents, None if norms is None else norms.take(documents) * frequencies, count)
        first = last


def postings_of_terms(reader: FieldReader, terms: NDArray[np.int64]) -> tuple[Documents, NDArray[Any]]:
    """Read the postings of terms, one term behind the other."""
    if int(terms[-1]) - int(terms[0]) == len(terms) - 1:  # terms side by side: their postings are, too
        first, last = int(reader.firsts[terms[0]]), int(reader.firsts[terms[-1] + 1])
        return reader.documents.between(first, last), reader.frequencies.between(first, last)
    firsts, lasts = reader.firsts.take(terms), reader.firsts.take(terms + 1)
    return reader.documents.of(firsts, lasts), reader.frequencies.of(firsts, lasts)


def _live(collection: Collection, parts: list[Part]) -> list[Part]:
    if collection.live is not None:
        parts = [_of_live(part, collection.live) for part in parts]
    return [part for part in parts if len(part.documents)]


def _of_live(part: Part, live: NDArray[np.bool_]) -> Part:
    kept = np.flatnonzero(live.take(part.documents))
    if len(kept) == len(part.documents):
        return part
    documents = part.documents.take(kept)
    if part.weights is not None:
        return part._replace(documents=documents, weights=part.weights.take(kept))
    return part._replace(
        documents=documents, frequencies=part.frequencies.take(kept) if len(part.frequencies) else _NONE
    )


def _weighed(collection: Collection, part: Part) -> tuple[Documents, NDArray[np.float32]]:
    if part.weights is not None:
        return part.documents, part.weights
    weights = collection.norms(part.field).take(part.documents)
    weights *= part.frequencies
    return part.documents, weights


def _chain(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
