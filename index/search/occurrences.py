"""Where words stand in the documents of a segment: anywhere, only as they are written, only in the opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.written import Shape, shape_of
from index.codec.layout import SKIP
from index.codec.segment import FieldReader, SegmentReader
from index.codec.spans import spans
from index.codec.wordlist import Poll
from index.query.tree import OPENING
from index.search.collection import Collection
from index.search.intervals import Line
from index.search.joins import SPARSE, Documents, Scratch, common, counted
from index.search.postings import Forms, postings_of_terms, present_terms

_FEW_POSTINGS = 8
"""Where fewer than one in so many postings are wanted, the positions of the others are not read."""

_SKIPPED_POSTINGS = 2 * SKIP
"""Where fewer than one in so many postings are wanted, the frequencies of most others are not read either."""

_TOGETHER = 1 << 20
"""So many postings or occurrences are looked at at a time, unless one document has more."""

Counts = NDArray[np.int64]
"""For each of some documents how often a word or another condition is met there."""


_PositionsAt = Callable[[NDArray[np.int64]], NDArray[Any]]
"""Gives the positions of some occurrences."""


class Spelled(NamedTuple):
    """A word of a query: its forms, and how it has to be written, case and all; None for anyhow."""

    forms: Forms
    case: str | None = None


class Found(NamedTuple):
    """Occurrences by document: the documents that have any, ascending, how many each has, and their positions."""

    documents: Documents
    frequencies: NDArray[Any]
    positions: NDArray[Any]


class Occurrences:
    """Where one form of a word stands: read once, document by document.

    Args:
        ranks: the number of the document of each posting, ascending.
        frequencies: how many occurrences each posting has.
        positions: of each occurrence.
    """

    def __init__(self, ranks: NDArray[Any], frequencies: NDArray[Any], positions: NDArray[Any]) -> None:
        self._ranks = ranks
        self._frequencies = frequencies
        self._positions = positions
        self._posting = self._occurrence = 0

    def placed(self, first: int, last: int, starts: NDArray[np.int64]) -> Line:
        """Give the places of the occurrences in the next documents, `[first, last)`, which begin at `starts`."""
        begin, self._posting = self._posting, int(self._ranks.searchsorted(self._ranks.dtype.type(last)))
        ranks = self._ranks[begin : self._posting].astype(np.int64)
        ranks -= first
        line = starts.take(ranks).repeat(self._frequencies[begin : self._posting].astype(np.int64))
        begin, self._occurrence = self._occurrence, self._occurrence + len(line)
        line += self._positions[begin : self._occurrence]
        return line


class Stand:
    """A field of a segment as conditions on places see it; the opening of the body is one of its own.

    Args:
        collection: what is searched.
        number: of the segment.
        name: of the field, or `OPENING`.
        poll: called often.
    """

    def __init__(self, collection: Collection, number: int, name: str, poll: Poll) -> None:
        self.segment: SegmentReader = collection.segments[number]
        self.reader: FieldReader = self.segment.field("body" if name == OPENING else name)
        self.limits = collection.openings(number, poll) if name == OPENING else None
        self._scratch: Scratch = collection.scratch
        self._poll = poll

    def extents(self, documents: Documents) -> NDArray[np.int64]:
        """Give for each of some documents one more than its last position."""
        extents = self.reader.extents.take(documents).astype(np.int64)
        return extents if self.limits is None else np.minimum(extents, self.limits.take(documents))

    def found(self, term: int, case: str | None) -> Found:
        """Read all occurrences of a term."""
        if case is not None:
            cased = self._cased(term, case)
            return cased if self.limits is None else _before(cased, self.limits)
        first, last = self.reader.postings(term)
        if self.limits is None:
            begin, end = int(self.reader.occurrences[term]), int(self.reader.occurrences[term + 1])
            documents, frequencies = self.reader.documents.between(first, last), self.reader.frequencies
            return Found(documents, frequencies.between(first, last), self.reader.positions_between(begin, end))
        documents, counts, starts = self._opened(np.array([term]))
        return Found(documents, counts, self.reader.positions_at(spans(starts, starts + counts)))

    def among(self, term: int, case: str | None, documents: Documents) -> Occurrences:
        """Read the occurrences of a term in those of some documents that have it; their ranks are their places."""
        if case is None and self.limits is None:
            return _occurrences(self.reader, term, documents, self._scratch)
        found = self.found(term, case)
        here, ranks = common(found.documents, documents, self._scratch)
        frequencies = found.frequencies.astype(np.int64)
        ends = np.cumsum(frequencies).take(here)
        wanted = frequencies.take(here)
        return Occurrences(ranks, wanted, found.positions.take(spans(ends - wanted, ends)))

    def bounds(self, kind: str, documents: Documents) -> Occurrences:
        """Read where the `sentences` or `paragraphs` of some documents begin; their ranks are their places."""
        starts, at = self.reader.bounds(kind)
        firsts, lasts = starts.take(documents).astype(np.int64), starts.take(documents + 1).astype(np.int64)
        whole = len(documents) == len(starts) - 1
        found = Found(documents, lasts - firsts, at if whole else at.take(spans(firsts, lasts)))
        if self.limits is not None:
            found = _before(found, self.limits)
        return Occurrences(np.searchsorted(documents, found.documents), found.frequencies, found.positions)

    def documents(self, term: int) -> Documents:
        """Give the documents in which a term stands."""
        return (
            self.reader.documents.between(*self.reader.postings(term))
            if self.limits is None
            else self._opened(np.array([term]))[0]
        )

    def postings(self, terms: NDArray[np.int64]) -> Counts:
        """Count the documents of each of some terms, deleted ones included."""
        counts = _postings_in(self.reader, terms)
        if self.limits is None:
            return counts
        for first, last in _ranges(counts, _TOGETHER):
            self._poll()
            there = self._openings(terms[first:last])[1] != 0
            size = counts[first:last]
            counts[first:last] = np.add.reduceat(there, np.cumsum(size) - size, dtype=np.int64)
        return counts

    def counted(self, terms: NDArray[np.int64], case: str | None) -> tuple[Documents, Counts]:
        """Count the occurrences of any of some terms in each document that has one."""
        parts = [part for part in self._counted(terms, case) if len(part[0])]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        if len(parts) == 1 and len(terms) == 1:
            return parts[0]
        documents = np.concatenate([some for some, _ in parts])
        counts = np.concatenate([some for _, some in parts])
        return summed(documents, counts, self.segment.count)

    def _counted(self, terms: NDArray[np.int64], case: str | None) -> Iterator[tuple[Documents, Counts]]:
        if case is not None:
            for term in terms.tolist():
                documents, frequencies, _ = self.found(term, case)
                yield documents, frequencies.astype(np.int64)
            return
        for first, last in _ranges(_postings_in(self.reader, terms), _TOGETHER):
            self._poll()
            if self.limits is None:
                documents, frequencies = postings_of_terms(self.reader, terms[first:last])
                yield documents, frequencies.astype(np.int64)
            else:
                yield self._opened(terms[first:last])[:2]

    def _cased(self, term: int, case: str) -> Found:
        """Read the occurrences of a term that are written so: by their shapes, or by the form that no shape tells."""
        reader = self.reader
        shape = shape_of(self.segment.words[int(reader.terms[term])], case)
        first, last = reader.postings(term)
        begin, end = int(reader.occurrences[term]), int(reader.occurrences[term + 1])
        documents = reader.documents.between(first, last)
        frequencies = reader.frequencies.between(first, last).astype(np.int64)
        if shape is Shape.OTHER:
            at, forms = reader.forms_between(begin, end)
            at = at.compress(forms == self.segment.forms.find(case))
            postings, counts = counted(np.searchsorted(np.cumsum(frequencies) + begin, at, side="right"))
            return Found(documents.take(postings), counts, reader.positions_at(at))
        counts, positions = np.zeros(len(documents), np.int64), []
        starts = np.cumsum(frequencies) - frequencies + begin
        for one, other in _ranges(frequencies, _TOGETHER):
            self._poll()
            low, high = int(starts[one]), int(starts[other - 1] + frequencies[other - 1])
            there = reader.shapes(low, high) == shape
            counts[one:other] = np.add.reduceat(there.view(np.uint8), starts[one:other] - low, dtype=np.int64)
            positions.append(reader.positions_between(low, high)[there])
        kept = np.flatnonzero(counts != 0)
        return Found(documents.take(kept), counts.take(kept), np.concatenate(positions))

    def _opened(self, terms: NDArray[np.int64]) -> tuple[Documents, Counts, NDArray[np.int64]]:
        """Find the postings of terms that have occurrences in the opening.

        Returns:
            Their documents, how many occurrences each has there, and the number of the first one.
        """
        documents, counts, starts = self._openings(terms)
        kept = np.flatnonzero(counts != 0)
        return documents.take(kept), counts.take(kept), starts.take(kept)

    def _openings(self, terms: NDArray[np.int64]) -> tuple[Documents, Counts, NDArray[np.int64]]:
        """Do it for all postings: the positions of one ascend, so how many are in the opening is found by halving."""
        assert self.limits is not None  # noqa: S101 - only asked of the opening
        reader = self.reader
        documents, frequencies = postings_of_terms(reader, terms)
        size = frequencies.astype(np.int64)
        starts = np.cumsum(size)
        starts -= size
        counts = _postings_in(reader, terms)
        firsts = np.cumsum(counts) - counts
        starts += (reader.occurrences.take(terms).astype(np.int64) - starts.take(firsts)).repeat(counts)
        return documents, _halved(starts, size, reader.positions_at, self.limits.take(documents)), starts


def count_occurrences(collection: Collection, name: str, word: Spelled, poll: Poll) -> tuple[Documents, Counts]:
    """Count the occurrences of a word in a field, or the opening, of each document that is not deleted."""
    found: list[tuple[Documents, Counts]] = []
    for number, ((base, _), ordinals) in enumerate(zip(collection.numbered(), word.forms, strict=True)):
        poll()
        if not len(ordinals):
            continue
        stand = Stand(collection, number, name, poll)
        terms = present_terms(stand.reader, ordinals)
        if len(terms):
            documents, counts = stand.counted(terms, word.case)
            found.append((documents + base, counts))
    documents = np.concatenate([np.empty(0, np.int64), *(some for some, _ in found)])
    counts = np.concatenate([np.empty(0, np.int64), *(some for _, some in found)])
    if collection.live is None:
        return documents, counts
    kept = np.flatnonzero(collection.live.take(documents))
    return documents.take(kept), counts.take(kept)


def summed(documents: NDArray[np.int64], counts: Counts, total: int) -> tuple[Documents, Counts]:
    """Add up counts by document; documents are below `total`."""
    if len(documents) * SPARSE < total:
        order = np.argsort(documents, kind="stable")
        documents, counts = documents.take(order), counts.take(order)
        firsts = np.flatnonzero(np.diff(documents, prepend=-1))
        return documents.take(firsts), np.add.reduceat(counts, firsts) if len(firsts) else counts
    sums = np.bincount(documents, counts, total)
    there = np.flatnonzero(sums != 0)
    return there, sums.take(there).astype(np.int64)


def _before(found: Found, limits: NDArray[Any]) -> Found:
    """Leave the occurrences before a position in each document."""
    size = found.frequencies.astype(np.int64)
    starts = np.cumsum(size) - size
    counts = _halved(starts, size, found.positions.take, limits.take(found.documents))
    kept = np.flatnonzero(counts != 0)
    documents, counts, starts = found.documents.take(kept), counts.take(kept), starts.take(kept)
    return Found(documents, counts, found.positions.take(spans(starts, starts + counts)))


def _halved(
    starts: NDArray[np.int64], size: NDArray[np.int64], positions_at: _PositionsAt, limits: NDArray[Any]
) -> NDArray[np.int64]:
    """Count for each of some ranges of ascending positions, by halving, how many are below its limit."""
    found = np.zeros(len(starts), np.int64)
    places = np.flatnonzero(size)
    starts, size, limits = starts.take(places), size.take(places), limits.astype(np.int64).take(places)
    while len(places):
        half = size >> 1
        below = positions_at(starts + half) < limits
        half += 1
        half *= below
        found[places] += half
        starts, size = starts + half, np.where(below, size - half, size >> 1)
        left = np.flatnonzero(size != 0)
        places, starts, size, limits = places.take(left), starts.take(left), size.take(left), limits.take(left)
    return found


def _postings_in(reader: FieldReader, terms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the postings of each of some terms."""
    return reader.firsts.take(terms + 1).astype(np.int64) - reader.firsts.take(terms).astype(np.int64)


