"""Articles out of folders of public corpora, if there are any: whatever Dateline reads.

The corpora themselves are no part of the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.parsing import read_articles
from index.sources import discover
from index.types import Article as ReadArticle
from index.types import Failure
from tests.benchmarks.generate import Article

_NOT_ARTICLES = frozenset({"provenance", "note", "readme", "queries", "qrels"})


def read(folder: Path) -> Iterator[ReadArticle]:
    """Read the articles of a folder and those below it, in the order of the files' names."""
    for item in discover(folder):
        if isinstance(item, Failure) or item.path.stem.lower() in _NOT_ARTICLES:
            continue
        for found in read_articles(item):
            if not isinstance(found, Failure):
                yield found.article


def of_corpus(folder: Path) -> Iterator[Article]:
    """Give the articles of a folder as all engines read them; those without a date have one of 25."""
    for number, article in enumerate(read(folder)):
        body = "\n\n".join(block.text for block in article.blocks)
        yield Article(
            number,
            article.headline,
            ", ".join(article.authors),
            body,
            article.published[:10] if article.published else f"{2000 + number % 25}-06-15",
            article.section or "News",
            article.outlet or folder.name,
            article.language or "",
        )
