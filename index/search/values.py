"""Which articles have a value of a facet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FacetReader
from index.codec.wordlist import WordList
from index.query.values import QUOTES, value_key
from index.search.collection import Collection
from index.search.joins import Documents


def having_value(collection: Collection, name: str, value: str) -> Documents:
    """Give the documents with a value of a facet, one of `FACETS`; `value` is as `value_key` gives it."""
    found = [
        _having(segment.facet(name), np.array(ordinals, np.int64)) + base
        for base, segment in collection.numbered()
        if (ordinals := list(_ordinals(segment.facet(name).names, value)))
    ]
    documents = np.concatenate([np.empty(0, np.int64), *found])
    live = collection.live
    return documents if live is None else documents[live.take(documents)]


def _ordinals(names: WordList, value: str) -> Iterator[int]:
    """Find the names that are the same value: they begin with the same word, some behind a quotation mark."""
    word = value.partition(" ")[0]
    if not word:
        return
    for beginning in (word, *QUOTES):
        first, last = names.beginning_with(beginning)
        for ordinal, one in enumerate(names.between(first, last), first):
            if value_key(one) == value:
                yield ordinal


def _having(facet: FacetReader, ordinals: NDArray[np.int64]) -> Documents:
    """Find the documents of a segment that have any of some values, each once."""
    wanted = np.zeros(len(facet.names), bool)
    wanted[ordinals] = True
    places = np.flatnonzero(wanted.take(facet.values))
    documents = np.searchsorted(facet.starts, places, side="right").astype(np.int64) - 1
    return documents[np.flatnonzero(np.diff(documents, prepend=-1))] if len(ordinals) > 1 else documents
