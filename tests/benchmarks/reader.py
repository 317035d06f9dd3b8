"""Measures what a person waits for: reading in, starting, moving in a long list, typing while a search runs.

    python -m tests.benchmarks.reader --count 1000 --count 100000

Prints one Markdown table; medians of several runs, nothing is asserted. `tests/benchmarks/README.md` has the last
results with the machine they were taken on.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from tests.benchmarks.generate import write
from tests.terminal.terminal import Terminal

RUNS = 7
BARE_APP = """
from textual.app import App
from textual.widgets import Footer, Label

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Label("bare app ready")
        yield Footer()

Bare().run()
"""


@dataclass(slots=True)
class Table:
    """Rows of measurements by archive size."""

    sizes: list[int]
    rows: dict[str, dict[int, str]] = field(default_factory=dict)

    def put(self, name: str, size: int, value: str) -> None:
        """One cell; told at once on standard error, since a run takes minutes."""
        self.rows.setdefault(name, {})[size] = value
        click.echo(f"{size:>9,}  {name}: {value}", err=True)

    def lines(self) -> Iterator[str]:
        """The table as Markdown."""
        yield "| what | " + " | ".join(f"{size:,} articles" for size in self.sizes) + " |"
        yield "| --- |" + " ---: |" * len(self.sizes)
        for name, cells in self.rows.items():
            yield f"| {name} | " + " | ".join(cells.get(size, "") for size in self.sizes) + " |"


def _command(library: Path, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("dateline")), "--library", str(library), *arguments]


def _run(arguments: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of a finished command."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments} ended with {os.waitstatus_to_exitcode(status)}")
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measure_reading_in(table: Table, size: int, folder: Path) -> Path:
    """Read a generated archive in; the library it is in then."""
    source, library = folder / f"{size}.jsonl", folder / f"library-{size}"
    write(size, source)
    seconds, megabytes = _run(_command(library, "add", str(source)))
    table.put("`add`, articles a second, index included", size, f"{size / seconds:,.0f}")
    table.put("`add`, peak memory, MB", size, f"{megabytes:,.0f}")
    seconds, _ = _run(_command(library, "sync"))
    table.put("`sync`, nothing changed, seconds", size, f"{seconds:.2f}")
    size_of = sum(path.stat().st_size for path in (library / "search").rglob("*") if path.is_file())
    table.put("index / text, bytes", size, f"{size_of / source.stat().st_size:.2f}")
    return library


@contextmanager
def _reader(library: Path, **env: str) -> Iterator[Terminal]:
    with Terminal(["--library", str(library)], env={"TEXTUAL_ANIMATIONS": "none", **env}) as terminal:
        yield terminal


def _time_until(terminal: Terminal, met: Callable[[str], bool]) -> float:
    start = time.perf_counter()
    terminal.wait_for(met)
    return (time.perf_counter() - start) * 1000


def measure_start(table: Table, size: int, library: Path, folder: Path) -> None:
    """From starting the process to its first painted screen, beside a bare Textual app, in turn.

    Both run from bytecode, as installed programs do; the first run of each, which writes it, is not counted.
    """
    bare = folder / "bare"
    bare.write_text(f"#!{sys.executable}\n{BARE_APP}")
    bare.chmod(0o755)
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    ours, theirs = [], []
    for _ in range(1 + RUNS):
        start = time.perf_counter()
        with Terminal([], command=bare, env=bytecode) as terminal:
            terminal.wait_for("bare app ready")
            theirs.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        with _reader(library, **bytecode) as terminal:
            terminal.wait_for("Outlet")
            ours.append((time.perf_counter() - start) * 1000)
    mine, bare_ms = statistics.median(ours[1:]), statistics.median(theirs[1:])
    table.put("start to first list, ms", size, f"{mine:,.0f}")
    table.put("bare Textual app to its first screen, ms", size, f"{bare_ms:,.0f}")
    table.put("ratio", size, f"{mine / bare_ms:.2f}")


def measure_keys(table: Table, size: int, library: Path) -> None:
    """From a key to the changed screen, in the list of everything."""
    with _reader(library) as terminal:
        terminal.wait_for("Outlet")
        terminal.wait_for(lambda screen: f"{size:,}" in screen)
        for name, key in (("j", "j"), ("page down", "space"), ("G", "G"), ("g", "g")):
            times = [_echo(terminal, " " if key == "space" else key) for _ in range(RUNS)]
            table.put(f"key to repaint, {name}, ms", size, f"{statistics.median(times):.0f}")


def _echo(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to the first changed screen; to be pressed where it changes something."""
    if key in {"G", "g"}:
        terminal.press("g" if key == "G" else "G")
        _settle(terminal)
    before = terminal.text
    start = time.perf_counter()
    terminal.send(key)
    terminal.wait_for(lambda screen: screen != before)
    taken = (time.perf_counter() - start) * 1000
    _settle(terminal)
    return taken


def _settle(terminal: Terminal) -> None:
    """Until the terminal writes nothing more for a moment."""
    while terminal.pump(0.15):
        pass


def measure_search(table: Table, size: int, library: Path) -> None:
    """The search itself, and how long a key waits while the slowest search runs."""
    for name, query in (
        ("word", "ba"),
        ("rare word", "dudeba"),
        ("phrase of common words", '"ba be"'),
        ("prefix", "du*"),
    ):
        answer = subprocess.run(
            _command(library, "search", query, "--limit", "0", "--format", "json"),
            capture_output=True,
            text=True,
            check=False,
        )
        told = json.loads(answer.stdout)
        table.put(f"search, {name}, ms (hits)", size, f"{told['took_ms']:,.0f} ({told['total']:,})")
    with _reader(library) as terminal:
        terminal.wait_for("Outlet")
        terminal.press("/")
        terminal.type('"ba be" "be bi"')
        terminal.press("enter")
        times = []
        for _ in range(3 * RUNS):
            before = terminal.text
            start = time.perf_counter()
            terminal.send("j")
            terminal.wait_for(lambda screen, before=before: screen != before)  # type: ignore[misc]
            times.append((time.perf_counter() - start) * 1000)
        table.put(
            "key to repaint while a search runs, median / longest, ms",
            size,
            f"{statistics.median(times):.0f} / {max(times):.0f}",
        )


@click.command()
@click.option("--count", "counts", type=int, multiple=True, default=(1_000, 100_000), show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the archives and libraries in this folder.")
def main(counts: tuple[int, ...], keep: Path | None) -> None:
    """Measure at each size and print the table."""
    table = Table(list(counts))
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in counts:
            library = measure_reading_in(table, size, folder)
            measure_start(table, size, library, folder)
            measure_keys(table, size, library)
            measure_search(table, size, library)
    for line in table.lines():
        click.echo(line)


if __name__ == "__main__":
    main()
