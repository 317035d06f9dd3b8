"""From an article of the library to what the index keeps of it."""

from __future__ import annotations

from index.analysis import field_texts
from index.codec.batch import IndexedArticle
from index.types import StoredArticle


def indexed(stored: StoredArticle) -> IndexedArticle:
    """Give the texts, facets, date and length by which an article is found, counted and ordered."""
    article = stored.article
    facets = {
        "outlet": _some(article.outlet),
        "section": _some(article.section),
        "place": _some(article.place),
        "author": tuple(author for author in article.authors if author),
        "language": _some(article.language),
    }
    texts = field_texts(article, stored.location)
    return IndexedArticle(stored.id, texts, facets, article.published, article.language, stored.words)


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
