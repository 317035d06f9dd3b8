"""The queries of the engine's benchmark, by class; their words are picked by how many articles have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

QUERIES = 3
"""Queries of a class."""


class Kind(StrEnum):
    """What a query asks for."""

    WORD = "word"
    AND = "and"
    OR = "or"
    NOT = "not"
    PHRASE = "phrase"
    SLOP = "slop"
    PREFIX = "prefix"
    WILDCARD = "wildcard"
    FUZZY = "fuzzy"
    RANGE = "range"
    NEWEST = "newest"
    FACETS = "facets"


@dataclass(frozen=True, slots=True)
class Query:
    """A query for the best 50 articles and the exact number of all.

    `words` are what the kind asks for: `NOT` the first one without the second, `PREFIX` and `WILDCARD` a pattern. A
    `SLOP` allows three words between each two. `RANGE` wants a word in the days `[days[0], days[1])`, ISO dates;
    `NEWEST` the newest articles with a word; `FACETS` its articles by section and by outlet.
    """

    kind: Kind
    words: tuple[str, ...]
    days: tuple[str, str] = ("2010-01-01", "2013-01-01")


SLOP = 4
"""The most that one word stands behind another in a `SLOP` query."""


class Words:
    """The words of an archive by the number of articles that have them.

    Args:
        words: all words.
        counts: for each the number of articles.
        articles: the number of all articles.
    """

    def __init__(self, words: Sequence[str], counts: NDArray[np.int64], articles: int) -> None:
        self._words = words
        self._counts = counts
        self._order = np.argsort(-counts, kind="stable")
        self._articles = articles

    def commonest(self, count: int) -> list[str]:
        """Give the commonest words."""
        return [self._words[place] for place in self._order[:count].tolist()]

    def shared(self, part: float, count: int) -> list[str]:
        """Give the words with a number of articles that is nearest to a part of all."""
        distance = np.abs(self._counts - part * self._articles)
        return [self._words[place] for place in np.argsort(distance, kind="stable")[:count].tolist()]

    def rare(self, count: int) -> list[str]:
        """Give words of five articles."""
        places = np.flatnonzero(self._counts == 5)
        return [self._words[place] for place in places[:: max(1, len(places) // count)][:count].tolist()]


def classes(words: Words) -> Mapping[str, Sequence[Query]]:
    """Make the queries of each class."""
    top, half, tenth, rare = words.commonest(6), words.shared(0.5, 6), words.shared(0.1, 6), words.rare(QUERIES)
    percent = words.shared(0.01, 12)
    pairs = [(top[0], top[1]), (top[1], top[0]), (top[0], top[2])]

    def each(kind: Kind, *columns: Sequence[str]) -> list[Query]:
        return [Query(kind, chosen) for chosen in zip(*columns, strict=False)][:QUERIES]

    stems = [word for word in percent + tenth if len(word) > 4]
    return {
        "very common word": each(Kind.WORD, top),
        "word in half the articles": each(Kind.WORD, half),
        "rare word": each(Kind.WORD, rare),
        "AND": each(Kind.AND, top, half),
        "AND, rare and common": each(Kind.AND, rare, top),
        "OR of three": each(Kind.OR, top, half, tenth),
        "phrase of the two commonest words": [Query(Kind.PHRASE, pair) for pair in pairs],
        "phrase, one common word": each(Kind.PHRASE, [top[0]] * QUERIES, percent),
        "phrase with slop 4": [Query(Kind.SLOP, pair) for pair in pairs],
        "prefix of 3 letters": each(Kind.PREFIX, [word[:3] for word in stems]),
        "wildcard *ab?": [Query(Kind.WILDCARD, (f"*{word[2:4]}?",)) for word in stems[:QUERIES]],
        "fuzzy 1": each(Kind.FUZZY, stems),
        "NOT": each(Kind.NOT, half, tenth),
        "word in a range of dates": each(Kind.RANGE, half),
        "word, newest first": each(Kind.NEWEST, half),
        "word with facet counts": each(Kind.FACETS, half),
    }
