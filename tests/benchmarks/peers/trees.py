"""Whoosh's query trees of the benchmark's queries, for the engines that evaluate them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.spans import SpanNear2
from whoosh.query.terms import FuzzyTerm, Prefix, Term, Wildcard
from whoosh.query.wrappers import Not

from tests.benchmarks.queries import SLOP, Kind, Query

_OF_CONDITIONS: Final[Mapping[Kind, Callable[[list[Any]], Any]]] = {
    Kind.AND: And,
    Kind.OR: Or,
    Kind.NOT: lambda conditions: And([conditions[0], Not(conditions[1])]),
}
_OF_WORDS: Final[Mapping[Kind, Callable[[Sequence[str]], Any]]] = {
    Kind.PHRASE: lambda words: Phrase("body", list(words)),
    Kind.SLOP: lambda words: Phrase("body", list(words), slop=SLOP),
    Kind.NEAR: lambda words: SpanNear2([Term("body", word) for word in words], slop=SLOP, ordered=False),
    Kind.PREFIX: lambda words: Prefix("body", words[0]),
    Kind.WILDCARD: lambda words: Wildcard("body", words[0]),
    Kind.FUZZY: lambda words: FuzzyTerm("body", words[0], maxdist=1, prefixlength=0),
    Kind.HEADLINE: lambda words: Term("headline", words[0]),
}


def tree(query: Query, condition: Callable[[str], Any]) -> Any:
    """Make a query's tree; `condition` makes what a single word asks for where it is no part of a phrase or pattern."""
    if query.kind in _OF_WORDS:
        return _OF_WORDS[query.kind](query.words)
    conditions = [condition(word) for word in query.words]
    return _OF_CONDITIONS[query.kind](conditions) if query.kind in _OF_CONDITIONS else conditions[0]
