"""Says why a hit stands where it does: the numbers that its score is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import numpy as np

from index.codec.wordlist import Poll
from index.library import Library
from index.query.tree import INDEXED, And, Leaf, Node, Not, Or, Placed, Terms, WordKind
from index.schema import SCORED_FIELDS
from index.search.collection import Collection
from index.search.compiled import forms_of
from index.search.joins import Documents
from index.search.leaders import LEADERS, Leaders, Lifts
from index.search.matches import Matches
from index.search.ordering import head
from index.search.postings import present_terms
from index.search.ranking import SATURATION, rarity
from index.search.view import Evaluation, View
from index.types import ArticleId, ConditionShare, Explanation, FieldShare, Order, Reward


class Explaining:
    """Explains the scores of one query's results.

    Args:
        evaluation: has the documents of each condition.
        view: what is searched.
        matches: what the whole query means.
        tree: the expanded query.
        lifts: the rewards of the best, None where there are none.
    """

    def __init__(self, evaluation: Evaluation, view: View, matches: Matches, tree: Node, lifts: Lifts | None) -> None:
        self._evaluation = evaluation
        self._view = view
        self._collection: Collection = view.collection
        self._matches = matches
        self._tree = tree
        self._lifts = lifts

    def explain(self, article_id: int) -> Explanation | None:
        """Explain the score of an article; None where it is no hit, or where the query ranks nothing."""
        documents = self._view.documents_of(np.array([article_id], np.int64))
        if self._matches.scorer is None or not len(_common(self._matches, documents)):
            return None
        document = int(documents[0])
        conditions = tuple(self._shares(self._tree, document))
        rewards = tuple(_rewards(self._lifts, document)) if self._lifts else ()
        score = _score(self._collection, self._matches, document)
        return Explanation(ArticleId(article_id), score + sum(one.score for one in rewards), conditions, rewards)

    def _shares(self, tree: Node, document: int) -> Iterator[ConditionShare]:
        """Give the share of each condition that is met and that ranks."""
        match tree:
            case And(children) | Or(children):
                for child in children:
                    if self._meets(child, document):
                        yield from self._shares(child, document)
            case Not():
                return
            case leaf:
                matches = self._evaluation.matches(leaf)
                if matches.scorer is not None:
                    yield self._share(leaf, matches, document)

    def _meets(self, tree: Node, document: int) -> bool:
        match tree:
            case And(children):
                return all(self._meets(child, document) for child in children)
            case Or(children):
                return any(self._meets(child, document) for child in children)
            case Not(child):
                return not self._meets(child, document)
            case leaf:
                return bool(len(_common(self._evaluation.matches(leaf), np.array([document]))))

    def _share(self, leaf: Leaf | Placed, matches: Matches, document: int) -> ConditionShare:
        count = len(matches.documents)
        rare = rarity(count, self._collection.live_count) if isinstance(leaf, INDEXED) else 0.0
        fields = tuple(self._fields(leaf, document)) if _is_word(leaf) else ()
        score = _score(self._collection, matches, document)
        return ConditionShare(getattr(leaf, "label", ""), count, rare, SATURATION, fields, score)

    def _fields(self, terms: Terms, document: int) -> Iterator[FieldShare]:
        """Give what each field of a document has of a word."""
        collection = self._collection
        number = int(collection.bases.searchsorted(document, "right")) - 1
        segment, local = collection.segments[number], np.array([document - int(collection.bases[number])])
        forms = forms_of(terms.words[0], collection)[number]
        for field in terms.fields:
            reader = segment.field(field)
            frequency = 0
            for term in present_terms(reader, forms).tolist():
                first, last = reader.postings(term)
                _, here = reader.documents.look_up(local, first, last)
                frequency += int(reader.frequencies.among(first, last, here).sum())
            if frequency:
                weight = frequency * float(collection.norms(field)[document])
                yield FieldShare(field, frequency, int(reader.lengths[local[0]]), weight)


def explaining(
    library: Library, evaluation: Evaluation, view: View, tree: Node, order: Order, poll: Poll
) -> Explaining:
    """Make what explains the results of an expanded query: rewards are given only where the best come first."""
    matches = evaluation.run(tree)
    lifts = None
    if order is Order.RELEVANCE and matches.scorer is not None:
        leaders = Leaders(library, view.collection, tree, lambda terms: len(evaluation.matches(terms).documents), poll)
        documents = head(view.collection, matches, order, LEADERS)
        scores = matches.at(matches.documents.searchsorted(documents)).scores(view.collection)
        lifts = leaders.lifts(documents, scores)
    return Explaining(evaluation, view, matches, tree, lifts)


def _is_word(leaf: Leaf | Placed) -> TypeGuard[Terms]:
    """Is a condition a single word that is counted by its forms in fields that are scored."""
    return (
        isinstance(leaf, Terms)
        and len(leaf.words) == 1
        and not leaf.readings
        and leaf.words[0].kind is not WordKind.CASED
        and all(field in SCORED_FIELDS for field in leaf.fields)
    )


def _common(matches: Matches, documents: Documents) -> Documents:
    return documents[np.isin(documents, matches.documents)]


def _score(collection: Collection, matches: Matches, document: int) -> float:
    place = matches.documents.searchsorted(np.array([document]))
    return float(matches.at(place).scores(collection)[0])


def _rewards(lifts: Lifts, document: int) -> Iterator[Reward]:
    """Give the rewards of a document, those that are worth anything."""
    place = int(lifts.documents.searchsorted(document))
    if place == len(lifts.documents) or lifts.documents[place] != document:
        return
    for kind, words, rewards in lifts.told():
        if rewards[place]:
            yield Reward(kind, words, float(rewards[place]))
