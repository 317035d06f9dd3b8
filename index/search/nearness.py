"""Words near one another: found on a map of the positions of a few thousand documents at a time.

Each document gets a stretch of one line of positions, with a gap behind it that no phrase can cross. Whether a word
stands a step further on is then one look at a map with a byte a position, which stays in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FieldReader
from index.codec.wordlist import Poll
from index.query.tree import Unit
from index.search.collection import Collection
from index.search.intervals import Line, in_turn, sorted_places
from index.search.joins import SPARSE, Documents, Places, Scratch, common, counted, union
from index.search.occurrences import Counts, Occurrences, Spelled, Stand
from index.search.postings import present_terms

_LINE = 1 << 21
"""Positions of the documents that are looked at together."""

_MOST_DOCUMENTS = 2
"""Where more than one in so many documents have each word, all documents are put on the line: none needs picking."""

_SEARCHED = 4
"""A word so many times rarer than another one is read alone, and the other one searched for where it would stand."""

_LOOKS = 8
"""Up to so many steps are looked at one by one on a map; for more, the nearest place is searched for."""

UNITS: Final = (Unit.SENTENCE, Unit.PARAGRAPH)
"""Units in the order in which a finder that wants any gets the places where they begin, each as one form."""

Finder = Callable[[Sequence[list[Line]], int], Line]
"""Given for each word the places of its forms, each ascending, and the length of the line, gives the places found,
ascending."""


class Sought(NamedTuple):
    """Words that stand together in some way.

    Attributes:
        words: the words.
        gap: the most positions that `finder` looks beyond a document's own.
        finder: finds the places on a line.
        needed: sets of words, by their numbers, of which each document must have one each; None for every word.
        units: of which `finder` gets the places where they begin, behind those of the words; if any, see `UNITS`.
    """

    words: Sequence[Spelled]
    gap: int
    finder: Finder
    needed: Sequence[Sequence[int]] | None = None
    units: frozenset[Unit] = frozenset()


def find(collection: Collection, field: str, sought: Sought, poll: Poll) -> tuple[Documents, Counts]:
    """Find the documents in which words stand together, and how often.

    Args:
        collection: what is searched.
        field: where the words stand; `OPENING` for the opening of the body.
        sought: the words.
        poll: called for each stretch of the line.
    """
    documents: list[Documents] = [np.empty(0, np.int64)]
    counts: list[Counts] = [np.empty(0, np.int64)]
    words = sought.words
    for number, (base, segment) in enumerate(collection.numbered()):
        poll()
        if sought.needed is None and not all(len(word.forms[number]) for word in words):
            continue
        stand = Stand(collection, number, field, poll)
        terms = [_Terms(tuple(present_terms(stand.reader, word.forms[number]).tolist()), word.case) for word in words]
        live = None if collection.live is None else collection.live[base : base + segment.count]
        found, times = _find_in(stand, terms, _Task(live, collection.scratch, sought, poll))
        documents.append(found + base)
        counts.append(times)
    return np.concatenate(documents), np.concatenate(counts)


class _Terms(NamedTuple):
    """The terms of a word's forms, and how it has to be written."""

    terms: tuple[int, ...]
    case: str | None


class _Task(NamedTuple):
    live: NDArray[np.bool_] | None
    scratch: Scratch
    sought: Sought
    poll: Poll


