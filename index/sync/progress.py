"""How a run tells what it does, and what it did."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from index.types import Failure, Progress, SourceId, Stage, SyncReport

Report = Callable[[Progress], None]
Stop = Callable[[], bool]
Failed = Callable[[Failure], None]

REPORTED_FAILURES = 10_000
"""A report lists no more failures than this; the library keeps them all."""

_INTERVAL = 0.1  # seconds between two reports


def no_report(_progress: Progress) -> None:
    """Tells nobody."""


def no_failure(_failure: Failure) -> None:
    """Tells nobody."""


def never() -> bool:
    """Never stops."""
    return False


@dataclass(slots=True)
class Tally:
    """The counts of a run, as they grow."""

    added: int = 0
    updated: int = 0
    gone: int = 0
    returned: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)
    interrupted: bool = False
    notes: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    def fail(self, failure: Failure) -> None:
        """Counts and lists an input that could not be read."""
        self.failed += 1
        self.list_failure(failure)

    def list_failure(self, failure: Failure) -> None:
        """Lists a failure that is counted already."""
        if len(self.failures) < REPORTED_FAILURES:
            self.failures.append(failure)

    def report(self) -> SyncReport:
        """Returns the counts."""
        return SyncReport(
            added=self.added,
            updated=self.updated,
            gone=self.gone,
            returned=self.returned,
            unchanged=self.unchanged,
            failures=tuple(self.failures),
            interrupted=self.interrupted,
            notes=tuple(self.notes),
            sources=tuple(SourceId(each) for each in dict.fromkeys(self.sources)),
        )


class Teller:
    """Reports progress, at most ten times a second, and at every change of stage."""

    def __init__(self, report: Report, tally: Tally) -> None:
        self._report = report
        self._tally = tally
        self._begun = time.monotonic()
        self._last: tuple[Stage | None, float] = (None, 0.0)

    def tell(
        self, stage: Stage, done: int, total: int | None, bytes_done: int = 0, bytes_total: int | None = None
    ) -> None:
        """Reports where the run stands."""
        now = time.monotonic()
        stage_before, told = self._last
        if stage is stage_before and now - told < _INTERVAL and done != total:
            return
        self._last = (stage, now)
        articles = self._tally.added + self._tally.updated
        failed, seconds = self._tally.failed, now - self._begun
        self._report(Progress(stage, done, total, articles, failed, seconds, bytes_done, bytes_total))
