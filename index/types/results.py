"""What queries found, and what a list shows of it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from index.types.articles import Row
from index.types.queries import Order, Understood


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: the ids of matching articles in order, all of them or as many as were asked for.

    `ids` is an array of signed 64-bit ids; `scores` runs beside it or is empty; `total` is the exact number of matching
    articles.
    """

    understood: Understood
    order: Order
    ids: array[int]
    scores: array[float]
    total: int
    took_ms: float

    @property
    def is_whole(self) -> bool:
        """Are all ids here?"""
        return len(self.ids) == self.total


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage with the `[start, end)` marks of what matched in it.

    `terms` runs beside `marks` with the number of each mark's query term, or is empty: then all are term 0.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of a result list: with no query the marks and snippets are empty and the score None.

    `headline_terms` runs beside `headline_marks` as a snippet's terms do.
    """

    row: Row
    score: float | None = None
    headline_marks: tuple[tuple[int, int], ...] = ()
    snippets: tuple[Snippet, ...] = ()
    headline_terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of the search index: can it be searched, how many articles wait, and what is wrong with it."""

    usable: bool
    behind: int
    problem: str | None = None