def _find_in(stand: Stand, words: Sequence[_Terms], task: _Task) -> tuple[Documents, Counts]:
    none = np.empty(0, np.int64), np.empty(0, np.int64)
    reader, count = stand.reader, stand.segment.count
    terms = [word.terms for word in words]
    sets = task.sought.needed
    needed = terms if sets is None else [_chained(terms[number] for number in some) for some in sets]
    if not all(needed):
        return none
    if task.sought.finder is in_a_row and stand.limits is None and not _is_cased(words) and _is_sparse(reader, terms):
        return _followed(reader, terms, task)
    most = all(_size(reader, some) * _MOST_DOCUMENTS > count for some in needed)
    lined = np.arange(count) if most else _with_all(reader, needed, task)
    if not len(lined):
        return none
    known: dict[_Terms, list[Occurrences]] = {}
    for word in words:
        if word not in known:
            known[word] = [_read(stand, term, word.case, None if most else lined) for term in word.terms]
    units = task.sought.units
    bounds = [stand.bounds(f"{unit}s", lined) if unit in units else None for unit in UNITS] if units else []
    counts = np.zeros(len(lined), np.int64)
    extents = stand.extents(lined) + task.sought.gap
    for first, last in _stretches(extents):
        task.poll()
        starts = np.cumsum(extents[first:last]) - extents[first:last] + task.sought.gap
        length = int(extents[first:last].sum()) + 2 * task.sought.gap
        placed = {word: [one.placed(first, last, starts) for one in forms] for word, forms in known.items()}
        begun = [[one.placed(first, last, starts)] if one else [] for one in bounds]
        found = task.sought.finder([*(placed[word] for word in words), *begun], length)
        cuts = np.append(found.searchsorted(starts), len(found))
        counts[first:last] = cuts[1:] - cuts[:-1]
    there = np.flatnonzero(counts != 0)
    documents = lined.take(there)
    if most and task.live is not None:
        kept = np.flatnonzero(task.live.take(documents))
        documents, there = documents.take(kept), there.take(kept)
    return documents, counts.take(there)


def _is_cased(words: Sequence[_Terms]) -> bool:
    return any(word.case is not None for word in words)


def _read(stand: Stand, term: int, case: str | None, documents: Documents | None) -> Occurrences:
    """Read where a term stands in some documents, or in all."""
    return Occurrences(*stand.found(term, case)) if documents is None else stand.among(term, case, documents)


def _chained(several: Iterable[Sequence[int]]) -> list[int]:
    return list(dict.fromkeys(chain.from_iterable(several)))


def _with_all(reader: FieldReader, terms: Sequence[Sequence[int]], task: _Task) -> Documents:
    """Find the documents of a segment that have all words, deleted ones left out."""
    scratch = task.scratch
    documents: Documents | None = None
    for some in sorted(terms, key=lambda some: _size(reader, some)):
        ranges = [reader.postings(term) for term in some]
        if documents is not None and len(ranges) == 1 and len(documents) * SPARSE < ranges[0][1] - ranges[0][0]:
            documents = documents.take(reader.documents.look_up(documents, *ranges[0])[0])
            continue
        more = union([reader.documents.between(*one) for one in ranges], scratch)
        documents = more if documents is None else documents.take(common(documents, more, scratch)[0])
    assert documents is not None  # noqa: S101 - there is a word
    return documents if task.live is None else documents[task.live.take(documents)]


def _is_sparse(reader: FieldReader, terms: Sequence[Sequence[int]]) -> bool:
    """Tell whether one word is so much rarer than others that these are better searched for each place of it."""
    sizes = sorted(_size(reader, some) for some in terms)
    return sizes[0] * _SEARCHED * sum(map(len, terms)) < sizes[-1]


def _size(reader: FieldReader, terms: Sequence[int]) -> int:
    """Count the postings of some terms."""
    return sum(last - first for first, last in map(reader.postings, terms))


def _followed(reader: FieldReader, terms: Sequence[Sequence[int]], task: _Task) -> tuple[Documents, NDArray[np.int64]]:
    """Find words in a row from the rarest one on: the others are looked up where they would stand."""
    rarest, *others = sorted(range(len(terms)), key=lambda number: _size(reader, terms[number]))
    found = [_standing(reader, term) for term in terms[rarest]]
    documents = np.concatenate([some for some, _ in found])
    places = np.concatenate([some for _, some in found]) - rarest
    if len(found) > 1:
        order = np.argsort(documents, kind="stable")
        documents, places = documents.take(order), places.take(order)
    if task.live is not None:
        kept = np.flatnonzero(task.live.take(documents))
        documents, places = documents.take(kept), places.take(kept)
    for number in others:
        task.poll()
        stands = np.zeros(len(documents), bool)
        for term in terms[number]:
            stands[_stands(reader, term, documents, places + number)] = True
        kept = np.flatnonzero(stands)
        documents, places = documents.take(kept), places.take(kept)
    return counted(documents)


