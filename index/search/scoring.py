"""BM25F over a term as one class: all its forms in all its fields count together, as one word in one text would.

The score of a term in an article is idf * w / (k + w), where w adds up, over its forms and fields, the frequency times
the field's weight, divided by 1 - b + b * length / average length. The idf is that of the whole class: of the articles
with any form in any field. So rare spellings gain nothing over the usual one, and a headline weighs more than a body.
"""

from __future__ import annotations

from math import log1p

import numpy as np
from numpy.typing import NDArray

from index.indexer.reader import IndexReader
from index.schema import SCORED_FIELDS

WEIGHTS = {"headline": 3.0, "standfirst": 2.0, "byline": 1.5, "place": 1.5, "body": 1.0, "caption": 0.7}
"""How much more a word counts in a field than in the body."""

SATURATION = 1.6
"""BM25's k1: the smaller, the sooner more of the same word adds nothing."""

NORMALISATION = {"headline": 0.3, "body": 0.75, "caption": 0.5}
"""BM25F's b: how far a longer field is taken to be wordy rather than rich. Other fields are lists of names: 0."""


class Norms:
    """What a frequency in a field is multiplied by, for each document of the index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._norms: dict[str, NDArray[np.float64]] = {}

    def of(self, field: str) -> NDArray[np.float64]:
        """Give a scored field's weight over its normalised length, for each document."""
        if field not in self._norms:
            lengths = self._reader.lengths(field).astype(np.float64)
            there = lengths[lengths > 0]
            average = float(there.mean()) if len(there) else 1.0
            b = NORMALISATION.get(field, 0.0)
            self._norms[field] = WEIGHTS[field] / (1 - b + b * lengths / average)
        return self._norms[field]


def is_ranked(fields: tuple[str, ...]) -> bool:
    """Tell whether a term in these fields says how well an article fits, rather than whether it fits."""
    return any(field in SCORED_FIELDS for field in fields)


def scores(weights: NDArray[np.float64], frequency: int, total: int) -> NDArray[np.float64]:
    """Give the scores of a class from its weights in the `frequency` articles that have it, out of `total`."""
    rarity = log1p((total - frequency + 0.5) / (frequency + 0.5))
    return rarity * weights / (SATURATION + weights)