def _ranges(parts: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Cut some sizes into ranges that make up about `most` each."""
    ends = np.cumsum(parts)
    first = 0
    while first < len(parts):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(ends.searchsorted(before + most, side="right")))
        yield first, last
        first = last


def _occurrences(reader: FieldReader, term: int, documents: Documents, scratch: Scratch) -> Occurrences:
    """Read the positions of a term in those of some documents that have it."""
    first, last = reader.postings(term)
    if len(documents) * SPARSE < last - first:
        ranks, here = reader.documents.look_up(documents, first, last)
    else:
        here, ranks = common(reader.documents.between(first, last), documents, scratch)
    begin, end = int(reader.occurrences[term]), int(reader.occurrences[term + 1])
    if len(here) == last - first:
        return Occurrences(ranks, reader.frequencies.between(first, last), reader.positions_between(begin, end))
    if len(here) * _SKIPPED_POSTINGS < last - first:
        frequencies = reader.frequencies.among(first, last, here).astype(np.int64)
        starts = reader.first_occurrences(term, here)
        return Occurrences(ranks, frequencies, reader.positions_at(spans(starts, starts + frequencies)))
    ends = _ends(reader.frequencies.between(first, last))
    frequencies = ends[1:] - ends[:-1]
    wanted = frequencies.take(here)
    if len(here) * _FEW_POSTINGS < last - first:
        starts = ends.take(here) + begin
        return Occurrences(ranks, wanted, reader.positions_at(spans(starts, starts + wanted)))
    kept = np.zeros(last - first, bool)
    kept[here] = True
    return Occurrences(ranks, wanted, reader.positions_between(begin, end)[np.repeat(kept, frequencies)])


def _ends(frequencies: NDArray[Any]) -> NDArray[np.int64]:
    ends = np.zeros(len(frequencies) + 1, np.int64)
    np.cumsum(frequencies, out=ends[1:])
    return ends
