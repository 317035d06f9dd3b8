"""What the index keeps of an article."""

from __future__ import annotations

from index.indexer.articles import indexed
from index.types import Article, ArticleId, Block, BlockKind, Marks, StoredArticle


def test_an_article_is_found_counted_and_ordered_by_its_own_values() -> None:
    article = Article(
        "Ferry returns",
        (Block(BlockKind.PARAGRAPH, "It came in at dawn."),),
        authors=("Ada Marsh", "Bo Lind"),
        place="Skell",
        section="Coast",
        outlet="The Tide",
        published="2019-05-04",
        language="en",
    )
    kept = indexed(StoredArticle(ArticleId(7), article, "wire/a.txt", 7, Marks()))
    assert (kept.id, kept.published, kept.language, kept.words) == (7, "2019-05-04", "en", 7)
    assert kept.facets == {
        "outlet": ("The Tide",),
        "section": ("Coast",),
        "place": ("Skell",),
        "author": ("Ada Marsh", "Bo Lind"),
        "language": ("en",),
    }
    assert kept.texts["body"] == ["It came in at dawn."]
    assert kept.texts["path"] == ["wire/a.txt"]


def test_unknown_values_count_nowhere() -> None:
    kept = indexed(StoredArticle(ArticleId(1), Article("Notice", ()), "a.txt", 1, Marks()))
    assert not any(kept.facets.values())
