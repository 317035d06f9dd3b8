"""How well a ranking answers: the measures of TREC, for rankings of which each document stands once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

Measure = Callable[[Sequence[int], Collection[int]], float]
"""Gives for a ranking, best first, and the right documents a number from 0 (none found) to 1 (all of them first)."""


def average_precision(ranking: Sequence[int], right: Collection[int]) -> float:
    """Give the mean, over the right documents, of the precision at the rank of each; 0 for those not found."""
    found, total = 0, 0.0
    for rank, number in enumerate(ranking, start=1):
        if number in right:
            found += 1
            total += found / rank
    return total / len(right) if right else 0.0


def reciprocal_rank(ranking: Sequence[int], right: Collection[int]) -> float:
    """Give one by the rank of the first right document; 0 where none was found."""
    return next((1 / rank for rank, number in enumerate(ranking, start=1) if number in right), 0.0)


def mean(values: Collection[float]) -> float:
    """Give the arithmetic mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
