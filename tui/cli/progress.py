"""How reading in shows where it is: bars on a terminal, JSON lines for a program, silence otherwise."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Protocol

import click

from index.types import Failure, Progress, SyncReport
from tui.cli.meter import Meter
from tui.cli.streams import is_terminal, say, use_colour


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
        from rich.progress import BarColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[told]}", markup=False),
            console=Console(stderr=True, no_color=not use_colour(sys.stderr), markup=False, highlight=False),
            transient=True,
        )
        self._meter = Meter(time.monotonic())
        self._task = self._bars.add_task("", total=None, told="")

    def progress(self, moment: Progress) -> None:
        """Draw the moment; nothing is drawn before the first one."""
        self._bars.start()
        now = self._meter.read(moment, time.monotonic())
        told = "  ".join(word for word in (now.talk, now.rate, now.left) if word)
        total = None if now.share is None else 1.0
        self._bars.update(self._task, description=now.name, completed=now.share or 0.0, total=total, told=told)

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


def failure_lines(failures: Iterable[Failure]) -> None:
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
