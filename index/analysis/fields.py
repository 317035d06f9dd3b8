"""Which texts of an article stand in which field of the index, and where their words stand."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis.tokens import words
from index.types import Article, BlockKind

BLOCK_GAP = 100
"""Positions left free between two texts of a field: no phrase reaches from one into the next."""


def field_texts(article: Article, location: str) -> dict[str, list[str]]:
    """Give the texts that each indexed field is made of, in order; fields without a text are left out.

    `body` has every block but the captions; `caption` has each caption's text, then its credit.
    """
    captions: list[str] = []
    body: list[str] = []
    for block in article.blocks:
        if block.kind is BlockKind.CAPTION:
            captions.append(block.text)
        else:
            body.append(block.text)
        if block.credit:
            captions.append(block.credit)
    texts: dict[str, list[str | None]] = {
        "headline": [article.headline],
        "standfirst": [article.standfirst],
        "byline": list(article.authors),
        "place": [article.place],
        "body": list(body),
        "caption": list(captions),
        "section": [article.section],
        "outlet": [article.outlet],
        "url": [article.url],
        "path": [location],
        "lang": [article.language],
    }
    present = {name: [text for text in some if text] for name, some in texts.items()}
    return {name: some for name, some in present.items() if some}


def field_words(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Give the words of a field with their positions, counted from 0, with a gap between texts."""
    placed: list[tuple[str, int]] = []
    first = 0
    for text in texts:
        found = words(text)
        placed.extend(zip(found, range(first, first + len(found)), strict=True))
        first += len(found) + BLOCK_GAP
    return placed
