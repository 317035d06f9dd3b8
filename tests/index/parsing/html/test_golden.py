"""Whole pages of our own writing, and the articles that they must become.

A golden file is read by a person before it is kept: after a wanted change, compare, and write the new file by
`json.dumps(..., ensure_ascii=False, indent=1)`.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from index.cleaning import clean
from index.errors import NotAnArticleError
from index.parsing.html import page_document

PAGES = Path(__file__).parents[2] / "golden" / "pages"
ARTICLES = sorted(PAGES.glob("*.json"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_golden_page_becomes_its_article(path: Path) -> None:
    article = clean(page_document(path.with_suffix(".html").read_bytes(), location="page.html"))
    assert json.loads(json.dumps(dataclasses.asdict(article))) == json.loads(path.read_text("utf-8"))


def test_there_are_golden_pages() -> None:
    assert len(ARTICLES) >= 5


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(NotAnArticleError):
        page_document((PAGES / "none.html").read_bytes(), location="page.html")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_inspector_sees_all_of_the_page_and_keeps_the_same(path: Path) -> None:
    data = path.with_suffix(".html").read_bytes()
    shown = page_document(data, location="page.html", inspect=True)
    kept = [block for block in shown.blocks if block.dropped is None]
    assert kept == list(page_document(data, location="page.html").blocks)
    assert len(shown.blocks) > len(kept)
