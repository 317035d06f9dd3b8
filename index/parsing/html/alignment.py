"""Which of a page's blocks an extractor has kept, found by their texts alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.parsing.html.page_blocks import PageBlock

_TELLING: Final = 25  # characters, without blanks, that do not come together by chance
_ENDS: Final = 40


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
        found = index if index is not None else _nearest(places.get(key, ()), before, after, blocks)
        if found is not None:
            blocks[found].kept = True
            before = found


def _nearest(places: Sequence[int], before: int, after: int | None, blocks: Sequence[PageBlock]) -> int | None:
    """The first free place behind `before`; before the beginning, the last one ahead of `after`."""
    free = [place for place in places if not blocks[place].kept]
    if not free:
        return None
    if before < 0 and after is not None:
        ahead = [place for place in free if place < after]
        return ahead[-1] if ahead else free[0]
    return next((place for place in free if place > before), free[-1])


def _mark_overlapping(blocks: Sequence[PageBlock], keys: Sequence[str], rest: Sequence[str]) -> None:
    joined = "\n".join(rest)
    long = [key for key in rest if len(key) >= _TELLING]
    for block, key in zip(blocks, keys, strict=True):
        if block.kept or len(key) < _TELLING:
            continue
        is_part = key in joined
        has_ends = len(key) > 2 * _ENDS and (key[:_ENDS] in joined or key[-_ENDS:] in joined)
        block.kept = is_part or has_ends or any(text in key for text in long)
