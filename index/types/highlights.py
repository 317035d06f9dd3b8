"""What of an article matched a query. Offsets are code points, as half-open `[start, end)` ranges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """The texts of an article that can be lit, in reading order."""

    SECTION = "section"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    AUTHOR = "author"
    PLACE = "place"
    OUTLET = "outlet"
    BLOCK = "block"
    CREDIT = "credit"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One shown text: its kind, and for authors, blocks and credits the index among its kind (credit: its block)."""

    kind: PartKind
    index: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Lit characters `[start, end)`; `term` numbers the query term, for its colour."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class Match:
    """One match of one query term in one part. A phrase is one span from its first word to its last."""

    part: Part
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Highlights:
    """All matches of a query in an article, in reading order."""

    matches: tuple[Match, ...] = ()

    def of(self, part: Part) -> tuple[Span, ...]:
        """The spans of one part, sorted by start, disjoint."""
        spans = sorted(
            (span for match in self.matches if match.part == part for span in match.spans),
            key=lambda span: (span.start, -span.end),
        )
        disjoint: list[Span] = []
        for span in spans:
            if not disjoint or span.start >= disjoint[-1].end:
                disjoint.append(span)
        return tuple(disjoint)
