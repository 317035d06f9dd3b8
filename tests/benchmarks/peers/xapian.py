"""Xapian, if the system's Python has its bindings."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine
from tests.benchmarks.queries import SLOP, Kind, Query

_SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
_PUBLISHED, _SECTION, _OUTLET = range(3)
_COMMIT = 20_000


class Xapian(Engine):
    def prepare(self) -> None:
        if _SYSTEM_PACKAGES not in sys.path:
            sys.path.append(_SYSTEM_PACKAGES)
        self._xapian: Any = import_module("xapian")

    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        started = time.perf_counter()
        database = self._xapian.WritableDatabase(str(folder / "db"), self._xapian.DB_CREATE)
        generator = self._xapian.TermGenerator()
        generator.set_stemming_strategy(self._xapian.TermGenerator.STEM_NONE)
        for number, article in enumerate(articles):
            document = self._xapian.Document()
            generator.set_document(document)
            generator.index_text(article.body)
            for slot, value in enumerate((article.published, article.section, article.outlet)):
                document.add_value(slot, value)
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
        spies = []
        if query.kind is Kind.FACETS:
            spies = [self._xapian.ValueCountMatchSpy(slot) for slot in (_SECTION, _OUTLET)]
            for spy in spies:
                enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self._database.get_doccount())
        [item.docid for item in found]
        return int(found.get_matches_estimated())

    def _query(self, query: Query) -> Any:
        make, words = self._xapian.Query, list(query.words)
        match query.kind:
            case Kind.AND:
                return make(make.OP_AND, words)
            case Kind.OR:
                return make(make.OP_OR, words)
            case Kind.NOT:
                return make(make.OP_AND_NOT, make(words[0]), make(words[1]))
            case Kind.PHRASE:
                return make(make.OP_PHRASE, words, len(words))
            case Kind.SLOP:
                return make(make.OP_PHRASE, words, SLOP + 1)
            case Kind.PREFIX:
                return make(make.OP_WILDCARD, words[0], 0, make.WILDCARD_LIMIT_ERROR, make.OP_SYNONYM)
            case Kind.WILDCARD | Kind.FUZZY:
                return None
            case Kind.RANGE:
                first, last = query.days
                days = make(make.OP_VALUE_RANGE, _PUBLISHED, first, last[:-1] + chr(ord(last[-1]) - 1) + "~")
                return make(make.OP_FILTER, make(words[0]), days)
        return make(words[0])
