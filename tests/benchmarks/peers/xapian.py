"""Xapian, if the system's Python has its bindings; merged by `compact`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine, Setup
from tests.benchmarks.queries import SLOP, Kind, Query

_SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
_PUBLISHED, _SECTION, _OUTLET, _YEAR = range(4)
_COUNTED = {Kind.FACETS: (_SECTION, _OUTLET), Kind.TIMELINE: (_YEAR,)}
_HEADLINE = "S"
_COMMIT = 20_000


class Xapian(Engine):
    def prepare(self) -> None:
        if _SYSTEM_PACKAGES not in sys.path:
            sys.path.append(_SYSTEM_PACKAGES)
        self._xapian: Any = import_module("xapian")

    def version(self) -> str:
        return f"Xapian {self._xapian.version_string()}"

    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        started = time.perf_counter()
        database = self._xapian.WritableDatabase(str(folder / "db"), self._xapian.DB_CREATE)
        generator = self._xapian.TermGenerator()
        generator.set_stemming_strategy(self._xapian.TermGenerator.STEM_NONE)
        if setup.stems:
            generator.set_stemmer(self._xapian.Stem(setup.language))
            generator.set_stemming_strategy(self._xapian.TermGenerator.STEM_ALL)
        for number, article in enumerate(articles):
            document = self._xapian.Document()
            generator.set_document(document)
            generator.index_text(article.body)
            generator.increase_termpos()
            generator.index_text(article.headline, 1, _HEADLINE)
            for slot, value in enumerate((article.published, article.section, article.outlet, article.published[:4])):
                document.add_value(slot, value)
            if setup.kept:
                document.set_data(f"{article.headline}\n{article.body}")
            database.add_document(document)
            if number % _COMMIT == _COMMIT - 1:
                database.commit()
        database.commit()
        built = time.perf_counter()
        database.compact(str(folder / "compact"), 0)
        database.close()
        for path in (folder / "db").iterdir():
            path.unlink()
        return {"build": built - started, "merge": time.perf_counter() - built}

    def open(self, folder: Path) -> None:
        self._database = self._xapian.Database(str(folder / "compact"))

    def close(self) -> None:
        self._database.close()

    def search(self, query: Query) -> int | None:
        wanted = self._query(query)
        if wanted is None:
            return None
        enquire = self._xapian.Enquire(self._database)
        enquire.set_query(wanted)
        if query.kind is Kind.NEWEST:
            enquire.set_sort_by_value(_PUBLISHED, True)
        spies = [self._xapian.ValueCountMatchSpy(slot) for slot in _COUNTED.get(query.kind, ())]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self._database.get_doccount())
        [item.docid for item in found]
        return int(found.get_matches_estimated())

    def _query(self, query: Query) -> Any:
        make, words = self._xapian.Query, list(query.words)
        match query.kind:
            case Kind.NOT:
                return make(make.OP_AND_NOT, make(words[0]), make(words[1]))
            case Kind.STEMS:
                return make(self._xapian.Stem(query.language)(words[0]).decode())
            case Kind.HEADLINE:
                return make(_HEADLINE + words[0])
            case Kind.PREFIX:
                return make(make.OP_WILDCARD, words[0], 0, make.WILDCARD_LIMIT_ERROR, make.OP_SYNONYM)
            case Kind.WILDCARD | Kind.FUZZY:
                return None
            case Kind.RANGE:
                return make(make.OP_FILTER, make(words[0]), self._days(*query.days))
        operations = {
            Kind.AND: (make.OP_AND, words),
            Kind.OR: (make.OP_OR, words),
            Kind.PHRASE: (make.OP_PHRASE, words, len(words)),
            Kind.SLOP: (make.OP_PHRASE, words, SLOP + 1),
            Kind.NEAR: (make.OP_NEAR, words, SLOP + 1),
        }
        return make(*operations.get(query.kind, words[:1]))

    def _days(self, first: str, last: str) -> Any:
        before = (date.fromisoformat(last) - timedelta(days=1)).isoformat()  # both its bounds are within
        return self._xapian.Query(self._xapian.Query.OP_VALUE_RANGE, _PUBLISHED, first, before)
