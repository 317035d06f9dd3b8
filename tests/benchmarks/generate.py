"""Synthetic archives of any size: JSON lines with words by Zipf's law and lengths as news has them.

    python -m tests.benchmarks.generate 100000 /tmp/articles.jsonl

The same number and seed give the same bytes on every machine.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, product
from pathlib import Path

import click

_SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]
_SECTIONS = ("World", "Politics", "Business", "Sport", "Culture", "Science", "Opinion")
_FIRST_DAY = date(2000, 1, 1)
_DAYS = 12_000


class Vocabulary:
    """`size` invented words; word r is drawn in proportion to 1 / (r + 2.7), Mandelbrot's form of Zipf's law."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self._chance = chance
        self.words = [self._word(number) for number in range(size)]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(size)))

    @staticmethod
    def _word(number: int) -> str:
        """A word of its own for each number: short words for small numbers, as in language."""
        letters = [_SYLLABLES[number % len(_SYLLABLES)]]
        while number := number // len(_SYLLABLES):
            letters.append(_SYLLABLES[number % len(_SYLLABLES)])
        return "".join(letters)

    def draw(self, count: int) -> list[str]:
        """`count` words of running text."""
        return self._chance.choices(self.words, cum_weights=self._weights, k=count)


def articles(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """`count` invented articles as plain objects."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    vocabulary = Vocabulary(max(10_000, min(1_000_000, count * 2)), chance)
    for number in range(count):
        yield _article(number, vocabulary, chance)


def _article(number: int, vocabulary: Vocabulary, chance: random.Random) -> dict[str, object]:
    length = max(40, min(4_000, int(chance.lognormvariate(5.85, 0.55))))
    words = vocabulary.draw(length)
    paragraphs = []
    while words:
        cut = chance.randint(30, 80)
        paragraphs.append(" ".join(words[:cut]).capitalize() + ".")
        words = words[cut:]
    return {
        "id": f"a{number}",
        "title": " ".join(vocabulary.draw(chance.randint(5, 11))).capitalize(),
        "author": " ".join(word.capitalize() for word in vocabulary.draw(2)),
        "date": (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat(),
        "section": chance.choice(_SECTIONS),
        "outlet": f"Outlet {chance.randrange(40)}",
        "text": "\n\n".join(paragraphs),
    }


def write(count: int, path: Path, seed: int = 1) -> None:
    """Write `count` articles as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles(count, seed):
            file.write(json.dumps(article) + "\n")


@click.command()
@click.argument("count", type=int)
@click.argument("path", type=click.Path(path_type=Path))
def main(count: int, path: Path) -> None:
    """Write COUNT articles to PATH."""
    write(count, path)


if __name__ == "__main__":
    main()
