"""Rewards for being like the best: the words that these share, and that the query does not ask for.

Pseudo relevance feedback (Rocchio 1971; Robertson and Sparck Jones 1976), but nothing more is found by it, and the very
first articles stay where their own words put them: who looks for one article gets it, who looks for all about a matter
has those that put it in other words further up. Of the ten best the opening counts; a word has to stand in two of
them. Its weight is rarity * sum of share * f / (k + f), where `f` is how often an opening has it and `share` what of
the ten's scores is that article's; the heaviest word's weight is taken for 1. An article is rewarded for each word with
weight * rarity * w / (k + w), with w as in `ranking`, of the body alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection as Container
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import words
from index.codec.segment import SegmentReader
from index.codec.wordlist import Poll
from index.search.collection import Collection
from index.search.joins import Documents
from index.search.proximity import Rewards, weighed
from index.search.ranking import SATURATION, rarity
from index.types import Article, BlockKind

LIKE: Final = 0.4
"""What the reward weighs beside the score of a word."""

BEST: Final = 10
"""So many articles are taken for good ones."""

FIRM: Final = 5
"""So many articles stay before all others."""

WORDS: Final = 20
"""So many words are taken from them."""

OPENING: Final = 100
"""So many words of a body are read."""

_SHARED: Final = 2


class Shared(NamedTuple):
    """A word that the best share, its weight (at most 1), and its rarity."""

    word: str
    weight: float
    rarity: float


def opening(article: Article) -> list[str]:
    """Give the words of an article's headline, standfirst, and of the beginning of its body."""
    body = (word for block in article.blocks if block.kind is not BlockKind.CAPTION for word in words(block.text))
    return [*words(article.headline), *words(article.standfirst or ""), *islice(body, OPENING)]


def shared(
    openings: Sequence[Sequence[str]],
    scores: Sequence[float],
    asked: Container[str],
    collection: Collection,
    poll: Poll,
) -> list[Shared]:
    """Find the words that the best share, the heaviest first."""
    sums: defaultdict[str, float] = defaultdict(float)
    times: Counter[str] = Counter()
    for found, score in zip(openings, scores, strict=True):
        for word, frequency in Counter(found).items():
            sums[word] += score / sum(scores) * frequency / (SATURATION + frequency)
            times[word] += 1
    weighty = []
    for word, total in sums.items():
        if times[word] >= _SHARED and word not in asked:
            poll()
            rare = _rarity(word, collection)
            weighty.append(Shared(word, total * rare, rare))
    weighty.sort(key=lambda one: (-one.weight, one.word))
    return [one._replace(weight=one.weight / weighty[0].weight) for one in weighty[:WORDS]]


def _rarity(word: str, collection: Collection) -> float:
    """Estimate the rarity of a word by the largest segment: to look all of them up takes as long as all else here."""
    segment = max(collection.segments, key=lambda one: one.count)
    reader, ordinal = segment.field("body"), segment.words.find(word)
    term = reader.term(ordinal) if ordinal >= 0 else -1
    first, last = reader.postings(term) if term >= 0 else (0, 0)
    return rarity(last - first, segment.count)


def like(shared: Sequence[Shared], collection: Collection, documents: Documents) -> list[Rewards]:
    """Reward some documents, ascending, for each of the words."""
    frequencies = np.zeros((len(shared), len(documents)), np.float32)
    for base, segment in collection.numbered():
        begin, end = documents.searchsorted((base, base + segment.count)).tolist()
        if begin < end:
            _count(segment, [one.word for one in shared], documents[begin:end] - base, frequencies[:, begin:end])
    norms = collection.norms("body").take(documents)
    return [weighed(some * norms, one.weight * one.rarity, LIKE) for one, some in zip(shared, frequencies, strict=True)]


def _count(segment: SegmentReader, wanted: Sequence[str], documents: Documents, counts: NDArray[np.float32]) -> None:
    """Count words in the bodies of some documents of a segment, all of them at once."""
    reader = segment.field("body")
    rows, columns, postings = [], [], []
    for row, word in enumerate(wanted):
        ordinal = segment.words.find(word)
        term = reader.term(ordinal) if ordinal >= 0 else -1
        if term >= 0:
            first, last = reader.postings(term)
            here, there = reader.documents.look_up(documents, first, last)
            rows.append(np.full(len(here), row))
            columns.append(here)
            postings.append(there + first)
    if postings:
        counts[np.concatenate(rows), np.concatenate(columns)] = reader.frequencies.at(np.concatenate(postings))
