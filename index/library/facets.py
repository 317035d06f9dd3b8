"""What articles are counted by, where the index does not know it: articles that wait for the index, and tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.library.codec import fold_tag
from index.library.database import Database

_PAGE = 5_000

_VALUES = """
    SELECT outlet, section, place, language, published, authors
    FROM articles WHERE id IN (SELECT value FROM json_each(?))
"""
_OWN_TAGS = """
    SELECT folded, article_id FROM article_tags WHERE (folded, article_id) > (?, ?) ORDER BY folded, article_id LIMIT ?
"""
_OWN_SPELLING = """
    SELECT a.tags FROM article_tags t JOIN articles a ON a.id = t.article_id
    WHERE t.folded = ? ORDER BY t.article_id LIMIT 1
"""
_NEXT_OWN = "SELECT folded FROM article_tags WHERE folded >= ? ORDER BY folded LIMIT 1"
_NEXT_MARK = "SELECT folded FROM mark_tags WHERE folded >= ? ORDER BY folded LIMIT 1"


class FacetValues(NamedTuple):
    """What one article is counted by; `authors` is a JSON array."""

    outlet: str | None
    section: str | None
    place: str | None
    language: str | None
    published: str | None
    authors: str


class Facets:
    """The part of the library that tells what articles are counted by."""

    database: Database

    def facet_values(self, ids: Sequence[int]) -> Iterator[list[FacetValues]]:
        """Yields what articles are counted by, in pages and no order; ids that are not in the library are left out."""
        for start in range(0, len(ids), _PAGE):
            page = json.dumps(list(ids[start : start + _PAGE]))
            yield [FacetValues(*values) for values in self.database.rows(_VALUES, (page,))]

    def own_tags(self, after: tuple[str, int], limit: int) -> list[tuple[str, int]]:
        """Returns the next of the articles' own tags, folded, each with the id of its article, ordered by both."""
        return self.database.rows(_OWN_TAGS, (*after, limit))

    def person_tags(self) -> list[tuple[str, int]]:
        """Returns the person's tags, folded, each with the id of its article, ordered by both."""
        return self.database.rows("SELECT folded, article_id FROM mark_tags ORDER BY folded, article_id")

    def tag_spelling(self, folded: str) -> str:
        """Returns a tag as the person writes it, or else as the first article that has it does."""
        found = self.database.row("SELECT min(tag) FROM mark_tags WHERE folded = ?", (folded,))
        if found and found[0] is not None:
            return str(found[0])
        own = self.database.row(_OWN_SPELLING, (folded,))
        return next((str(tag) for tag in json.loads(own[0]) if fold_tag(tag) == folded), folded) if own else folded

    def tags_beginning(self, prefix: str, limit: int) -> list[str]:
        """Returns tags with a beginning, compared without case, folded and in order: the person's, then the articles'.

        At most `limit` of each. A step a tag, however many articles have it.
        """
        begun = fold_tag(prefix) if prefix else ""
        found = [*self._walk(_NEXT_MARK, begun, limit), *self._walk(_NEXT_OWN, begun, limit)]
        return list(dict.fromkeys(found))

    def _walk(self, step: str, begun: str, limit: int) -> list[str]:
        found: list[str] = []
        start = begun
        while len(found) < limit:
            row = self.database.row(step, (start,))
            if row is None or not row[0].startswith(begun):
                break
            found.append(str(row[0]))
            start = f"{row[0]}\0"
        return found
