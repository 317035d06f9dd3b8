"""Articles for the tests of the interface: our own, plainly fictional."""

from __future__ import annotations

from index.types import Article, ArticleId, Block, BlockKind, Marks, Row, StoredArticle


def stored(*, url: str | None = "https://news.example/harbour") -> StoredArticle:
    article = Article(
        headline="Harbour of Eastmark reopens",
        blocks=(
            Block(BlockKind.PARAGRAPH, "The harbour opened again on Monday."),
            Block(BlockKind.CAPTION, "A crane at the quay", credit="I. Vane"),
            Block(BlockKind.PARAGRAPH, "Ships were seen."),
        ),
        authors=("Ida Vane", "Tom Orr"),
        place="Eastmark",
        outlet="The Fictional Post",
        published="2031-04-05T06:00:00+00:00",
        url=url,
    )
    return StoredArticle(ArticleId(1), article, "/archive/harbour.txt", 12, Marks())


def row(article_id: int, **changes: object) -> Row:
    values: dict[str, object] = {
        "id": ArticleId(article_id),
        "headline": f"Article {article_id}",
        "authors": (),
        "place": None,
        "section": None,
        "outlet": None,
        "published": None,
        "language": None,
        "url": None,
        "location": f"/archive/{article_id}.txt",
        "words": 100,
        "read": False,
        "starred": False,
        "rating": 0,
        "has_note": False,
        "tags": (),
        "duplicate": False,
        "gone": False,
    }
    return Row(**{**values, **changes})  # type: ignore[arg-type]
