"""Synthetic archives of any size: words, lengths and punctuation distributed as in news, all words invented.

    python -m tests.benchmarks.generate 100000 /tmp/articles.jsonl

The same number and seed give the same bytes on every machine. The constants were fitted on three public corpora read
by `corpora` and tokenised by our analyser: Reuters-21578 (19,043 bodies, 2.6 M words), BBC News 2004-2005 (2,225,
0.85 M) and TIME 1963 (423, 0.25 M), each by least squares on logarithms:

- Ranks 1 to 3,000 follow Zipf-Mandelbrot, p(r) ~ 1 / (r + q)^s: s 0.99, 0.95, 0.93 and q 1.4, 0.4, 0.1 in the three.
- The vocabulary grows by Heaps' law over the last nine tenths of each corpus, V(n) = K n^b: b 0.55, 0.57, 0.61. Beyond
  a crossover rank the frequencies therefore fall with the exponent 1 / b, the second regime of word frequencies. The
  crossover was chosen so that as many drawn words have about as many different ones: 70,000, 37,000 and 18,000, where
  the corpora have 64,430, 32,133 and 22,302.
- Lengths are log-normal: mean and deviation of the logarithm 5.82 and 0.47 in BBC News, 6.15 and 0.62 in TIME (the wire
  reports of Reuters are shorter: 4.55 and 0.85); means between the first two are taken.
- Of 100 words 4.4 end with a full stop, 3.9 with a comma; 15.9 are capitalised.

Words are drawn independently of one another: real words cluster in articles, so real postings are somewhat shorter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

EXPONENT: Final = 0.96
OFFSET: Final = 0.6
GROWTH: Final = 0.574
CROSSOVER: Final = 1_500
LOG_LENGTH: Final = (5.85, 0.55)
LENGTHS: Final = (40, 5_000)
STOPS, COMMAS, CAPITALS = 0.044, 0.039, 0.12
LAST_STOPS: Final = 0.3
"""Of the full stops so many end a paragraph."""

_ONSETS, _VOWELS, _CODAS = "bdfgklmnprstvz", "aeiou", ("", "n", "r", "l", "k", "m")
_ENDINGS = ("", "s", "ed", "ing")
_SHORT = [a + b for a, b in product(_ONSETS, _VOWELS)]
_SYLLABLES = [a + b for a, b in product(_SHORT, _CODAS)]
_SCRAMBLE = 7_919
_SECTIONS = ("World", "Politics", "Business", "Sport", "Culture", "Science", "Opinion")
_OUTLETS = 40
_FIRST_DAY = date(2000, 1, 1)
_DAYS = 12_000
_BLOCK = 1_000
_KINDS = 8
_MOST_KEPT = 1_000_000
_COMMA, _STOP, _LAST_STOP, _CAPITAL = 1, 2, 3, 4


class Article(NamedTuple):
    """An article; its paragraphs are divided by an empty line, `published` is an ISO date."""

    id: int
    headline: str
    byline: str
    body: str
    published: str
    section: str
    outlet: str
    language: str = "en"


def word(number: int) -> str:
    """Give the word of a rank: a word of its own for each, short ones for small numbers, as in language.

    Four neighbours in rank share a stem. Other neighbours are unlike one another.
    """
    if number < len(_SHORT):
        return _SHORT[number]
    stem, ending = divmod(number - len(_SHORT), len(_ENDINGS))
    count = len(_SYLLABLES) ** 2
    syllables = 2
    while stem >= count:
        stem -= count
        count *= len(_SYLLABLES)
        syllables += 1
    stem = stem * _SCRAMBLE % count
    parts = []
    for _ in range(syllables):
        stem, part = divmod(stem, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return "".join(parts) + _ENDINGS[ending]


class _Written(dict[int, str]):
    """Words as they are written in a text, by rank and punctuation; forgotten when there are too many."""

    def __missing__(self, key: int) -> str:
        if len(self) == _MOST_KEPT:
            self.clear()
        number, kind = divmod(key, _KINDS)
        text = word(number)
        if kind & _CAPITAL:
            text = text.capitalize()
        text += ("", ",", ".", ".\n\n")[kind & 3]
        self[key] = text
        return text


class Vocabulary:
    """Draws words; there is no end to them."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        self._written = _Written()
        weights = (np.arange(1, CROSSOVER + 1) + OFFSET) ** -EXPONENT
        self._sums = np.cumsum(weights)
        self._tail = float(weights[-1]) * CROSSOVER / (1 / GROWTH - 1)

    def ranks(self, count: int) -> NDArray[np.int64]:
        """Draw the ranks of words."""
        drawn = self._chance.random(count) * (self._sums[-1] + self._tail)
        ranks: NDArray[np.int64] = np.searchsorted(self._sums, drawn)
        rare = np.flatnonzero(ranks == CROSSOVER)
        beyond = 1 - (drawn[rare] - self._sums[-1]) / self._tail
        ranks[rare] = (CROSSOVER * np.maximum(beyond, 1e-7) ** (-1 / (1 / GROWTH - 1))).astype(np.int64)
        return ranks

    def draw(self, count: int) -> list[str]:
        """Draw words of a heading."""
        return [self._written[int(rank) * _KINDS] for rank in self.ranks(count)]

    def text(self, ranks: NDArray[np.int64]) -> list[str]:
        """Give words of running text, with capitals and punctuation; paragraphs end after their last word."""
        chance = self._chance.random(len(ranks))
        stops = chance < STOPS
        kinds = np.where(stops, _STOP, np.where(chance < STOPS + COMMAS, _COMMA, 0))
        kinds[chance < STOPS * LAST_STOPS] = _LAST_STOP
        capitals = chance > 1 - CAPITALS
        capitals[1:] |= stops[:-1]
        keys = ranks * _KINDS + kinds + capitals * _CAPITAL
        return [self._written[key] for key in keys.tolist()]


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """Invent articles."""
    chance = np.random.default_rng(seed)
    vocabulary = Vocabulary(chance)
    for first in range(0, count, _BLOCK):
        yield from _block(first, min(_BLOCK, count - first), vocabulary, chance)


