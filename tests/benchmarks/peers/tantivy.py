"""tantivy with its default tokenizer; patterns by its regular expressions."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import Stemmer

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import SNOWBALL, TOP, Engine, Setup
from tests.benchmarks.queries import SLOP, Kind, Query

_HEAP = 256 << 20
_STEMS, _LONGEST = "stems", 40
_COUNTED = {
    Kind.FACETS: {name: {"terms": {"field": name, "size": 100}} for name in ("section", "outlet")},
    Kind.TIMELINE: {"years": {"date_histogram": {"field": "published", "fixed_interval": "365d"}}},
}


class Tantivy(Engine):
    def prepare(self) -> None:
        self._tantivy: Any = import_module("tantivy")

    def version(self) -> str:
        return f"tantivy {version('tantivy')}"

    def can(self, setup: Setup) -> bool:
        return super().can(replace(setup, processes=1))

    def _made(self, folder: Path, setup: Setup) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, fast=True)
        for name in ("body", "headline"):
            tokenizer = _STEMS if setup.stems else "default"
            builder.add_text_field(name, stored=setup.kept, tokenizer_name=tokenizer)
        builder.add_date_field("published", indexed=True, fast=True)
        for name in ("section", "outlet"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        index = self._tantivy.Index(builder.build(), path=str(folder))
        if setup.stems:  # what its `default` does, then stems
            filters = self._tantivy.Filter
            words = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.simple())
            for one in (filters.remove_long(_LONGEST), filters.lowercase(), filters.stemmer(SNOWBALL[setup.language])):
                words = words.filter(one)
            index.register_tokenizer(_STEMS, words.build())
        return index

    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        started = time.perf_counter()
        threads = 1 if setup.processes == 1 else 0  # 0 is for as many as it thinks best
        writer = self._made(folder, setup).writer(heap_size=_HEAP, num_threads=threads)
        for article in articles:
            document = self._tantivy.Document()
            document.add_unsigned("id", article.id)
            document.add_text("body", article.body)
            document.add_text("headline", article.headline)
            document.add_date("published", _day(article.published))
            document.add_text("section", article.section)
            document.add_text("outlet", article.outlet)
            writer.add_document(document)
        writer.commit()
        built = time.perf_counter()
        writer.wait_merging_threads()
        return {"build": built - started, "merge": time.perf_counter() - built}

    def open(self, folder: Path) -> None:
        self._index = self._tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def close(self) -> None:
        del self._searcher, self._index

    def search(self, query: Query) -> int | None:
        if query.kind is Kind.NEAR:  # a phrase with slop may be in another order, but not with as many between
            return None
        order = {"order_by_field": "published"} if query.kind is Kind.NEWEST else {}
        wanted = self._query(query)
        if query.kind in _COUNTED:
            self._searcher.aggregate(wanted, _COUNTED[query.kind])
        found = self._searcher.search(wanted, TOP, count=True, **order)
        return int(found.count)

    def _word(self, word: str, field: str = "body") -> Any:
        return self._tantivy.Query.term_query(self._index.schema, field, word)

    def _query(self, query: Query) -> Any:
        make, schema, words = self._tantivy.Query, self._index.schema, query.words
        match query.kind:
            case Kind.PHRASE:
                return make.phrase_query(schema, "body", list(words))
            case Kind.SLOP:
                return make.phrase_query(schema, "body", list(words), slop=SLOP - 1)
            case Kind.PREFIX:
                return make.regex_query(schema, "body", f"{words[0]}.*")
            case Kind.WILDCARD:
                return make.regex_query(schema, "body", words[0].replace("*", ".*").replace("?", "."))
            case Kind.FUZZY:
                return make.fuzzy_term_query(schema, "body", words[0], distance=1, transposition_cost_one=True)
            case Kind.STEMS:
                return self._word(Stemmer.Stemmer(SNOWBALL[query.language]).stemWord(words[0]))
            case Kind.HEADLINE:
                return self._word(words[0], "headline")
            case Kind.RANGE:
                return self._all(self._word(words[0]), make.const_score_query(self._days(query.days), 0.0))
        return self._joined(query.kind, [self._word(word) for word in words])

    def _joined(self, kind: Kind, conditions: list[Any]) -> Any:
        make, occur = self._tantivy.Query, self._tantivy.Occur
        match kind:
            case Kind.AND:
                return self._all(*conditions)
            case Kind.OR:
                return make.boolean_query([(occur.Should, one) for one in conditions])
            case Kind.NOT:
                return make.boolean_query([(occur.Must, conditions[0]), (occur.MustNot, conditions[1])])
        return conditions[0]

    def _all(self, *conditions: Any) -> Any:
        return self._tantivy.Query.boolean_query([(self._tantivy.Occur.Must, one) for one in conditions])

    def _days(self, days: tuple[str, str]) -> Any:
        kind = self._tantivy.FieldType.Date
        first, last = map(_day, days)
        return self._tantivy.Query.range_query(self._index.schema, "published", kind, first, last, True, False)


def _day(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00")
