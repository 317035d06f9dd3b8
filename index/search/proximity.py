"""Rewards for how the words of a query stand in an article: as they were typed, early, near one another.

BM25F counts words, wherever they stand. These rewards are added to it, for the articles that it has placed first:

- typed: a word in the very form that was typed, rarity * w / (k + w), with w as in `ranking`, of that form alone;
- early: rarity / (1 + first / 50), where `first` is the position of the word's first occurrence in the body, or 0 where
  the headline or the standfirst has it: news tells first what matters most ("chronological term rank", Troy and Zhang,
  SIGIR 2007, have the like);
- near: for two words that stand at most 8 words apart c times, smaller rarity * w / (k + w), with w of c as in
  `ranking`; two side by side in the order of the query count three times (after the dependence model of Metzler and
  Croft, SIGIR 2005, but of all pairs of words).

Their weights are measured: see `tests/benchmarks/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.ranking import saturated

TYPED: Final = 0.2
EARLY: Final = 0.35
NEAR: Final = 0.2
"""What the rewards weigh beside the score of a word."""

HALF: Final = 50
"""The position at which standing early is worth half as much as standing first."""

WINDOW: Final = 8
"""Positions that words near one another are apart at most."""

IN_A_ROW: Final = 2
"""So often more is counted what stands side by side as in the query."""

STRIDE: Final = 1 << 32
"""Places of one document and of the next are so far apart."""

Places = NDArray[np.int64]
"""Where words stand in a field of some documents, ascending: the document's number times `STRIDE` + position."""

Rewards = NDArray[np.float32]
"""A reward for each of some documents."""


class Pair(NamedTuple):
    """Two words, by their numbers, and what their nearness is worth in each document."""

    first: int
    second: int
    rewards: Rewards


def weighed(frequencies: NDArray[np.float32], rarity: float, factor: float) -> Rewards:
    """Reward frequencies that have been multiplied by the norms of their documents."""
    return saturated(frequencies.astype(np.float32), rarity * factor)


def early(firsts: NDArray[np.float64], rarity: float) -> Rewards:
    """Reward the first positions of a word; infinity where it stands nowhere."""
    return (EARLY * rarity / (1 + firsts / HALF)).astype(np.float32)


def firsts(places: Places, numbers: NDArray[np.int64], words: int, count: int) -> NDArray[np.float64]:
    """Give the first position of each of `words` words in each of `count` documents, infinity for none.

    `numbers` tells beside the places, those of all words, which word it is.
    """
    found = np.full(words * count, np.inf)
    np.minimum.at(found, numbers * count + places // STRIDE, (places % STRIDE).astype(float))
    return found.reshape(words, count)


def meetings(places: Places, numbers: NDArray[np.int64], groups: Sequence[int], count: int) -> NDArray[np.int64]:
    """Count for two words of different groups how often they meet in a field of `count` documents.

    `numbers` tells beside the places, those of all words, which word it is. Gives an array by the numbers of both
    words, the smaller one first, and by document.
    """
    of_word, size = np.array(groups, np.int64), len(groups)
    found = np.zeros(size * size * count, np.int64)
    for lag in range(1, len(places)):
        apart = places[lag:] - places[:-lag]
        near = np.flatnonzero(apart <= WINDOW)
        if not len(near):  # nor are those further on in the line
            break
        one, other, apart = numbers.take(near), numbers.take(near + lag), apart.take(near)
        meet = (apart > 0) & (of_word.take(one) != of_word.take(other))
        times = meet * (1 + IN_A_ROW * ((apart == 1) & (one < other)))
        pairs = np.minimum(one, other) * size + np.maximum(one, other)
        found += np.bincount(pairs * count + places.take(near) // STRIDE, times, len(found)).astype(np.int64)
    return found.reshape(size, size, count)


def pairs(met: NDArray[np.float32], rarities: Sequence[float]) -> list[Pair]:
    """Reward meetings that have been multiplied by the norms of their documents."""
    return [
        Pair(one, other, weighed(met[one, other], min(rarities[one], rarities[other]), NEAR))
        for one, other in np.argwhere(met.any(axis=2)).tolist()
    ]
