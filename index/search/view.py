"""One state of the index and of the library, as queries see it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from index.analysis.name_parts import particles_like
from index.codec.wordlist import Poll
from index.errors import SearchIndexError
from index.indexer.reader import IndexReader
from index.library import Library
from index.query.tree import INDEXED, Leaf, Node, Placed, Terms, Valued, Word, WordKind
from index.search import expansion
from index.search.cache import Counted, LeafCache
from index.search.collection import Collection
from index.search.compiled import Known, compiled, forms_of, leaf_query
from index.search.conditions import Ids64, ids_of
from index.search.counting import form_counts
from index.search.evaluation import Evaluator, Fallback
from index.search.joins import Documents, distinct
from index.search.matches import Matches
from index.search.values import having_value

_PAGE = 10_000


_ALONE = (WordKind.EXACT, WordKind.CASED)
_MOST_COUNTED = 12
"""Words of a row whose forms are counted."""


class View:
    """An index, without the articles that the library has removed since. Belongs to the thread that made it.

    Attributes:
        collection: its documents.
        revision: up to which revision of the library removed articles are taken out.
        changed: the ids of the articles that are others up to there than in the index, or not in it; ascending.
    """

    def __init__(self, reader: IndexReader) -> None:
        self.collection = Collection(reader.segments, reader.deleted)
        self.revision = reader.revision
        self.changed: Ids64 = np.empty(0, np.int64)

    def follow(self, library: Library) -> bool:
        """Take out what the library has removed meanwhile; True if anything was."""
        changed, gone = [self.changed], [self.changed[:0]]
        while changes := library.changes(self.revision, _PAGE):
            gone.append(np.array([change.id for change in changes if change.removed], np.int64))
            changed.append(np.array([change.id for change in changes if not change.removed], np.int64))
            self.revision = changes[-1].revision
        removed = distinct(np.concatenate(gone))
        self.changed = np.setdiff1d(distinct(np.concatenate(changed)), removed, assume_unique=True)
        documents = self.documents_of(removed)
        self.collection.delete(documents)
        return bool(len(documents))

    def is_whole(self, library: Library) -> bool:
        """Tell whether it has every article of the library as it is there."""
        return not len(self.changed) and self.collection.live_count == library.count()

    def documents_of(self, ids: Ids64) -> Documents:
        """Give the documents of articles, whose ids ascend; those that are not indexed have none."""
        if not len(ids):
            return np.empty(0, np.int64)
        wanted = np.zeros(int(max(ids[-1], self._largest)) + 1, bool)
        wanted[ids] = True
        found = np.flatnonzero(wanted.take(self.collection.ids))
        live = self.collection.live
        return found if live is None else found[live.take(found)]

    @cached_property
    def _largest(self) -> int:
        """The largest id. Every article took a revision when it came, so that no sound index has a larger one."""
        largest = int(self.collection.ids.max(initial=0))
        if largest > self.revision:
            raise SearchIndexError("the search index is damaged", "ids of articles")
        return largest


class Evaluation:
    """Evaluates trees over one view.

    Args:
        library: answers what is not about words.
        view: the index.
        cache: conditions that were evaluated already, over the same states.
        poll: called often; what it raises ends the evaluation.
    """

    def __init__(self, library: Library, view: View, cache: LeafCache, poll: Poll) -> None:
        self._library = library
        self._view = view
        self._cache = cache
        self._poll = poll

    def run(self, tree: Node) -> Matches:
        """Find the documents that an expanded tree means.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        query = compiled(tree, lambda leaf: Known(self.matches(leaf)))
        return self._evaluator().run(query)

    def matches(self, leaf: Leaf | Placed) -> Matches:
        """Find the documents that meet one condition."""
        return self._kept(leaf).matches

    def count(self, leaf: Leaf | Placed) -> Counted:
        """Find the documents that meet one condition, and count the forms of its word."""
        return self._kept(leaf, forms=True)

    def _evaluator(self) -> Evaluator:
        collection = self._view.collection
        return Evaluator(collection, self._poll, _by_matchers(collection, self._poll))

    def _kept(self, leaf: Leaf | Placed, *, forms: bool = False) -> Counted:
        known = self._cache.get(leaf)
        if known is None or (forms and not known.form_count and isinstance(leaf, Terms)):
            known = self._counted(leaf, known, forms=forms)
            self._cache.put(leaf, known)
        return known

    def _counted(self, leaf: Leaf | Placed, known: Counted | None, *, forms: bool) -> Counted:
        matches = known.matches if known else self._look_up(leaf)
        if not (forms and isinstance(leaf, Terms)):
            return Counted(matches)
        collection, words = self._view.collection, _counted_words(leaf)
        if len(leaf.words) == 1 and leaf.words[0].kind is WordKind.CASED:
            count = len(matches.documents)
            return Counted(matches, ((leaf.words[0].text, count),) if count else (), min(count, 1))
        if not words:
            return Counted(matches)
        found = expansion.joined(*(forms_of(word, collection) for word in words))
        return Counted(matches, *form_counts(collection, leaf.fields, found, self._poll))

    def _look_up(self, leaf: Leaf | Placed) -> Matches:
        collection = self._view.collection
        if isinstance(leaf, Valued):
            return Matches(having_value(collection, leaf.facet, leaf.value))
        query = leaf_query(leaf, collection)
        if query is not None:
            return self._evaluator().run(query, scored=isinstance(leaf, INDEXED))
        assert not isinstance(leaf, INDEXED)  # noqa: S101 - all of these have a query
        return Matches(self._view.documents_of(ids_of(leaf, self._library, self._poll)))


def _counted_words(terms: Terms) -> list[Word]:
    """Give the words of a condition whose forms are counted: of a row of words those that stand for others."""
    if len(terms.words) == 1 and not terms.readings:
        return list(terms.words)
    words = dict.fromkeys(word for row in (terms.words, *terms.readings) for word in row if word.kind not in _ALONE)
    return [word for word in words if word.kind is not WordKind.NAME or not particles_like(word.text)][:_MOST_COUNTED]


def _by_matchers(collection: Collection, poll: Poll) -> Fallback:
    """Evaluate what is not known by Whoosh's own matchers, which are loaded when they are first needed."""

    def evaluate(query: Any) -> Matches:
        from index.search.fallback import fallback

        return fallback(collection, poll)(query)

    return evaluate
