"""Whoosh as it is: its own codec, its own collectors."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import DATETIME, ID, STORED, TEXT, Schema
from whoosh.lang.porter import stem
from whoosh.query.compound import And
from whoosh.query.ranges import DateRange
from whoosh.query.terms import Term
from whoosh.sorting import DateRangeFacet

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine, Setup
from tests.benchmarks.peers.trees import tree
from tests.benchmarks.queries import Kind, Query

_YEARS = (datetime(1900, 1, 1), datetime(2100, 1, 1), timedelta(days=365))  # noqa: DTZ001 - Whoosh has no zones


class Whoosh(Engine):
    def version(self) -> str:
        return f"Whoosh {version('whoosh3')}"

    def can(self, setup: Setup) -> bool:
        return super().can(setup) and (not setup.stems or setup.language == "en")

    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        started = time.perf_counter()
        words = RegexTokenizer() | LowercaseFilter()
        if setup.stems:
            words |= StemFilter()
        schema = Schema(
            id=STORED,
            body=TEXT(analyzer=words, phrase=True, stored=setup.kept),
            headline=TEXT(analyzer=words, phrase=True, stored=setup.kept),
            published=DATETIME(sortable=True),
            section=ID(sortable=True),
            outlet=ID(sortable=True),
        )
        writer: Any = whoosh_index.create_in(str(folder), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(
                id=article.id,
                body=article.body,
                headline=article.headline,
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
        if query.kind is Kind.TIMELINE:
            years: Any = DateRangeFacet  # its types are those of a range of numbers
            options = {"groupedby": {"years": years("published", *_YEARS)}}
        return len(self._searcher.search(_tree(query), limit=TOP, **options))


def _tree(query: Query) -> Any:
    match query.kind:
        case Kind.STEMS:
            return Term("body", stem(query.words[0]))
        case Kind.RANGE:
            first, last = map(datetime.fromisoformat, query.days)
            days = DateRange("published", first, last - timedelta(microseconds=1))
            return And([Term("body", query.words[0]), days])
    return tree(query, partial(Term, "body"))
