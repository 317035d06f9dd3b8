"""Queries that the evaluator does not know, evaluated by Whoosh's own matchers, a posting at a time: slow, but any.

Their documents are numbered as the collection numbers them. A term in one field is scored as the evaluator scores it;
how the scores of several are put together is up to Whoosh's matchers.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from whoosh.query.qcolumns import ColumnMatcher
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import Searcher

from index.codec.whoosh import open_segments
from index.codec.wordlist import Poll
from index.schema import SCORED_FIELDS
from index.search.collection import Collection
from index.search.expansion import several
from index.search.matches import Matches, known
from index.search.postings import look_up
from index.search.ranking import SATURATION, rarity

_POLLED = 1024


def fallback(collection: Collection, poll: Poll) -> Callable[[Any], Matches]:
    """Make what evaluates any query of Whoosh's; the boost of the query itself is left to the evaluator.

    Args:
        collection: what is searched.
        poll: called every so many documents; what it raises ends the evaluation.
    """
    return _Fallback(collection, poll)


class _Fallback:
    def __init__(self, collection: Collection, poll: Poll) -> None:
        self._collection = collection
        self._poll = poll
        self._searcher: Searcher | None = None
        self._live_count = -1

    def __call__(self, query: Any) -> Matches:
        self._poll()
        searcher = self._opened()
        # A matcher that knows its current document: the others lose documents that score 0.
        context = searcher.context(needs_current=True)
        matcher = _unboosted(query).matcher(searcher, context)
        # Whoosh forgot to give the documents of a column's query a score.
        score = (lambda: 1.0) if isinstance(matcher, ColumnMatcher) else matcher.score
        scores: dict[int, float] = {}
        while matcher.is_active():
            scores[matcher.id()] = score()
            matcher.next()
            if len(scores) % _POLLED == 0:
                self._poll()
        documents = np.array(sorted(scores), np.int64)
        found = Matches(documents, known(np.array([scores[one] for one in documents.tolist()], np.float32)))
        live = self._collection.live
        return found if live is None else found.at(np.flatnonzero(live.take(documents)))

    def _opened(self) -> Searcher:
        """Open a searcher; anew when documents have been taken out of the collection."""
        if self._searcher is None or self._live_count != self._collection.live_count:
            self._searcher = searcher_of(self._collection)
            self._live_count = self._collection.live_count
        return self._searcher


def searcher_of(collection: Collection) -> Searcher:
    """Open Whoosh's searcher of a collection as it is now."""
    live, bases = collection.live, collection.bases.tolist()
    deleted = [
        np.empty(0, np.int64) if live is None else np.flatnonzero(~live[base : base + segment.count])
        for base, segment in zip(bases, collection.segments, strict=False)
    ]
    return Searcher(open_segments(collection.segments, deleted), Ranking(collection))


def _unboosted(query: Any) -> Any:
    if getattr(query, "boost", 1.0) == 1.0:
        return query
    plain = copy.copy(query)
    plain.boost = 1.0
    return plain


class Ranking(WeightingModel):
    """Scores a term in one field as `index.search.ranking` does; terms of fields that are not scored get 0.

    Args:
        collection: what the searcher searches.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> BaseScorer:
        """Make what scores the documents of a segment or, for a searcher of several, of all."""
        del qf
        if fieldname not in SCORED_FIELDS:
            return _NoScorer()
        # Whoosh passes over words as bytes or as text.
        word = text if isinstance(text, str) else text.decode(errors="surrogatepass")
        forms = several(self._collection, [word])
        found = look_up(self._collection, (fieldname,), forms, lambda: None, scored=False)
        base = searcher.get_parent()._offset_for_subsearcher(searcher) or 0  # noqa: SLF001 - Whoosh keeps it nowhere else
        scale = rarity(len(found.documents), self._collection.live_count)
        return _Scorer(scale, self._collection.norms(fieldname)[base:])


class _Scorer(BaseScorer):
    """BM25F of a term in one field."""

    def __init__(self, scale: float, norms: Any) -> None:
        self._scale = scale
        self._norms = norms

    def score(self, matcher: Any) -> float:
        weight = float(matcher.weight() * self._norms[matcher.id()])
        return self._scale * weight / (SATURATION + weight)

    def max_quality(self) -> float:
        return self._scale


class _NoScorer(BaseScorer):
    """Says nothing about how well a document fits."""

    def score(self, matcher: Any) -> float:
        del matcher
        return 0.0

    def max_quality(self) -> float:
        return 0.0
