"""Floors of what is recovered from the pages of the corpora; they only go up. The table: `tests.benchmarks.quality`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.cleaning import clean
from index.parsing.html import page_document
from index.types import BlockKind
from tests.benchmarks.pages import score

BODIES = 0.985
HEADLINES, AUTHORS, DATES = 54, 24, 17
"""Of 63, 36 and 17 that are known."""


def test_bodies_of_saved_pages(corpora: Path) -> None:
    folder = corpora / "html-articles"
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    scores = []
    for name, truth in sorted(gold.items()):
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        article = clean(page_document(page, location=name))
        found = "\n".join(block.text for block in article.blocks if block.kind is not BlockKind.CAPTION)
        scores.append(score(truth["articleBody"], found))
    assert len(scores) == 91
    precision = sum(found for found, _ in scores) / len(scores)
    recall = sum(found for _, found in scores) / len(scores)
    f1 = 2 * precision * recall / (precision + recall)
    assert f1 >= BODIES, f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}"


@pytest.fixture(scope="module")
def truths(corpora: Path) -> list[tuple[Path, dict[str, str | None]]]:
    folders = sorted(path.parent for path in (corpora / "readability-pages").glob("*/source.html"))
    assert len(folders) == 65
    return [(folder, json.loads((folder / "expected-metadata.json").read_text("utf-8"))) for folder in folders]


def test_fields_of_saved_pages(truths: list[tuple[Path, dict[str, str | None]]]) -> None:
    right = {"headline": 0, "authors": 0, "date": 0}
    for folder, truth in truths:
        article = clean(page_document((folder / "source.html").read_bytes(), location=folder.name))
        if truth["title"]:
            right["headline"] += plain(article.headline) == plain(truth["title"])
        if truth["byline"]:
            right["authors"] += plain(" ".join(article.authors)) == plain(truth["byline"]).removeprefix("by ")
        if truth.get("publishedTime"):
            right["date"] += str(truth["publishedTime"])[:10] == (article.published or "")[:10]
    assert right["headline"] >= HEADLINES
    assert right["authors"] >= AUTHORS
    assert right["date"] >= DATES


def plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
