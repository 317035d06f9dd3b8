"""How much of 91 whole pages the cleaning gets right, on pages that its model has not learned from.

The model that is shipped was learned from these pages too. So each page is judged here by what a model said of its
lines that was learned from pages of other sites only; `tests/benchmarks/training.py` writes that down.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cleaning import clean, model
from index.cleaning.document import ParsedDocument
from index.parsing.text import plain_blocks
from index.types import BlockKind
from tests.benchmarks.held_out import judged_by_others
from tests.benchmarks.pages import Page, pages, score, total

__all__ = ["score"]

FLOOR = 0.935
PLAIN_FLOOR = 0.98


def body(text: str) -> str:
    article = clean(ParsedDocument("page.txt", plain_blocks(text), pasted=True))
    return "\n".join(block.text for block in article.blocks if block.kind is not BlockKind.CAPTION)


def test_the_measure() -> None:
    assert score("one two three four five", "one two three four five") == (1.0, 1.0)
    assert score("one two three four five", "one two three four") == (1.0, 0.5)
    assert score("one two three four", "six seven eight nine") == (0.0, 0.0)


@pytest.fixture(scope="module")
def whole_pages(corpora: Path) -> list[Page]:
    return [page for page in pages(corpora) if page.source == "html-articles"]


def test_bodies_of_pages_that_the_model_has_not_seen(whole_pages: list[Page]) -> None:
    scores = []
    for page in whole_pages:
        with judged_by_others(page.name):
            scores.append(score(page.body, body(page.text)))
    assert len(scores) == 91
    precision, recall, f1 = total(scores)
    assert f1 >= FLOOR, f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def test_what_is_stored_with_the_model() -> None:
    measured = model.page_model().measured
    assert measured["html-articles"] >= 0.93
    assert measured["readability-pages"] >= 0.915
    assert measured["html-articles of readability-pages"] >= 0.91
    assert model.WEIGHTS.stat().st_size <= 100_000


def test_articles_without_a_page_around_them_stay_whole(corpora: Path) -> None:
    files = sorted((corpora / "bbc-news").rglob("*.txt"))[5::40]
    texts = [path.read_text("utf-8", "replace") for path in files if "PROVENANCE" not in path.name]
    recalls = [score(text.partition("\n")[2], body(text))[1] for text in texts]
    assert sum(recalls) / len(recalls) >= PLAIN_FLOOR
