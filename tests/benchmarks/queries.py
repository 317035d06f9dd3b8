"""The queries of the engine's benchmark, by class; their words are picked by how many articles have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

QUERIES = 5
"""Queries of a class."""

_PEEKED = 64


class Kind(StrEnum):
    """What a query asks for."""

    WORD = "word"
    AND = "and"
    OR = "or"
    NOT = "not"
    PHRASE = "phrase"
    SLOP = "slop"
    NEAR = "near"
    PREFIX = "prefix"
    WILDCARD = "wildcard"
    FUZZY = "fuzzy"
    STEMS = "stems"
    HEADLINE = "headline"
    RANGE = "range"
    NEWEST = "newest"
    FACETS = "facets"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Query:
    """A query for the best 50 articles and the exact number of all.

    `words` are what the kind asks for: `NOT` the first one without the second, `PREFIX` and `WILDCARD` a pattern,
    `STEMS` a word in all its forms, `HEADLINE` a word of headlines. `SLOP` allows three words between each two, `NEAR`
    too, in any order. `RANGE` wants a word in the days `[days[0], days[1])`, ISO dates; `NEWEST` the newest articles
    with a word; `FACETS` its articles by section and by outlet, `TIMELINE` by their time.
    """

    kind: Kind
    words: tuple[str, ...]
    days: tuple[str, str] = ("", "")
    language: str = "en"


SLOP = 4
"""The most that one word stands behind another in a `SLOP` query, or beside it in a `NEAR` query."""

_RARE = 5


class Words:
    """The words of an archive by the number of articles that have them.

    Only words of two letters or more and nothing else are given: engines cut others up differently.

    Args:
        spelled: gives words by their numbers.
        counts: for each word the number of articles.
        articles: the number of all articles.
    """

    def __init__(self, spelled: Callable[[list[int]], list[str]], counts: NDArray[np.int64], articles: int) -> None:
        self._spelled = spelled
        self._counts = counts
        self._articles = articles

    def commonest(self, count: int) -> list[str]:
        """Give the commonest words."""
        return self._first(np.argsort(-self._counts, kind="stable"), count)

    def shared(self, part: float, count: int) -> list[str]:
        """Give the words with a number of articles that is nearest to a part of all."""
        return self._first(np.argsort(np.abs(self._counts - part * self._articles), kind="stable"), count)

    def rare(self, count: int) -> list[str]:
        """Give words of five articles, or about five, from all over the list."""
        far = np.abs(self._counts - _RARE)
        places = np.flatnonzero(far == far.min())
        step = max(1, len(places) // count)
        return self._first(places[np.argsort(np.arange(len(places)) % step, kind="stable")], count)

    def _first(self, places: NDArray[np.int64], count: int) -> list[str]:
        found: list[str] = []
        for first in range(0, len(places), _PEEKED):
            words = self._spelled(places[first : first + _PEEKED].tolist())
            found += [word for word in words if len(word) > 1 and word.isalpha()]
            if len(found) >= count:
                break
        return found[:count]


@dataclass(frozen=True, slots=True)
class Facts:
    """What queries are picked by: the words of bodies and of headlines, days of many articles, the language."""

    body: Words
    headline: Words
    days: tuple[str, str]
    language: str


def classes(facts: Facts) -> Mapping[str, Sequence[Query]]:
    """Make the queries of each class; a class that the archive has no words for is left out."""
    body = facts.body
    top, half, tenth, rare = body.commonest(6), body.shared(0.5, 6), body.shared(0.1, 6), body.rare(QUERIES)
    percent = body.shared(0.01, 24)
    pairs = [(top[first], top[second]) for first, second in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2))]
    long = [word for word in percent + tenth if len(word) > 4]

    def each(kind: Kind, *columns: Sequence[str]) -> list[Query]:
        return of(kind, zip(*columns, strict=False))

    def of(kind: Kind, words: Iterable[tuple[str, ...]]) -> list[Query]:
        return [Query(kind, some, facts.days, facts.language) for some in _few(words)]

    made = {
        "very common word": each(Kind.WORD, top),
        "word in half the articles": each(Kind.WORD, half),
        "rare word": each(Kind.WORD, rare),
        "AND": each(Kind.AND, top, half),
        "AND, rare and common": each(Kind.AND, rare, top),
        "OR of three": each(Kind.OR, top, half, tenth),
        "NOT": each(Kind.NOT, half, tenth),
        "phrase of the commonest words": of(Kind.PHRASE, pairs),
        "phrase, one common word": each(Kind.PHRASE, [top[0]] * QUERIES, percent),
        "phrase with slop 4": of(Kind.SLOP, pairs),
        "near, in any order": of(Kind.NEAR, pairs),
        "prefix of 3 letters": each(Kind.PREFIX, [word[:3] for word in long]),
        "wildcard *ab?": of(Kind.WILDCARD, [(f"*{word[2:4]}?",) for word in long]),
        "fuzzy 1": each(Kind.FUZZY, long),
        "word in all its forms": each(Kind.STEMS, long),
        "word in headlines": each(Kind.HEADLINE, facts.headline.commonest(QUERIES)),
        "word in a range of dates": each(Kind.RANGE, half),
        "word, newest first": each(Kind.NEWEST, half),
        "word with facet counts": each(Kind.FACETS, half),
        "word with its timeline": each(Kind.TIMELINE, half),
    }
    return {label: queries for label, queries in made.items() if queries}


def _few(words: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(words))[:QUERIES]
