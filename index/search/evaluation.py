"""From a tree of Whoosh's queries to the documents that it means, on whole arrays.

Whoosh's own matchers walk a posting at a time; here each node is evaluated over all documents at once. What a node
means is what Whoosh's documentation says of it; where Whoosh's matchers are known to be wrong, brute force judges.

Scores: BM25F, see `ranking`. A word that stands for several (a prefix, a pattern, a near spelling) is one class of
synonyms: its frequency in a document is that of all its forms, its document frequency that of their union. A phrase is
scored as a word would be that stands where it stands. Numbers, ranges, `Every` and `ConstantScoreQuery` give the same
score to all documents, `Not` gives none. `And` and `Or` add up, `DisjunctionMax` takes the best, `AndNot` and `Require`
score their first query only. A boost multiplies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any, Final, Protocol

import numpy as np
from whoosh.query.compound import And, AndMaybe, AndNot, DisjunctionMax, Or, Require
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, NullQuery
from whoosh.query.ranges import DateRange, NumericRange, TermRange
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard
from whoosh.query.wrappers import ConstantScoreQuery, Not

from index.codec.wordlist import Poll
from index.schema import WORD_FIELDS
from index.search import expansion
from index.search.collection import Collection
from index.search.joins import added, common, union, without
from index.search.matches import NOTHING, Matches, added_up, constant, known
from index.search.nearness import Finder, Sought, chained, find, in_a_row
from index.search.occurrences import Spelled
from index.search.postings import (
    Forms,
    Run,
    look_up,
    look_up_among,
    look_up_word,
    of_occurrences,
    postings_of,
    runs_of,
)
from index.search.ranges import having, numbered, within

Fallback = Callable[[Any], Matches]
"""Evaluates a query that is not known here, by Whoosh's own matchers."""


class Handler(Protocol):
    """Evaluates one type of query."""

    def __call__(self, by: Evaluator, query: Any, /, *, scored: bool) -> Matches:
        """Find the documents that a query means."""


_HANDLERS: Final[dict[type, Handler]] = {}
_BOOSTED: Final = frozenset({ConstantScoreQuery})


