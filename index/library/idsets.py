"""Articles as arrays of ids: whole orders for lists, and sets for the conditions of queries."""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Iterator
from itertools import compress

from index.errors import UsageError
from index.library.codec import day_key, fold_tag, next_day_key
from index.library.database import Database
from index.types import ArticleId, Order

_PAGE = 1_000

_STATES = {
    "read": "SELECT article_id FROM marks WHERE read ORDER BY 1",
    "starred": "SELECT article_id FROM marks WHERE starred ORDER BY 1",
    "liked": "SELECT article_id FROM marks WHERE rating = 1 ORDER BY 1",
    "disliked": "SELECT article_id FROM marks WHERE rating = -1 ORDER BY 1",
    "noted": "SELECT article_id FROM marks WHERE note IS NOT NULL ORDER BY 1",
    "tagged": "SELECT article_id FROM mark_tags UNION SELECT article_id FROM article_tags ORDER BY 1",
    "duplicate": "SELECT id FROM articles WHERE duplicate_of IS NOT NULL ORDER BY id",
    "gone": "SELECT id FROM articles WHERE gone ORDER BY id",
}
_NEWEST = "SELECT id FROM articles ORDER BY date_key DESC, id LIMIT ?"
_OLDEST = "SELECT id FROM articles WHERE date_key IS NOT NULL ORDER BY date_key, id LIMIT ?"
_UNDATED = "SELECT id FROM articles WHERE date_key IS NULL ORDER BY id LIMIT ?"


class IdSets:
    """The part of the library that answers with ids. All sets ascend; all arrays hold signed 64-bit ids ("q")."""

    database: Database

    def __init__(self) -> None:
        self._kept: dict[Order | None, tuple[int, array[int]]] = {}
        self._kept_guard = threading.Lock()

    # ---- orders ---------------------------------------------------------------------------------------------------

    def ids(self, order: Order) -> array[int]:
        """Returns every id, by publication, undated last, ties by id. RELEVANCE means NEWEST. O(articles)."""
        return self._every(order)[:]

    def first_ids(self, order: Order, limit: int) -> array[int]:
        """Returns the first ids of an order; all of them when `limit` is negative. O(limit)."""
        if order is not Order.OLDEST:
            return self.database.column(_NEWEST, (limit,))
        dated = self.database.column(_OLDEST, (limit,))
        rest = limit - len(dated) if limit >= 0 else -1
        return dated + self.database.column(_UNDATED, (rest,)) if rest else dated

    def _every(self, order: Order | None) -> array[int]:
        """Returns every id in an order, or ascending for None; kept until an article changes."""
        revision = self.database.rows("SELECT count FROM counters WHERE kind = 'total' AND name = 'revision'")[0][0]
        if order is Order.RELEVANCE:
            order = Order.NEWEST
        with self._kept_guard:
            kept = self._kept.get(order)
            if kept is None or kept[0] != revision:
                kept = self._kept[order] = (revision, self._read_every(order))
            return kept[1]

    def _read_every(self, order: Order | None) -> array[int]:
        if order is None:  # the smallest index that has every id, not the table
            return array("q", sorted(self.database.column("SELECT id FROM articles INDEXED BY articles_by_length")))
        return self.first_ids(order, -1)

    # ---- sets -----------------------------------------------------------------------------------------------------

    def ids_in_state(self, state: str) -> array[int]:
        """Returns the articles in a state: read, unread, starred, liked, disliked, noted, tagged, duplicate or gone.

        Raises:
            UsageError: there is no such state.
        """
        if state == "unread":
            return self._unread()
        if state not in _STATES:
            raise UsageError("there is no such state", state, f"Use one of unread, {', '.join(_STATES)}.")
        return self.database.column(_STATES[state])

    def _unread(self) -> array[int]:
        every = self._every(None)
        unread = bytearray(b"\1") * (max(every, default=0) + 1)
        for article_id in self.database.column(_STATES["read"]):
            if article_id < len(unread):
                unread[article_id] = 0
        return array("q", compress(every, map(unread.__getitem__, every)))

    def ids_tagged(self, tag: str) -> array[int]:
        """Returns the articles with a tag, their own or the person's, compared without case."""
        return self.database.column(
            "SELECT article_id FROM mark_tags WHERE folded = ?1"
            " UNION SELECT article_id FROM article_tags WHERE folded = ?1 ORDER BY 1",
            (fold_tag(tag),),
        )

    def ids_in_source(self, name: str) -> array[int]:
        """Returns the articles of the sources that a name means: a number, an address, or a part of one."""
        from index.library.naming import meant

        sources = self.database.rows(
            "SELECT s.id, s.label, w.title FROM sources s LEFT JOIN addresses w ON w.source_id = s.id ORDER BY s.id"
        )
        return self.database.column(
            "SELECT a.id FROM items i JOIN articles a ON a.item_id = i.id"
            " WHERE i.source_id IN (SELECT value FROM json_each(?)) ORDER BY 1",
            (json.dumps(meant(name, sources)),),
        )

    def source_labels(self) -> list[str]:
        """Returns the labels of the sources, in the order in which they were added."""
        return [label for (label,) in self.database.rows("SELECT label FROM sources ORDER BY id")]

    def ids_published(self, first: str | None, last: str | None) -> array[int]:
        """Returns the articles of an inclusive range of ISO dates, open where None; a time counts by its date part.

        Raises:
            UsageError: a date is not an ISO date.
        """
        try:
            low = day_key(first) if first else 0
            high = next_day_key(last) if last else 1 << 62
        except ValueError as error:
            raise UsageError("the date means nothing", f"{first or ''}..{last or ''}", "Write 2017-03-09.") from error
        found = self.database.column("SELECT id FROM articles WHERE date_key >= ? AND date_key < ?", (low, high))
        return array("q", sorted(found))

    def ids_undated(self) -> array[int]:
        """Returns the articles without a publication date."""
        return self.database.column(_UNDATED, (-1,))

    def ids_by_length(self, least: int | None, most: int | None) -> array[int]:
        """Returns the articles with so many words, both ends inclusive, open where None."""
        found = self.database.column(
            "SELECT id FROM articles WHERE words >= ? AND words <= ?",
            (least or 0, 1 << 62 if most is None else most),
        )
        return array("q", sorted(found))

    def notes(self) -> Iterator[tuple[ArticleId, str]]:
        """Yields all notes, by ascending article id."""
        last = 0
        while True:
            page = self.database.rows(
                "SELECT article_id, note FROM marks WHERE note IS NOT NULL AND article_id > ? ORDER BY 1 LIMIT ?",
                (last, _PAGE),
            )
            if not page:
                return
            yield from ((ArticleId(article_id), note) for article_id, note in page)
            last = page[-1][0]

    def languages(self) -> dict[str, int]:
        """Returns the languages' ISO 639-1 codes with their numbers of articles, most frequent first."""
        return dict(
            self.database.rows("SELECT name, count FROM counters WHERE kind = 'language' ORDER BY count DESC, name")
        )
