"""What was asked, and saved searches: queries under a name, what was known of their results, what was seen of them.

Two sets of articles follow a saved search, and survive restarts and every new index:

- *known*: its results when they were last looked at. What is among the results now and was not then is **new**, whether
  it came into the library since, was changed, was indexed late, or got a mark that the query asks for. A result that
  was seen in the review is not new either. Of a search that was never looked at all results are new.
- *seen*: the articles that were seen in its review. The results that are not among them **remain**.

An article that is removed from the library is in no results any more, and its id never comes again. Renaming a search
keeps both sets, another query under its name keeps them too, and forgetting it forgets them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from index.library.codec import fold_tag
from index.library.database import Database

if TYPE_CHECKING:
    import sqlite3

    from index.types import SavedSearch, SearchState

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Answers a query of the database."""

NAME_LIMIT = 100
"""The longest name of a saved search, in characters."""

QUERY_LIMIT = 10_000
"""The longest query that is kept: no more of one is ever read."""

_COLUMNS = "SELECT name, query, saved, looked FROM saved"
_ID = "SELECT id FROM saved WHERE folded = ?"
_SET = "SELECT block, bits FROM saved_sets WHERE saved_id = (SELECT id FROM saved WHERE folded = ?) AND kind = ?"
_SETS = "SELECT kind, block, bits FROM saved_sets WHERE saved_id = ? ORDER BY kind, block"

QUERIES_KEPT = 1_000
"""So many of the last queries are remembered."""


class AskedQueries:
    """The part of the library that remembers what was asked."""

    database: Database

    def asked_queries(self) -> list[str]:
        """Returns the queries that were asked last, each once, the newest last."""
        return [str(text) for (text,) in self.database.rows("SELECT text FROM queries ORDER BY id")]

    def remember_query(self, text: str) -> None:
        """Remembers a query as the newest; one that says nothing is not remembered."""
        from index.cleaning.safety import safe_line  # with the first query: a reader starts without the cleaning

        text = safe_line(text[:QUERY_LIMIT])
        if not text:
            return
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM queries WHERE text = ?", (text,))
            connection.execute("INSERT INTO queries (text) VALUES (?)", (text,))
            connection.execute(
                "DELETE FROM queries WHERE id <= (SELECT id FROM queries ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (QUERIES_KEPT,),
            )


