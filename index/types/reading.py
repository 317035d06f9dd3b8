"""Sources, and runs of reading them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from index.types.ids import SourceId


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
