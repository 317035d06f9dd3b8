"""The words that a query asks for, and where they stand in some documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FieldReader
from index.codec.spans import spans
from index.codec.wordlist import Poll
from index.query.tree import Node, Terms, Word
from index.query.walk import leaves
from index.search.collection import Collection
from index.search.compiled import forms_of
from index.search.joins import Documents
from index.search.postings import Forms, present_terms
from index.search.proximity import STRIDE, Places
from index.search.ranking import rarity

FIELDS: Final = ("headline", "standfirst", "body")
"""The fields of running text: where words stand says something there."""

MOST: Final = 12
"""So many words of a query are looked at, the rarest ones."""

_BROAD: Final = 256
"""What stands for more words says little by where they stand; a stem of Arabic may have a hundred forms."""

_SEVERAL: Final = 5
_FEW: Final = 1024
"""Of several terms those with few postings are read all at once: that takes less than to search each."""


class Asked(NamedTuple):
    """A word of a query.

    `group` numbers the condition that it is of, `fields` are those of `FIELDS` that it is looked for in;
    `typed` has for each segment the ordinal of the very form that was typed, -1 for none.
    """

    word: Word
    fields: tuple[str, ...]
    group: int
    forms: Forms
    typed: tuple[int, ...]
    rarity: float


class Standing(NamedTuple):
    """Where words stand in a field of some documents.

    Attributes:
        places: of all occurrences, ascending: the document's number times `STRIDE` + position.
        numbers: beside them the number of the word.
        typed: by word and document how often it has the very form that was typed.
    """

    places: Places
    numbers: NDArray[np.int64]
    typed: NDArray[np.int64]


def asked_for(tree: Node, collection: Collection, count: Callable[[Terms], int]) -> list[Asked]:
    """List the words that an expanded query asks for, in its order, but only the rarest; none that it excludes.

    Args:
        tree: the query.
        collection: what is searched.
        count: tells how many documents have a word.
    """
    found = []
    for terms, word in _words(tree):
        fields = tuple(field for field in FIELDS if field in terms.fields)
        forms = forms_of(word, collection)
        if not fields or sum(map(len, forms)) > _BROAD:
            continue
        documents = count(replace(terms, words=(word,), slop=0, readings=()))
        if documents:
            own = _typed(word, forms, collection)
            found.append(Asked(word, fields, terms.term, forms, own, rarity(documents, collection.live_count)))
    rarest = sorted(range(len(found)), key=lambda number: -found[number].rarity)[:MOST]
    return [found[number]._replace(group=group) for group, number in _grouped(found, sorted(rarest))]


def _typed(word: Word, forms: Forms, collection: Collection) -> tuple[int, ...]:
    if len(word.forms) == 1 and word.forms[0] == word.text:  # what there is of it has been found already
        return tuple(int(some[0]) if len(some) else -1 for some in forms)
    return tuple(segment.words.find(word.text) for segment in collection.segments)


def _words(tree: Node) -> Iterator[tuple[Terms, Word]]:
    """Give each word once, with the first condition that it is of."""
    known: set[tuple[Word, tuple[str, ...]]] = set()
    for group, (leaf, nots) in enumerate(leaves(tree)):
        if isinstance(leaf, Terms) and not nots % 2:
            for word in leaf.words:
                if (word, leaf.fields) not in known:
                    known.add((word, leaf.fields))
                    yield replace(leaf, term=group), word


def _grouped(found: list[Asked], numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Number groups anew, from 0 on."""
    groups: dict[int, int] = {}
    for number in numbers:
        yield groups.setdefault(found[number].group, len(groups)), number


