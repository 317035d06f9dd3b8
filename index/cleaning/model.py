"""The learned judge of the lines of a pasted page: how likely each is the article's.

Two forests of small boosted trees (J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001),
the second of which also sees what the first thinks of the lines around (Z. Tu, "Auto-context", 2008). Trees are walked
all at once by bit masks over their leaves (C. Lucchese et al., "QuickScorer", 2015). The weights are learned by
`tests/benchmarks/training.py` and lie beside this module.
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

_MOST_WORDS: Final = 80
_LEAST_WORDS: Final = 6
_EVEN: Final = 0.45
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
class PageModel:
    """Both forests, and what cross-validation said of them: F1 by set of pages."""

    first: Forest
    second: Forest
    measured: Mapping[str, float]

    def likelihoods(self, lines: Sequence[Line]) -> Table:
        """For each line, from 0 to 1, how likely it is the article's."""
        if not lines:
            return np.zeros(0, dtype=np.float32)
        table = features(lines)
        words = np.array([line.words for line in lines], dtype=np.float32)
        first = likelihood(self.first.odds(table))
        return likelihood(self.second.odds(np.concatenate([table, around(first, words)], axis=1)))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """The model that is stored in arrays."""
        measured = {
            name.removeprefix("measured."): float(arrays[name]) for name in arrays if name.startswith("measured.")
        }
        return cls(Forest.of(arrays, "first"), Forest.of(arrays, "second"), measured)


@lru_cache(maxsize=1)
def page_model() -> PageModel:
    """The model that is shipped, loaded once."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return PageModel.of(dict(stored))


def likelihood(odds: Table) -> Table:
    """From log odds."""
    likely: Table = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return likely


def around(likely: Table, words: Table) -> Table:
    """What the first forest thinks of a line and of those around it, as more measures for the second."""
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
