"""From our tree to Whoosh's: words and phrases as queries of our own, what the library answers as sets of documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whoosh.query.compound import And as WhooshAnd
from whoosh.query.compound import Or as WhooshOr
from whoosh.query.qcore import Every, Query
from whoosh.query.wrappers import Not as WhooshNot

from index.query.tree import And, Leaf, Node, Not, Or, Terms, Word
from index.search import expansion
from index.search.collection import Collection
from index.search.evaluation import Evaluator, handles
from index.search.matches import Matches
from index.search.positional import AnyForm, InOrder
from index.search.postings import Forms
from index.search.vocabulary import FormList

__all__ = ["AnyForm", "InOrder", "Known", "compiled", "forms_of", "words_query"]


class Known(Query):
    """Documents that were found already."""

    def __init__(self, matches: Matches) -> None:
        self.matches = matches


@handles(Known)
def _known(by: Evaluator, query: Known, *, scored: bool) -> Matches:
    del by, scored
    return query.matches


def compiled(tree: Node, known: Callable[[Leaf], Matches]) -> Any:
    """Make Whoosh's query of a tree whose conditions are evaluated already."""
    match tree:
        case And(children) if children:
            return WhooshAnd([compiled(child, known) for child in children])
        case Or(children):
            return WhooshOr([compiled(child, known) for child in children])
        case Not(child):
            return WhooshNot(compiled(child, known))
        case And():
            return Every()
        case leaf:
            return Known(known(leaf))


def words_query(terms: Terms, collection: Collection) -> AnyForm | InOrder:
    """Make a query of an expanded word or phrase."""
    words = [forms_of(word, collection) for word in terms.words]
    return AnyForm(terms.fields, words[0]) if len(words) == 1 else InOrder(terms.fields, words, terms.slop)


def forms_of(word: Word, collection: Collection) -> Forms:
    """Give the ordinals of a word's forms in each segment."""
    if isinstance(word.forms, FormList) and word.forms.collection is collection:
        return word.forms.forms
    return expansion.several(collection, word.forms)
