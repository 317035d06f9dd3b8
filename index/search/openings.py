"""Where the opening of each article's body ends: what `lead:` searches besides headline and standfirst."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.fields import BLOCK_GAP
from index.codec.segment import FieldReader, SegmentReader
from index.codec.wordlist import Poll
from index.query.tree import OPENING_WORDS

_TOGETHER = 1 << 16
"""So many documents are looked at at a time."""


def opening_ends(segment: SegmentReader, poll: Poll) -> NDArray[np.uint32]:
    """Give for each document of a segment the position behind the first `OPENING_WORDS` words of the body.

    All words of the body that stand before it are in the opening, and no others are. The blocks run on: a word's number
    is its position less the gaps before its block.
    """
    body = segment.field("body")
    ends = np.empty(segment.count, np.uint32)
    for first in range(0, segment.count, _TOGETHER):
        poll()
        last = min(first + _TOGETHER, segment.count)
        ends[first:last] = _ends(body, first, last)
    return ends


def _ends(body: FieldReader, first: int, last: int) -> NDArray[np.int64]:
    counts, begins = _bounds(body, "paragraphs", first, last)
    numbers = np.cumsum(counts)  # of the blocks behind each document
    numbers -= counts
    gaps = np.arange(len(begins))
    gaps -= numbers.repeat(counts)
    gaps_in_all = (body.extents[first:last].astype(np.int64) - body.lengths[first:last]) // BLOCK_GAP
    odd = np.flatnonzero((gaps_in_all != counts - 1) & (counts > 0))
    if len(odd):
        _count_empty_blocks(body, first, odd, numbers, counts, begins, gaps)
    ends = gaps * BLOCK_GAP
    opened = begins - ends < OPENING_WORDS  # blocks that begin in the opening
    ends += OPENING_WORDS
    ends *= opened
    found = np.zeros(last - first, np.int64)
    filled = np.flatnonzero(counts)
    if len(filled):
        found[filled] = np.maximum.reduceat(ends, numbers.take(filled))
    return found


def _count_empty_blocks(
    body: FieldReader,
    first: int,
    odd: NDArray[np.int64],
    numbers: NDArray[np.int64],
    counts: NDArray[np.int64],
    begins: NDArray[np.int64],
    gaps: NDArray[np.int64],
) -> None:
    """Count the gaps of blocks without a word (`* * *`), too, which nothing but positions tells of.

    From the beginning of a block's last sentence to the next block there are the words of the sentence and the gaps. A
    sentence of more than a hundred words passes for one with a block without a word behind it: so the opening may end
    early or late in an article that has both, and in no other.
    """
    for document in odd.tolist():
        begin = int(numbers[document])
        some = begins[begin : begin + int(counts[document])]
        sentences = _bounds(body, "sentences", first + document, first + document + 1)[1]
        before = sentences.take(np.searchsorted(sentences, some[1:]) - 1)
        steps = np.concatenate([some[:1] // BLOCK_GAP, (some[1:] - before - 1) // BLOCK_GAP])
        gaps[begin : begin + len(some)] = np.cumsum(steps)


def _bounds(body: FieldReader, kind: str, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give how many bounds of a kind some documents have each, and the positions of all of them."""
    starts, at = body.bounds(kind)
    cuts: NDArray[Any] = starts[first : last + 1].astype(np.int64)
    return cuts[1:] - cuts[:-1], at[int(cuts[0]) : int(cuts[-1])].astype(np.int64)
