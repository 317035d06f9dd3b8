"""What a library knows of itself."""

from __future__ import annotations

from dataclasses import dataclass


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
