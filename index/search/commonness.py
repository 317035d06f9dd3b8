"""How common words are in the archive: in how many articles, told from the lengths of their posting lists."""

from __future__ import annotations

from typing import Final

from index.codec.segment import FieldReader
from index.search.collection import Collection

_FIELDS: Final = ("headline", "standfirst", "body", "caption")
_KEPT: Final = 200_000


_EXACT: Final = 32
"""Postings that are worth reading: a rare word is told exactly."""

_Run = tuple[int, FieldReader, int, int]
"""The first document of a segment, a field of it, and the postings `[first, last)` there."""


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
        runs = self._runs(word)
        counts = [sum(last - first for _, _, first, last in some) for some in runs]
        if sum(counts) > _EXACT:
            return max(counts)
        return len({document for some in runs for run in some for document in _documents(*run)})

    def _runs(self, word: str) -> list[list[_Run]]:
        """Find the postings of a word in each field; the word is looked up once a segment."""
        found: list[list[_Run]] = [[] for _ in _FIELDS]
        for base, segment in self.collection.numbered():
            ordinal = segment.words.find(word)
            if ordinal < 0:
                continue
            for runs, reader in zip(found, map(segment.field, _FIELDS), strict=True):
                term = reader.term(ordinal)
                if term >= 0:
                    runs.append((base, reader, *reader.postings(term)))
        return found


def _documents(base: int, reader: FieldReader, first: int, last: int) -> list[int]:
    documents: list[int] = reader.documents.between(first, last, base).tolist()
    return documents
