"""From an article of the library to what the index keeps of it."""

from __future__ import annotations

from index.analysis import field_texts
from index.codec.batch import IndexedArticle
from index.types import StoredArticle


def indexed(stored: StoredArticle) -> IndexedArticle:
    """Give what the index keeps of an article."""
    article = stored.article
    values = {
        "outlet": (article.outlet,),
        "section": (article.section,),
        "place": (article.place,),
        "author": article.authors,
        "language": (article.language,),
    }
    facets = {name: [value for value in some if value] for name, some in values.items()}
    texts = field_texts(article, stored.location)
    return IndexedArticle(stored.id, texts, facets, article.published, article.language, stored.words)
