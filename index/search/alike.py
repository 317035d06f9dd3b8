"""Articles like one article: its significant words as a query, which anybody can read and change.

The words are weighed by how often they stand in the article and how few others have them (tf-idf; Sparck Jones 1972,
Salton and Buckley 1988), as Lucene's MoreLikeThis does it. On BBC news plain frequencies found more articles of the
same section than their logarithms or roots, which let in rare words that stand in the article once. Of words that are
forms of one another the most frequent stands for all: the query finds the others too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from math import log
from typing import Final

from index.analysis import keys, words
from index.analysis.characters import SINGLES
from index.query import Vocabulary, written
from index.query.tree import TEXT_FIELDS, And, Ids, Node, Not, Or, Terms, Word
from index.search.commonness import Commonness
from index.types import Article, BlockKind, StoredArticle

MOST: Final = 20
"""So many words at most make the query."""

_HEADLINE: Final = 2  # a word of the headline counts as if it stood there so often
_FEWEST: Final = 2  # one that no other article has finds none
_SHARE, _COMMON = 5, 10  # a word that a fifth of all articles have says nothing of one, but for a handful of articles
_SINGLE: Final = re.compile(f"[{SINGLES}]")

Unit = tuple[str, ...]
"""A word, or two characters side by side of a script without blanks between words: one alone says little."""


@dataclass(frozen=True, slots=True)
class _Significant:
    unit: Unit
    weight: float


class Alike:
    """Writes queries for articles in one state of the index.

    Args:
        vocabulary: has the forms of words.
        commonness: tells how many articles have a word.
    """

    def __init__(self, vocabulary: Vocabulary, commonness: Commonness) -> None:
        self._vocabulary = vocabulary
        self._commonness = commonness
        self._languages = vocabulary.languages()

    def query(self, stored: StoredArticle, most: int = MOST) -> str:
        """Write the query for articles like this one, without itself; empty where it has no word that others have."""
        best = self._best(_counted(stored.article))
        terms: list[Node] = [_terms(one.unit, number) for number, one in enumerate(best[:most])]
        if not terms:
            return ""
        either = terms[0] if len(terms) == 1 else Or(tuple(terms))
        return written(And((either, Not(Ids((stored.id,), "")))))

    def _best(self, counts: Counter[Unit]) -> list[_Significant]:
        """Weigh units, the forms of a word as one, and sort them from the most significant on."""
        families: dict[str, list[Unit]] = {}
        for unit in counts:
            families.setdefault(self._family(unit), []).append(unit)
        best = []
        for family in families.values():
            unit = max(family, key=lambda one: counts[one])
            rarity = self._rarity(unit)
            if rarity > 0:
                best.append(_Significant(unit, sum(counts[one] for one in family) * rarity))
        return sorted(best, key=lambda one: (-one.weight, one.unit))

    def _family(self, unit: Unit) -> str:
        """Name what forms of a word have in common: a stem, or else their plainest spelling."""
        return max(keys(unit[0], self._languages)) if len(unit) == 1 else " ".join(unit)

    def _rarity(self, unit: Unit) -> float:
        """Tell how rare a unit is in any of its forms, 0 where none or too many articles have it."""
        total = self._commonness.collection.live_count
        if len(unit) == 1:
            forms = self._vocabulary.words_with_keys(keys(unit[0], self._languages))
            articles = sum(map(self._commonness.of, forms))
        else:
            articles = min(map(self._commonness.of, unit))
        most = max(_COMMON, total // _SHARE)
        return log(max(1.0, total / articles)) if _FEWEST <= articles <= most else 0.0


def _counted(article: Article) -> Counter[Unit]:
    """Count the units of an article's own texts; captions and their credits are others' words."""
    counts: Counter[Unit] = Counter()
    for unit in _units(article.headline):
        counts[unit] += _HEADLINE
    counts.update(_units(article.standfirst or ""))
    for block in article.blocks:
        if block.kind is not BlockKind.CAPTION:
            counts.update(_units(block.text))
    return counts


def _units(text: str) -> Iterator[Unit]:
    found = words(text)
    for word, following in zip_longest(found, found[1:], fillvalue=""):
        if not _SINGLE.match(word):
            if len(word) > 1 and any(map(str.isalpha, word)):
                yield (word,)
        elif _SINGLE.match(following):
            yield word, following


def _terms(unit: Unit, number: int) -> Terms:
    return Terms(tuple(map(Word, unit)), TEXT_FIELDS, number, " ".join(unit))
