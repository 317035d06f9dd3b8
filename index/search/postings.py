"""Words looked up: the documents that have any form of a word in any of some fields, and how well they fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FieldReader
from index.codec.wordlist import Poll
from index.schema import SCORED_FIELDS
from index.search.collection import Collection
from index.search.joins import SPARSE, Documents, Places, added, distinct, union
from index.search.matches import NOTHING, At, Matches, Scorer
from index.search.ranking import rarity, saturated, scores_of

_FEW_TERMS = 16

Forms = Sequence[NDArray[np.int64]]
"""For each segment the ordinals of the words that are forms of one another, ascending."""


class Part(NamedTuple):
    """Postings of one field: documents, ascending unless they are `mixed` of many terms, and frequencies."""

    field: str
    documents: Documents
    frequencies: NDArray[Any]
    mixed: bool


def look_up(collection: Collection, fields: Sequence[str], forms: Forms, poll: Poll, *, scored: bool) -> Matches:
    """Find the documents with any of the forms in any of the fields, as one class of synonyms.

    Raises:
        Whatever `poll` raises.
    """
    parts = _live(collection, [part for field in fields for part in _parts(collection, field, forms, poll)])
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
    parts = _live(collection, [Part(field, documents, frequencies, mixed=False)])
    return _joined(collection, parts, scored=scored) if parts else NOTHING


def look_up_among(
    collection: Collection, field: str, runs: Sequence[Run], within: Documents, *, scored: bool
) -> tuple[Places, Scorer | None] | None:
    """Look a word up in a few documents only: each is searched for in its list, of which nothing else is read.

    Gives the places in `within` of the documents that have the word, and what scores them. None where that would not
    be faster, or where scoring wants more than is read: how many documents that are not deleted have the word.
    """
    total = postings_of(runs)
    if len(within) * SPARSE >= total or collection.live is not None:
        return None
    places: list[Places] = []
    frequencies: list[NDArray[Any]] = []
    for base, end, reader, first, last in runs:
        begin, until = within.searchsorted((base, end)).tolist() if len(collection.segments) > 1 else (0, None)
        here, there = reader.documents.look_up(within[begin:until] - base, first, last)
        places.append(here + begin)
        frequencies.append(reader.frequencies.among(first, last, there))
    if not scored or field not in SCORED_FIELDS:
        return _chain(places), None
    return _chain(places), _OneTerm(collection, field, total, _chain(frequencies))


def _joined(collection: Collection, parts: list[Part], *, scored: bool) -> Matches:
    fields_scored = scored and all(part.field in SCORED_FIELDS for part in parts)
    if len(parts) == 1 and not parts[0].mixed:
        ((field, documents, frequencies, _),) = parts
        return Matches(documents, _OneTerm(collection, field, len(documents), frequencies) if fields_scored else None)
    if not fields_scored:
        return Matches(
            union(
                [_different(collection, part.documents) if part.mixed else part.documents for part in parts],
                collection.scratch,
            )
        )
    weighed = [_weighed(collection, part) for part in parts]
    documents, weights = added(weighed, collection.scratch)
    return Matches(documents, _Class(rarity(len(documents), collection.live_count), weights))


def of_occurrences(
    collection: Collection, found: Sequence[tuple[str, Documents, NDArray[np.int64]]], *, scored: bool
) -> Matches:
    """Join what stands in several fields, with how often in each document, into one class of synonyms."""
    parts = [Part(field, documents, counts, mixed=False) for field, documents, counts in found if len(documents)]
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


def _parts(collection: Collection, field: str, forms: Forms, poll: Poll) -> list[Part]:
    few: dict[int, list[tuple[Documents, NDArray[Any]]]] = {}
    parts: list[Part] = []
    for (base, segment), ordinals in zip(collection.numbered(), forms, strict=True):
        poll()
        reader = segment.field(field)
        terms = present_terms(reader, ordinals)
        if len(terms) > _FEW_TERMS:
            parts.append(_many(field, reader, base, terms))
            continue
        for number, term in enumerate(terms.tolist()):
            first, last = reader.postings(term)
            few.setdefault(number, []).append(
                (reader.documents.between(first, last, base), reader.frequencies.between(first, last))
            )
    for runs in few.values():  # which terms stand together does not matter, but their documents ascend
        documents, frequencies = zip(*runs, strict=True)
        parts.append(Part(field, _chain(documents), _chain(frequencies), mixed=False))
    return parts


def present_terms(reader: FieldReader, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of the terms of some words; words that are not in the field have none."""
    if not len(ordinals) or not len(reader.terms):
        return np.empty(0, np.int64)
    if len(ordinals) == 1:
        term = reader.term(int(ordinals[0]))
        return np.array([term] if term >= 0 else [], np.int64)
    wanted = ordinals.astype(np.uint32)
    places = np.searchsorted(reader.terms, wanted)
    places[places == len(reader.terms)] = 0
    found: NDArray[np.int64] = places[reader.terms.take(places) == wanted]
    return found


def _many(field: str, reader: FieldReader, base: int, terms: NDArray[np.int64]) -> Part:
    if int(terms[-1]) - int(terms[0]) == len(terms) - 1:  # terms side by side: their postings are, too
        first, last = int(reader.firsts[terms[0]]), int(reader.firsts[terms[-1] + 1])
        documents, frequencies = reader.documents.between(first, last), reader.frequencies.between(first, last)
    else:
        firsts, lasts = reader.firsts.take(terms), reader.firsts.take(terms + 1)
        documents, frequencies = reader.documents.of(firsts, lasts), reader.frequencies.of(firsts, lasts)
    documents += base
    return Part(field, documents, frequencies, mixed=True)


def _live(collection: Collection, parts: list[Part]) -> list[Part]:
    if collection.live is not None:
        parts = [_of_live(part, collection.live) for part in parts]
    return [part for part in parts if len(part.documents)]


def _of_live(part: Part, live: NDArray[np.bool_]) -> Part:
    kept = np.flatnonzero(live.take(part.documents))
    if len(kept) == len(part.documents):
        return part
    return part._replace(documents=part.documents.take(kept), frequencies=part.frequencies.take(kept))


def _weighed(collection: Collection, part: Part) -> tuple[Documents, NDArray[np.float32]]:
    weights = collection.norms(part.field).take(part.documents)
    weights *= part.frequencies
    if not part.mixed:
        return part.documents, weights
    if len(weights) * SPARSE < collection.count:
        sums = collection.scratch.sums
        np.add.at(sums, part.documents, weights)
        documents = distinct(part.documents)
        weights = sums.take(documents)
        sums[documents] = 0
        return documents, weights
    totals = np.bincount(part.documents, weights, collection.count)
    documents = np.flatnonzero(totals != 0)
    return documents, totals.take(documents).astype(np.float32)


def _different(collection: Collection, documents: Documents) -> Documents:
    return union([documents, documents], collection.scratch)


def _chain(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
