"""Real files of many forms: what the inspector reads anew is what the library holds."""

from __future__ import annotations

import shutil
from pathlib import Path

from index import inspect
from index.library import Library
from index.sync import add
from tests.index.writing import everything

PAGES = 6


def test_every_inspected_article_is_the_one_in_the_library(corpora: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in sorted((corpora / "html-articles" / "text").glob("*.txt"))[:PAGES]:
        shutil.copy(path, pages)
    for path in sorted((corpora / "html-articles" / "html").iterdir())[:PAGES]:
        shutil.copy(path, pages)
    with Library.open(tmp_path / "library") as library:
        add(library, [pages, corpora / "markdown", corpora / "encodings"])
        articles = everything(library)
        assert len(articles) > 2 * PAGES
        for article in articles:
            inspected = inspect(library, article.id)
            assert (inspected.article, inspected.message) == (article.article, None), article.location
            placed = {line.block for line in inspected.lines if line.block is not None}
            assert placed == set(range(len(article.article.blocks))), article.location
