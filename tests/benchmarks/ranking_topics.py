"""What rankings are judged on: texts, queries on them, and for each query the right texts.

TIME, Cranfield and NPL come with queries and judgements (every document judged relevant is right, whatever its grade).
From news there is a known item: the headline is asked for in an archive of the articles without their headlines, and
the article that it stood above is right, with all those that have the very same body.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from tests.benchmarks.ranking_measures import Measure, average_precision, reciprocal_rank


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched; `headline` is empty where the headline is what is asked for."""

    headline: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query in plain words, and the numbers of the texts that are right."""

    text: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Topics:
    """Texts by number, questions on them, the language of both (ISO 639-1), and how answers are measured."""

    name: str
    language: str
    texts: Sequence[Text]
    questions: Sequence[Question]
    measure: Measure

    @property
    def label(self) -> str:
        """The name with that of the measure."""
        return f"{self.name}, {'MAP' if self.measure is average_precision else 'MRR'}"


def judged(name: str, folder: Path) -> Topics:
    """Read documents, queries and judgements in the forms of TREC."""
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    numbers = {document["id"]: number for number, document in enumerate(documents)}
    right: defaultdict[str, set[int]] = defaultdict(set)
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            right[query].add(numbers[document])
    asked = (line.split("\t", 1) for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines())
    questions = [Question(text, frozenset(right[query])) for query, text in asked if right[query]]
    texts = [Text(document["title"], document["text"]) for document in documents]
    return Topics(name, "en", texts, questions, average_precision)


def known_items(name: str, language: str, articles: Sequence[tuple[str, str]]) -> Topics:
    """Ask for the headline of each article that has one, in the bodies of all."""
    same: defaultdict[str, set[int]] = defaultdict(set)
    for number, (_, body) in enumerate(articles):
        same[body].add(number)
    questions = [Question(headline, frozenset(same[body])) for headline, body in articles if headline]
    return Topics(name, language, [Text("", body) for _, body in articles], questions, reciprocal_rank)


def bbc(corpora: Path) -> Topics:
    """Ask for BBC news: the first line of a file is its headline."""
    return known_items("BBC", "en", list(_bbc(corpora / "bbc-news" / "bbc")))


def saudi(corpora: Path) -> Topics:
    """Ask for Arabic news of Saudi papers."""
    return known_items("Saudi news", "ar", list(_saudi(corpora / "saudinewsnet")))


def _bbc(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*/*.txt")):
        headline, _, body = path.read_bytes().decode("latin-1" if path.name == "199.txt" else "utf-8").partition("\n")
        yield headline.strip(), body.strip()


def _saudi(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.zip")):
        with ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json") and not name.startswith("__"):
                    yield from _articles(json.loads(archive.read(name).decode("utf-8-sig")))


def _articles(records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for record in records:
        headline, body = ((record.get(name) or "").strip() for name in ("title", "content"))
        if body:
            yield headline, body


TOPICS: Final[Mapping[str, Callable[[Path], Topics]]] = {
    "time": lambda corpora: judged("TIME", corpora / "ir" / "time"),
    "cranfield": lambda corpora: judged("Cranfield", corpora / "ir" / "cranfield"),
    "npl": lambda corpora: judged("NPL", corpora / "ir" / "npl-vaswani"),
    "bbc": bbc,
    "saudi": saudi,
}
"""What is read from the folder of corpora, by the name that it is asked for."""
