"""How common words are in the archive: in how many articles, told from the lengths of their posting lists."""

from __future__ import annotations

from typing import Final

from index.search.collection import Collection
from index.search.postings import Run, postings_of, runs_of

_FIELDS: Final = ("headline", "standfirst", "body", "caption")
_KEPT: Final = 200_000


_EXACT: Final = 32
"""Postings that are worth reading: a rare word is told exactly."""


class Commonness:
    """Tells how many articles have a word: exactly of a rare one, else in the one field where most have it.

    That is a little less than have it at all: what stands in a headline stands in the body too, as a rule.

    Args:
        collection: whose words they are. Words of deleted articles count until the index is merged.
    """

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._known: dict[str, int] = {}

    def of(self, word: str) -> int:
        """Give the number of articles, 0 of a word that none has as it is written."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[word] = self._counted(word)
        return known

    def _counted(self, word: str) -> int:
        runs = {field: runs_of(self.collection, field, word) for field in _FIELDS}
        counts = [postings_of(some) for some in runs.values()]
        if sum(counts) > _EXACT:
            return max(counts)
        return len({document for some in runs.values() for run in some for document in _documents(run)})


def _documents(run: Run) -> list[int]:
    documents: list[int] = run.reader.documents.between(run.first, run.last, run.base).tolist()
    return documents
