"""How reading in shows where it is: bars on a terminal, JSON lines for a program, silence otherwise."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Protocol

import click

from index.types import Failure, Progress, Stage, SyncReport
from tui.cli.streams import is_terminal, say, use_colour

_NAMES = {Stage.FINDING: "Finding files", Stage.READING: "Reading", Stage.INDEXING: "Indexing"}


class Reporter(Protocol):
    """Somebody who is told how a run goes."""

    def progress(self, moment: Progress) -> None:
        """A moment of the run."""

    def finish(self) -> None:
        """The run has ended; clear what was drawn."""


class Silent:
    """Says nothing: standard error is not a terminal."""

    def progress(self, moment: Progress) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""


class Porcelain:
    """One JSON object a line on standard output, for programs."""

    def progress(self, moment: Progress) -> None:
        """A line of the event `progress`."""
        emit({"event": "progress", **asdict(moment)})

    def finish(self) -> None:
        """Nothing."""


class Bars:
    """A bar with rate and time left, by Rich, on standard error."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True, no_color=not use_colour(sys.stderr), markup=False, highlight=False)
        self._bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
            TextColumn("{task.fields[talk]}", markup=False),
            console=console,
            transient=True,
        )
        self._stage: Stage | None = None
        self._from = (0, 0.0)
        self._task = self._bars.add_task("", total=None, rate="", talk="")
        self._bars.start()

    def progress(self, moment: Progress) -> None:
        """Draw the moment; a new stage starts the bar and its rate anew."""
        if moment.stage is not self._stage:
            self._stage = moment.stage
            self._from = (moment.done, moment.seconds)
            self._bars.reset(self._task, description=_NAMES[moment.stage], total=moment.total)
        elapsed = moment.seconds - self._from[1]
        rate = f"{(moment.done - self._from[0]) / elapsed:,.0f}/s" if elapsed > 0 else ""
        talk = f"{moment.articles:,} articles"
        if moment.failed:
            talk += f", {moment.failed:,} failed"
        self._bars.update(self._task, completed=moment.done, total=moment.total, rate=rate, talk=talk)

    def finish(self) -> None:
        """Take the bar off the screen."""
        self._bars.stop()


def emit(event: dict[str, object]) -> None:
    """Print one event for a program, at once."""
    click.echo(json.dumps(event, ensure_ascii=True))


def reporter(*, porcelain: bool) -> Reporter:
    """The reporter that fits where the output goes."""
    if porcelain:
        return Porcelain()
    return Bars() if is_terminal(sys.stderr) else Silent()


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Within it, ctrl+c and SIGTERM ask the run to stop; it commits what it has. A second one ends it at once."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        del number, frame
        if asked:
            raise KeyboardInterrupt
        asked = True

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def failure_lines(failures: tuple[Failure, ...]) -> None:
    """Name each input that could not be read, on standard error."""
    for failure in failures:
        say(failure.message if failure.location in failure.message else f"{failure.location}: {failure.message}")


def summary(report: SyncReport) -> str:
    """A run in one line: "12 added, 3 updated, 2,200 unchanged, 1 failed"."""
    counts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.returned, "found again"),
        (report.gone, "gone"),
        (report.unchanged, "unchanged"),
        (len(report.failures), "failed"),
    )
    told = [f"{number:,} {word}" for number, word in counts if number]
    return ", ".join(told) if told else "nothing new"
