"""The table of queries and their answers, read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("queries.txt")


@dataclass(frozen=True)
class Question:
    """A query, the articles that it means, and what the understood line has to say."""

    query: str
    ids: frozenset[int]
    said: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    fault: str | None = None


def questions(articles: int) -> list[Question]:
    """Read the table, for an archive of so many articles."""
    found: list[Question] = []
    lines = FILE.read_text(encoding="utf-8").partition("## ")[2].splitlines()
    answers: dict[str, frozenset[int]] = {}
    kept: list[tuple[str, str, dict[str, list[str]]]] = []
    for line in lines[1:]:
        if line.startswith("    "):
            kind, _, text = line.strip().partition(": ")
            kept[-1][2].setdefault(kind, []).append(text)
        elif line and not line.startswith("## "):
            query, _, answer = line.rpartition("=> ")
            kept.append((query.rstrip(" "), answer, {}))
    for query, answer, more in kept:
        ids = answers[answer[2:]] if answer.startswith("= ") else _ids(answer, frozenset(range(1, articles + 1)))
        answers[query] = ids
        fault = more.pop("fault", [None])[0]
        said, repaired = (tuple(more.pop(kind, ())) for kind in ("said", "repaired"))
        assert not more, f"{query}: {more}"
        found.append(Question(query, ids, said, repaired, fault))
    return found


def _ids(answer: str, every: frozenset[int]) -> frozenset[int]:
    named, _, without = answer.partition(" - ")
    ids = every if named == "all" else frozenset(map(int, named.replace("none", "").split()))
    return ids - frozenset(map(int, without.split()))
