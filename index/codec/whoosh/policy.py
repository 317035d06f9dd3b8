"""Which segments become one when a writer commits: those alike in size, once there are many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.codec.merging import merge
from index.codec.whoosh.codec import Segment

FACTOR = 8
"""So many segments of a tier are merged; the next tier's are so many times larger."""

_MOST_DELETED = 0.5


def merge_tiers(writer: Any, segments: Sequence[Segment]) -> list[Segment]:
    """Merge what has become many small segments, and write anew what is mostly deleted; a merge policy of Whoosh's."""
    left = [one if _is_mostly_live(one) else merged(writer, [one]) for one in segments if one.doc_count()]
    while alike := _many_alike(left):
        place = left.index(alike[0])
        left = [one for one in left if one not in alike]
        left.insert(place, merged(writer, alike))
    return left


def merge_all(writer: Any, segments: Sequence[Segment]) -> list[Segment]:
    """Merge all segments into one without deletions; a merge policy of Whoosh's."""
    some = [one for one in segments if one.doc_count()]
    if len(some) == 1 and not some[0].has_deletions():
        return some
    return [merged(writer, some)] if some else []


def merged(writer: Any, segments: Sequence[Segment]) -> Segment:
    """Write the documents of segments that are not deleted as a new one.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    storage = writer.storage
    result = Segment(writer.indexname, count=sum(one.doc_count() for one in segments))
    merge(result.path(storage), [one.reader(storage) for one in segments], [one.deleted() for one in segments])
    return result


def _is_mostly_live(segment: Segment) -> bool:
    return segment.deleted_count() <= _MOST_DELETED * segment.doc_count_all()


def _many_alike(segments: Sequence[Segment]) -> list[Segment]:
    tiers: dict[int, list[Segment]] = {}
    for one in segments:
        tiers.setdefault(_tier(one.doc_count()), []).append(one)
    return next((some for _, some in sorted(tiers.items()) if len(some) >= FACTOR), [])


def _tier(count: int) -> int:
    tier = 0
    while count >= FACTOR:
        count //= FACTOR
        tier += 1
    return tier
