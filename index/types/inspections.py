"""What the cleaning made of a document's lines, and the rules by which a person corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.types.articles import Article
from index.types.ids import ArticleId, SourceId


class RuleAction(StrEnum):
    """What a rule does with a line."""

    DROP = "drop"
    KEEP = "keep"


class RuleScope(StrEnum):
    """Where a rule holds: in one article, all articles of its file, of its folder and those below, of its source."""

    ARTICLE = "article"
    FILE = "file"
    FOLDER = "folder"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a person has said of a line.

    `text` is the line; with `like` the rule means all lines that differ from it in case and numbers only. `place` is
    where it holds, as shown text: a folder or file, `wire/a.jsonl#17` for one article in it. `path` (the file system's
    bytes) and `record` are the same for the library: None for all articles of the source, or of the file. `created`
    is an ISO time in UTC. `pending` says that the articles have not been read again yet.
    """

    id: int
    source_id: SourceId
    action: RuleAction
    scope: RuleScope
    place: str
    like: bool
    text: str
    created: str
    pending: bool = False
    path: bytes | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class InspectedField:
    """A field of an article, and where its value comes from ("byline", "json:author"); several values are joined."""

    name: str
    value: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class InspectedLine:
    """A line of the raw text: what it was taken for ("headline", "byline", "body", "caption", "dropped", ...) and why.

    `block` is the number of the article's block that it is in, None for none. `rule` is the number of the person's
    rule that decides over it.
    """

    text: str
    role: str
    reason: str
    kept: bool
    kind: str | None = None
    block: int | None = None
    rule: int | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """An article beside the text that it was recovered from.

    `article` is what the text gives now, by the rules that hold; where it is not what the library holds, or the text
    is no longer there (then `lines` is empty and `article` the library's), `message` says so. `scopes` are those that
    a rule for one of its lines can have.
    """

    id: ArticleId
    location: str
    article: Article
    fields: tuple[InspectedField, ...]
    lines: tuple[InspectedLine, ...]
    scopes: tuple[RuleScope, ...] = ()
    message: str | None = None
