"""Queries of our own about words and where they stand: in any of their forms, in order, near one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.positional import Sequence as WhooshSequence
from whoosh.query.ranges import TermRange
from whoosh.query.spans import SpanNear, SpanNear2
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard

from index.schema import WORD_FIELDS
from index.search import expansion, intervals
from index.search.evaluation import Evaluator, forms_of, handles
from index.search.intervals import Condition, Line
from index.search.joins import Documents
from index.search.matches import Matches
from index.search.nearness import find, in_a_row, in_order
from index.search.postings import Forms, look_up, of_occurrences
from index.search.queries import AnyForm, AtLeast, InOrder, Near, Synonyms, Within


@handles(AnyForm)
def _any_form(by: Evaluator, query: AnyForm, *, scored: bool) -> Matches:
    return look_up(by.collection, query.fields, query.forms, by.poll, scored=scored)


@handles(InOrder)
def _in_order(by: Evaluator, query: InOrder, *, scored: bool) -> Matches:
    finder = in_order(query.slop) if query.slop else in_a_row
    gap = len(query.words) + query.slop
    found = [(name, *find(by.collection, name, query.words, gap, finder, by.poll)) for name in query.fields]
    return of_occurrences(by.collection, found, scored=scored)


@handles(Near)
def _near(by: Evaluator, query: Near, *, scored: bool) -> Matches:
    fields = _fields_of(query)
    if fields is None:
        return by.run(And(query.conditions), scored=scored)
    found = [(name, *_Places(by, name).found(query)) for name in WORD_FIELDS if name in fields]
    return of_occurrences(by.collection, found, scored=scored)


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
    return _near(by, Near(conditions, query.slop, ordered=query.ordered), scored=scored)


__all__ = ["AnyForm", "AtLeast", "InOrder", "Near", "Synonyms", "Within"]

_FORMS: Final = (Term, Prefix, Wildcard, Regex, FuzzyTerm, TermRange)


def _fields_of(query: Any) -> set[str] | None:
    """Give the fields in which a condition can be met; None if it has no places."""
    match query:
        case AnyForm() | InOrder():
            return set(query.fields)
        case Near() | Or():
            found = [fields for one in query.children() if (fields := _fields_of(one)) is not None]
            if not found or len(found) < len(list(query.children())):
                return None
            return set.intersection(*found) if isinstance(query, Near) else set.union(*found)
        case Phrase() if query.slop != 1:  # what Whoosh means by it has no shortest places
            return None
        case _ if isinstance(query, (*_FORMS, Phrase)):
            return {query.fieldname}
    return None


@dataclass(slots=True)
class _Places:
    """Gathers the words of a tree of conditions that can be met in a field.

    Attributes:
        name: the field.
        words: the forms of each word.
        needed: sets of words of which each document must have one each.
        gap: the most that anything looks ahead.
    """

    by: Evaluator
    name: str
    words: list[Forms] = field(default_factory=list)
    needed: list[list[int]] = field(default_factory=list)
    gap: int = 1

    def found(self, query: Near) -> tuple[Documents, NDArray[np.int64]]:
        """Find the documents with matches, and how many each has."""
        condition = self.condition_of(query)

        def finder(words: Sequence[list[Line]], length: int) -> Line:
            del length
            return condition(words).ends

        return find(self.by.collection, self.name, self.words, self.gap, finder, self.by.poll, self.needed)

    def condition_of(self, query: Any) -> Condition:
        """Make the condition of a query that has places, and take its words in."""
        match query:
            case Near():
                self.gap = max(self.gap, query.distance)
                conditions = [self.condition_of(one) for one in query.conditions]
                return intervals.near(conditions, query.distance, ordered=query.ordered)
            case Or():
                before = len(self.needed)
                here = [one for one in query.children() if self.name in (_fields_of(one) or ())]
                conditions = [self.condition_of(one) for one in here]
                self.needed[before:] = [[number for some in self.needed[before:] for number in some]]
                return intervals.any_of(conditions)
            case InOrder():
                return self._row(query.words, query.slop)
            case Phrase():
                return self._row([expansion.several(self.by.collection, [word]) for word in query.words], 0)
            case AnyForm():
                return intervals.word(self._word(query.forms))
        return intervals.word(self._word(forms_of(self.by, query)))

    def _row(self, words: Sequence[Forms], slop: int) -> Condition:
        self.gap = max(self.gap, len(words) + slop)
        return intervals.row([self._word(forms) for forms in words], slop)

    def _word(self, forms: Forms) -> int:
        self.words.append(forms)
        self.needed.append([len(self.words) - 1])
        return len(self.words) - 1
