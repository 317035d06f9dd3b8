"""The files of sources: what was read from them, and what became of them. All inside a writing transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.library.writer import ArticleWriter
from index.sources import SourceItem
from index.types import Failure

VANISHED = 2
"""`articles.gone` of an article whose file has vanished; 1 is that of one that its file no longer holds."""

_RULES_FOLLOW = """
    UPDATE rules SET state = 'pending', path = new.key, place = new.location || substr(place, length(i.location) + 1)
    FROM items i, (SELECT ? AS key, ? AS location) new
    WHERE i.id = ? AND rules.path = i.key AND rules.scope IN ('article', 'file') AND rules.state <> 'removed'
"""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What the library knows of a file. `digest` is None when it could not be opened."""

    id: int
    digest: bytes | None
    complete: bool


class ItemWriter:
    """Writes items with the articles of one transaction."""

    def __init__(self, writer: ArticleWriter) -> None:
        self._writer = writer
        self._connection = writer.connection

    def open(self, item: SourceItem, source_id: int) -> int:
        """Notes that a file is being read, and returns its id. Until `close` it counts as not read."""
        (item_id,) = self._connection.execute(
            "INSERT INTO items (source_id, key, location, size, mtime_ns) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET complete = 0, present = 1 RETURNING id",
            (source_id, item.key, item.location, item.size, item.mtime_ns),
        ).fetchone()
        return int(item_id)

    def close(
        self, item_id: int, item: SourceItem, digest: bytes | None, failures: Sequence[Failure], *, failed: bool
    ) -> None:
        """Notes that a file was read to its end, with what of it could not be read.

        Where a failure is to be tried again, it still counts as not read.
        """
        complete = not any(failure.again for failure in failures)
        self._connection.execute(
            "UPDATE items SET size = ?, mtime_ns = ?, digest = ?, failed = ?, complete = ?, present = 1 WHERE id = ?",
            (item.size, item.mtime_ns, digest, failed, complete, item_id),
        )
        self._connection.execute("DELETE FROM failures WHERE item_id = ?", (item_id,))
        self._connection.executemany(
            "INSERT INTO failures (source_id, item_id, location, message)"
            " SELECT source_id, id, ?, ? FROM items WHERE id = ?",
            [(failure.location, failure.message, item_id) for failure in failures],
        )

    def touch(self, item_id: int, item: SourceItem) -> None:
        """Notes a new size or time of a file with the same content."""
        self._connection.execute(
            "UPDATE items SET size = ?, mtime_ns = ?, present = 1 WHERE id = ?", (item.size, item.mtime_ns, item_id)
        )

    def rename(self, item_id: int, item: SourceItem, source_id: int) -> None:
        """Gives an item the path of the file that it has become. Its articles' locations follow when it is read."""
        self.hand_over("id = :id", {"id": item_id}, source_id)
        self._connection.execute(_RULES_FOLLOW, (item.key, item.location, item_id))
        self._connection.execute(
            "UPDATE items SET key = ?, location = ?, complete = 0 WHERE id = ?", (item.key, item.location, item_id)
        )

    def hand_over(self, condition: str, parameters: Mapping[str, object], source_id: int) -> None:
        """Makes the items that meet an SQL condition those of another source."""
        parameters = {**parameters, "source": source_id}
        chosen = f"SELECT id FROM items WHERE {condition}"  # noqa: S608 - conditions are constants of this package
        moved = self._connection.execute(
            "SELECT i.source_id, count(*), coalesce(sum(m.read), 0)"  # noqa: S608 - as above
            " FROM items i JOIN articles a ON a.item_id = i.id LEFT JOIN marks m ON m.article_id = a.id"
            f" WHERE i.id IN ({chosen}) GROUP BY 1",
            parameters,
        ).fetchall()
        for old_source, articles, read in moved:
            for kind, count in (("source", articles), ("read", read)):
                self._writer.count(kind, str(old_source), -count)
                self._writer.count(kind, str(source_id), count)
        for statement in (
            f"UPDATE failures SET source_id = :source WHERE item_id IN ({chosen})",  # noqa: S608 - as above
            f"UPDATE items SET source_id = :source WHERE {condition}",  # noqa: S608 - as above
        ):
            self._connection.execute(statement, parameters)

    def vanish(self, item_id: int) -> int:
        """Notes that a file is no longer there; returns how many articles went with it."""
        gone = self._connection.execute(
            "UPDATE articles SET gone = ? WHERE item_id = ? AND gone = 0", (VANISHED, item_id)
        ).rowcount
        self._writer.count("total", "gone", gone)
        self._connection.execute("UPDATE items SET present = 0, failed = 0 WHERE id = ?", (item_id,))
        self._connection.execute("DELETE FROM failures WHERE item_id = ?", (item_id,))
        self.forget_empty([item_id])
        return gone

    def come_back(self, item_id: int) -> int:
        """Notes that a vanished file is there again; returns how many articles came with it."""
        returned = self._connection.execute(
            "UPDATE articles SET gone = 0 WHERE item_id = ? AND gone = ?", (item_id, VANISHED)
        ).rowcount
        self._writer.count("total", "gone", -returned)
        self._connection.execute("UPDATE items SET present = 1 WHERE id = ?", (item_id,))
        return returned

    def forget_empty(self, item_ids: Iterable[int]) -> None:
        """Forgets vanished files that no article is left of."""
        self._connection.executemany(
            "DELETE FROM items WHERE id = ? AND NOT present"
            " AND NOT EXISTS (SELECT 1 FROM articles WHERE item_id = items.id)",
            [(item_id,) for item_id in item_ids],
        )
