"""Which segments are merged, and when: few enough for queries, and each article is rewritten only a few times."""

from __future__ import annotations

from collections.abc import Sequence

from index.indexer.segments import Segment

_SMALLEST_TIER = 64
_TIER_FACTOR = 8
_FEW = 4
_MANY = 8
_CHEAP_DOCUMENTS = 4_096
_MOST_DELETED = 0.3


def choose(segments: Sequence[Segment]) -> list[Segment]:
    """Choose the segments to merge next, in their order; none when all is well.

    Segments stand in tiers by their size, each tier up to 8 times larger than the one below. A tier is merged when it
    has 8 segments, or 4 where they are small enough to be merged in passing. A segment with nearly a third of its
    documents deleted is rewritten.
    """
    tiers: dict[int, list[Segment]] = {}
    for segment in segments:
        entry = segment.entry
        if entry.deleted_count > _MOST_DELETED * entry.documents:
            return [segment]
        tiers.setdefault(_tier(entry.documents), []).append(segment)
    for tier, members in sorted(tiers.items()):
        cheap = _SMALLEST_TIER * _TIER_FACTOR**tier <= _CHEAP_DOCUMENTS
        if len(members) >= (_FEW if cheap else _MANY):
            return members
    return []


def _tier(count: int) -> int:
    tier = 0
    while count >= _SMALLEST_TIER * _TIER_FACTOR**tier:
        tier += 1
    return tier
