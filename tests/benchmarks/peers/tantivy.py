"""tantivy, one writer thread, the rows of its default tokenizer; patterns by its regular expressions."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine
from tests.benchmarks.queries import SLOP, Kind, Query

_HEAP = 256 << 20


class Tantivy(Engine):
    def prepare(self) -> None:
        self._tantivy: Any = import_module("tantivy")

    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, fast=True)
        builder.add_text_field("body", stored=False)
        builder.add_date_field("published", indexed=True, fast=True)
        for name in ("section", "outlet"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        return builder.build()

    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        started = time.perf_counter()
        index = self._tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for article in articles:
            document = self._tantivy.Document()
            document.add_unsigned("id", article.id)
            document.add_text("body", article.body)
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
        if query.kind is Kind.FACETS:
            counted = {name: {"terms": {"field": name, "size": 100}} for name in ("section", "outlet")}
            self._searcher.aggregate(self._word(query.words[0]), counted)
        order = {"order_by_field": "published"} if query.kind is Kind.NEWEST else {}
        found = self._searcher.search(self._query(query), TOP, count=True, **order)
        return int(found.count)

    def _word(self, word: str) -> Any:
        return self._tantivy.Query.term_query(self._index.schema, "body", word)

    def _query(self, query: Query) -> Any:
        make, occur, schema, words = self._tantivy.Query, self._tantivy.Occur, self._index.schema, query.words
        match query.kind:
            case Kind.AND:
                return make.boolean_query([(occur.Must, self._word(word)) for word in words])
            case Kind.OR:
                return make.boolean_query([(occur.Should, self._word(word)) for word in words])
            case Kind.NOT:
                return make.boolean_query([(occur.Must, self._word(words[0])), (occur.MustNot, self._word(words[1]))])
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
            case Kind.RANGE:
                days = make.range_query(
                    schema, "published", self._tantivy.FieldType.Date, *map(_day, query.days), True, False
                )
                days = make.const_score_query(days, 0.0)
                return make.boolean_query([(occur.Must, self._word(words[0])), (occur.Must, days)])
        return self._word(words[0])


def _day(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00")
