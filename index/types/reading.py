"""Sources, and runs of reading them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from index.types.ids import SourceId


class SourceKind(StrEnum):
    """What articles come from: a folder, file or archive; a feed; a page of the web; a file of links to pages."""

    FILES = "files"
    FEED = "feed"
    PAGE = "page"
    LINKS = "links"


class FullPage(StrEnum):
    """When the pages of a feed's items are fetched: never, when the feed holds only a summary, always."""

    NEVER = "never"
    SHORT = "short"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Source:
    """Something articles come from. `failures` is the number of inputs that could not be read last time.

    `unread` counts articles that are not marked as read. `problem` says why nothing of the source could be read last
    time, None when it could; it is one of its failures.

    A feed or a page has an `address`, and `label` is that address as shown text; `path` means nothing then. `title` is
    its own name. `full_page` is the feed's setting. `waits_until` is an ISO time in UTC: its server asked not to be
    asked before.
    """

    id: SourceId
    path: Path
    label: str
    articles: int
    marked: int
    last_sync: str | None
    failures: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: SourceKind = SourceKind.FILES
    unread: int = 0
    problem: str | None = None
    address: str | None = None
    title: str | None = None
    full_page: FullPage | None = None
    waits_until: str | None = None

    @property
    def name(self) -> str:
        """What a list calls it: its own name, else its path or address."""
        return self.title or self.label


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: shown location, and the error's text.

    `again` says that the cause lies outside of it (a library, permissions): the next sync tries it, changed or not.
    """

    location: str
    message: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class RawInput:
    """What was fetched for an article. `fetched` is an ISO time in UTC.

    `form` is "page" for HTML as it came from `url`, "entry" for what a feed says of the article, as a JSON object.
    """

    form: str
    data: bytes
    url: str | None
    fetched: str


class Stage(StrEnum):
    """What reading in is doing."""

    FINDING = "finding"
    FETCHING = "fetching"
    READING = "reading"
    INDEXING = "indexing"


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run. `total` is None while it is not known; `done` counts inputs (or articles when indexing).

    While reading, `bytes_done` of `bytes_total` bytes of the inputs are behind; inside a file that is an estimate.
    While fetching, `done` of `total` addresses have answered or failed; the total grows as feeds name pages.
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
    """What a run did, in articles; `failures` in inputs.

    `unchanged` counts inputs known by size and time, and addresses that had nothing new. `notes` are sentences on what
    is no failure but has to be told: a feed that moved, one whose server asked to wait, what a page's address led to.
    `sources` are those that `add` added or found to be known already.
    """

    added: int = 0
    updated: int = 0
    gone: int = 0
    returned: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    notes: tuple[str, ...] = ()
    sources: tuple[SourceId, ...] = ()
