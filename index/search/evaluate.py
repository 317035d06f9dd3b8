"""From an expanded tree to the articles that it means, on whole arrays: each condition once, then joined."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np

from index.highlight.evaluation import occurrences
from index.highlight.texts import FieldText
from index.indexer.reader import Poll
from index.library import Library
from index.query.tree import (
    And,
    Everything,
    Ids,
    Is,
    Leaf,
    Length,
    Node,
    Not,
    Noted,
    Or,
    Published,
    Tagged,
    Terms,
    Undated,
)
from index.query.walk import leaves
from index.search.cache import LeafCache
from index.search.space import Found, Places, Space, both, either, neither
from index.search.terms import Counted, IndexedSpace, look_up

_NOTHING = Found(np.empty(0, np.int64))


def has_words(tree: Node) -> bool:
    """Tell whether a query asks for words of articles: whether it needs the index."""
    return any(isinstance(leaf, Terms) for leaf, _ in leaves(tree))


class Evaluation:
    """Evaluates trees over one state of the library and of the index.

    Args:
        library: answers what is not about words.
        space: its articles.
        index: the index; without one no article has any word.
        cache: conditions that were evaluated already, over the same states.
        poll: called often; what it raises ends the evaluation.
    """

    def __init__(
        self, library: Library, space: Space, index: IndexedSpace | None, cache: LeafCache, poll: Poll
    ) -> None:
        self._library = library
        self._space = space
        self._index = index
        self._cache = cache
        self._poll = poll

    def run(self, tree: Node) -> Found:
        """Find the articles that a tree means.

        A query for words is answered from the articles that are in the index, and so is what it negates.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        every = np.arange(len(self._space))
        if has_words(tree):
            every = self._index.indexed if self._index else every[:0]
        return self._run(tree, every)

    def count(self, leaf: Leaf) -> Counted:
        """Find the articles that meet one condition, and count the forms of its word.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        known = self._cache.get(leaf)
        if known is None:
            known = self._look_up(leaf)
            self._cache.put(leaf, known)
        return known

    def _run(self, node: Node, every: Places) -> Found:
        self._poll()
        match node:
            case And(children) if children:
                first, *rest = (self._run(child, every) for child in children)
                for one in rest:
                    first = both(first, one)
                return first
            case And() | Everything():
                return Found(every)
            case Or(children):
                return either([self._run(child, every) for child in children], len(self._space))
            case Not(child):
                return neither(self._run(child, every), every, len(self._space))
            case leaf:
                return self.count(leaf).found

    def _look_up(self, leaf: Leaf) -> Counted:
        if isinstance(leaf, Terms):
            return look_up(leaf, self._index, self._poll) if self._index else Counted(_NOTHING)
        places = self._space.places_of(np.frombuffer(self._ids(leaf), np.int64))
        there = np.zeros(len(self._space), bool)
        there[places[places >= 0]] = True
        return Counted(Found(np.flatnonzero(there)))

    def _ids(self, leaf: Leaf) -> array[int]:
        """Ask the library for the articles that meet a condition that is not about their words."""
        library = self._library
        found: array[int]
        match leaf:
            case Is(state):
                found = library.ids_in_state(state.value)
            case Tagged(tag):
                found = library.ids_tagged(tag)
            case Published(first, last):
                found = library.ids_published(first, last)
            case Undated():
                found = library.ids_undated()
            case Length(least, most):
                found = library.ids_by_length(least, most)
            case Ids(ids):
                found = array("q", ids)
            case Noted():
                found = array("q", self._noted(leaf))
            case _:
                found = array("q")
        return found

    def _noted(self, leaf: Noted) -> Iterator[int]:
        for article_id, note in self._library.notes():
            self._poll()
            if any(occurrences(leaf.words, 0, FieldText([(None, note)]))):
                yield article_id