def handles(kind: type) -> Callable[[Handler], Handler]:
    """Register what evaluates a type of query."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


class Evaluator:
    """Evaluates queries over a collection.

    Args:
        collection: what is searched.
        poll: called between steps; what it raises ends the evaluation.
        fallback: what evaluates a query that is not known here.
    """

    def __init__(self, collection: Collection, poll: Poll, fallback: Fallback) -> None:
        self.collection = collection
        self.scratch = collection.scratch
        self.poll = poll
        self._runs: dict[tuple[str, str], list[Run]] = {}
        self.fallback = fallback

    def runs(self, query: Term) -> list[Run]:
        """Find the postings of a word, once."""
        text = query.text.decode(errors="surrogatepass") if isinstance(query.text, bytes) else str(query.text)
        found = self._runs.get((query.fieldname, text))
        if found is None:
            found = self._runs[query.fieldname, text] = runs_of(self.collection, query.fieldname, text)
        return found

    def run(self, query: Any, *, scored: bool = True) -> Matches:
        """Find the documents that a query means; with `scored` False nothing is prepared for scoring them."""
        self.poll()
        handler = _HANDLERS.get(type(query))
        found = self.fallback(query) if handler is None else handler(self, query, scored=scored)
        if not scored:
            return Matches(found.documents)
        return found if type(query) in _BOOSTED else found.times(float(getattr(query, "boost", 1.0)))


# ---- words ------------------------------------------------------------------------------------------------------


@handles(Term)
def _term(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    if query.fieldname not in WORD_FIELDS:
        return Matches(numbered(by.collection, query), constant(1.0))
    return look_up_word(by.collection, query.fieldname, by.runs(query), scored=scored)


@handles(Prefix)
@handles(Wildcard)
@handles(Regex)
@handles(FuzzyTerm)
@handles(TermRange)
def _several(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    return _class(by, (query.fieldname,), forms_of(by, query), scored=scored)


def forms_of(by: Evaluator, query: Any) -> Forms:
    """Find the words that a `Term` or a query that stands for several words means, the same ones in every field."""
    match query:
        case Term():
            text = query.text.decode(errors="surrogatepass") if isinstance(query.text, bytes) else str(query.text)
            return expansion.several(by.collection, [text])
        case Prefix():
            return expansion.prefixed(by.collection, query.text)
        case Wildcard():
            return expansion.like(by.collection, query.text, by.poll)
        case Regex():
            return expansion.matching(by.collection, query.text, by.poll)
        case FuzzyTerm():
            return expansion.near(by.collection, query.text, query.maxdist, query.prefixlength, by.poll)
        case TermRange():
            low_open, high_open = query.startexcl, query.endexcl
            return expansion.between(by.collection, query.start, query.end, low_open=low_open, high_open=high_open)
    raise NotImplementedError(query)


def _class(by: Evaluator, fields: Sequence[str], forms: Forms, *, scored: bool) -> Matches:
    fields = [field for field in fields if field in WORD_FIELDS]
    return look_up(by.collection, fields, forms, by.poll, scored=scored)


# ---- words near one another -------------------------------------------------------------------------------------


@handles(Phrase)
def _phrase(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    words = [expansion.several(by.collection, [word]) for word in query.words]
    finder = in_a_row if query.slop == 1 else chained(query.slop)
    return _together(by, (query.fieldname,), words, finder, query.slop * len(words), scored=scored)


def _together(
    by: Evaluator, fields: Sequence[str], words: Sequence[Forms], finder: Finder, gap: int, *, scored: bool
) -> Matches:
    fields = [field for field in fields if field in WORD_FIELDS]
    sought = Sought([Spelled(forms) for forms in words], gap, finder)
    found = [(field, *find(by.collection, field, sought, by.poll)) for field in fields]
    return of_occurrences(by.collection, found, scored=scored)


# ---- queries joined ---------------------------------------------------------------------------------------------


@handles(And)
def _and(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    wanted = [child for child in query.subqueries if type(child) is not Not]
    joined = _all(by, wanted, scored=scored) if wanted else Matches(by.collection.every)
    for child in query.subqueries:
        if type(child) is Not:
            joined = _less(by, joined, child.query)
    return joined


def _all(by: Evaluator, queries: Sequence[Any], *, scored: bool) -> Matches:
    """Join conditions that all must be met; of common words only what the rarest one leaves is looked at."""
    words = [query for query in queries if _is_word(query)]
    words.sort(key=lambda query: postings_of(by.runs(query)))
    others = [query for query in queries if not _is_word(query)]
    found = [by.run(query, scored=scored) for query in words[:1] + others]
    found.sort(key=lambda one: len(one.documents))
    joined = reduce(partial(_both, by), found)
    for word in words[1:]:
        joined = _with_word(by, joined, word, scored=scored)
    return joined


def _is_word(query: Any) -> bool:
    return type(query) is Term and query.fieldname in WORD_FIELDS


def _with_word(by: Evaluator, found: Matches, word: Term, *, scored: bool) -> Matches:
    by.poll()
    among = look_up_among(by.collection, word.fieldname, by.runs(word), found.documents, scored=scored)
    if among is None:
        return _both(by, found, by.run(word, scored=scored))
    places, scorer = among
    left = found if len(places) == len(found.documents) else found.at(places)
    return Matches(left.documents, added_up(left.scorer, Matches(left.documents, scorer).times(word.boost).scorer))


def _both(by: Evaluator, one: Matches, other: Matches) -> Matches:
    here, there = common(one.documents, other.documents, by.scratch)
    first, second = one.at(here), other.at(there)
    return Matches(first.documents, added_up(first.scorer, second.scorer))


@handles(Or)
def _or(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    return _any(by, [by.run(child, scored=scored) for child in query.subqueries])


def _any(by: Evaluator, found: Sequence[Matches]) -> Matches:
    """Join conditions of which one is enough: scores add up, and are worked out at once."""
    if len(found) == 1:
        return found[0]
    parts = [(one.documents, one.scores(by.collection)) for one in found if one.scorer is not None]
    if len(parts) == len(found) and all(len(scores) and float(scores.min()) > 0 for _, scores in parts):
        documents, sums = added(parts, by.scratch)
        return Matches(documents, known(sums))
    documents = union([one.documents for one in found], by.scratch)
    if not parts:
        return Matches(documents)
    sums = np.zeros(len(documents), np.float32)
    for some, scores in parts:
        here, there = common(documents, some, by.scratch)
        sums[here] += scores.take(there)
    return Matches(documents, known(sums))


@handles(DisjunctionMax)
def _best(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    found = [by.run(child, scored=scored) for child in query.subqueries]
    documents = union([one.documents for one in found], by.scratch)
    best = np.zeros(len(documents), np.float32)
    for one in found:
        here, there = common(documents, one.documents, by.scratch)
        best[here] = np.maximum(best.take(here), one.scores(by.collection).take(there))
    return Matches(documents, known(best))


@handles(Not)
def _not(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    del scored
    return _less(by, Matches(by.collection.every), query.query)


@handles(AndNot)
def _and_not(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    return _less(by, by.run(query.a, scored=scored), query.b)


def _less(by: Evaluator, found: Matches, unwanted: Any) -> Matches:
    return found.at(without(found.documents, by.run(unwanted, scored=False).documents, by.scratch))


@handles(Require)
def _require(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    found, needed = by.run(query.a, scored=scored), by.run(query.b, scored=False)
    return found.at(common(found.documents, needed.documents, by.scratch)[0])


@handles(AndMaybe)
def _and_maybe(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    found = by.run(query.a, scored=scored)
    if not scored:
        return found
    more = by.run(query.b)
    here, there = common(found.documents, more.documents, by.scratch)
    sums = found.scores(by.collection)
    sums[here] += more.scores(by.collection).take(there)
    return Matches(found.documents, known(sums))


# ---- what is not about words ------------------------------------------------------------------------------------


@handles(NumericRange)
@handles(DateRange)
def _range(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    del scored
    return Matches(within(by.collection, query), constant(1.0))


@handles(Every)
def _every(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    del scored
    field = query.fieldname
    return Matches(by.collection.every if field is None else having(by.collection, field), constant(1.0))


@handles(type(NullQuery))
def _null(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    del by, query, scored
    return NOTHING


@handles(ConstantScoreQuery)
def _constant(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    del scored
    return Matches(by.run(query.child, scored=False).documents, constant(query.score))
