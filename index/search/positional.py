"""Queries of our own about words and where they stand: in any of their forms, in order, near one another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.positional import Sequence as WhooshSequence
from whoosh.query.ranges import TermRange
from whoosh.query.spans import SpanNear, SpanNear2
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard

from index.query.tree import OPENING, Unit
from index.schema import BOUNDED_FIELDS, WORD_FIELDS
from index.search import expansion, intervals
from index.search.evaluation import Evaluator, forms_of, handles
from index.search.intervals import Condition, Line
from index.search.joins import Documents, common
from index.search.matches import Matches
from index.search.nearness import UNITS, Sought, find, in_a_row, in_order
from index.search.occurrences import Counts, Spelled, count_occurrences, summed
from index.search.postings import FieldCounts, look_up, of_occurrences
from index.search.queries import AnyForm, AtLeast, InOrder, Near, Synonyms, Within


@handles(AnyForm)
def _any_form(by: Evaluator, query: AnyForm, *, scored: bool) -> Matches:
    if query.case is None and OPENING not in query.fields:
        return look_up(by.collection, query.fields, query.forms, by.poll, scored=scored)
    return of_occurrences(by.collection, _counted(by, query), scored=scored)


@handles(InOrder)
def _in_order(by: Evaluator, query: InOrder, *, scored: bool) -> Matches:
    finder = in_order(query.slop) if query.slop else in_a_row
    gap = len(query.words) + query.slop
    sought = Sought(_spelled(query), gap, finder)
    found = [(name, *find(by.collection, name, sought, by.poll)) for name in _in_turn(query.fields)]
    return of_occurrences(by.collection, found, scored=scored)


@handles(Synonyms)
@handles(Near)
@handles(Within)
def _placed(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    fields = _fields_of(query)
    if fields is None:
        return by.run(And(query.conditions), scored=scored)
    return of_occurrences(by.collection, _found(by, query, fields), scored=scored)


@handles(AtLeast)
def _at_least(by: Evaluator, query: AtLeast, *, scored: bool) -> Matches:
    (condition,) = query.conditions
    fields = _fields_of(condition)
    if fields is None:
        return by.run(condition, scored=scored)
    word = _as_word(by, condition)
    found = _counted(by, word) if word else _found(by, condition, fields)
    documents = np.concatenate([np.empty(0, np.int64), *(some for _, some, _ in found)])
    counts = np.concatenate([np.empty(0, np.int64), *(some for _, _, some in found)])
    documents, counts = summed(documents, counts, by.collection.count)
    kept = documents.take(np.flatnonzero(counts >= query.least))
    if word or isinstance(condition, Or):
        matches = by.run(condition, scored=scored)
    else:
        matches = of_occurrences(by.collection, found, scored=scored)
    return matches.at(common(matches.documents, kept, by.scratch)[0])


def _as_word(by: Evaluator, query: Any) -> AnyForm | None:
    """Give a query of a word as ours; None of others."""
    if isinstance(query, _FORMS):
        return AnyForm((query.fieldname,), forms_of(by, query))
    return query if isinstance(query, AnyForm) else None


def _counted(by: Evaluator, query: AnyForm) -> list[FieldCounts]:
    """Count a word in each of its fields."""
    word = Spelled(query.forms, query.case)
    return [(name, *count_occurrences(by.collection, name, word, by.poll)) for name in _in_turn(query.fields)]


def _found(by: Evaluator, query: Any, fields: Collection[str]) -> list[FieldCounts]:
    """Find a condition in each of some fields."""
    return [(name, *_Places(by, name).found(query)) for name in _in_turn(fields)]


def _in_turn(fields: Collection[str]) -> list[str]:
    """Put fields in order, each once."""
    return [name for name in (*WORD_FIELDS, OPENING) if name in fields]


@handles(SpanNear)
@handles(SpanNear2)
@handles(WhooshSequence)
def _whoosh_near(by: Evaluator, query: Any, *, scored: bool) -> Matches:
    """Find words as Whoosh means it where that is what `Near` means: words of one field, two or in order."""
    match query:
        case SpanNear():
            conditions = [query.a, query.b]
        case SpanNear2():
            conditions = list(query.qs)
        case _:
            conditions = list(query.subqueries)
    words = all(isinstance(one, _FORMS) for one in conditions)
    same = words and len({one.fieldname for one in conditions}) == 1
    defined = len(conditions) > 1 and (query.ordered or len(conditions) == 2)  # noqa: PLR2004 - two of them
    if not same or not defined or query.slop < 1 or getattr(query, "mindist", 1) != 1:
        return by.fallback(query)
    return _placed(by, Near(conditions, query.slop, ordered=query.ordered), scored=scored)


__all__ = ["AnyForm", "AtLeast", "InOrder", "Near", "Synonyms", "Within"]

_FORMS: Final = (Term, Prefix, Wildcard, Regex, FuzzyTerm, TermRange)


def _fields_of(query: Any) -> set[str] | None:
    """Give the fields in which a condition can be met; None if it has no places."""
    match query:
        case AnyForm() | InOrder():
            return set(query.fields)
        case Near() | Within() | Or() | Synonyms():
            return _fields_of_all(query)
        case Phrase() if query.slop != 1:  # what Whoosh means by it has no shortest places
            return None
        case _ if isinstance(query, (*_FORMS, Phrase)):
            return {query.fieldname}
    return None


def _fields_of_all(query: Any) -> set[str] | None:
    children = list(query.children())
    found = [fields for one in children if (fields := _fields_of(one)) is not None]
    if not found or len(found) < len(children):
        return None
    if isinstance(query, Or | Synonyms):
        return set.union(*found)
    shared = set.intersection(*found)
    return shared & {*BOUNDED_FIELDS, OPENING} if isinstance(query, Within) else shared


def _spelled(row: InOrder) -> list[Spelled]:
    return [Spelled(*word) for word in zip(row.words, row.cases, strict=True)]


@dataclass(slots=True)
class _Places:
    """Gathers the words of a tree of conditions that can be met in a field.

    Attributes:
        name: the field.
        words: each word.
        units: those of which the beginnings are needed.
        needed: sets of words of which each document must have one each.
        gap: the most that anything looks ahead.
    """

    by: Evaluator
    name: str
    words: list[Spelled] = field(default_factory=list)
    units: set[Unit] = field(default_factory=set)
    needed: list[list[int]] = field(default_factory=list)
    gap: int = 1

    def found(self, query: Any) -> tuple[Documents, Counts]:
        """Find the documents with matches, and how many each has."""
        condition = self.condition_of(query)

        def finder(words: Sequence[list[Line]], length: int) -> Line:
            del length
            return condition(words).ends

        sought = Sought(self.words, self.gap, finder, self.needed, frozenset(self.units))
        return find(self.by.collection, self.name, sought, self.by.poll)

    def condition_of(self, query: Any) -> Condition:
        """Make the condition of a query that has places, and take its words in."""
        match query:
            case Near() | Within() | Or() | Synonyms():
                return self._joined(query)
            case InOrder():
                return self._row(_spelled(query), query.slop)
            case Phrase():
                return self._row([Spelled(expansion.several(self.by.collection, [word])) for word in query.words], 0)
            case AnyForm():
                return intervals.word(self._word(Spelled(query.forms, query.case)))
        return intervals.word(self._word(Spelled(forms_of(self.by, query))))

    def _joined(self, query: Any) -> Condition:
        match query:
            case Near():
                self.gap = max(self.gap, query.distance)
                conditions = [self.condition_of(one) for one in query.conditions]
                return intervals.near(conditions, query.distance, ordered=query.ordered)
            case Within():
                self.units.add(query.unit)
                conditions = [self.condition_of(one) for one in query.conditions]
                return intervals.within(conditions, UNITS.index(query.unit) - len(UNITS))
        before = len(self.needed)
        here = [one for one in query.children() if self.name in (_fields_of(one) or ())]
        conditions = [self.condition_of(one) for one in here]
        self.needed[before:] = [[number for some in self.needed[before:] for number in some]]
        return intervals.any_of(conditions)

    def _row(self, words: Sequence[Spelled], slop: int) -> Condition:
        self.gap = max(self.gap, len(words) + slop)
        return intervals.row([self._word(word) for word in words], slop)

    def _word(self, word: Spelled) -> int:
        self.words.append(word)
        self.needed.append([len(self.words) - 1])
        return len(self.words) - 1
