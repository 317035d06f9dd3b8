"""What the benchmark asks of a search engine, and the archive that all of them read."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.generate import Article
from tests.benchmarks.queries import Query

TOP = 50
"""So many of the best results are fetched."""

SNOWBALL = {"ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian"}
"""The names of stemmers by language, those that all engines have."""

_FIELD, _RECORD = "\x1f", "\x1e\n"


@dataclass(frozen=True, slots=True)
class Setup:
    """How an index is built.

    `kept`: the texts are kept, to be read again. `processes`: how many processes or threads build it, at most.
    `stems`: its words are stems of the language. `language` is that of most articles.
    """

    kept: bool = False
    processes: int = 1
    stems: bool = False
    language: str = "en"


class Engine(ABC):
    """A search engine with texts and headlines as fields of their own, and dates, sections and outlets beside them.

    Attributes:
        stems_apart: whether words in all their forms need an index of their own.
    """

    stems_apart = True

    def prepare(self) -> None:  # noqa: B027 - most have nothing to prepare
        """Import what is needed; raises ImportError if it is not there."""

    @abstractmethod
    def version(self) -> str:
        """Give its name and version."""

    def can(self, setup: Setup) -> bool:
        """Tell whether it can build an index so."""
        return setup.processes == 1 and (not setup.stems or (self.stems_apart and setup.language in SNOWBALL))

    def lay_out(self, articles: Iterable[Article], folder: Path, setup: Setup) -> None:  # noqa: B027 - most need nothing
        """Do what is there before an index is built, and is not measured."""

    @abstractmethod
    def build(self, articles: Iterable[Article], folder: Path, setup: Setup) -> dict[str, float]:
        """Index the articles in a folder; gives the seconds of parts of it by name: `build`, and `merge` if apart."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open the index to be searched."""

    @abstractmethod
    def close(self) -> None:
        """Close the index."""

    @abstractmethod
    def search(self, query: Query) -> int | None:
        """Fetch the best `TOP` results and give the number of all; None for what the engine cannot do."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A file of articles: how many, the bytes of their headlines and bodies, the language of most of them."""

    path: Path
    count: int
    size: int
    language: str

    def __iter__(self) -> Iterator[Article]:
        return read_archive(self.path)


def archive(articles: Iterable[Article], path: Path) -> Archive:
    """Write articles to a file that is read faster than any index is built; what is there already stays."""
    told = path.with_suffix(".json")
    if not told.exists():
        count = size = 0
        languages: Counter[str] = Counter()
        with path.open("w", encoding="utf-8", newline="") as file:
            for article in articles:
                file.write(_FIELD.join(map(str, article)) + _RECORD)
                count += 1
                size += len(article.headline.encode()) + len(article.body.encode())
                languages[article.language] += 1
        found = {"count": count, "size": size, "language": max(languages, key=languages.__getitem__, default="en")}
        told.write_text(json.dumps(found))
    return Archive(path, **json.loads(told.read_text()))


def read_archive(path: Path) -> Iterator[Article]:
    """Read what `archive` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rest = ""
        while block := file.read(1 << 22):
            *records, rest = (rest + block).split(_RECORD)
            for record in records:
                number, *texts = record.split(_FIELD)
                yield Article(int(number), *texts)
