"""From a parsed document to an article."""

from __future__ import annotations

from index.cleaning.document import ParsedDocument
from index.cleaning.safety import safe_line
from index.errors import NotAnArticleError
from index.types import Article, Block, BlockKind


def clean(document: ParsedDocument) -> Article:
    """The article in a parsed document. Pure.

    Raises:
        NotAnArticleError: nothing is left of it.
    """
    texts = [safe_line(block.text) for block in document.blocks]
    texts = [text for text in texts if text]
    if not texts:
        raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts[1:])
    return Article(texts[0], blocks, section=document.folder, evidence={"headline": "first line"})
