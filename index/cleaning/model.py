"""The learned judge of the lines of a pasted page: how likely each is the article's.

It is judged twice, and the second time what the first thinks of the lines around is seen too (Z. Tu, "Auto-context",
2008). The first judge is a network of one hidden layer; the second is such a network and a forest of small boosted
trees (J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001). They err in different ways, so
the mean of all three errs less. Trees are walked all at once by bit masks over their leaves (C. Lucchese et al.,
"QuickScorer", 2015). The weights are learned by `tests/benchmarks/training.py` and lie beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from index.cleaning.features import Table, features, shifted, signed_log, window
from index.cleaning.lines import Line

WEIGHTS: Final = Path(__file__).with_name("page_model.npz")
LEAVES: Final = 8
"""Leaves that a tree has at most: one bit of a mask each."""

SPREAD: Final = 4.0
"""Deviations from its mean that a measure counts as at most, for a network."""

_MOST_WORDS: Final = 80
_LEAST_WORDS: Final = 6
_EVEN: Final = 0.45
_SUREST: Final = 11.5  # log odds that a network gives at most: one in 100,000
_ROWS: Final = 256  # lines that are judged at once: what is looked up for them stays small
_WINDOWS: Final = ((-3, -1), (1, 3), (-8, -1), (1, 8), (-20, -1), (1, 20))
_LOWEST_BIT: Final = np.array([0, *((mask & -mask).bit_length() - 1 for mask in range(1, 256))], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees, side by side.

    Attributes:
        columns: the measure that each inner node asks for, tree by tree; every tree has `LEAVES - 1` of them.
        thresholds: a larger value goes to the right.
        masks: the leaves that are left when it goes to the right.
        values: what each leaf adds to the log odds, a row of `LEAVES` a tree.
        base: the log odds before any tree.
    """

    columns: NDArray[np.int16]
    thresholds: NDArray[np.float32]
    masks: NDArray[np.uint8]
    values: NDArray[np.float32]
    base: float

    def odds(self, table: Table) -> Table:
        """The log odds for each row."""
        return np.concatenate([self._odds(table[start : start + _ROWS]) for start in range(0, len(table), _ROWS)])

    def _odds(self, table: Table) -> Table:
        right = table[:, self.columns] > self.thresholds
        left = np.where(right, self.masks, np.uint8(255)).reshape(len(table), -1, LEAVES - 1)
        leaves = _LOWEST_BIT[np.bitwise_and.reduce(left, axis=2)]
        odds: Table = self.values[np.arange(len(self.values)), leaves].sum(axis=1) + np.float32(self.base)
        return odds

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Self:
        """The forest that is stored as `name`."""
        return cls(
            arrays[f"{name}.columns"].astype(np.int16),
            arrays[f"{name}.thresholds"].astype(np.float32),
            arrays[f"{name}.masks"].astype(np.uint8),
            arrays[f"{name}.values"].astype(np.float32),
            float(arrays[f"{name}.base"]),
        )


@dataclass(frozen=True, slots=True)
class Network:
    """Networks of one hidden layer, side by side: their mean.

    Attributes:
        centre: the mean of each measure.
        scale: the deviation of each measure.
        inner: from measures to what is hidden, a row a measure.
        bias: what is added to what is hidden before all below 0 is cut.
        outer: what each hidden value adds to the log odds of its network.
        bases: the log odds of each network before that.
    """

    centre: Table
    scale: Table
    inner: Table
    bias: Table
    outer: Table
    bases: Table

    def odds(self, table: Table) -> Table:
        """The log odds for each row."""
        measures = np.clip((table - self.centre) / self.scale, -SPREAD, SPREAD)
        hidden = np.maximum(measures @ self.inner + self.bias, 0) * self.outer
        each = hidden.reshape(len(table), len(self.bases), -1).sum(axis=2) + self.bases
        odds: Table = np.clip(each, -_SUREST, _SUREST).mean(axis=1)
        return odds

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Self:
        """The network that is stored as `name`."""
        parts = ("centre", "scale", "inner", "bias", "outer", "bases")
        return cls(*(arrays[f"{name}.{part}"].astype(np.float32) for part in parts))


@dataclass(frozen=True, slots=True)
class PageModel:
    """The judges, and what cross-validation said of them: F1 by set of pages."""

    first: Network
    trees: Forest
    second: Network
    measured: Mapping[str, float]

    def likelihoods(self, lines: Sequence[Line]) -> Table:
        """For each line, from 0 to 1, how likely it is the article's."""
        if not lines:
            return np.zeros(0, dtype=np.float32)
        return self.judged(features(lines), np.array([line.words for line in lines], dtype=np.float32))

    def judged(self, table: Table, words: Table) -> Table:
        """The same, from the measures of the lines."""
        first = self.first.odds(table)
        seen = with_around(table, likelihood(first), words)
        odds = (first + self.trees.odds(seen) + self.second.odds(seen)) / 3
        return likelihood(odds.astype(np.float32))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """The model that is stored in arrays."""
        measured = {
            name.removeprefix("measured."): float(arrays[name]) for name in arrays if name.startswith("measured.")
        }
        first, second = Network.of(arrays, "first"), Network.of(arrays, "second")
        return cls(first, Forest.of(arrays, "trees"), second, measured)


@lru_cache(maxsize=1)
def page_model() -> PageModel:
    """The model that is shipped, loaded once."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return PageModel.of(dict(stored))


def likelihood(odds: Table) -> Table:
    """From log odds."""
    likely: Table = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return likely


def with_around(table: Table, likely: Table, words: Table) -> Table:
    """The measures of lines, and what the first judge thinks of them."""
    return np.concatenate([table, around(likely, words)], axis=1)


def around(likely: Table, words: Table) -> Table:
    """What the first judge thinks of a line and of those around it, as more measures for the second."""
    column = likely[:, None]
    mass = column * np.minimum(words, _MOST_WORDS)[:, None]
    sums = np.cumsum(mass, axis=0)
    total = max(1.0, float(sums[-1, 0]))
    rows = np.arange(len(likely))
    first, last = _best_run((likely - _EVEN) * np.clip(words, _LEAST_WORDS, _MOST_WORDS))
    inside = ((rows >= first) & (rows < last)).astype(np.float32)
    parts = [
        column,
        *(shifted(column, step) for step in (1, -1, 2, -2, 3, -3)),
        *(window(column, *reach) for reach in _WINDOWS),
        (sums - mass) / total,
        1 - sums / total,
        *(window(mass, *reach) for reach in _WINDOWS[:4]),
        np.stack([inside, signed_log(rows - first), signed_log(rows - last)], axis=1),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _best_run(worth: Table) -> tuple[int, int]:
    """The first row of the run of rows that is worth most, and the one after its last."""
    best = total = 0.0
    start = first = last = 0
    for row, value in enumerate(worth.tolist()):
        total += value
        if total <= 0:
            total, start = 0.0, row + 1
        elif total > best:
            best, first, last = total, start, row + 1
    return first, last


def chosen(likely: Table, words: Sequence[int]) -> NDArray[np.bool_]:
    """The lines that together promise the best F1 measure of the words: those above a bar that the page itself sets.

    Of N. Ye et al., "Optimizing F-measure: a tale of two approaches", 2012.
    """
    lengths = np.asarray(words, dtype=np.float64)
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(likely[order] * lengths[order])
    given = np.cumsum(lengths[order])
    if not len(likely) or right[-1] <= 0:
        return np.zeros(len(likely), dtype=np.bool_)
    best = int(np.argmax(2 * right / (given + right[-1])))
    kept: NDArray[np.bool_] = likely >= likely[order[best]]
    return kept
