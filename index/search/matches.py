"""What a condition found: documents, and what scores them when it is asked to."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.collection import Collection
from index.search.joins import Documents, Places

Scores = NDArray[np.float32]
"""A score a document."""


class At:
    """Documents to be scored: what several words need of them is fetched once."""

    def __init__(self, collection: Collection, documents: Documents) -> None:
        self._collection = collection
        self.documents = documents
        self._norms: dict[str, Scores] = {}

    def norms(self, field: str) -> Scores:
        """Give the norm of a field for each of the documents; not to be changed."""
        found = self._norms.get(field)
        if found is None:
            found = self._norms[field] = self._collection.norms(field).take(self.documents)
        return found


Scorer = Callable[[Places | None, At], Scores]
"""Gives new scores for the documents at some places of a match, all of them for None; `at` has these documents."""


class Matches(NamedTuple):
    """Documents that meet a condition; `scorer` is None where it says nothing about how well they fit."""

    documents: Documents
    scorer: Scorer | None = None

    def at(self, places: Places) -> Matches:
        """Give the documents at some places only."""
        return Matches(self.documents.take(places), _picked(self.scorer, places))

    def times(self, boost: float) -> Matches:
        """Give the same with its scores multiplied."""
        scorer = self.scorer
        if scorer is None or boost == 1.0:
            return self
        factor = np.float32(boost)
        return Matches(self.documents, lambda where, at: scorer(where, at) * factor)

    def scores(self, collection: Collection) -> Scores:
        """Score all documents; those of a match that says nothing score 0."""
        if self.scorer is None:
            return np.zeros(len(self.documents), np.float32)
        return self.scorer(None, At(collection, self.documents))


NOTHING = Matches(np.empty(0, np.int64))


def constant(score: float) -> Scorer:
    """Make a scorer that gives every document the same score."""
    return lambda _, at: np.full(len(at.documents), score, np.float32)


def known(scores: Scores) -> Scorer:
    """Make a scorer of scores that are known already."""
    return lambda where, _: scores.copy() if where is None else scores.take(where)


def added_up(one: Scorer | None, other: Scorer | None) -> Scorer | None:
    """Make a scorer that adds up two of the same documents."""
    if one is None or other is None:
        return one or other

    def scores(where: Places | None, at: At) -> Scores:
        total = one(where, at)
        total += other(where, at)
        return total

    return scores


def _picked(scorer: Scorer | None, places: Places) -> Scorer | None:
    if scorer is None:
        return None
    return lambda where, at: scorer(places if where is None else places.take(where), at)
