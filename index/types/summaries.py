"""What a query found, told in a line; and words that stand out in it."""

from __future__ import annotations

from dataclasses import dataclass

from index.types.queries import Understood


@dataclass(frozen=True, slots=True)
class Summary:
    """All articles that a query means, in a line of a table.

    `first` and `last` are the days of the oldest and the newest dated article (ISO 8601), None where none is dated.
    `outlets` are the most frequent ones with their counts, equally frequent ones in order.
    """

    understood: Understood
    total: int
    first: str | None
    last: str | None
    outlets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RisingWord:
    """A word that stands in more of the results than the archive would lead to expect.

    `query` is the word as it is written in a query. `found` is the number of results that a search for it finds,
    `total` that of all articles; `score` is the log-likelihood ratio.
    """

    word: str
    query: str
    found: int
    total: int
    score: float
