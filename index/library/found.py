"""What a walk over sources found, compared with what the library knows, in scratch tables: memory stays bounded."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.library.database import Database
from index.library.items import KnownItem
from index.sources import SourceItem

_PAGE = 500

_DROP = """
    DROP TABLE IF EXISTS temp.step;
    DROP TABLE IF EXISTS temp.todo;
    DROP TABLE IF EXISTS temp.seen;
    DROP TABLE IF EXISTS temp.refused;
"""
_TABLES = f"""
    {_DROP}
    CREATE TEMP TABLE step (
        key BLOB, source_id INTEGER, size INTEGER, mtime_ns INTEGER, location TEXT, section TEXT, outright INTEGER
    );
    CREATE TEMP TABLE todo (
        number INTEGER PRIMARY KEY, key BLOB UNIQUE, source_id INTEGER, size INTEGER, mtime_ns INTEGER, location TEXT,
        section TEXT, outright INTEGER
    );
    CREATE TEMP TABLE seen (item_id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE refused (location TEXT);
"""
_UNCHANGED = """
    i.complete AND i.size = s.size AND i.mtime_ns = s.mtime_ns AND NOT (i.failed AND i.digest IS NULL)
"""
_TODO = """
    SELECT t.number, t.key, t.source_id, t.size, t.mtime_ns, t.location, t.section, t.outright,
           i.id, i.digest, i.complete
    FROM todo t LEFT JOIN items i ON i.key = t.key WHERE t.number > ? ORDER BY t.number LIMIT ?
"""
_VANISHED = """
    SELECT id FROM items i
    WHERE source_id = ? AND present AND id > ? AND id NOT IN (SELECT item_id FROM seen)
          AND NOT EXISTS (SELECT 1 FROM refused r WHERE substr(i.location, 1, length(r.location)) = r.location
                          AND substr(i.location, length(r.location) + 1, 1) IN ('', '/'))
    ORDER BY id LIMIT ?
"""


class FoundItems:
    """The files that a walk came upon. Belongs to the thread that made it.

    Attributes:
        total: how many of them must be read.
        unchanged: how many are known by size and time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.total = 0
        self.unchanged = 0
        database.scratch_script(_TABLES)

    def add(self, items: Sequence[SourceItem], source_id: int) -> None:
        """Takes the next files of a walk and compares them with what is known."""
        scratch = self._database.scratch
        scratch("DELETE FROM step")
        self._database.scratch_many(
            "INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (item.key, source_id, item.size, item.mtime_ns, item.location, item.section, item.outright)
                for item in items
            ],
        )
        scratch("INSERT OR IGNORE INTO seen SELECT i.id FROM step s CROSS JOIN items i ON i.key = s.key")
        new = scratch(
            "INSERT OR IGNORE INTO todo (key, source_id, size, mtime_ns, location, section, outright)"  # noqa: S608 - constants
            f" SELECT s.* FROM step s LEFT JOIN items i ON i.key = s.key WHERE NOT coalesce({_UNCHANGED}, 0)"
            " ORDER BY s.rowid"
        )
        self.total += new
        self.unchanged += len(items) - new

    def again(self, items: Sequence[SourceItem], source_id: int) -> int:
        """Takes files that a walk came upon before and must be read; returns how many had counted as unchanged."""
        before = self.total
        self.add(items, source_id)
        self.unchanged -= len(items)
        return self.total - before

    def total_bytes(self) -> int:
        """Returns the size of all files that must be read."""
        return int(self._database.rows("SELECT coalesce(sum(size), 0) FROM todo")[0][0])

    def refuse(self, location: str) -> None:
        """Takes a folder that could not be listed: nothing below it counts as vanished."""
        self._database.scratch("INSERT INTO refused VALUES (?)", (location,))

    def todo(self) -> Iterator[tuple[SourceItem, int, KnownItem | None]]:
        """Yields the files to read in the order of the walk, with their source and what is known of them."""
        last = 0
        while page := self._database.rows(_TODO, (last, _PAGE)):
            for number, key, source_id, size, mtime_ns, location, section, outright, *known in page:
                path = Path(os.fsdecode(key))
                item = SourceItem(path, size, mtime_ns, location, key, section=section, outright=bool(outright))
                yield item, source_id, _known(*known)
                last = number

    def see_read(self) -> None:
        """Takes the files of `todo` as seen, now that they were read and the library knows them."""
        self._database.scratch("INSERT OR IGNORE INTO seen SELECT i.id FROM todo t CROSS JOIN items i ON i.key = t.key")

    def back(self) -> Iterator[array[int]]:
        """Yields pages of items that had vanished and are there again."""
        sql = (
            "SELECT id FROM items WHERE id > ? AND NOT present AND id IN (SELECT item_id FROM seen) ORDER BY id LIMIT ?"
        )
        return self._pages(sql, ())

    def vanished(self, source_id: int) -> Iterator[array[int]]:
        """Yields pages of a source's items that were there before and were not found."""
        return self._pages(_VANISHED, (source_id,))

    def close(self) -> None:
        """Drops the scratch tables."""
        self._database.scratch_script(_DROP)

    def _pages(self, sql: str, leading: tuple[int, ...]) -> Iterator[array[int]]:
        last = 0
        while page := self._database.column(sql, (*leading, last, _PAGE)):
            yield page
            last = page[-1]


def _known(item_id: int | None, digest: bytes | None, complete: int | None) -> KnownItem | None:
    return None if item_id is None else KnownItem(item_id, digest, bool(complete))
