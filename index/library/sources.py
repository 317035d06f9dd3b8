"""Sources as the person sees them: what they hold, and what of it could not be read."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.library.database import Database
from index.types import Failure, FullPage, RawInput, Source, SourceId, SourceKind

if TYPE_CHECKING:
    from index.types import Rule

_MARKED = """
    SELECT i.source_id, count(*)
    FROM (
        SELECT article_id FROM marks WHERE starred UNION SELECT article_id FROM marks WHERE rating <> 0
        UNION SELECT article_id FROM marks WHERE note IS NOT NULL UNION SELECT article_id FROM mark_tags
    ) m JOIN articles a ON a.id = m.article_id JOIN items i ON i.id = a.item_id
    GROUP BY 1
"""
_SOURCES = """
    SELECT s.id, s.path, s.label, s.mapping, s.last_sync, s.kind,
           coalesce((SELECT count FROM counters WHERE kind = 'source' AND name = CAST(s.id AS TEXT)), 0),
           coalesce((SELECT count FROM counters WHERE kind = 'read' AND name = CAST(s.id AS TEXT)), 0),
           (SELECT count(*) FROM failures f WHERE f.source_id = s.id),
           (SELECT message FROM failures f WHERE f.source_id = s.id AND item_id IS NULL AND location = s.label LIMIT 1),
           w.title, w.full_page, w.waits_until
    FROM sources s LEFT JOIN addresses w ON w.source_id = s.id ORDER BY s.id
"""
_RAW = """
    SELECT o.entry, o.url, o.page, o.fetched FROM articles a JOIN originals o ON o.item_id = a.item_id WHERE a.id = ?
"""


class SourceListing:
    """The part of the library that lists sources."""

    database: Database

    def sources(self) -> list[Source]:
        """Returns the sources in the order in which they were added.

        `marked` counts articles with a star, a rating, a tag or a note: what is lost when they are removed.
        """
        marked = dict(self.database.rows(_MARKED))
        return [_source(row, marked.get(row[0], 0)) for row in self.database.rows(_SOURCES)]

    def failures(self, source_id: int) -> list[Failure]:
        """Returns the inputs of a source that could not be read last time, by location."""
        found = self.database.rows(
            "SELECT location, message FROM failures WHERE source_id = ? ORDER BY location, id", (source_id,)
        )
        return [Failure(location, message) for location, message in found]

    def rules(self, source_id: int | None = None) -> list[Rule]:
        """Returns the rules that a person made for lines, in that order: those of one source, or all."""
        from index.library.rules import RuleStore  # with the first rule: a reader starts without

        return RuleStore(self.database).rules(source_id)

    def raw_of(self, article_id: int) -> RawInput | None:
        """Returns what an article was made of where that was fetched: its page, or else what its feed says of it.

        None for an article that was read from a file.
        """
        found = self.database.row(_RAW, (article_id,))
        if found is None:
            return None
        entry, url, page, fetched = found
        data = page or entry
        return None if data is None else RawInput("page" if page else "entry", zlib.decompress(data), url, fetched)


def _source(row: Sequence[Any], marked: int) -> Source:
    source_id, path, label, mapping, last_sync, kind, articles, read, failures, problem, title, full_page, waits = row
    location = os.fsdecode(path)
    kind = SourceKind(kind)
    is_file = kind in {SourceKind.FILES, SourceKind.LINKS}
    return Source(
        id=SourceId(source_id),
        path=_linked(location) if kind is SourceKind.LINKS else Path(location),
        label=label,
        articles=articles,
        marked=marked,
        last_sync=last_sync,
        failures=failures,
        mapping=json.loads(mapping),
        kind=kind,
        unread=articles - read,
        problem=problem,
        address=None if is_file else location,
        title=title,
        full_page=FullPage(full_page) if kind is SourceKind.FEED else None,
        waits_until=waits,
    )


def _linked(address: str) -> Path:
    from index.sources.names import path_at  # a reader starts without

    return path_at(address)
