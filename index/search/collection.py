"""The documents of one committed state of the index, numbered over its segments, with what scores need of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.codec.layout import UNDATED
from index.codec.segment import SegmentReader
from index.codec.wordlist import Poll
from index.search.best import sorted_stably
from index.search.joins import Documents, Scratch
from index.search.openings import opening_ends
from index.search.ranking import norms

_SIGN: Final = np.uint64(2**63)
_LAST: Final = np.uint64(2**64 - 1)
_DAY: Final = np.uint64(2**32)


class Collection:
    """What is searched. Belongs to the thread that made it.

    Args:
        segments: the segments in order.
        deleted: for each the numbers of its deleted documents.

    Attributes:
        count: the number of documents, deleted ones included.
        live: for each document whether it is not deleted; None if none is.
        live_count: the number of documents that are not deleted.
    """

    def __init__(self, segments: Sequence[SegmentReader], deleted: Sequence[NDArray[np.integer]]) -> None:
        self.segments = tuple(segments)
        self.bases = np.concatenate([[0], np.cumsum([segment.count for segment in segments])]).astype(np.int64)
        self.count = int(self.bases[-1])
        self.scratch = Scratch(self.count)
        self.live: NDArray[np.bool_] | None = None
        self._norms: dict[str, NDArray[np.float32]] = {}
        self._openings: dict[int, NDArray[np.uint32]] = {}
        self.delete(
            np.concatenate(
                [
                    np.empty(0, np.int64),
                    *(some.astype(np.int64) + base for some, base in zip(deleted, self.bases.tolist(), strict=False)),
                ]
            )
        )

    def delete(self, documents: Documents) -> None:
        """Take documents out: they are found no more."""
        if len(documents):
            if self.live is None:
                self.live = np.ones(self.count, bool)
            self.live[documents] = False
            for name in ("every", "gone"):  # worked out anew
                self.__dict__.pop(name, None)
        self.live_count = self.count if self.live is None else int(np.count_nonzero(self.live))

    def numbered(self) -> Iterator[tuple[int, SegmentReader]]:
        """Give each segment, with the number of its first document before it."""
        return zip(self.bases.tolist(), self.segments, strict=False)

    @cached_property
    def every(self) -> Documents:
        """All documents that are not deleted."""
        return np.arange(self.count) if self.live is None else np.flatnonzero(self.live)

    @cached_property
    def gone(self) -> Documents:
        """All documents that are deleted."""
        return np.empty(0, np.int64) if self.live is None else np.flatnonzero(~self.live)

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """The id of each document's article."""
        return self._joined([segment.ids for segment in self.segments])

    @cached_property
    def published(self) -> NDArray[np.int64]:
        """The publication key of each document, see `codec.layout.published_key`."""
        return self._joined([segment.published for segment in self.segments])

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of words of each document's article."""
        return self._joined([segment.lengths_in_words for segment in self.segments])

    def extents(self, field: str) -> NDArray[np.int64]:
        """For each document one more than its last position in a field."""
        return self._joined([segment.field(field).extents for segment in self.segments])

    def openings(self, number: int, poll: Poll) -> NDArray[np.uint32]:
        """For each document of a segment the position behind the opening of its body."""
        if number not in self._openings:
            self._openings[number] = opening_ends(self.segments[number], poll)
        return self._openings[number]

    def norms(self, field: str) -> NDArray[np.float32]:
        """What a frequency in a scored field is multiplied by, for each document."""
        if field not in self._norms:
            lengths = self._joined([segment.field(field).lengths for segment in self.segments])
            self._norms[field] = norms(field, lengths, self.live)
        return self._norms[field]

    @cached_property
    def newest(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All documents from the newest to the oldest, undated last, equal dates by id; and the rank of each."""
        return self._arranged(newest_first(self.published))

    @cached_property
    def oldest(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All documents from the oldest to the newest, undated last, equal dates by id; and the rank of each."""
        return self._arranged(oldest_first(self.published))

    def _arranged(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sort by keys that are `_LAST` for undated documents, then by id."""
        keys -= keys.min(initial=_LAST)
        undated = np.flatnonzero(self.published == UNDATED)
        if len(undated):
            keys[undated] = 0
            keys[undated] = keys.max() + _DAY  # behind all others, with as few digits as can be
        if (self.ids[1:] > self.ids[:-1]).all():
            order = sorted_stably(keys)
        else:
            by_id = np.argsort(self.ids, kind="stable")
            order = by_id.take(sorted_stably(keys.take(by_id)))
        ranks = np.empty(self.count, np.int64)
        ranks[order] = np.arange(self.count)
        return order, ranks

    def _joined(self, arrays: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
        if len(arrays) == 1 and arrays[0].dtype == np.int64:
            return arrays[0]
        return np.concatenate([np.empty(0, np.int64), *arrays]).astype(np.int64, copy=False)


def newest_first(published: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give new keys that are ascending from the newest to the oldest publication key; undated ones are the last."""
    return ~(published.view(np.uint64) ^ _SIGN)


def oldest_first(published: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give new keys that are ascending from the oldest to the newest publication key; undated ones are the last."""
    return (published.view(np.uint64) ^ _SIGN) - np.uint64(1)