def _standing(reader: FieldReader, term: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the document and the position of each occurrence of a term."""
    first, last = reader.postings(term)
    positions = reader.positions_between(int(reader.occurrences[term]), int(reader.occurrences[term + 1]))
    documents = reader.documents.between(first, last)
    if len(positions) != len(documents):
        documents = documents.repeat(reader.frequencies.between(first, last).astype(np.int64))
    return documents, positions.astype(np.int64)


def _stands(reader: FieldReader, term: int, documents: NDArray[np.int64], positions: NDArray[np.int64]) -> Places:
    """Give the places of the documents in which a term stands at the position asked for, by halving its positions."""
    first, last = reader.postings(term)
    here, there = reader.documents.look_up(documents, first, last)
    size = reader.frequencies.among(first, last, there).astype(np.int64)
    place = reader.first_occurrences(term, there)
    wanted = positions.take(here)
    for _ in range(int(size.max(initial=1) - 1).bit_length()):
        half = size >> 1
        size -= half
        half *= reader.positions_at(place + half) <= wanted
        place += half
    return here.compress(reader.positions_at(place) == wanted)


def _stretches(extents: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut documents into ranges whose positions make up about one line."""
    ends = np.cumsum(extents)
    first = 0
    while first < len(extents):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _LINE)))
        yield first, last
        first = last


# ---- finders --------------------------------------------------------------------------------------------------------


def in_a_row(words: Sequence[list[Line]], length: int) -> Line:
    """Find where the words follow one another directly: the places of the first words."""
    rarest = min(range(len(words)), key=lambda number: sum(map(len, words[number])))
    found = sorted_places(words[rarest])
    line = np.zeros(length + len(words), np.uint8)
    for number, forms in enumerate(words):
        if number == rarest:
            continue
        mark = number + 1
        shifted = line[len(words) - number :]  # so that the place of the first word is looked at
        for places in forms:
            shifted[places] = mark
        found = found.take(np.flatnonzero(line[len(words) - rarest :].take(found) == mark))
    found -= rarest
    return found


def in_order(slop: int) -> Finder:
    """Make a finder of words in order, with at most `slop` others among them in all: the places of the first words."""

    def found(words: Sequence[list[Line]], length: int) -> Line:
        del length
        begins, ends = in_turn([sorted_places(forms) for forms in words])
        return begins[ends - begins <= len(words) - 1 + slop]

    return found


def chained(distance: int) -> Finder:
    """Make a finder of words in order, each at most `distance` after the one before: the places of the last words.

    This is what Whoosh's phrases mean by their slop.
    """

    def found(words: Sequence[list[Line]], length: int) -> Line:
        first, *others = words
        reached = sorted_places(first)
        for forms in others:
            if not len(reached):
                break
            later = sorted_places(forms)
            near = (_soon_after if distance <= _LOOKS else _nearest_before)(reached, later, distance, length)
            reached = later.take(np.flatnonzero(near))
        return reached

    return found


def _nearest_before(earlier: Line, later: Line, distance: int, length: int) -> NDArray[np.bool_]:
    """Tell for each place whether it is 1 to `distance` after one of the earlier ones, by searching for the nearest."""
    del length
    before = np.searchsorted(earlier, later) - 1
    near: NDArray[np.bool_] = (before >= 0) & (later - earlier.take(np.maximum(before, 0)) <= distance)
    return near


def _soon_after(earlier: Line, later: Line, distance: int, length: int) -> NDArray[np.bool_]:
    """Tell for each place whether it is 1 to `distance` after one of the earlier ones, by a look at each step."""
    line = np.zeros(length + distance, bool)
    line[distance:][earlier] = True
    near = line[distance - 1 :].take(later)
    for step in range(2, distance + 1):
        near |= line[distance - step :].take(later)
    return near
