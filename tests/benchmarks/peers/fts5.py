"""SQLite FTS5; headlines in an index of their own, dates, sections and outlets in a table beside them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.generate import Article
from tests.benchmarks.peers.base import TOP, Engine, Setup
from tests.benchmarks.queries import SLOP, Kind, Query

_COMMIT = 20_000
_COUNTED = {Kind.FACETS: ("section", "outlet"), Kind.TIMELINE: ("substr(published, 1, 4)",)}


class Fts5(Engine):
    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def can(self, setup: Setup) -> bool:
        return super().can(setup) and (not setup.stems or setup.language == "en")

    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        started = time.perf_counter()
        database = sqlite3.connect(folder / "index.db", isolation_level=None)
        words = "porter " if setup.stems else ""
        options = f"tokenize='{words}unicode61 remove_diacritics 0'" + ("" if setup.kept else ", content=''")
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            f"CREATE VIRTUAL TABLE texts USING fts5(body, {options});"
            f"CREATE VIRTUAL TABLE headlines USING fts5(headline, {options});"
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, published TEXT, section TEXT, outlet TEXT);"
            "BEGIN"
        )
        for number, article in enumerate(articles):
            database.execute("INSERT INTO texts(rowid, body) VALUES (?, ?)", (article.id, article.body))
            database.execute("INSERT INTO headlines(rowid, headline) VALUES (?, ?)", (article.id, article.headline))
            database.execute(
                "INSERT INTO facts VALUES (?, ?, ?, ?)",
                (article.id, article.published, article.section, article.outlet),
            )
            if number % _COMMIT == _COMMIT - 1:
                database.execute("COMMIT")
                database.execute("BEGIN")
        database.execute("COMMIT")
        built = time.perf_counter()
        for table in ("texts", "headlines"):
            database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
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
        table = "headlines" if query.kind is Kind.HEADLINE else "texts"
        joined = "FROM texts JOIN facts ON facts.id = texts.rowid WHERE texts MATCH ?"
        if query.kind is Kind.RANGE:
            joined += " AND published >= ? AND published < ?"
            self._all(f"SELECT texts.rowid {joined} ORDER BY rank LIMIT {TOP}", text, *query.days)
            return int(self._all(f"SELECT count(*) {joined}", text, *query.days)[0][0])
        if query.kind is Kind.NEWEST:
            self._all(f"SELECT id {joined} ORDER BY published DESC LIMIT {TOP}", text)
        else:
            self._all(f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT {TOP}", text)
        for column in _COUNTED.get(query.kind, ()):
            self._all(f"SELECT {column} AS value, count(*) {joined} GROUP BY value", text)
        return int(self._all(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", text)[0][0])

    def _all(self, statement: str, *values: str) -> list[tuple[int, ...]]:
        return self._database.execute(statement, values).fetchall()


def _match(query: Query) -> str | None:
    words = [f'"{word}"' for word in query.words]
    match query.kind:
        case Kind.AND | Kind.OR | Kind.NOT:
            return f" {query.kind.upper()} ".join(words)
        case Kind.PHRASE:
            return f'"{" ".join(query.words)}"'
        case Kind.NEAR:
            return f"NEAR({' '.join(words)}, {SLOP - 1})"
        case Kind.PREFIX:
            return f"{words[0]}*"
        case Kind.SLOP | Kind.WILDCARD | Kind.FUZZY:  # its NEAR is in any order
            return None
    return words[0]
