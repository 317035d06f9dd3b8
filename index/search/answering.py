"""From queries as they were read to the articles they mean, in one state of the index and the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from index.codec.wordlist import Poll
from index.indexer.damage import reading
from index.library import Library
from index.query import Vocabulary, conditions, expand
from index.query.names import shown
from index.query.tree import INDEXED, Leaf, Node, Noted, Placed
from index.query.walk import leaves
from index.search.conditions import Ids64, articles_of, has_words, tree_of
from index.search.current import Current
from index.search.leaders import Leaders
from index.search.matches import Matches
from index.search.notes import VocabularyWithNotes
from index.search.view import Evaluation
from index.search.vocabulary import IndexVocabulary, NoVocabulary
from index.types import Chip, Order, Understood


class Answering:
    """Answers queries. Belongs to the thread that made it; all is told for the state that `current.prepare` found."""

    def __init__(self, library: Library, current: Current) -> None:
        self._library = library
        self._current = current
        self._every: tuple[int, Ids64] | None = None

    def understood(self, parsed: Understood, poll: Poll) -> Understood:
        """Expand a query over the vocabulary and count its conditions.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        latest = self._current.kept.latest
        if latest.understood is not None and latest.parsed == parsed:
            return latest.understood
        tree = tree_of(parsed)
        given_up: dict[str, str] = {}
        with reading():
            tree = expand(tree, self._vocabulary(tree, poll, given_up))
            chips = tuple(
                self._counted(chip, leaf, poll) for chip, (leaf, _) in zip(parsed.chips, conditions(tree), strict=True)
            )
        repairs = (*parsed.repairs, *(f"gave up /{shown(one)}/: {reason}" for one, reason in given_up.items()))
        latest.parsed, latest.understood = parsed, replace(parsed, tree=tree, chips=chips, repairs=repairs)
        return latest.understood

    def matches(self, tree: Node, poll: Poll) -> Matches:
        """Find what an expanded tree with words means; there has to be an index.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        latest = self._current.kept.latest
        if latest.matches is None or latest.tree != tree:
            with reading():
                latest.matches = self._evaluation(poll).run(tree)
            latest.tree = tree
        return latest.matches

    def leaders(self, tree: Node, poll: Poll) -> Leaders:
        """Make what rewards the best of the documents that an expanded tree means; there has to be an index."""
        view, evaluation = self._current.view, self._evaluation(poll)
        assert view is not None  # noqa: S101 - whoever asks has looked
        return Leaders(
            self._library, view.collection, tree, lambda terms: len(evaluation.matches(terms).documents), poll
        )

    def articles(self, tree: Node, poll: Poll) -> Ids64:
        """Find the articles that a tree without words means, those that wait for the index among them."""
        known = self._current.kept.articles
        found = known.get(tree)
        if found is None:
            found = articles_of(tree, self.every_article(), self._library, poll)
            known.put(tree, found)
        return found

    def every_article(self) -> Ids64:
        """Give the ids of all articles."""
        revision = self._library.revision()
        if self._every is None or self._every[0] != revision:
            self._every = revision, np.sort(np.frombuffer(self._library.ids(Order.NEWEST), np.int64))
        return self._every[1]

    def counter(self, poll: Poll) -> Callable[[Node], int]:
        """Make what counts the articles that an expanded tree means."""

        def count(tree: Node) -> int:
            if has_words(tree):
                return len(self._evaluation(poll).run(tree).documents)
            return len(self.articles(tree, poll))

        return count

    def _evaluation(self, poll: Poll) -> Evaluation:
        view = self._current.view
        assert view is not None  # noqa: S101 - whoever asks has looked
        return Evaluation(self._library, view, self._current.kept.leaves, poll)

    def _vocabulary(self, tree: Node, poll: Poll, given_up: dict[str, str]) -> Vocabulary:
        view = self._current.view
        vocabulary: Vocabulary = IndexVocabulary(view.collection, poll, given_up) if view else NoVocabulary()
        if any(isinstance(leaf, Noted) for leaf, _ in leaves(tree)):
            return VocabularyWithNotes(vocabulary, (note for _, note in self._library.notes()))
        return vocabulary

    def _counted(self, chip: Chip, leaf: Leaf | Placed, poll: Poll) -> Chip:
        if not isinstance(leaf, INDEXED):
            return replace(chip, count=len(self.articles(leaf, poll)))
        if self._current.view is None:
            return chip
        counted = self._evaluation(poll).count(leaf)
        return replace(chip, count=len(counted.matches.documents), forms=counted.forms, form_count=counted.form_count)
