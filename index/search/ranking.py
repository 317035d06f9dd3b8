"""BM25F over a term as one class: all its forms in all its fields count together, as one word in one text would.

The score of a term in an article is idf * w / (k + w), where w adds up, over its forms and fields, the frequency times
the field's weight, divided by 1 - b + b * length / average length. The idf is that of the whole class: of the articles
with any form in any field. So rare spellings gain nothing over the usual one, and a headline weighs more than a body.
"""

from __future__ import annotations

from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = {"headline": 3.0, "standfirst": 2.0, "byline": 1.5, "place": 1.5, "body": 1.0, "caption": 0.7}
"""How much more a word counts in a field than in the body."""

SATURATION = 1.6
"""BM25's k1: the smaller, the sooner more of the same word adds nothing."""

NORMALISATION = {"headline": 0.3, "body": 0.65, "caption": 0.5}
"""BM25F's b: how far a longer field is taken to be wordy rather than rich. Other fields are lists of names: 0."""


_SATURATION = np.float32(SATURATION)
_BLOCK = 1 << 15
"""So many scores are worked out at a time: they stay in the processor's cache."""


def norms(field: str, lengths: NDArray[np.int64], live: NDArray[np.bool_] | None) -> NDArray[np.float32]:
    """Give what a frequency in a scored field is multiplied by, for each document, from its lengths in words.

    `live` tells which documents count for the average, None that all do; those without the field do not.
    """
    there = lengths > 0 if live is None else (lengths > 0) & live
    average = float(lengths[there].mean()) if there.any() else 1.0
    b = NORMALISATION.get(field, 0.0)
    return (WEIGHTS[field] / (1 - b + b * lengths / average)).astype(np.float32)


def rarity(frequency: int, total: int) -> float:
    """Give the idf of a class that `frequency` of `total` documents have."""
    return log1p((total - frequency + 0.5) / (frequency + 0.5))


def saturated(weights: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    """Turn the weights of a class into scores, in place."""
    factor = np.float32(scale)
    for first in range(0, len(weights), _BLOCK):
        some = weights[first : first + _BLOCK]
        np.divide(some, some + _SATURATION, out=some)
        some *= factor
    return weights


def scores_of(norms: NDArray[np.float32], frequencies: NDArray[Any], scale: float) -> NDArray[np.float32]:
    """Give the scores of a word from its frequencies and the norms of its documents."""
    if len(norms) <= _BLOCK:
        return saturated(np.multiply(norms, frequencies, dtype=np.float32), scale)
    scores = np.empty(len(norms), np.float32)
    for first in range(0, len(norms), _BLOCK):
        last = first + _BLOCK
        some = scores[first:last]
        np.multiply(norms[first:last], frequencies[first:last], out=some, dtype=np.float32)
        saturated(some, scale)
    return scores
