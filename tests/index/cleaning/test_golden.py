"""Whole texts of our own writing, and the articles that they must become.

A golden file is read by a person before it is kept: after a wanted change, print the article with
`dateline show`, compare, and write the new file by `json.dumps(..., ensure_ascii=False, indent=1)`.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from index.cleaning import clean, safe_text
from index.cleaning.document import ParsedDocument
from index.parsing.text import plain_blocks
from index.types import Article

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = sorted(GOLDEN.glob("*.txt"))


def article_of(text: str) -> Article:
    return clean(ParsedDocument("test.txt", plain_blocks(text), pasted=True))


def as_json(article: Article) -> Any:
    return json.loads(json.dumps(dataclasses.asdict(article)))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_golden_text_becomes_its_article(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert as_json(article_of(path.read_text("utf-8"))) == expected


def test_there_are_golden_texts() -> None:
    assert len(TEXTS) >= 6


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_cleaning_an_article_again_changes_nothing_of_its_text(path: Path) -> None:
    article = article_of(path.read_text("utf-8"))
    for text in (article.headline, *(block.text for block in article.blocks)):
        assert safe_text(text) == text