def _block(first: int, count: int, vocabulary: Vocabulary, chance: np.random.Generator) -> Iterator[Article]:
    lengths = np.clip(chance.lognormal(*LOG_LENGTH, count).astype(np.int64), *LENGTHS)
    words = vocabulary.text(vocabulary.ranks(int(lengths.sum())))
    ends = np.cumsum(lengths).tolist()
    titles = vocabulary.draw(12 * count)
    title_lengths = chance.integers(5, 11, count).tolist()
    days = chance.integers(0, _DAYS, count).tolist()
    sections = chance.integers(0, len(_SECTIONS), count).tolist()
    outlets = (_OUTLETS * chance.random(count) ** 2).astype(np.int64).tolist()
    begin = 0
    for place, end in enumerate(ends):
        title = titles[12 * place : 12 * place + 12]
        body = " ".join(words[begin:end]).replace("\n\n ", "\n\n").rstrip(".,\n")
        begin = end
        yield Article(
            first + place,
            " ".join(title[: title_lengths[place]]).capitalize(),
            " ".join(title[10:]).title(),
            f"{body[:1].upper()}{body[1:]}.",
            (_FIRST_DAY + timedelta(days=days[place])).isoformat(),
            _SECTIONS[sections[place]],
            f"Outlet {outlets[place]}",
        )


def write(count: int, path: Path, seed: int = 1) -> None:
    """Write invented articles as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles(count, seed):
            record = {
                "id": f"a{article.id}",
                "title": article.headline,
                "author": article.byline,
                "date": article.published,
                "section": article.section,
                "outlet": article.outlet,
                "text": article.body,
            }
            file.write(json.dumps(record) + "\n")


@click.command()
@click.argument("count", type=int)
@click.argument("path", type=click.Path(path_type=Path))
def main(count: int, path: Path) -> None:
    """Write COUNT articles to PATH."""
    write(count, path)


if __name__ == "__main__":
    main()
