"""The head of a text whose headline is declared: byline, date and standfirst in its first blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from index.cleaning.document import Found, RawBlock
from index.cleaning.head import read_head
from index.cleaning.lines import measure
from index.types import BlockKind

_BLOCKS: Final = 12
_TAKEN: Final = frozenset({"byline", "date", "standfirst"})


def with_head(
    blocks: tuple[RawBlock, ...], headline: str | None
) -> tuple[tuple[RawBlock, ...], dict[str, tuple[Found, ...]]]:
    """The blocks, those of the head dropped, and the fields that they say: authors, place, published, standfirst.

    Nothing is taken without a headline, or beyond the first subhead.
    """
    if not headline:
        return blocks, {}
    places = _head_places(blocks, headline)
    lines = measure([RawBlock(headline), *(replace(blocks[place], kind=None) for place in places)], pasted=False)
    if len(lines) != len(places) + 1:
        return blocks, {}
    head = read_head(lines, 1, 0)
    roles = {places[index - 1]: role for index, role in head.roles.items() if index and role in _TAKEN}
    kept = tuple(
        replace(block, dropped=f"the {roles[place]}") if place in roles else block for place, block in enumerate(blocks)
    )
    found = {
        "authors": tuple(Found(name, "byline") for name in head.authors),
        "place": (Found(head.place, "byline"),) if head.place else (),
        "published": (Found(head.published, "date line"),) if head.published else (),
        "standfirst": (Found(head.standfirst, "before the byline"),) if head.standfirst else (),
    }
    return kept, {name: values for name, values in found.items() if values}


def _head_places(blocks: tuple[RawBlock, ...], headline: str) -> list[int]:
    """The indices of the first blocks that may be head, the repeated headline apart."""
    places = []
    for place, block in enumerate(blocks[:_BLOCKS]):
        text = block.text.strip()
        if block.dropped is not None or not text or text.casefold() == headline.casefold():
            continue
        if block.kind not in {None, BlockKind.PARAGRAPH}:
            break
        places.append(place)
    return places
