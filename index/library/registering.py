"""Registering sources, and what a run over one of them leaves. All inside a writing transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from index.library.items import ItemWriter
from index.library.writer import ArticleWriter
from index.types import Failure

_UNDER = "(key = :path OR (key > :below AND key < :beyond))"
_OF_OUTER = f"{_UNDER} AND source_id IN (SELECT id FROM sources WHERE length(path) < length(:path))"  # noqa: S608 - constants


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
