"""Whoosh as it is: its own codec, its own collectors."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import DATETIME, ID, STORED, TEXT, Schema
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.ranges import DateRange
from whoosh.query.terms import FuzzyTerm, Prefix, Term, Wildcard
from whoosh.query.wrappers import Not

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine
from tests.benchmarks.queries import SLOP, Kind, Query


class Whoosh(Engine):
    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        started = time.perf_counter()
        schema = Schema(
            id=STORED,
            body=TEXT(analyzer=RegexTokenizer() | LowercaseFilter(), phrase=True),
            published=DATETIME(sortable=True),
            section=ID(sortable=True),
            outlet=ID(sortable=True),
        )
        writer: Any = whoosh_index.create_in(str(folder), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(
                id=article.id,
                body=article.body,
                published=datetime.fromisoformat(article.published),
                section=article.section,
                outlet=article.outlet,
            )
        writer.commit(optimize=True)
        return {"build": time.perf_counter() - started, "merge": 0.0}

    def open(self, folder: Path) -> None:
        self._index = whoosh_index.open_dir(str(folder))
        self._searcher: Any = self._index.searcher()

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def search(self, query: Query) -> int | None:
        options: dict[str, Any] = {}
        if query.kind is Kind.NEWEST:
            options = {"sortedby": "published", "reverse": True}
        if query.kind is Kind.FACETS:
            options = {"groupedby": ["section", "outlet"]}
        return len(self._searcher.search(_tree(query), limit=TOP, **options))


def _tree(query: Query) -> Any:
    words = query.words
    terms = [Term("body", word) for word in words]
    match query.kind:
        case Kind.AND:
            return And(terms)
        case Kind.OR:
            return Or(terms)
        case Kind.NOT:
            return And([terms[0], Not(terms[1])])
        case Kind.PHRASE:
            return Phrase("body", list(words))
        case Kind.SLOP:
            return Phrase("body", list(words), slop=SLOP)
        case Kind.PREFIX:
            return Prefix("body", words[0])
        case Kind.WILDCARD:
            return Wildcard("body", words[0])
        case Kind.FUZZY:
            return FuzzyTerm("body", words[0], maxdist=1, prefixlength=0)
        case Kind.RANGE:
            first, last = map(datetime.fromisoformat, query.days)
            return And([terms[0], DateRange("published", first, last - timedelta(microseconds=1))])
    return terms[0]
