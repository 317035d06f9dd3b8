"""Tags by their beginning, without a look at the articles that have them."""

from __future__ import annotations

from index.library.codec import fold_tag
from index.library.database import Database

_NEXT_OWN = "SELECT folded FROM article_tags WHERE folded >= ? ORDER BY folded LIMIT 1"
_NEXT_MARK = "SELECT folded FROM mark_tags WHERE folded >= ? ORDER BY folded LIMIT 1"


class TagNames:
    """The part of the library that tells which tags there are."""

    database: Database

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
