"""How many articles have each form of a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import SegmentReader
from index.codec.spans import sizes
from index.codec.wordlist import Poll
from index.search import expansion
from index.search.collection import Collection
from index.search.joins import distinct
from index.search.postings import Forms, present_terms

MOST_FORMS = 50
"""Forms of a word that are counted."""


def form_counts(collection: Collection, fields: Sequence[str], forms: Forms, poll: Poll) -> tuple[tuple[str, int], ...]:
    """Count the articles with each of the most frequent forms, in whichever of the fields, most frequent first."""
    frequent: set[str] = set()
    for segment, ordinals in zip(collection.segments, forms, strict=True):
        poll()
        order = np.argsort(-_postings(segment, fields, ordinals), kind="stable")[:MOST_FORMS]
        frequent.update(segment.words.several(ordinals[order].tolist()))
    counts: Counter[str] = Counter()
    words = sorted(frequent)
    for place, (base, segment) in enumerate(collection.numbered()):
        live = None if collection.live is None else collection.live[base : base + segment.count]
        chosen = expansion.several(collection, words)[place]
        for ordinal in chosen.tolist():
            poll()
            counts[segment.words[ordinal]] += _documents(segment, fields, ordinal, live)
    found = sorted(((form, count) for form, count in counts.items() if count), key=lambda item: (-item[1], item[0]))
    return tuple(found[:MOST_FORMS])


def form_count(collection: Collection, fields: Sequence[str], forms: Forms) -> int:
    """Count the different forms that stand in any of the fields."""
    present = [
        ordinals[_postings(segment, fields, ordinals) > 0]
        for segment, ordinals in zip(collection.segments, forms, strict=True)
    ]
    if len(present) == 1:
        return len(present[0])
    return len(
        {
            word
            for segment, some in zip(collection.segments, present, strict=True)
            for word in segment.words.several(some.tolist())
        }
    )


def _postings(segment: SegmentReader, fields: Sequence[str], ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add up the postings of words over fields."""
    total = np.zeros(len(ordinals), np.int64)
    for name in fields:
        reader = segment.field(name)
        terms = present_terms(reader, ordinals)
        total[np.searchsorted(ordinals, reader.terms[terms])] += sizes(reader.firsts)[terms] if len(terms) else 0
    return total


def _documents(segment: SegmentReader, fields: Sequence[str], ordinal: int, live: NDArray[np.bool_] | None) -> int:
    """Count the documents of a segment with a word in any field: the longest list, and what others add to it."""
    lists: list[NDArray[Any]] = []
    for name in fields:
        reader = segment.field(name)
        if (term := reader.term(ordinal)) >= 0:
            documents = reader.documents.between(*reader.postings(term))
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
