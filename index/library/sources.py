"""Sources as the person sees them: what they hold, and what of it could not be read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.library.database import Database
from index.library.items import ItemWriter
from index.library.writer import ArticleWriter
from index.types import Failure, Source, SourceId

_MARKED = """
    SELECT i.source_id, count(*) FROM marks m JOIN articles a ON a.id = m.article_id JOIN items i ON i.id = a.item_id
    WHERE m.starred OR m.rating <> 0 OR m.note IS NOT NULL
          OR EXISTS (SELECT 1 FROM mark_tags t WHERE t.article_id = m.article_id)
    GROUP BY 1
"""
_SOURCES = """
    SELECT s.id, s.path, s.label, s.mapping, s.last_sync,
           coalesce((SELECT count FROM counters WHERE kind = 'source' AND name = CAST(s.id AS TEXT)), 0),
           (SELECT count(*) FROM failures f WHERE f.source_id = s.id)
    FROM sources s ORDER BY s.id
"""


_UNDER = "(key = :path OR (key > :below AND key < :beyond))"
_OF_OUTER = f"{_UNDER} AND source_id IN (SELECT id FROM sources WHERE length(path) < length(:path))"  # noqa: S608 - constants


class SourceListing:
    """The part of the library that lists sources."""

    database: Database

    def sources(self) -> list[Source]:
        """Returns the sources in the order in which they were added.

        `marked` counts articles with a star, a rating, a tag or a note: what is lost when they are removed.
        """
        marked = dict(self.database.rows(_MARKED))
        return [
            Source(
                id=SourceId(source_id),
                path=Path(os.fsdecode(path)),
                label=label,
                articles=articles,
                marked=marked.get(source_id, 0),
                last_sync=last_sync,
                failures=failures,
                mapping=json.loads(mapping),
            )
            for source_id, path, label, mapping, last_sync, articles, failures in self.database.rows(_SOURCES)
        ]

    def failures(self, source_id: int) -> list[Failure]:
        """Returns the inputs of a source that could not be read last time, by location."""
        found = self.database.rows(
            "SELECT location, message FROM failures WHERE source_id = ? ORDER BY location, id", (source_id,)
        )
        return [Failure(location, message) for location, message in found]


class SourceWriter:
    """Writes sources, inside a writing transaction. A file belongs to the innermost source that contains it."""

    def __init__(self, writer: ArticleWriter) -> None:
        self._connection = writer.connection
        self._items = ItemWriter(writer)

    def register(self, path: bytes, label: str, mapping: Mapping[str, str]) -> int:
        """Returns the id of the source at an absolute path, new or known. A new mapping has everything read again."""
        known = self._connection.execute("SELECT id, mapping FROM sources WHERE path = ?", (path,)).fetchone()
        if known is None:
            return self._add(path, label, mapping)
        source_id, old_mapping = known
        if mapping and json.loads(old_mapping) != dict(mapping):
            self._connection.execute(
                "UPDATE sources SET mapping = ? WHERE id = ?", (json.dumps(dict(mapping)), source_id)
            )
            self._connection.execute("UPDATE items SET complete = 0 WHERE source_id = ?", (source_id,))
        return int(source_id)

    def _add(self, path: bytes, label: str, mapping: Mapping[str, str]) -> int:
        (source_id,) = self._connection.execute(
            "INSERT INTO sources (path, label, mapping) VALUES (?, ?, ?) RETURNING id",
            (path, label, json.dumps(dict(mapping))),
        ).fetchone()
        within = {"path": path, "below": path + b"/", "beyond": path + b"0"}  # "0" is what comes after "/"
        for outer_mapping, outer_id in self._connection.execute("SELECT mapping, id FROM sources").fetchall():
            if json.loads(outer_mapping) != dict(mapping):
                self._connection.execute(
                    f"UPDATE items SET complete = 0 WHERE {_OF_OUTER} AND source_id = :outer",  # noqa: S608 - constants
                    {**within, "outer": outer_id},
                )
        self._items.hand_over(_OF_OUTER, within, source_id)
        return int(source_id)

    def finish(self, source_id: int, failures: Sequence[Failure]) -> None:
        """Notes that a source was read to its end. `failures` are those of no file: folders that cannot be listed."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._connection.execute("UPDATE sources SET last_sync = ? WHERE id = ?", (now, source_id))
        self._connection.execute("DELETE FROM failures WHERE source_id = ? AND item_id IS NULL", (source_id,))
        self._connection.executemany(
            "INSERT INTO failures (source_id, location, message) VALUES (?, ?, ?)",
            [(source_id, failure.location, failure.message) for failure in failures],
        )
