"""From our tree to Whoosh's: words and phrases as queries of our own, what the library answers as sets of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from whoosh.query.compound import And as WhooshAnd
from whoosh.query.compound import Or as WhooshOr
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, Query
from whoosh.query.ranges import DateRange, NumericRange
from whoosh.query.terms import Term
from whoosh.query.wrappers import Not as WhooshNot

from index.query.tree import (
    And,
    AtLeast,
    Everything,
    Leaf,
    Length,
    Near,
    Node,
    Not,
    Or,
    Placed,
    Published,
    Terms,
    Within,
    Word,
    WordKind,
)
from index.schema import WORD_FIELDS
from index.search import expansion, queries
from index.search.collection import Collection
from index.search.evaluation import Evaluator, handles
from index.search.matches import Matches
from index.search.positional import AnyForm, InOrder, Synonyms
from index.search.postings import Forms
from index.search.vocabulary import FormList

__all__ = ["AnyForm", "InOrder", "Known", "compiled", "forms_of", "leaf_query", "places_query", "words_query"]


class Known(Query):
    """Documents that were found already."""

    def __init__(self, matches: Matches) -> None:
        self.matches = matches


@handles(Known)
def _known(by: Evaluator, query: Known, *, scored: bool) -> Matches:
    del by, scored
    return query.matches


def compiled(tree: Node, query_of: Callable[[Leaf | Placed], Query]) -> Query:
    """Make Whoosh's query of a tree from those of its conditions: `leaf_query`, or what is known of them already."""
    match tree:
        case And(children) if children:
            return WhooshAnd([compiled(child, query_of) for child in children])
        case Or(children):
            return WhooshOr([compiled(child, query_of) for child in children])
        case Not(child):
            return WhooshNot(compiled(child, query_of))
        case And():
            return Every()
        case leaf:
            return query_of(leaf)


def leaf_query(leaf: Leaf | Placed, collection: Collection) -> Query | None:
    """Make a query of an expanded condition that the index answers; None of others."""
    match leaf:
        case Terms() | Near() | Within() | AtLeast():
            return places_query(leaf, collection)
        case Published(first, last):
            start, end = (None if day is None else datetime.fromisoformat(day) for day in (first, last))
            return DateRange("published", start, end)
        case Length(least, most):
            return NumericRange("words", least, most)
        case Everything():
            return Every()
    return None


def words_query(terms: Terms, collection: Collection) -> Query:
    """Make a query of an expanded word or phrase: Whoosh's own of words with one form each in one field."""
    rows = [_row(terms.fields, terms.words, terms.slop, collection)]
    rows += [_row(terms.fields, words, 0, collection) for words in terms.readings]
    return rows[0] if len(rows) == 1 else Synonyms(rows)


def places_query(node: Node, collection: Collection) -> Query:
    """Make a query of expanded conditions on words and where they stand."""
    match node:
        case Terms():
            return words_query(node, collection)
        case Near():
            return queries.Near(_all(node.children, collection), node.distance, ordered=node.ordered)
        case Within():
            return queries.Within(_all(node.children, collection), node.unit)
        case AtLeast():
            return queries.AtLeast(places_query(node.child, collection), node.least)
        case Or():
            return WhooshOr(_all(node.children, collection))
    raise NotImplementedError(node)


def _all(nodes: Iterable[Node], collection: Collection) -> list[Any]:
    return [places_query(node, collection) for node in nodes]


def _row(fields: Sequence[str], words: Sequence[Word], slop: int, collection: Collection) -> Query:
    if len(fields) == 1 and fields[0] in WORD_FIELDS and not slop and all(map(_is_plain, words)):
        texts = [word.forms[0] for word in words]
        return Term(fields[0], texts[0]) if len(texts) == 1 else Phrase(fields[0], texts)
    forms = [forms_of(word, collection) for word in words]
    cases = [word.text if word.kind is WordKind.CASED else None for word in words]
    return AnyForm(fields, forms[0], cases[0]) if len(words) == 1 else InOrder(fields, forms, slop, cases)


def _is_plain(word: Word) -> bool:
    return word.kind is not WordKind.CASED and isinstance(word.forms, tuple) and len(word.forms) == 1


def forms_of(word: Word, collection: Collection) -> Forms:
    """Give the ordinals of a word's forms in each segment."""
    if isinstance(word.forms, FormList) and word.forms.collection is collection:
        return word.forms.forms
    return expansion.several(collection, word.forms)
