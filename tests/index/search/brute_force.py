"""What a query means, worked out document by document and word by word: slow, short, and the judge of the engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from itertools import pairwise, product
from math import log1p
from typing import Any

from rapidfuzz.distance import OSA
from whoosh.query.compound import And, AndMaybe, AndNot, DisjunctionMax, Or, Require
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every
from whoosh.query.ranges import DateRange, NumericRange, TermRange
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard
from whoosh.query.wrappers import ConstantScoreQuery, Not

from index.analysis import field_words
from index.codec.batch import IndexedArticle
from index.search.positional import Near
from index.search.ranking import NORMALISATION, SATURATION, WEIGHTS

Scores = Mapping[int, float]
"""By document its score."""


@dataclass(frozen=True)
class Judge:
    """Judges queries over the articles that are not deleted, by their documents' numbers."""

    articles: Mapping[int, IndexedArticle]

    def run(self, query: Any) -> Scores:
        """The documents that a query means, and their scores; 0 where it says nothing."""
        boost = 1.0 if isinstance(query, ConstantScoreQuery) else float(getattr(query, "boost", 1.0))
        return {document: score * boost for document, score in self._run(query).items()}

    def _run(self, query: Any) -> Scores:  # noqa: C901, PLR0911, PLR0912 - a case for each type of query
        match query:
            case Term(fieldname="id" | "words"):
                return {
                    one: 1.0
                    for one, article in self.articles.items()
                    if getattr(article, query.fieldname) == query.text
                }
            case Term() | Prefix() | Wildcard() | Regex() | FuzzyTerm() | TermRange():
                return self._word(query.fieldname, self._test(query))
            case Phrase():
                return self._phrase(query)
            case Near():
                return self._near(query)
            case And():
                parts = [self.run(child) for child in query.subqueries]
                return {
                    one: sum(part[one] for part in parts) for one in self.articles if all(one in part for part in parts)
                }
            case Or():
                parts = [self.run(child) for child in query.subqueries]
                return {
                    one: sum(part.get(one, 0) for part in parts)
                    for one in self.articles
                    if any(one in part for part in parts)
                }
            case DisjunctionMax():
                parts = [self.run(child) for child in query.subqueries]
                return {
                    one: max(part.get(one, 0) for part in parts)
                    for one in self.articles
                    if any(one in part for part in parts)
                }
            case Not():
                unwanted = self.run(query.query)
                return {one: 0.0 for one in self.articles if one not in unwanted}
            case AndNot():
                unwanted = self.run(query.b)
                return {one: score for one, score in self.run(query.a).items() if one not in unwanted}
            case Require():
                needed = self.run(query.b)
                return {one: score for one, score in self.run(query.a).items() if one in needed}
            case AndMaybe():
                more = self.run(query.b)
                return {one: score + more.get(one, 0) for one, score in self.run(query.a).items()}
            case ConstantScoreQuery():
                return dict.fromkeys(self.run(query.child), query.score)
            case DateRange():
                return {one: 1.0 for one, article in self.articles.items() if _is_dated_in(article.published, query)}
            case NumericRange():
                return {one: 1.0 for one, article in self.articles.items() if _is_counted_in(article, query)}
            case Every(fieldname=None):
                return dict.fromkeys(self.articles, 1.0)
            case Every():
                return {one: 1.0 for one in self.articles if self._has(one, query.fieldname)}
        raise NotImplementedError(query)

    # ---- words ------------------------------------------------------------------------------------------------------

    def _test(self, query: Any) -> Callable[[str], bool]:
        """Tell which words a query stands for."""
        match query:
            case Prefix():
                return lambda word: word.startswith(query.text)
            case Wildcard():
                return lambda word: fnmatchcase(word, query.text)
            case Regex():
                return lambda word: re.match(query.text, word) is not None
            case FuzzyTerm():
                return lambda word: self._is_near(word, query)
            case TermRange():
                return lambda word: _is_between(word, query)
        return lambda word: bool(word == query.text)

    def _word(self, field: str, fits: Callable[[str], bool]) -> Scores:
        return self._class(
            {one: sum(fits(word) for word, _ in self._words(one, field)) for one in self.articles}, field
        )

    def _phrase(self, query: Phrase) -> Scores:
        return self._class({one: len(set(self._ends(one, query))) for one in self.articles}, query.fieldname)

    def _ends(self, document: int, query: Phrase) -> Iterator[int]:
        words = self._words(document, query.fieldname)
        places = [[position for found, position in words if found == word] for word in query.words]
        for chosen in product(*places):
            if all(0 < later - one <= query.slop for one, later in pairwise(chosen)):
                yield chosen[-1]

    def _near(self, query: Near) -> Scores:
        """Score as one class what is met in several fields: here those that words, which have one field each, share."""
        names = {one.fieldname for one in _leaves(query)}
        if len(names) > 1:
            raise NotImplementedError(query)
        (name,) = names
        return self._class({one: len(self._shortest(one, query)) for one in self.articles}, name)

    def _shortest(self, document: int, query: Any) -> set[tuple[int, int]]:
        """Where a condition is met, from the first word to the last one, without what contains another such place."""
        found: set[tuple[int, int]] = set()
        match query:
            case Near():
                for chosen in product(*(self._shortest(document, one) for one in query.conditions)):
                    in_text = sorted(chosen)
                    if query.ordered and in_text != list(chosen):
                        continue
                    if all(0 < later[0] - one[1] <= query.distance for one, later in pairwise(in_text)):
                        found.add((in_text[0][0], in_text[-1][1]))
            case Or():
                found = {place for one in query.subqueries for place in self._shortest(document, one)}
            case Phrase(slop=1):
                size = len(query.words)
                words = {position: word for word, position in self._words(document, query.fieldname)}
                found = {(at, at + size - 1) for at in words if [words.get(at + n) for n in range(size)] == query.words}
            case _:
                fits = self._test(query)
                found = {(at, at) for word, at in self._words(document, query.fieldname) if fits(word)}
        return {
            (first, last)
            for first, last in found
            if not any(first <= a and b <= last for a, b in found if (a, b) != (first, last))
        }

    def _class(self, frequencies: Mapping[int, int], field: str) -> Scores:
        """BM25 over a class of synonyms: its frequency in each document, and in how many documents it stands."""
        found = {one: frequency for one, frequency in frequencies.items() if frequency}
        if field not in WEIGHTS:
            return dict.fromkeys(found, 0.0)
        rarity = log1p((len(self.articles) - len(found) + 0.5) / (len(found) + 0.5))
        return {
            one: rarity * weight / (SATURATION + weight)
            for one, frequency in found.items()
            for weight in [frequency * self._norm(one, field)]
        }

    def _norm(self, document: int, field: str) -> float:
        lengths = {one: len(self._words(one, field)) for one in self.articles}
        there = [length for length in lengths.values() if length]
        b = NORMALISATION.get(field, 0.0)
        return WEIGHTS[field] / (1 - b + b * lengths[document] / (sum(there) / len(there)))

    def _has(self, document: int, field: str) -> bool:
        if field in {"id", "words"}:
            return True
        if field == "published":
            return self.articles[document].published is not None
        return bool(self._words(document, field))

    def _words(self, document: int, field: str) -> Sequence[tuple[str, int]]:
        return field_words(self.articles[document].texts.get(field, ()))

    @staticmethod
    def _is_near(word: str, query: FuzzyTerm) -> bool:
        same = word[: query.prefixlength] == query.text[: query.prefixlength]
        return same and OSA.distance(word, query.text) <= query.maxdist


