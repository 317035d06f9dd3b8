"""SQLite FTS5, without a copy of the texts; dates, sections and outlets in a table beside it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine
from tests.benchmarks.queries import SLOP, Kind, Query

_COMMIT = 20_000


class Fts5(Engine):
    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        started = time.perf_counter()
        database = sqlite3.connect(folder / "index.db", isolation_level=None)
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            "CREATE VIRTUAL TABLE texts USING fts5(body, content='');"
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, published TEXT, section TEXT, outlet TEXT);"
            "BEGIN"
        )
        for number, article in enumerate(articles):
            database.execute("INSERT INTO texts(rowid, body) VALUES (?, ?)", (article.id, article.body))
            database.execute(
                "INSERT INTO facts VALUES (?, ?, ?, ?)",
                (article.id, article.published, article.section, article.outlet),
            )
            if number % _COMMIT == _COMMIT - 1:
                database.execute("COMMIT")
                database.execute("BEGIN")
        database.execute("COMMIT")
        built = time.perf_counter()
        database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        return {"build": built - started, "merge": time.perf_counter() - built}

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "index.db")
        self._database.execute("PRAGMA cache_size=-65536")

    def close(self) -> None:
        self._database.close()

    def search(self, query: Query) -> int | None:
        text = _match(query)
        if text is None:
            return None
        joined = "FROM texts JOIN facts ON facts.id = texts.rowid WHERE texts MATCH ?"
        if query.kind is Kind.RANGE:
            joined += " AND published >= ? AND published < ?"
            self._all(f"SELECT texts.rowid {joined} ORDER BY rank LIMIT {TOP}", text, *query.days)
            return int(self._all(f"SELECT count(*) {joined}", text, *query.days)[0][0])
        if query.kind is Kind.NEWEST:
            self._all(f"SELECT id {joined} ORDER BY published DESC LIMIT {TOP}", text)
        else:
            self._all(f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT {TOP}", text)
        if query.kind is Kind.FACETS:
            for name in ("section", "outlet"):
                self._all(f"SELECT {name}, count(*) {joined} GROUP BY {name}", text)
        return int(self._all("SELECT count(*) FROM texts WHERE texts MATCH ?", text)[0][0])

    def _all(self, statement: str, *values: str) -> list[tuple[int, ...]]:
        return self._database.execute(statement, values).fetchall()


def _match(query: Query) -> str | None:
    words = [f'"{word}"' for word in query.words]
    match query.kind:
        case Kind.AND | Kind.OR | Kind.NOT:
            return f" {query.kind.upper()} ".join(words)
        case Kind.PHRASE:
            return f'"{" ".join(query.words)}"'
        case Kind.SLOP:
            return f"NEAR({' '.join(words)}, {SLOP - 1})"
        case Kind.PREFIX:
            return f"{words[0]}*"
        case Kind.WILDCARD | Kind.FUZZY:
            return None
    return words[0]
