"""Articles: what was recovered, as the library holds it, as a list shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.types.ids import ArticleId
from index.types.marks import Marks


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
