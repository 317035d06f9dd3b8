"""What a library knows of itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name.

    `saved` and `looked` are ISO times in UTC: when it was kept, None where that is not known, and when its results were
    last looked at, None for never.
    """

    name: str
    query: str
    saved: str | None = field(default=None, compare=False)
    looked: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SearchState:
    """All that is kept of a saved search, to put it back. `sets` is for `index` only: opaque elsewhere."""

    search: SavedSearch
    sets: tuple[tuple[str, int, bytes], ...]


@dataclass(frozen=True, slots=True)
class SavedCounts:
    """How many articles a saved search finds, how many of them are new, and how many were seen in its review."""

    total: int
    new: int
    seen: int

    @property
    def unseen(self) -> int:
        """How many of the results remain."""
        return self.total - self.seen


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
