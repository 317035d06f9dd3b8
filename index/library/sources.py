"""Sources as the person sees them: what they hold, and what of it could not be read."""

from __future__ import annotations

import json
import os
from pathlib import Path

from index.library.database import Database
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
