"""Which of a page's blocks an extractor has kept, found by their texts alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from index.parsing.html.page_blocks import PageBlock

_TELLING: Final = 25  # characters, without blanks, that do not come together by chance
_ENDS: Final = 40
_MOST_WORK: Final = 500_000_000  # characters looked through; beyond that a page is no article but an attack


def mark_kept(blocks: Sequence[PageBlock], texts: Sequence[str]) -> None:
    """Sets `kept` on the blocks of a page whose texts an extractor gave, in the order in which it gave them.

    Blanks make no difference. Of blocks with the same text that one is taken which stands nearest to the others. A
    block may also be part of a text, or hold one, or share its beginning or its end.
    """
    keys = [_key(block.text) for block in blocks]
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        places.setdefault(key, []).append(index)
    given = [key for key in map(_key, texts) if key]
    _mark_equal(blocks, places, given)
    rest = [key for key in given if key not in places]
    if rest:
        _mark_overlapping(blocks, keys, rest)


def _key(text: str) -> str:
    return "".join(text.replace("|", " ").split())


def _mark_equal(blocks: Sequence[PageBlock], places: dict[str, list[int]], given: Sequence[str]) -> None:
    sure = [places[key][0] if len(places.get(key, ())) == 1 else None for key in given]
    following: list[int | None] = []
    behind: int | None = None
    for index in reversed(sure):
        behind = index if index is not None else behind
        following.append(behind)
    before = -1
    for key, index, after in zip(given, sure, reversed(following), strict=True):
        found = index if index is not None else _nearest(places.get(key, []), before, after)
        if found is not None:
            blocks[found].kept = True
            before = found


def _nearest(free: list[int], before: int, after: int | None) -> int | None:
    """Takes the first free place behind `before`; before the beginning, the last one ahead of `after`."""
    if not free:
        return None
    if before < 0 and after is not None:
        chosen = max(0, bisect_left(free, after) - 1)
    else:
        chosen = min(bisect_right(free, before), len(free) - 1)
    return free.pop(chosen)


def _mark_overlapping(blocks: Sequence[PageBlock], keys: Sequence[str], rest: Sequence[str]) -> None:
    joined = "\n".join(rest)
    long = [key for key in rest if len(key) >= _TELLING]
    left = [(block, key) for block, key in zip(blocks, keys, strict=True) if not block.kept and len(key) >= _TELLING]
    if len(left) * len(joined) > _MOST_WORK or len(long) * sum(len(key) for _, key in left) > _MOST_WORK:
        return
    for block, key in left:
        is_part = key in joined
        has_ends = len(key) > 2 * _ENDS and (key[:_ENDS] in joined or key[-_ENDS:] in joined)
        block.kept = is_part or has_ends or any(text in key for text in long)
