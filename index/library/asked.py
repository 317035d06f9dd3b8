"""The queries that were asked last, for the history of the search box."""

from __future__ import annotations

from index.library.database import Database

QUERIES_KEPT = 1_000
"""So many of the last queries are remembered."""

_LONGEST = 10_000  # characters: no more of a query is ever read


class AskedQueries:
    """The part of the library that remembers what was asked."""

    database: Database

    def asked_queries(self) -> list[str]:
        """Returns the queries that were asked last, each once, the newest last."""
        return [str(text) for (text,) in self.database.rows("SELECT text FROM queries ORDER BY id")]

    def remember_query(self, text: str) -> None:
        """Remembers a query as the newest; one that says nothing is not remembered."""
        from index.cleaning.safety import safe_line  # with the first query: a reader starts without the cleaning

        text = safe_line(text[:_LONGEST])
        if not text:
            return
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM queries WHERE text = ?", (text,))
            connection.execute("INSERT INTO queries (text) VALUES (?)", (text,))
            connection.execute(
                "DELETE FROM queries WHERE id <= (SELECT id FROM queries ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (QUERIES_KEPT,),
            )
