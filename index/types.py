"""The data that crosses the engine's boundaries: frozen, plain, and free of Whoosh, SQLite and Textual.

All offsets are Unicode code points in the text beside them, as half-open `[start, end)` ranges.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NewType

ArticleId = NewType("ArticleId", int)
SourceId = NewType("SourceId", int)

NOTE_LIMIT = 1500
"""The longest note, in characters."""


class BlockKind(StrEnum):
    """What a piece of an article's body is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST = "list"
    CAPTION = "caption"
    PRE = "pre"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article's body. Only a caption has a credit. A list's items are its lines."""

    kind: BlockKind
    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What was recovered from a document. Unknown values are None or empty, never guessed.

    `published` is an ISO 8601 date (`2017-03-09`) or date and time with offset (`2017-03-09T06:12:00+00:00`).
    `language` is an ISO 639-1 code. `evidence` says for each recovered field where it came from ("first line",
    "folder", "byline", "json:author", ...). `blocks` hold the body in reading order.
    """

    headline: str
    blocks: tuple[Block, ...]
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    section: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """A reading position: the block at the top of the screen and the offset in its text. Block -1 is the head."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What the person made of an article. `rating` is 1 (like), -1 (dislike) or 0."""

    read: bool = False
    starred: bool = False
    rating: int = 0
    tags: tuple[str, ...] = ()
    note: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A change to one article's marks; None leaves a mark as it is. An empty note removes the note."""

    id: ArticleId
    read: bool | None = None
    starred: bool | None = None
    rating: int | None = None
    tags: tuple[str, ...] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the library holds it.

    `location` is shown text: the path, plus the member or record inside it (`wire/a.jsonl#17`), or the url.
    `words` counts the words of headline, standfirst and blocks. `duplicate_of` is the first article with the same
    body. `gone` says that its file has vanished or no longer holds it.
    """

    id: ArticleId
    article: Article
    location: str
    words: int
    marks: Marks
    duplicate_of: ArticleId | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of an article, without its body."""

    id: ArticleId
    headline: str
    authors: tuple[str, ...]
    place: str | None
    section: str | None
    outlet: str | None
    published: str | None
    language: str | None
    url: str | None
    location: str
    words: int
    read: bool
    starred: bool
    rating: int
    has_note: bool
    tags: tuple[str, ...]
    duplicate: bool
    gone: bool


class Order(StrEnum):
    """How results are ordered. Undated articles come last in both date orders."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


# ---- queries as they were understood ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a query, for the understood line.

    `term` numbers the highlight colour (None when nothing of it can be lit, as for a date). `count` is the number of
    articles that meet the condition alone, None until it was counted. `forms` are the words that it was expanded to
    with their article counts, most frequent first, at most 50 of `form_count`.
    """

    label: str
    negated: bool = False
    term: int | None = None
    count: int | None = None
    forms: tuple[tuple[str, int], ...] = ()
    form_count: int = 0


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


# ---- highlights ---------------------------------------------------------------------------------------------------


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


# ---- sources and reading in ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Something articles come from. `failures` is the number of inputs that could not be read last time."""

    id: SourceId
    path: Path
    label: str
    articles: int
    marked: int
    last_sync: str | None
    failures: int
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: shown location, and the error's text."""

    location: str
    message: str


class Stage(StrEnum):
    """What reading in is doing."""

    FINDING = "finding"
    READING = "reading"
    INDEXING = "indexing"


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run. `total` is None while it is not known; `done` counts inputs (or articles when indexing).

    While reading, `bytes_done` of `bytes_total` bytes of the inputs are behind; inside a file that is an estimate.
    """

    stage: Stage
    done: int
    total: int | None
    articles: int
    failed: int
    seconds: float
    bytes_done: int = 0
    bytes_total: int | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did, in articles; `failures` in inputs. `unchanged` counts inputs known by size and time."""

    added: int = 0
    updated: int = 0
    gone: int = 0
    returned: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """Sizes and counts. Languages, outlets and sections are the most frequent, with their article counts."""

    articles: int
    duplicates: int
    gone: int
    marked: int
    words: int
    first_published: str | None
    last_published: str | None
    undated: int
    languages: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    sections: tuple[tuple[str, int], ...]
    database_bytes: int
    index_bytes: int
