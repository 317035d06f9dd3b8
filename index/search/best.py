"""The best of many scores without sorting them all, and all of them in order when they are asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll

_LARGEST_BLOCK = 512
_SMALLEST_BLOCK = 16


def never() -> None:
    """Ask nobody."""


def threshold(scores: NDArray[np.float32], most: int) -> np.float32:
    """Give a score that at least `most` of the scores reach, and not many more: the bound of the best blocks."""
    block = min(_LARGEST_BLOCK, len(scores) // (2 * most))  # twice as many blocks as scores that are wanted
    if block < _SMALLEST_BLOCK:
        return (
            np.partition(scores, len(scores) - most)[len(scores) - most] if len(scores) > most else np.float32(-np.inf)
        )
    blocks = len(scores) // block
    best = scores[: blocks * block].reshape(blocks, block).max(axis=1)
    return np.float32(np.partition(best, blocks - most)[blocks - most])


def best(scores: NDArray[np.float32], ties: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Give the places of the `most` best scores, best first; of equal scores the one with the smaller tie number first.

    `ties` is asked only for the places that matter: an array, or anything that can be indexed by one.
    """
    if 0 < len(scores) <= most:
        return np.lexsort((ties[:], -scores))
    better, equal = divided(scores, most)
    missing = most - len(better)
    if len(equal) > missing:
        equal = equal.take(np.argpartition(ties[equal], missing)[:missing])
    found = np.concatenate([better, equal])
    return found.take(np.lexsort((ties[found], -scores.take(found))))


def divided(scores: NDArray[np.float32], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the places of the scores above the one that comes `most`-th, and of those equal to it, both ascending."""
    if most <= 0 or not len(scores):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    bound = threshold(scores, most)
    above = np.flatnonzero(scores > bound)
    if len(above) < most:  # so the bound is the score that comes `most`-th, or there are no more scores
        return above, np.flatnonzero(scores == bound)
    found = scores.take(above)
    least = np.partition(found, len(found) - most)[len(found) - most]
    return above.compress(found > least), above.compress(found == least)


def ordered(scores: NDArray[np.float32], poll: Poll = never) -> NDArray[np.int64]:
    """Give the places of scores, best first, equal scores as they stand; `poll` is called between the steps.

    Scores are not negative: then their bits are ordered as they are.
    """
    return sorted_stably((~scores.view(np.uint32)).astype(np.uint64), poll)


def sorted_stably(keys: NDArray[np.uint64], poll: Poll = never) -> NDArray[np.int64]:
    """Give the places of keys in ascending order, equal keys as they stand.

    A radix sort of sixteen bits at a time, as NumPy has it for numbers of that size; digits all keys share cost little.
    """
    order: NDArray[np.int64] | None = None
    for shift in range(0, 64, 16):
        poll()
        digits = (keys >> np.uint64(shift)).astype(np.uint16)
        if len(digits) and (digits != digits[0]).any():
            turned = np.argsort(digits if order is None else digits.take(order), kind="stable")
            order = turned if order is None else order.take(turned)
    return np.arange(len(keys)) if order is None else order
