"""Many names or queries from a file, to a table: `batch`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from index.errors import SearchCancelledError
from tui.batches import OUTLETS, Line, Row, json_of, lines_of, outlets_text, row_of, write_csv
from tui.cli.context import Settings, pass_settings
from tui.cli.progress import stoppable
from tui.cli.search import open_searcher
from tui.cli.streams import Exit, is_terminal, json_is_ascii, say

if TYPE_CHECKING:
    from index import Searcher

_HITS = 9
_DAY = 10
_TOLD_EVERY = 50


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the table to this file.")
@click.option("--outlets", type=click.IntRange(min=0), default=OUTLETS, show_default=True, help="How many to name.")
@pass_settings
def batch(settings: Settings, file: BinaryIO, form: str, output: Path | None, outlets: int) -> int:
    """Search for each line of FILE (`-` for standard input), a name or a query, and print what each found.

    \b
    dateline batch names.txt
    dateline batch names.txt --format csv --output names.csv

    A row has the number of articles, the first and the last date, the query and its most frequent outlets. Json is an
    object a line. A line that cannot be asked is named on standard error, and the others run. Ctrl+c ends with the
    rows that are there.
    """  # noqa: D301 - click wants the character itself
    searcher = open_searcher(settings)
    with ExitStack() as closing:
        target = closing.enter_context(_opened(output, file)) if output else sys.stdout
        stop = closing.enter_context(stoppable())
        batched = _Batch(searcher, _Table(target, form, ascii_only=output is None and json_is_ascii()), outlets, stop)
        told = closing.enter_context(_progress(output))
        for done, line in enumerate(lines_of(file), 1):
            told(done)
            if not batched.take(line):
                break
        told(None)
    return batched.ending()


class _Table:
    """Writes rows as they come."""

    def __init__(self, target: TextIO, form: str, *, ascii_only: bool) -> None:
        self._target = target
        self._form = form
        self._ascii = ascii_only
        if form == "csv":
            write_csv([], target)
        elif form == "text":
            self._write(f"{'hits':>{_HITS}}  {'first':{_DAY}}  {'last':{_DAY}}  query")

    def add(self, row: Row, took_ms: float) -> None:
        """Write a row."""
        if self._form == "csv":
            write_csv([row], self._target, header=False)
        elif self._form == "json":
            self._write(json.dumps({**json_of(row), "took_ms": round(took_ms, 3)}, ensure_ascii=self._ascii))
        else:
            outlets = f"  ({outlets_text(row.outlets)})" if row.outlets else ""
            days = f"{row.first or '':{_DAY}}  {row.last or '':{_DAY}}"
            self._write(f"{row.total:>{_HITS},}  {days}  {row.query}{outlets}")

    def _write(self, line: str) -> None:
        self._target.write(line + "\n")


class _Batch:
    """Asks line after line."""

    def __init__(self, searcher: Searcher, table: _Table, outlets: int, stop: Callable[[], bool]) -> None:
        self._searcher = searcher
        self._table = table
        self._outlets = outlets
        self._stop = stop
        self._bad = self._found = self._done = 0
        self._stopped = False

    def take(self, line: Line) -> bool:
        """Ask a line and write its row; False when the person has stopped it all."""
        asked = line if line.problem else self._ask(line)
        if asked is None:
            self._stopped = True
            return False
        self._done += 1
        if isinstance(asked, Line):
            self._bad += 1
            shown = f": {asked.query[:60]}" if asked.query else ""
            say(f"line {asked.number} was left out, {asked.problem}{shown}")
        else:
            self._found += asked.total
            for repair in asked.repairs:
                say(f"line {asked.line}: {repair}")
        return True

    def _ask(self, line: Line) -> Row | Line | None:
        began = perf_counter()
        try:
            if self._stop():
                return None
            summary = self._searcher.summary(line.query, outlets=self._outlets, cancelled=self._stop)
        except SearchCancelledError:
            return None
        row = row_of(line, summary)
        if isinstance(row, Row):
            self._table.add(row, (perf_counter() - began) * 1000)
        return row

    def ending(self) -> Exit:
        """The exit code: lines that were left out count for more than that nothing was found."""
        if self._stopped:
            say(f"stopped after {self._done:,} lines")
            return Exit.INTERRUPTED
        if self._bad:
            say(f"{self._bad:,} of {self._done:,} lines were left out")
            return Exit.INPUTS
        return Exit.DONE if self._found or self._searcher.status.usable else Exit.LIBRARY


@contextmanager
def _opened(output: Path, file: BinaryIO) -> Iterator[TextIO]:
    """The file for the table. What is read is never written to."""
    if output.exists() and os.path.samestat(os.fstat(file.fileno()), output.stat()):
        raise click.UsageError(f"{output} is the file that is read: give the table another name.")
    try:
        with output.open("w", encoding="utf-8", newline="") as target:
            yield target
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}.") from error


@contextmanager
def _progress(output: Path | None) -> Iterator[Callable[[int | None], None]]:
    """A count of the lines on a terminal, where the rows themselves do not show how far it is."""
    shown = is_terminal(sys.stderr) and (output is not None or not is_terminal(sys.stdout))

    def tell(done: int | None) -> None:
        if shown and (done is None or done % _TOLD_EVERY == 0):
            click.echo("\r\x1b[K" + (f"{done:,} lines" if done else ""), err=True, nl=False)

    try:
        yield tell
    finally:
        tell(None)