def _leaves(query: Any) -> Iterator[Any]:
    if isinstance(query, Near | Or):
        for one in query.children():
            yield from _leaves(one)
    else:
        yield query


def _is_between(word: str, query: TermRange) -> bool:
    low = query.start is None or (word > query.start if query.startexcl else word >= query.start)
    high = query.end is None or (word < query.end if query.endexcl else word <= query.end)
    return low and high


def _is_dated_in(published: str | None, query: DateRange) -> bool:
    if query.fieldname != "published" or published is None:
        return False
    moment = datetime.fromisoformat(published).replace(tzinfo=None)
    earlier = query.startdate is not None and _before(moment, query.startdate, or_at=query.startexcl)
    later = query.enddate is not None and not _before(moment, query.enddate, or_at=not query.endexcl)
    return not earlier and not later


def _before(moment: datetime, bound: datetime, *, or_at: bool) -> bool:
    whole_day = bound.time() == time(0)
    one: date = moment.date() if whole_day else moment
    other: date = bound.date() if whole_day else bound
    return one <= other if or_at else one < other


def _is_counted_in(article: IndexedArticle, query: NumericRange) -> bool:
    if query.fieldname not in {"id", "words"}:
        return False
    value = article.id if query.fieldname == "id" else article.words
    low = query.start is None or (value > query.start if query.startexcl else value >= query.start)
    high = query.end is None or (value < query.end if query.endexcl else value <= query.end)
    return low and high
