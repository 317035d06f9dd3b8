"""Our own engine: the codec and the evaluation of query trees, below the query language."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.query.terms import FuzzyTerm, Prefix, Term, Wildcard
from whoosh.query.wrappers import Not

from index.analysis import keys
from index.codec.batch import Batch, IndexedArticle
from index.codec.layout import published_key
from index.codec.merging import merge
from index.codec.segment import SegmentReader
from index.schema import SCORED_FIELDS
from index.search.best import best
from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.expansion import with_keys
from index.search.joins import common
from index.search.matches import At, Matches
from index.search.memory import keep_freed_memory
from index.search.postings import look_up
from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine
from tests.benchmarks.queries import SLOP, Kind, Query

BATCH_WORDS = 4_000_000
"""A segment is written when so many words are held."""

_FACETS = ("section", "outlet")


class Ours(Engine):
    """One field, words as they are written: what the other engines do."""

    _collection: Collection

    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        started = time.perf_counter()
        paths: list[Path] = []
        batch = Batch()
        for article in articles:
            batch.add(self._indexed(article))
            if batch.size >= BATCH_WORDS:
                batch = _written(batch, folder, paths)
        if len(batch):
            _written(batch, folder, paths)
        built = time.perf_counter()
        segments = [SegmentReader(path) for path in paths]
        merge(folder / "all", segments, [np.empty(0, np.int64)] * len(segments))
        for path in paths:
            path.unlink()
        return {"build": built - started, "merge": time.perf_counter() - built}

    def _indexed(self, article: Article) -> IndexedArticle:
        facets = {"section": (article.section,), "outlet": (article.outlet,)}
        return IndexedArticle(article.id, {"body": (article.body,)}, facets, article.published, "en", 0)

    def open(self, folder: Path) -> None:
        keep_freed_memory()
        self._collection = Collection([SegmentReader(folder / "all")], [np.empty(0, np.int64)])

    def close(self) -> None:
        del self._collection
        gc.collect()

    def search(self, query: Query) -> int | None:
        by = Evaluator(self._collection, lambda: None, self._more)
        match query.kind:
            case Kind.RANGE:
                return self._best(self._dated(by.run(self._word(query.words[0])), query))
            case Kind.NEWEST:
                return self._newest(by.run(self._word(query.words[0]), scored=False))
            case Kind.FACETS:
                found = by.run(self._word(query.words[0]))
                self._count(found)
                return self._best(found)
        return self._best(by.run(self._tree(query)))

    def _tree(self, query: Query) -> Any:
        words = query.words
        match query.kind:
            case Kind.WORD:
                return self._word(words[0])
            case Kind.AND:
                return And([self._word(word) for word in words])
            case Kind.OR:
                return Or([self._word(word) for word in words])
            case Kind.NOT:
                return And([self._word(words[0]), Not(self._word(words[1]))])
            case Kind.PHRASE:
                return Phrase("body", list(words))
            case Kind.SLOP:
                return Phrase("body", list(words), slop=SLOP)
            case Kind.PREFIX:
                return Prefix("body", words[0])
            case Kind.WILDCARD:
                return Wildcard("body", words[0])
        assert query.kind is Kind.FUZZY
        return FuzzyTerm("body", words[0], maxdist=1, prefixlength=0)

    def _word(self, word: str) -> Any:
        return Term("body", word)

    def _more(self, query: Any) -> Matches:
        raise NotImplementedError(query)

    def _dated(self, found: Matches, query: Query) -> Matches:
        first, last = map(published_key, query.days)
        published = self._collection.published
        inside = np.flatnonzero((published >= first) & (published < last))
        return found.at(common(found.documents, inside, self._collection.scratch)[0])

    def _best(self, found: Matches) -> int:
        if len(found.documents):
            assert found.scorer is not None
            scores = found.scorer(None, At(self._collection, found.documents))
            chosen = found.documents.take(best(scores, found.documents, TOP))
            assert len(self._collection.ids.take(chosen)) == min(TOP, len(found.documents))
        return len(found.documents)

    def _newest(self, found: Matches) -> int:
        order, ranks = self._collection.newest
        places = ranks.take(found.documents)
        if len(places) > TOP:
            places = np.partition(places, TOP)[:TOP]
        places.sort()
        self._collection.ids.take(order.take(places))
        return len(found.documents)

    def _count(self, found: Matches) -> None:
        (segment,) = self._collection.segments
        for name in _FACETS:
            facet = segment.facet(name)  # one value a document here
            counts = np.bincount(facet.values.take(found.documents), minlength=len(facet.names))
            sorted(zip((-counts).tolist(), facet.names.between(0, len(facet.names)), strict=True))


def _written(batch: Batch, folder: Path, paths: list[Path]) -> Batch:
    path = folder / f"part{len(paths)}"
    batch.write(path)
    paths.append(path)
    return Batch()


class _Everywhere(WhooshQuery):
    """A word with its other forms, in all fields."""

    def __init__(self, word: str) -> None:
        self.word = word


class OursEverywhere(Ours):
    """Articles as they are read in: all fields, paragraphs apart; words in all their forms, in all texts."""

    def _indexed(self, article: Article) -> IndexedArticle:
        texts = {
            "headline": (article.headline,),
            "byline": (article.byline,),
            "body": article.body.split("\n\n"),
            "section": (article.section,),
            "outlet": (article.outlet,),
        }
        facets = {"section": (article.section,), "outlet": (article.outlet,), "author": (article.byline,)}
        return IndexedArticle(article.id, texts, facets, article.published, "en", article.body.count(" ") + 1)

    def _word(self, word: str) -> Any:
        return _Everywhere(word)

    def _more(self, query: Any) -> Matches:
        forms = with_keys(self._collection, keys(query.word, ["en"]))
        return look_up(self._collection, SCORED_FIELDS, forms, lambda: None, scored=True)
