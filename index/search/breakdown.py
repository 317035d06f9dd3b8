"""What the articles that a query means consist of, counted exactly.

A query for words means articles as the index has them, without those that the library removed since; any other query
means all articles of the library, those that wait for the index too. Either way an article counts by what the list
shows of it: what the index has of it where it has not changed since, else what the library has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.layout import published_key
from index.codec.wordlist import Poll
from index.indexer.damage import reading
from index.library import Library
from index.library.facets import FacetValues
from index.query.tree import Everything, Node
from index.schema import FACETS
from index.search.answering import Answering
from index.search.collection import Collection
from index.search.conditions import Ids64, has_words, tree_of
from index.search.current import Current
from index.search.facets import Facet, count, years
from index.search.joins import Documents
from index.search.tags import TagCounter
from index.search.timeline import timeline
from index.search.view import View
from index.types import Timeline, Understood

_NO_DOCUMENTS: Documents = np.empty(0, np.int64)
_NO_ARTICLES: Ids64 = np.empty(0, np.int64)


class Division(NamedTuple):
    """Some articles: documents of the index that are as the library has them, and the ids of all others."""

    documents: Documents = _NO_DOCUMENTS
    waiting: Ids64 = _NO_ARTICLES


class Breakdowns:
    """Makes breakdowns of the articles that queries mean. Belongs to the searcher's thread."""

    def __init__(self, library: Library, current: Current, answering: Answering) -> None:
        self._library = library
        self._current = current
        self._answering = answering
        self._tags = TagCounter(library)

    def of(self, parsed: Understood, poll: Poll) -> Breakdown:
        """Find the articles that a query means.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        self._current.prepare()
        tree = tree_of(self._answering.understood(parsed, poll))
        with reading():
            division = self._division(tree, poll)
        return Breakdown(self._library, self._current.view, division, self._tags, poll)

    def _division(self, tree: Node, poll: Poll) -> Division:
        view = self._current.view
        if has_words(tree):
            return Division() if view is None else _of_documents(view, self._answering.matches(tree, poll).documents)
        if view is not None and isinstance(tree, Everything) and view.is_whole(self._library):
            return Division(view.collection.every)
        return _of_articles(view, self._answering.articles(tree, poll))


def _of_documents(view: View, documents: Documents) -> Division:
    """Divide articles that were found in the index."""
    changed = view.documents_of(view.changed)
    if not len(changed):
        return Division(documents)
    marks = view.collection.scratch.marks
    marks[changed] = True
    waits = marks.take(documents)
    marks[changed] = False
    return Division(documents[~waits], np.sort(view.collection.ids.take(documents[waits])))


def _of_articles(view: View | None, articles: Ids64) -> Division:
    """Divide articles that were found in the library."""
    if view is None:
        return Division(waiting=articles)
    documents = _of_documents(view, view.documents_of(articles)).documents
    if len(documents) == len(articles):
        return Division(documents)
    return Division(documents, np.setdiff1d(articles, view.collection.ids.take(documents), assume_unique=True))


class Breakdown:
    """Counts some articles. What it raises comes from the library, and from damaged files of the index.

    Args:
        library: what they are of.
        view: the index, None where there is none.
        division: which articles.
        tags: what counts tags.
        poll: called often; what it raises ends the counting.
    """

    def __init__(self, library: Library, view: View | None, division: Division, tags: TagCounter, poll: Poll) -> None:
        self._library = library
        self._collection = Collection((), ()) if view is None else view.collection
        self._documents, self._waiting = division
        self._tags = tags
        self._poll = poll

    @property
    def total(self) -> int:
        """The number of the articles."""
        return len(self._documents) + len(self._waiting)

    @property
    def documents(self) -> Documents:
        """Those of the articles that are in the index as the library has them."""
        return self._documents

    def facet(self, name: str, most: int) -> Facet:
        """Give the `most` frequent values of one of the index's facets, equally frequent ones in order."""
        return count(self._collection, self._documents, name, most, self._values.of[name])

    def facets(self, most: int) -> dict[str, Facet]:
        """Give the `most` frequent values of each facet, equally frequent ones in order."""
        found = {}
        for name in FACETS:
            self._poll()
            found[name] = self.facet(name, most)
        self._poll()
        found["tag"] = self._tags.count(self._articles(), most, self._poll)
        found["year"] = years(self.published(), most)
        return found

    def timeline(self, most: int) -> Timeline:
        """Count by publication date in at most so many buckets."""
        return timeline(self.published(), most)

    def published(self) -> NDArray[np.int64]:
        """Give the publication key of each article, see `codec.layout.published_key`."""
        keys = self._collection.published
        if len(self._documents) < len(keys):
            keys = keys.take(self._documents)
        return np.concatenate([keys, np.array(self._values.published, np.int64)])

    @cached_property
    def _values(self) -> _Values:
        values = _Values()
        for page in self._library.facet_values(self._waiting.tolist()):
            self._poll()
            values.add(page)
        return values

    def _articles(self) -> Ids64:
        ids = self._collection.ids
        known = ids if len(self._documents) == len(ids) else ids.take(self._documents)
        return np.concatenate([known, self._waiting])


class _Values:
    """The values of articles that are not counted in the index, as the index would have them."""

    def __init__(self) -> None:
        self.of: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self.published: list[int] = []

    def add(self, rows: Iterable[FacetValues]) -> None:
        for row in rows:
            self._count("outlet", row.outlet)
            self._count("section", row.section)
            self._count("place", row.place)
            self._count("language", row.language)
            for author in set(json.loads(row.authors)):
                self._count("author", author)
            self.published.append(published_key(row.published))

    def _count(self, name: str, value: str | None) -> None:
        if value:
            self.of[name][value] += 1