class SavedSearches:
    """The part of the library that keeps saved searches. Names are compared without case."""

    database: Database

    def saved_searches(self) -> list[SavedSearch]:
        """Returns the saved searches by name."""
        from index.types import SavedSearch  # not on the first screen

        return [SavedSearch(*found) for found in self.database.rows(f"{_COLUMNS} ORDER BY folded")]

    def saved_search(self, name: str) -> SavedSearch | None:
        """Returns the saved search of a name, None when there is none."""
        from index.types import SavedSearch  # as above

        found = self.database.row(f"{_COLUMNS} WHERE folded = ?", (_folded(name),))
        return SavedSearch(*found) if found else None

    def saved_query(self, name: str) -> str | None:
        """Returns the query that is kept under a name, None when there is none."""
        found = self.database.row("SELECT query FROM saved WHERE folded = ?", (_folded(name),))
        return str(found[0]) if found else None

    # ---- keeping --------------------------------------------------------------------------------------------------

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Keeps a query under a name, in place of the one that had the name, and returns it as it is kept.

        Raises:
            UsageError: the name is empty or too long, or the query is.
        """
        from index.cleaning.safety import safe_line  # with the first search saved: a reader starts without the cleaning
        from index.types import SavedSearch  # as above

        name, query = _checked_name(name), safe_line(query)
        if not query:
            raise UsageError("there is no query to save", name, "Write what to search for.")
        if len(query) > QUERY_LIMIT:
            raise UsageError(f"a saved query has at most {QUERY_LIMIT:,} characters", f"{len(query):,}", "Shorten it.")
        with self.database.transaction() as connection:
            looked: str | None = connection.execute(
                "INSERT INTO saved (name, folded, query, saved) VALUES (?, ?, ?, ?) ON CONFLICT (folded) DO UPDATE"
                " SET name = excluded.name, query = excluded.query, saved = excluded.saved RETURNING looked",
                (name, _folded(name), query, now := _now()),
            ).fetchone()[0]
        return SavedSearch(name, query, now, looked)

    def rename_search(self, name: str, new: str) -> str:
        """Gives a saved search another name, and returns the name as it is kept.

        Raises:
            UsageError: there is none of that name, the new one is empty or too long, or another search has it.
        """
        new = _checked_name(new)
        with self.database.transaction() as connection:
            saved_id = _id_of(connection, name)
            if connection.execute(f"{_ID} AND id <> ?", (_folded(new), saved_id)).fetchone():
                raise UsageError("there is a saved search of that name", new, "Choose another name.")
            connection.execute("UPDATE saved SET name = ?, folded = ? WHERE id = ?", (new, _folded(new), saved_id))
        return new

    def forget_search(self, name: str) -> SearchState | None:
        """Forgets a saved search and all that was seen of it; returns what `put_back` takes, None if there was none."""
        with self.database.transaction() as connection:
            state = _state(lambda sql, parameters: connection.execute(sql, parameters).fetchall(), name)
            connection.execute("DELETE FROM saved WHERE folded = ?", (_folded(name),))
        return state

    def search_state(self, name: str) -> SearchState | None:
        """Returns all that is kept of a saved search, for `put_back`; None when there is none."""
        with self.database.snapshot():
            return _state(self.database.rows, name)

    def put_back(self, state: SearchState) -> None:
        """Makes a saved search again what it was, in place of the one that has its name now."""
        saved = state.search
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM saved WHERE folded = ?", (fold_tag(saved.name),))
            saved_id: int = connection.execute(
                "INSERT INTO saved (name, folded, query, saved, looked) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (saved.name, fold_tag(saved.name), saved.query, saved.saved, saved.looked),
            ).fetchone()[0]
            connection.executemany(
                "INSERT INTO saved_sets VALUES (?, ?, ?, ?)", ((saved_id, *each) for each in state.sets)
            )

    # ---- what was known and seen ----------------------------------------------------------------------------------

    def known_in_search(self, name: str) -> array[int]:
        """Returns the results of a saved search when they were last looked at, ascending."""
        return self._set(name, "known")

    def seen_in_search(self, name: str) -> array[int]:
        """Returns the articles that were seen in the review of a saved search, ascending."""
        return self._set(name, "seen")

    def look_at_search(self, name: str, results: Iterable[int]) -> None:
        """Remembers that a saved search was looked at just now, with these results: none of them is new any more.

        Raises:
            UsageError: there is none of that name.
        """
        from index.library.bitmaps import blocks  # as above

        known = list(blocks(results))
        with self.database.transaction() as connection:
            saved_id = _id_of(connection, name)
            connection.execute("UPDATE saved SET looked = ? WHERE id = ?", (_now(), saved_id))
            connection.execute("DELETE FROM saved_sets WHERE saved_id = ? AND kind = 'known'", (saved_id,))
            connection.executemany(
                "INSERT INTO saved_sets VALUES (?, 'known', ?, ?)", ((saved_id, *block) for block in known)
            )

    def see_in_search(self, name: str, articles: Iterable[int], *, seen: bool = True) -> None:
        """Remembers that articles were seen in the review of a saved search, or that they are to be seen again.

        Raises:
            UsageError: there is none of that name.
        """
        from index.library.bitmaps import blocks, united, without  # as above

        with self.database.transaction() as connection:
            saved_id = _id_of(connection, name)
            where = "saved_id = ? AND kind = 'seen' AND block = ?"
            for block, bits in blocks(articles):
                here = connection.execute(f"SELECT bits FROM saved_sets WHERE {where}", (saved_id, block)).fetchone()  # noqa: S608 - made of constants
                before = here[0] if here else bytes(len(bits))
                after = united(before, bits) if seen else without(before, bits)
                connection.execute(f"DELETE FROM saved_sets WHERE {where}", (saved_id, block))  # noqa: S608 - as above
                if after:
                    connection.execute("INSERT INTO saved_sets VALUES (?, 'seen', ?, ?)", (saved_id, block, after))

    def _set(self, name: str, kind: str) -> array[int]:
        from index.library.bitmaps import members  # as above

        return members(self.database.rows(f"{_SET} ORDER BY block", (_folded(name), kind)))


def _folded(name: str) -> str:
    from index.cleaning.safety import safe_line  # as above

    return fold_tag(safe_line(name))


def _checked_name(name: str) -> str:
    from index.cleaning.safety import safe_line  # as above

    clean = safe_line(name)
    if not 1 <= len(clean) <= NAME_LIMIT or not fold_tag(clean):
        shown = clean if len(clean) <= NAME_LIMIT else f"{clean[:NAME_LIMIT]}…"
        raise UsageError(f"a saved search's name has 1 to {NAME_LIMIT} characters", shown, "Choose another name.")
    return clean


def _id_of(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute(_ID, (_folded(name),)).fetchone()
    if found is None:
        raise UsageError("there is no saved search of that name", _shown(name), "`dateline saved` lists them.")
    return int(found[0])


def _shown(name: str) -> str:
    from index.cleaning.safety import safe_line  # as above

    return safe_line(name)[:NAME_LIMIT]


def _state(rows: Rows, name: str) -> SearchState | None:
    from index.types import SavedSearch, SearchState  # as above

    found = rows("SELECT name, query, saved, looked, id FROM saved WHERE folded = ?", (_folded(name),))
    if not found:
        return None
    *search, saved_id = found[0]
    return SearchState(SavedSearch(*search), tuple(rows(_SETS, (saved_id,))))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
