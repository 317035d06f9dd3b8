"""What the benchmark asks of a search engine, and the archive that all of them read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.generate import Article
from tests.benchmarks.queries import Query

TOP = 50
"""So many of the best results are fetched."""

_FIELD, _RECORD = "\x1f", "\x1e\n"


class Engine(ABC):
    """A search engine with one field of text, and dates, sections and outlets beside it."""

    def prepare(self) -> None:  # noqa: B027 - most have nothing to prepare
        """Import what is needed; raises ImportError if it is not there."""

    @abstractmethod
    def build(self, articles: Iterable[Article], folder: Path) -> dict[str, float]:
        """Index the articles in a folder; gives the seconds of parts of it by name."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open the index to be searched."""

    @abstractmethod
    def close(self) -> None:
        """Close the index."""

    @abstractmethod
    def search(self, query: Query) -> int | None:
        """Fetch the best `TOP` results and give the number of all; None for what the engine cannot do."""


def write_archive(articles: Iterable[Article], path: Path) -> int:
    """Write articles to a file that is read faster than any index is built; gives the bytes of their bodies."""
    size = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for article in articles:
            file.write(_FIELD.join(map(str, article)) + _RECORD)
            size += len(article.body.encode())
    return size


def read_archive(path: Path) -> Iterator[Article]:
    """Read what `write_archive` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rest = ""
        while block := file.read(1 << 22):
            *records, rest = (rest + block).split(_RECORD)
            for record in records:
                number, *texts = record.split(_FIELD)
                yield Article(int(number), *texts)
