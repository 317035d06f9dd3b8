from __future__ import annotations

from pathlib import Path

import pytest

from index.parsing import RecoveredArticle, read_articles
from index.sources import SourceItem, discover
from index.types import Article, BlockKind


def only_article(path: Path) -> Article:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    (found,) = read_articles(item)
    assert isinstance(found, RecoveredArticle)
    return found.article


@pytest.fixture(scope="module")
def article(seed: Path) -> Article:
    return only_article(seed)


def test_head(article: Article) -> None:
    assert article.section == "Iraq News"
    assert article.headline == "ISIS tries to blackmail defectors into returning"
    assert article.authors == ("Alaa Hussain",)
    assert article.place == "Baghdad"
    assert article.language == "en"
    assert article.standfirst is None


def test_neither_the_captions_date_nor_one_in_a_sentence_is_the_publication_date(article: Article) -> None:
    assert article.published is None


def test_the_caption_stands_once_with_its_credit(article: Article) -> None:
    (caption,) = [block for block in article.blocks if block.kind is BlockKind.CAPTION]
    assert caption.credit == "Sabah Arar/AFP"
    assert caption.text.startswith("An Iraqi man walks")
    assert caption.text.endswith("'Islamic State of Iraq and Syria'.")


def test_subheads_and_paragraphs_in_order(article: Article, seed: Path) -> None:
    headings = [block.text for block in article.blocks if block.kind is BlockKind.HEADING]
    paragraphs = [block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    assert headings == ["Threats to the police", "ISIS elements at large"]
    assert len(paragraphs) == 16
    lines = seed.read_text("utf-8").split("\n\n")
    positions = [lines.index(block.text) for block in article.blocks if block.kind is not BlockKind.CAPTION]
    assert positions == sorted(positions)
    assert {block.kind for block in article.blocks} == {BlockKind.CAPTION, BlockKind.HEADING, BlockKind.PARAGRAPH}


def test_nothing_of_the_page_around_the_article(article: Article) -> None:
    text = "\n".join(block.text for block in article.blocks).casefold()
    for furniture in ("do you like", "comment(s)", "comment policy", "required field", "1500"):
        assert furniture not in text


def test_bbc_headlines_sections_and_the_pound_sign(corpora: Path) -> None:
    items = [item for item in discover(corpora / "bbc-news") if isinstance(item, SourceItem)]
    assert len(items) == 2225
    assert not [item for item in items if item.path.name == "README.TXT"]
    sections: dict[str | None, int] = {}
    for item in items[::25]:
        (found,) = read_articles(item)
        assert isinstance(found, RecoveredArticle)
        first_line = item.path.read_bytes().split(b"\n")[0].decode("utf-8").strip()
        assert found.article.headline == first_line
        assert found.article.standfirst is None
        assert found.article.section == item.path.parent.name
        sections[found.article.section] = sections.get(found.article.section, 0) + 1
    assert set(sections) == {"business", "entertainment", "politics", "sport", "tech"}


def test_the_file_that_is_not_utf8_is_read_right(corpora: Path) -> None:
    article = only_article(corpora / "bbc-news" / "bbc" / "sport" / "199.txt")
    assert "£15.8m" in "\n".join(block.text for block in article.blocks)
