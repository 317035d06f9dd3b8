"""The second step of ranking: the articles that BM25F has placed first, put in order by more than counts.

Rewards are never negative, so whoever leads stays before all the others, and the scores of all descend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.library import Library
from index.query.tree import Node, Terms
from index.search import likeness, proximity
from index.search.asked import FIELDS, Asked, asked_for, standing
from index.search.collection import Collection
from index.search.joins import Documents
from index.search.likeness import BEST, FIRM, Shared
from index.search.proximity import Pair, Rewards
from index.types import RewardKind

Lift = Callable[[Documents, NDArray[np.float32]], NDArray[np.float32] | None]
"""Gives for the best documents, beside their scores, the rewards of each; None for none."""

LEADERS: Final = 300
"""So many of the best articles are looked at."""

_MARGIN: Final = 0.01
"""By at least so much the first ones stay before the others."""


@dataclass(frozen=True, slots=True)
class Lifts:
    """The rewards of some documents.

    Attributes:
        documents: the documents, ascending; all arrays run beside them.
        asked: the words that were asked for.
        typed: for each of these words the rewards for its very form.
        early: for each of these words the rewards for standing early.
        near: the rewards for words near one another.
        shared: the words that the best share.
        like: for each of these words the rewards for having it.
        ahead: what keeps the first ones before the others.
    """

    documents: Documents
    asked: Sequence[Asked]
    typed: Sequence[Rewards]
    early: Sequence[Rewards]
    near: Sequence[Pair]
    shared: Sequence[Shared] = ()
    like: Sequence[Rewards] = ()
    ahead: Rewards | None = None

    @property
    def total(self) -> NDArray[np.float32]:
        """All rewards of each document."""
        total = np.zeros(len(self.documents), np.float32)
        for _, _, rewards in self.told():
            total += rewards
        return total

    def told(self) -> Iterator[tuple[RewardKind, tuple[str, ...], Rewards]]:
        """Give all rewards, each with what it is for and the words that it is about."""
        names = [one.word.text for one in self.asked]
        for kind, several in ((RewardKind.TYPED, self.typed), (RewardKind.EARLY, self.early)):
            for name, rewards in zip(names, several, strict=True):
                yield kind, (name,), rewards
        for pair in self.near:
            yield RewardKind.NEAR, (names[pair.first], names[pair.second]), pair.rewards
        for word, rewards in zip(self.shared, self.like, strict=True):
            yield RewardKind.LIKE, (word.word,), rewards
        if self.ahead is not None:
            yield RewardKind.FIRST, (), self.ahead


class Leaders:
    """Rewards the best documents of one query.

    Args:
        library: has the texts of articles.
        collection: what is searched.
        tree: the expanded query.
        count: tells how many documents have a word.
        poll: called often; what it raises ends the work.
    """

    def __init__(
        self, library: Library, collection: Collection, tree: Node, count: Callable[[Terms], int], poll: Poll
    ) -> None:
        self._library = library
        self._collection = collection
        self._tree = tree
        self._count = count
        self._poll = poll

    def __call__(self, documents: Documents, scores: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Give the rewards of documents, in any order, beside their scores."""
        lifts = self.lifts(documents, scores)
        return None if lifts is None else lifts.total.take(lifts.documents.searchsorted(documents))

    def lifts(self, documents: Documents, scores: NDArray[np.float32]) -> Lifts | None:
        """Reward documents, in any order, beside their scores; None where the query gives no reason to.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        asked = asked_for(self._tree, self._collection, self._count)
        if not asked:
            return None
        order = np.argsort(documents)
        lifts = self._by_places(documents.take(order), asked)
        return self._by_likeness(lifts, scores.take(order) + lifts.total)

    def _by_places(self, documents: Documents, asked: Sequence[Asked]) -> Lifts:
        collection, count, size = self._collection, len(documents), len(asked)
        groups = [one.group for one in asked]
        typed = np.zeros((size, count), np.float32)
        firsts = np.full((size, count), np.inf)
        met = np.zeros((size, size, count), np.float32)
        for field in FIELDS:
            found = standing(collection, field, asked, documents, self._poll)
            norms = collection.norms(field).take(documents)
            typed += found.typed * norms
            first = proximity.firsts(found.places, found.numbers, size, count)
            if field != "body":  # what stands there stands before all of the body
                first[first < np.inf] = 0
            firsts = np.minimum(firsts, first)
            if len(set(groups)) > 1:
                met += proximity.meetings(found.places, found.numbers, groups, count) * norms
        return Lifts(
            documents,
            asked,
            [proximity.weighed(some, one.rarity, proximity.TYPED) for one, some in zip(asked, typed, strict=True)],
            [proximity.early(some, one.rarity) for one, some in zip(asked, firsts, strict=True)],
            proximity.pairs(met, [one.rarity for one in asked]),
        )

    def _by_likeness(self, lifts: Lifts, scores: NDArray[np.float32]) -> Lifts:
        """Reward likeness to the best, whom the scores tell with their rewards so far."""
        if len(scores) <= FIRM:
            return lifts
        collection, documents = self._collection, lifts.documents
        best = np.lexsort((collection.ids.take(documents), -scores))[:BEST]
        ids = collection.ids.take(documents.take(best)).tolist()
        read = {one.id: one.article for one in self._library.get_many(ids, damaged=lambda _: None)}
        kept = [
            (likeness.opening(read[one]), score)
            for one, score in zip(ids, scores.take(best).tolist(), strict=True)
            if one in read
        ]
        if not kept or min(score for _, score in kept) <= 0:
            return lifts
        forms = {form for one in lifts.asked for form in one.word.forms} | {one.word.text for one in lifts.asked}
        openings, weights = [some for some, _ in kept], [score for _, score in kept]
        shared = likeness.shared(openings, weights, forms, collection, self._poll)
        like = likeness.like(shared, collection, documents)
        return _with_likeness(lifts, shared, like, scores, best[:FIRM])


def _with_likeness(
    lifts: Lifts,
    shared: Sequence[Shared],
    like: Sequence[Rewards],
    scores: NDArray[np.float32],
    firm: NDArray[np.int64],
) -> Lifts:
    """Add the rewards for likeness to all but the first ones, which are kept before the others."""
    others = np.ones(len(scores), np.float32)
    others[firm] = 0
    like = [rewards * others for rewards in like]
    highest = max(np.delete(scores + sum(like), firm).tolist(), default=0.0)
    missing = highest + _MARGIN - float(scores.take(firm).min())
    ahead = (1 - others) * np.float32(max(0.0, missing))
    return Lifts(lifts.documents, lifts.asked, lifts.typed, lifts.early, lifts.near, shared, like, ahead)
