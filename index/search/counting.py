"""How many articles have each form of a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.search import expansion
from index.search.collection import Collection
from index.search.joins import distinct
from index.search.occurrences import Stand
from index.search.postings import Forms, present_terms

MOST_FORMS = 50
"""Forms of a word that are counted."""


class FormCounts(NamedTuple):
    """The most frequent forms of a word, each with the number of its articles; and how many forms there are."""

    most_frequent: tuple[tuple[str, int], ...]
    forms: int


def form_counts(collection: Collection, fields: Sequence[str], forms: Forms, poll: Poll) -> FormCounts:
    """Count the articles with each form, in whichever of the fields, the most frequent first; and the forms."""
    frequent: set[str] = set()
    present: list[NDArray[np.int64]] = []
    for number, (segment, ordinals) in enumerate(zip(collection.segments, forms, strict=True)):
        poll()
        postings = _postings([Stand(collection, number, name, poll) for name in fields], ordinals)
        order = np.argsort(-postings, kind="stable")[:MOST_FORMS]
        frequent.update(segment.words.several(ordinals[order].tolist()))
        present.append(ordinals[postings > 0])
    return FormCounts(_most_frequent(collection, fields, frequent, poll), _different(collection, present))


def _most_frequent(
    collection: Collection, fields: Sequence[str], words: set[str], poll: Poll
) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    numbered = zip(collection.numbered(), expansion.several(collection, words), strict=True)
    for number, ((base, segment), chosen) in enumerate(numbered):
        live = None if collection.live is None else collection.live[base : base + segment.count]
        stands = [Stand(collection, number, name, poll) for name in fields]
        for ordinal in chosen.tolist():
            poll()
            counts[segment.words[ordinal]] += _documents(stands, ordinal, live)
    found = sorted(((form, count) for form, count in counts.items() if count), key=lambda item: (-item[1], item[0]))
    return tuple(found[:MOST_FORMS])


def _different(collection: Collection, forms: Forms) -> int:
    """Count the different words among those of all segments."""
    some = [(segment.words, ordinals) for segment, ordinals in zip(collection.segments, forms, strict=True)]
    some = [(words, ordinals) for words, ordinals in some if len(ordinals)]
    if len(some) <= 1:
        return sum(len(ordinals) for _, ordinals in some)
    return len(distinct(np.concatenate([words.digests(ordinals) for words, ordinals in some])))


def _postings(stands: Sequence[Stand], ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add up the postings of words over fields."""
    total = np.zeros(len(ordinals), np.int64)
    for stand in stands:
        terms = present_terms(stand.reader, ordinals)
        if len(terms):
            total[np.searchsorted(ordinals, stand.reader.terms[terms])] += stand.postings(terms)
    return total


def _documents(stands: Sequence[Stand], ordinal: int, live: NDArray[np.bool_] | None) -> int:
    """Count the documents of a segment with a word in any field: the longest list, and what others add to it."""
    lists: list[NDArray[Any]] = []
    for stand in stands:
        if (term := stand.reader.term(ordinal)) >= 0:
            documents = stand.documents(term)
            lists.append(documents if live is None else documents[live[documents]])
    lists.sort(key=len)
    if not lists:
        return 0
    longest = lists.pop()
    if not lists:
        return len(longest)
    others = distinct(np.concatenate(lists))
    places = np.searchsorted(longest, others)
    places[places == len(longest)] = 0
    return len(longest) + (int(np.count_nonzero(longest[places] != others)) if len(longest) else len(others))
