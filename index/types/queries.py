"""Queries as they were understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """How results are ordered. Undated articles come last in both date orders."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Spelling(StrEnum):
    """What a word of a query stands for, besides itself."""

    FORMS = "forms"  # all that share its stem, and its spellings without diacritics
    EXACT = "exact"  # nothing
    CASED = "cased"  # nothing, and it counts how it is written
    SIMILAR = "similar"  # what is a letter or two off
    NAME = "name"  # other spellings of a name


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a query, for the understood line.

    `term` numbers the highlight colour (None when nothing of it can be lit, as for a date). `count` is the number of
    articles that meet the condition alone, None until it was counted. `forms` are the words that it was expanded to
    with their article counts, most frequent first, at most 50 of `form_count`. `spelling` is None where it is no word
    that can be given another one.
    """

    label: str
    negated: bool = False
    term: int | None = None
    count: int | None = None
    forms: tuple[tuple[str, int], ...] = ()
    form_count: int = 0
    spelling: Spelling | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that would match where this one did not, with its count: ("without hauran", "wadi", 42)."""

    label: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Understood:
    """How a query was read. `tree` is for `index` only: opaque elsewhere.

    `spoken` is one line of words; `repairs` are sentences on what was mended; `order` is set by `sort:` in the text.
    """

    text: str
    spoken: str
    tree: object
    chips: tuple[Chip, ...] = ()
    repairs: tuple[str, ...] = ()
    order: Order | None = None
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing was asked: every article is a result."""
        return not self.chips
