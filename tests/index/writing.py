"""Files for the tests of reading in; all texts are made up."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

from index.library import Library
from index.types import Order, StoredArticle

PARAGRAPH = (
    "The harbour council of Port Ansel met again on the tide wall, and after nine hours of talk it agreed on nothing"
    " but the date of the next meeting, which will be held in the old customs house. "
)


def write(path: Path, headline: str, extra: str = "") -> Path:
    """Writes a pasted article."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{headline}\n\n{PARAGRAPH}{extra}\n\n{PARAGRAPH}\n", encoding="utf-8")
    return path


def write_lines(path: Path, *records: Mapping[str, object] | str) -> Path:
    """Writes JSON lines; a text is written as it is."""
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def line(number: int, **fields: object) -> dict[str, object]:
    """Makes a record; each number has words of its own."""
    dice = random.Random(number)  # noqa: S311 - the same words at every run
    names = ["".join(dice.choices("aeioulmnrst", k=7)).capitalize() for _ in range(40)]
    return {"title": f"Report {number}", "body": f"Present at the council: {', '.join(names)}.", **fields}


def everything(library: Library) -> list[StoredArticle]:
    """Returns all articles."""
    return library.get_many(library.ids(Order.NEWEST))


def stored(library: Library) -> dict[str, StoredArticle]:
    """Returns all articles that are not gone, by location."""
    return {article.location: article for article in everything(library) if not article.gone}
