"""Fictional articles for the reader's tests, and matches in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.types import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Highlights,
    Marks,
    Match,
    Part,
    PartKind,
    Span,
    StoredArticle,
)

HARBOUR = Article(
    headline="Harbour pilots of Port Vell tell of pressure",
    standfirst="Two former inspectors say that the offer came by telephone.",
    authors=("Ana Ruiz", "Tomas Hale"),
    place="Port Vell",
    section="Coast News",
    outlet="The Vell Courier",
    published="2017-03-09",
    language="en",
    url="https://courier.example/coast/pilots",
    blocks=(
        Block(BlockKind.CAPTION, "The old pilot house on Lantern Quay, seen in December.", "Sabine Arno/PVP"),
        Block(
            BlockKind.PARAGRAPH,
            "Harbour pilots have been pressed to wave through ships that had failed their inspection, two former "
            "inspectors told the Courier.",
        ),
        Block(BlockKind.HEADING, "Calls on the eve of a storm"),
        Block(BlockKind.QUOTE, "A ship which waits costs more than a ship which sinks, we were told that evening."),
        Block(
            BlockKind.LIST, "the pilots' book\n- two of the four tide gauges, found in a garden by the bay\n3. letters"
        ),
        Block(BlockKind.PRE, "ship\tdraught\nAurora\t7.20"),
        Block(BlockKind.HEADING, "Inspectors at large"),
        Block(BlockKind.PARAGRAPH, "Most went to Deer Sound, said Ilya al-Marwan."),
    ),
)


def stored(article: Article = HARBOUR, marks: Marks | None = None, *, words: int = 512) -> StoredArticle:
    return StoredArticle(ArticleId(7), article, "wire/day9/harbour.txt#17", words, marks or Marks())


def paragraphs(count: int, *, every: str = "The ferry left the old harbour before dawn and came back late.") -> Article:
    """An article of numbered paragraphs, with a subhead before each tenth."""
    blocks: list[Block] = []
    for number in range(count):
        if number and number % 10 == 0:
            blocks.append(Block(BlockKind.HEADING, f"Part {number // 10}"))
        blocks.append(Block(BlockKind.PARAGRAPH, f"Paragraph {number}. {every}"))
    return replace(HARBOUR, blocks=tuple(blocks))


def matches(article: StoredArticle, *patterns: str) -> Highlights:
    """Every match of regular expressions in the article's texts, in reading order; the patterns are the terms."""
    found: list[Match] = []
    for part, text in parts(article):
        spans = [
            Span(hit.start(), hit.end(), term)
            for term, pattern in enumerate(patterns)
            for hit in re.finditer(pattern, text)
        ]
        found.extend(Match(part, (span,)) for span in sorted(spans, key=lambda span: span.start))
    return Highlights(tuple(found))


def parts(stored_article: StoredArticle) -> Iterator[tuple[Part, str]]:
    """The texts of an article in reading order."""
    article = stored_article.article
    yield Part(PartKind.SECTION), article.section or ""
    yield Part(PartKind.HEADLINE), article.headline
    yield Part(PartKind.STANDFIRST), article.standfirst or ""
    for number, author in enumerate(article.authors):
        yield Part(PartKind.AUTHOR, number), author
    yield Part(PartKind.PLACE), article.place or ""
    yield Part(PartKind.OUTLET), article.outlet or ""
    for number, block in enumerate(article.blocks):
        yield Part(PartKind.BLOCK, number), block.text
        yield Part(PartKind.CREDIT, number), block.credit or ""
    yield Part(PartKind.NOTE), stored_article.marks.note or ""
