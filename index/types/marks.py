"""Marks: what the person made of an article."""

from __future__ import annotations

from dataclasses import dataclass

from index.types.ids import ArticleId

NOTE_LIMIT = 1500
"""The longest note, in characters."""


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
