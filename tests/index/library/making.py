"""Small articles and libraries for the tests of the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from index.library import Library
from index.library.writer import Place
from index.types import Article, ArticleId, Block, BlockKind


def article(headline: str = "Ferry returns to Port Ansel", *paragraphs: str, **fields: Any) -> Article:
    texts = paragraphs or (f"The body under {headline}.",)
    return Article(headline, tuple(Block(BlockKind.PARAGRAPH, text) for text in texts), **fields)


def put(library: Library, *articles: Article) -> list[ArticleId]:
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        return [writer.add(each, Place(f"made/{number}.txt")) for number, each in enumerate(articles, start=1)]


def remove(library: Library, ids: Iterable[int]) -> int:
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        return writer.remove(ids)
