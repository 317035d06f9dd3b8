"""Sizes and counts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.library.database import Database

if TYPE_CHECKING:
    from index.types import LibraryStats

_TOP = 20
_MARKED = """
    SELECT count(*) FROM marks m WHERE m.read OR m.starred OR m.rating <> 0 OR m.note IS NOT NULL
           OR EXISTS (SELECT 1 FROM mark_tags t WHERE t.article_id = m.article_id)
"""


class Statistics:
    """The part of the library that counts."""

    database: Database
    search_folder: Path

    def stats(self) -> LibraryStats:
        """Returns sizes and counts. O(marks); the rest comes from maintained counters."""
        from index.types import LibraryStats  # not on the first screen

        totals = dict(self.database.rows("SELECT name, count FROM counters WHERE kind = 'total'"))
        dates = "SELECT published FROM articles WHERE date_key IS NOT NULL ORDER BY date_key {} LIMIT 1"
        first = self.database.row(dates.format("ASC"))
        last = self.database.row(dates.format("DESC"))
        marked = self.database.row(_MARKED)
        return LibraryStats(
            articles=totals["articles"],
            duplicates=totals["duplicates"],
            gone=totals["gone"],
            marked=marked[0] if marked else 0,
            words=totals["words"],
            first_published=first[0] if first else None,
            last_published=last[0] if last else None,
            undated=totals["undated"],
            languages=self._top("language"),
            outlets=self._top("outlet"),
            sections=self._top("section"),
            database_bytes=_database_bytes(self.database.path),
            index_bytes=_folder_bytes(self.search_folder),
        )

    def _top(self, kind: str) -> tuple[tuple[str, int], ...]:
        return tuple(
            self.database.rows(
                "SELECT name, count FROM counters WHERE kind = ? ORDER BY count DESC, name LIMIT ?", (kind, _TOP)
            )
        )


def _database_bytes(path: Path) -> int:
    parts = (path, path.with_name(path.name + "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _folder_bytes(folder: Path) -> int:
    total = 0
    for parent, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_size
            except FileNotFoundError:  # the index swaps its files while we look
                continue
    return total
