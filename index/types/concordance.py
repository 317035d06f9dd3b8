"""A concordance: every match on a line of its own, with what stands before and behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.types.highlights import Part
from index.types.ids import ArticleId


class ConcordanceOrder(StrEnum):
    """How the lines of a concordance are ordered. Articles without a date come last."""

    RELEVANCE = "relevance"  # as the articles were found, each from its beginning
    DATE = "date"  # newest first
    LEFT = "left"  # by the words before the match, the nearest first
    RIGHT = "right"  # by the words behind it


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One match of one query term: that with this number in its article, counted from 0 in reading order.

    `start` and `end` are its place in the text of `part`, from its first word to its last. `left`, `match` and `right`
    are that text on one line, white space as single blanks; the contexts end with their part, or after so many
    characters.
    """

    article: ArticleId
    headline: str
    published: str | None
    outlet: str | None
    part: Part
    start: int
    end: int
    left: str
    match: str
    right: str
    term: int
    number: int = 0
