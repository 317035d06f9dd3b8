"""How much of 91 whole pages the cleaning gets right: precision and recall of runs of four words."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from index.cleaning import clean
from index.cleaning.document import ParsedDocument
from index.parsing.text import plain_blocks
from index.types import BlockKind

FLOOR = 0.92


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def score(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    wanted, given = shingles(true), shingles(found)
    right = sum((wanted & given).values())
    return right / max(1, sum(given.values())), right / max(1, sum(wanted.values()))


def body(text: str) -> str:
    article = clean(ParsedDocument("page.txt", plain_blocks(text), pasted=True))
    return "\n".join(block.text for block in article.blocks if block.kind is not BlockKind.CAPTION)


def test_the_measure() -> None:
    assert score("one two three four five", "one two three four five") == (1.0, 1.0)
    assert score("one two three four five", "one two three four") == (1.0, 0.5)
    assert score("one two three four", "six seven eight nine") == (0.0, 0.0)


def test_bodies_of_whole_pages(corpora: Path) -> None:
    folder = corpora / "html-articles"
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    scores = [
        score(truth["articleBody"], body((folder / "text" / f"{name}.txt").read_text("utf-8")))
        for name, truth in sorted(gold.items())
    ]
    assert len(scores) == 91
    precision = sum(found for found, _ in scores) / len(scores)
    recall = sum(found for _, found in scores) / len(scores)
    f1 = 2 * precision * recall / (precision + recall)
    assert f1 >= FLOOR, f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
