"""Counting what a set of articles consists of, for the panel beside a list of results."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from index.library.codec import fold_tag
from index.library.database import Database

_PAGE = 5_000
_TOP = 20

_COLUMNS = ("outlet", "section", "place", "language", "year")
_VALUES = """
    SELECT outlet, section, place, language, substr(published, 1, 4), authors
    FROM articles WHERE id IN (SELECT value FROM json_each(?))
"""
_OWN_TAGS = "SELECT id, tags FROM articles WHERE tags <> '[]' AND id IN (SELECT value FROM json_each(?))"
_USER_TAGS = "SELECT article_id, tag FROM mark_tags WHERE article_id IN (SELECT value FROM json_each(?))"

Facet = list[tuple[str, int]]


class Facets:
    """The part of the library that counts over sets of articles."""

    database: Database

    def facets(self, ids: Sequence[int]) -> dict[str, Facet]:
        """Counts the articles by outlet, section, place, author, language, tag and year; the 20 most frequent of each.

        Equal counts stand in the order of their names. Articles without a value count nowhere. O(ids).
        """
        counts: dict[str, Counter[str]] = {name: Counter() for name in (*_COLUMNS, "author", "tag")}
        names: defaultdict[str, set[str]] = defaultdict(set)
        for start in range(0, len(ids), _PAGE):
            page = json.dumps(list(ids[start : start + _PAGE]))
            self._count_values(page, counts)
            self._count_tags(page, counts["tag"], names)
        tags = {min(names[folded]): count for folded, count in counts["tag"].items()}
        order = ("outlet", "section", "place", "author", "language", "tag", "year")
        return {name: _top(tags if name == "tag" else counts[name]) for name in order}

    def _count_values(self, page: str, counts: dict[str, Counter[str]]) -> None:
        rows = self.database.rows(_VALUES, (page,))
        if not rows:
            return
        *columns, authors = zip(*rows, strict=True)
        for name, column in zip(_COLUMNS, columns, strict=True):
            counts[name].update(filter(None, column))
        for some, count in Counter(authors).items():  # most names stand above many articles
            for author in set(json.loads(some)):
                counts["author"][author] += count

    def _count_tags(self, page: str, counts: Counter[str], names: defaultdict[str, set[str]]) -> None:
        tagged: set[tuple[int, str]] = set()
        for article_id, tag in self._tags(page):
            folded = fold_tag(tag)
            names[folded].add(tag)
            tagged.add((article_id, folded))
        counts.update(folded for _, folded in tagged)

    def _tags(self, page: str) -> Iterable[tuple[int, str]]:
        for article_id, tags in self.database.rows(_OWN_TAGS, (page,)):
            yield from ((article_id, tag) for tag in json.loads(tags))
        yield from self.database.rows(_USER_TAGS, (page,))


def _top(counts: Counter[str] | dict[str, int]) -> Facet:
    return nsmallest(_TOP, counts.items(), key=lambda item: (-item[1], item[0]))
