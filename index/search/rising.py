"""Rising words: those that more of the results have than the archive would lead to expect.

An even sample of the results is read for its most frequent words. Those that stand out in it are then looked up as a
query would do it, so that the counts are what a search for the word finds, and put in order by the log-likelihood
ratio of the results against the rest of the archive (Dunning 1993, "Accurate methods for the statistics of surprise
and coincidence").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from index.analysis import words
from index.codec.wordlist import Poll
from index.library import Library
from index.query import expand, written
from index.query.tree import TEXT_FIELDS, Node, Noted, Terms, Word
from index.query.walk import leaves
from index.search.commonness import Commonness
from index.search.facets import count
from index.search.joins import Documents
from index.search.values import having_value
from index.search.view import Evaluation
from index.search.vocabulary import IndexVocabulary
from index.types import RisingWord, StoredArticle

_SAMPLE: Final = 150
_CANDIDATES: Final = 600
_LOOKED_UP: Final = 2  # times as many as are wanted: some are forms of others, some turn out common
_FEWEST: Final = 2
_SIGNIFICANT: Final = 10.83  # of the ratio: a chance of one in a thousand
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Sides:
    """How many articles are compared: results, and all of the archive."""

    found: int
    total: int

    def ratio(self, found: int, total: int) -> float:
        """Give the log-likelihood ratio of a word, negative where it is rarer than expected.

        Args:
            found: the results that have it.
            total: all articles that have it.
        """
        found, total = min(found, self.found), min(total, self.total)
        elsewhere = min(max(total - found, 0), self.total - self.found)
        expected = (found + elsewhere) / self.total
        rest = self.total - self.found
        told = 2 * (
            _surprise(found, self.found * expected)
            + _surprise(self.found - found, self.found * (1 - expected))
            + _surprise(elsewhere, rest * expected)
            + _surprise(rest - elsewhere, rest * (1 - expected))
        )
        return told if found > self.found * expected else -told


def _surprise(observed: float, expected: float) -> float:
    return observed * log(observed / expected) if observed > 0 and expected > 0 else 0.0


class Rising:
    """Finds rising words in one view.

    Args:
        library: has the texts.
        evaluation: looks words up in the index.
        commonness: tells how common words are.
        poll: called often; what it raises ends the search for words.
    """

    def __init__(self, library: Library, evaluation: Evaluation, commonness: Commonness, poll: Poll) -> None:
        self._library = library
        self._evaluation = evaluation
        self._commonness = commonness
        self._collection = commonness.collection
        self._poll = poll

    def words(self, tree: Node, documents: Documents, most: int) -> tuple[RisingWord, ...]:
        """Give the words that rise in the documents that an expanded tree means, at most so many, the best first."""
        compared, sides = self._compared(documents)
        if not 0 < sides.found < sides.total:
            return ()
        sample = compared.take(np.unique(np.linspace(0, len(compared) - 1, _SAMPLE).astype(np.int64)))
        articles = self._library.get_many(self._collection.ids.take(sample).tolist(), damaged=lambda _: None)
        self._poll()
        counts = _counted(articles)
        likely = self._likely(counts, _Sides(len(sample), sides.total), _own(tree))
        risen = self._looked_up(likely, documents, sides, most * _LOOKED_UP)
        return tuple(sorted(risen, key=lambda word: (-word.score, word.word))[:most])

    def _compared(self, documents: Documents) -> tuple[Documents, _Sides]:
        """Keep to the language that most of the documents are in: in another one every small word would stand out."""
        collection = self._collection
        language = count(collection, documents, "language", 1)
        if not language or language[0][1] == collection.live_count:
            return documents, _Sides(len(documents), collection.live_count)
        speaking = having_value(collection, "language", language[0][0])
        compared = np.intersect1d(documents, speaking, assume_unique=True)
        return compared, _Sides(len(compared), len(speaking))

    def _likely(self, counts: Counter[str], sides: _Sides, own: Sequence[Container[str]]) -> list[str]:
        """Give the words of the sample from the one that stands out most, without those of the query."""
        ratios = {
            word: sides.ratio(found, max(found, self._commonness.of(word)))
            for word, found in counts.most_common(_CANDIDATES)
            if found >= min(_FEWEST, sides.found) and not any(word in forms for forms in own)
        }
        self._poll()
        return sorted((word for word, ratio in ratios.items() if ratio > 0), key=lambda word: (-ratios[word], word))

    def _looked_up(self, likely: Iterable[str], documents: Documents, sides: _Sides, most: int) -> Iterator[RisingWord]:
        """Look words up as queries do, in any form; each form once."""
        vocabulary = IndexVocabulary(self._collection, self._poll)
        among = np.zeros(self._collection.count, bool)
        among[documents] = True
        seen: set[str] = set()
        for text in likely:
            if most <= 0:
                return
            if text in seen:
                continue
            leaf = expand(Terms((Word(text),), TEXT_FIELDS, 0, text), vocabulary)
            assert isinstance(leaf, Terms)  # noqa: S101 - a word stays one
            seen.update(leaf.words[0].forms)
            having = self._evaluation.matches(leaf).documents
            found, total = int(np.count_nonzero(among.take(having))), len(having)
            ratio = sides.ratio(found, total)
            most -= 1
            if found >= _FEWEST and ratio >= _SIGNIFICANT:
                yield RisingWord(text, written(leaf), found, total, round(ratio, 3))


def _counted(articles: Iterable[StoredArticle]) -> Counter[str]:
    """Count the articles that have a word, about: only what is frequent as it stands between blanks is analysed."""
    chunks: Counter[str] = Counter()
    for stored in articles:
        article = stored.article
        texts = [article.headline, article.standfirst or "", *(block.text for block in article.blocks)]
        chunks.update(set(" ".join(texts).lower().split()))
    counts: Counter[str] = Counter()
    for chunk, found in chunks.most_common(2 * _CANDIDATES):
        for word in set(words(chunk)):
            if len(word) >= _SHORTEST and any(map(str.isalpha, word)):
                counts[word] += found
    return counts


def _own(tree: Node) -> list[Container[str]]:
    """Give the forms of the query's own words."""
    return [word.forms for leaf, _ in leaves(tree) if isinstance(leaf, Terms | Noted) for word in leaf.words]
