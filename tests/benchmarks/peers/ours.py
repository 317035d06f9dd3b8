"""Our own engine: the codec and the evaluation of query trees, below the query language."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.query.terms import Term

from index.analysis import keys
from index.codec.batch import Batch, IndexedArticle
from index.codec.layout import published_key
from index.codec.merging import merge
from index.codec.segment import SegmentReader
from index.indexer.indexer import Indexer
from index.library import Library
from index.library.writer import Place
from index.schema import SCORED_FIELDS
from index.search.collection import Collection
from index.search.evaluation import Evaluator
from index.search.expansion import with_keys
from index.search.facets import count
from index.search.joins import common
from index.search.matches import Matches
from index.search.memory import keep_freed_memory
from index.search.ordering import head
from index.search.postings import look_up
from index.search.timeline import timeline
from index.types import Article as StoredForm
from index.types import Block, BlockKind, Order
from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine, Setup
from tests.benchmarks.peers.trees import tree
from tests.benchmarks.queries import Kind, Query

BATCH_WORDS = 4_000_000
"""A segment is written when so many words are held."""

COMMIT = 500
"""Articles are put into a library so many at a time, as `index.sync` does."""

_FACETS = ("section", "outlet")
_BUCKETS = 40
_NONE = np.empty(0, np.int64)


class Ours(Engine):
    """Two fields, words as they are written: what the other engines do.

    A kept text is what the library keeps: the packed article in its database. Several processes are those of the
    indexer, which reads the articles from there.
    """

    stems_apart = False
    _collection: Collection
    _language: str

    def version(self) -> str:
        return f"Dateline {version('dateline')}"

    def can(self, setup: Setup) -> bool:
        return not setup.stems

    def lay_out(self, articles: Iterable[Article], folder: Path, setup: Setup) -> None:
        if setup.processes > 1 and not setup.kept:
            self._keep(articles, folder)

    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        started = time.perf_counter()
        if not setup.kept and setup.processes == 1:
            return self._build_here(articles, folder)
        if setup.kept:
            self._keep(articles, folder)
        kept = time.perf_counter()
        with (
            Library.open(folder / "library") as library,
            library.write_lock("benchmark"),
            Indexer(library, processes=setup.processes) as indexer,
        ):
            indexer.rebuild()
        built = time.perf_counter()
        if not setup.kept:  # they were there before
            for path in (folder / "library").glob("library.db*"):
                path.unlink()
        return {"keep": kept - started, "build": built - kept} if setup.kept else {"build": built - kept}

    def _keep(self, articles: Iterable[Article], folder: Path) -> None:
        """Put articles into a library."""
        waiting = iter(articles)
        with Library.open(folder / "library") as library, library.write_lock("benchmark") as lock:
            while some := list(islice(waiting, COMMIT)):
                with library.writing(lock) as writer:
                    for article in some:
                        writer.add(self._stored(article), Place(str(article.id)))

    def _build_here(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
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
        merge(folder / "all", segments, [_NONE] * len(segments))
        for path in paths:
            path.unlink()
        return {"build": built - started, "merge": time.perf_counter() - built}

    def _indexed(self, article: Article) -> IndexedArticle:
        texts = {"body": (article.body,), "headline": (article.headline,)}
        facets = {"section": (article.section,), "outlet": (article.outlet,)}
        return IndexedArticle(article.id, texts, facets, article.published, article.language, 0)

    def _stored(self, article: Article) -> StoredForm:
        return StoredForm(
            article.headline,
            (Block(BlockKind.PARAGRAPH, article.body),),
            section=article.section,
            outlet=article.outlet,
            published=article.published,
            language=article.language,
        )

    def open(self, folder: Path) -> None:
        keep_freed_memory()
        self._collection = Collection([SegmentReader(folder / "all")], [_NONE])

    def close(self) -> None:
        del self._collection
        gc.collect()

    def search(self, query: Query) -> int | None:
        by = Evaluator(self._collection, lambda: None, self._more)
        self._language = query.language
        try:
            found = by.run(self._tree(query), scored=query.kind is not Kind.NEWEST)
        except NotImplementedError:
            return None
        if query.kind is Kind.RANGE:
            found = self._dated(found, query)
        elif query.kind is Kind.FACETS:
            for name in _FACETS:
                count(self._collection, found.documents, name)
        elif query.kind is Kind.TIMELINE:
            timeline(self._collection.published.take(found.documents), _BUCKETS)
        return self._fetched(found, Order.NEWEST if query.kind is Kind.NEWEST else Order.RELEVANCE)

    def _tree(self, query: Query) -> Any:
        if query.kind is Kind.STEMS:
            return _AnyForm(query.words[0], ["body"], query.language)
        return tree(query, self._word)

    def _word(self, word: str) -> Any:
        return Term("body", word)

    def _more(self, query: Any) -> Matches:
        if not isinstance(query, _AnyForm):  # Whoosh's own matchers would do it, at their own pace
            raise NotImplementedError(query)
        forms = with_keys(self._collection, keys(query.word, [query.language]))
        return look_up(self._collection, query.fields, forms, lambda: None, scored=True)

    def _dated(self, found: Matches, query: Query) -> Matches:
        first, last = map(published_key, query.days)
        published = self._collection.published
        inside = np.flatnonzero((published >= first) & (published < last))
        return found.at(common(found.documents, inside, self._collection.scratch)[0])

    def _fetched(self, found: Matches, order: Order) -> int:
        self._collection.ids.take(head(self._collection, found, order, TOP)).tolist()
        return len(found.documents)


def _written(batch: Batch, folder: Path, paths: list[Path]) -> Batch:
    path = folder / f"part{len(paths)}"
    batch.write(path)
    paths.append(path)
    return batch.following()


class _AnyForm(WhooshQuery):
    """A word with its other forms, in some fields."""

    def __init__(self, word: str, fields: Sequence[str], language: str) -> None:
        self.word = word
        self.fields = fields
        self.language = language


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
        words = article.body.count(" ") + 1
        return IndexedArticle(article.id, texts, facets, article.published, article.language, words)

    def _stored(self, article: Article) -> StoredForm:
        blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in article.body.split("\n\n"))
        return replace(super()._stored(article), blocks=blocks, authors=(article.byline,))

    def _word(self, word: str) -> Any:
        return _AnyForm(word, SCORED_FIELDS, self._language)