def standing(collection: Collection, field: str, asked: Sequence[Asked], documents: Documents, poll: Poll) -> Standing:
    """Read where words stand in a field of some documents, ascending. Only what is about these is read."""
    places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    typed = np.zeros((len(asked), len(documents)), np.int64)
    for number, (base, segment) in enumerate(collection.numbered()):
        poll()
        begin, end = documents.searchsorted((base, base + segment.count)).tolist()
        there = _postings(segment.field(field), number, field, asked, documents[begin:end] - base)
        if there is not None:
            ranks = there.ranks + begin
            typed[there.words[there.typed], ranks[there.typed]] = there.frequencies[there.typed]
            places.append((ranks * STRIDE).repeat(there.frequencies) + there.positions)
            numbers.append(there.words.repeat(there.frequencies))
    joined = np.concatenate(places)
    order = np.argsort(joined, kind="stable")
    return Standing(joined.take(order), np.concatenate(numbers).take(order), typed)


class _Postings(NamedTuple):
    """Postings of words in some documents of a segment: of which word, in which document, and so on.

    `positions` has all positions of the first posting, then those of the second, and so on.
    """

    words: NDArray[np.int64]
    ranks: NDArray[np.int64]
    typed: NDArray[np.bool_]
    frequencies: NDArray[np.int64]
    positions: NDArray[np.int64]


class _Met(NamedTuple):
    """Postings of some terms in some documents.

    `ranks` are the places of the documents, `postings` and `starts` the numbers of the postings in their field and of
    their first occurrences.
    """

    terms: NDArray[np.int64]
    ranks: NDArray[np.int64]
    postings: NDArray[np.int64]
    starts: NDArray[np.int64]


def _postings(
    reader: FieldReader, number: int, field: str, asked: Sequence[Asked], documents: Documents
) -> _Postings | None:
    """Read the postings of words in some documents; frequencies and positions of all of them at once."""
    numbers, found = [], []
    for word, one in enumerate(asked if len(documents) else ()):
        for met in _met(reader, present_terms(reader, one.forms[number]), documents) if field in one.fields else ():
            if len(met.ranks):
                numbers.append(np.full(len(met.ranks), word))
                found.append(met)
    if not found:
        return None
    words = np.concatenate(numbers)
    terms, ranks, postings, begins = (np.concatenate(some) for some in zip(*found, strict=True))
    frequencies = reader.frequencies.at(postings)
    positions = reader.positions_at(spans(begins, begins + frequencies)).astype(np.int64)
    own = np.array([one.typed[number] for one in asked]).take(words)
    return _Postings(words, ranks, reader.terms.take(terms) == own, frequencies, positions)


def _met(reader: FieldReader, terms: NDArray[np.int64], documents: Documents) -> Iterator[_Met]:
    """Find the postings of terms in some documents: of frequent terms they are searched for, many others are read."""
    firsts, lasts = reader.firsts.take(terms).astype(np.int64), reader.firsts.take(terms + 1).astype(np.int64)
    alone = (lasts - firsts > _FEW) | (len(terms) < _SEVERAL)
    for term, first, last in zip(*(some[alone].tolist() for some in (terms, firsts, lasts)), strict=True):
        ranks, here = reader.documents.look_up(documents, first, last)
        if len(ranks):
            yield _Met(np.full(len(ranks), term), ranks, here + first, reader.first_occurrences(term, here))
    if not alone.all():
        yield _read(reader, terms[~alone], firsts[~alone], lasts[~alone], documents)


def _read(
    reader: FieldReader,
    terms: NDArray[np.int64],
    firsts: NDArray[np.int64],
    lasts: NDArray[np.int64],
    documents: Documents,
) -> _Met:
    """Read all postings `[first, last)` of rare terms, and leave those in some documents."""
    there = reader.documents.of(firsts, lasts)
    ranks = documents.searchsorted(there)
    kept = np.flatnonzero(documents.take(ranks, mode="clip") == there)
    frequencies = reader.frequencies.of(firsts, lasts).astype(np.int64)
    before = np.cumsum(frequencies) - frequencies
    counts = lasts - firsts
    opening = np.cumsum(counts) - counts
    starts = (reader.occurrences.take(terms).astype(np.int64) - before.take(opening)).repeat(counts) + before
    return _Met(terms.repeat(counts).take(kept), ranks.take(kept), spans(firsts, lasts).take(kept), starts.take(kept))
