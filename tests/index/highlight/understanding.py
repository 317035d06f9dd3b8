"""Queries understood over the words of given articles, without an index."""

from __future__ import annotations

from dataclasses import replace

from index.analysis import field_texts, words
from index.query import expand, understand
from index.types import Article, ArticleId, Block, BlockKind, Marks, StoredArticle, Understood
from tests.index.query.vocabulary import WordList


def stored(article: Article, *, marks: Marks | None = None, location: str = "wire/nessel.txt") -> StoredArticle:
    """Makes the library's form of an article."""
    return StoredArticle(ArticleId(7), article, location, words=120, marks=marks or Marks())


def paragraph(text: str, **fields: str) -> StoredArticle:
    """Makes an article with one paragraph."""
    return stored(Article(headline="", blocks=(Block(BlockKind.PARAGRAPH, text),), **fields))  # type: ignore[arg-type]


def asked(query: str, *articles: StoredArticle) -> Understood:
    """Understands a query, its words expanded over the words of the articles."""
    vocabulary = WordList(
        word
        for one in articles
        for texts in (*field_texts(one.article, one.location).values(), [one.marks.note or ""])
        for text in texts
        for word in words(text)
    )
    understood = understand(query)
    return replace(understood, tree=expand(understood.tree, vocabulary))  # type: ignore[arg-type]
