"""Measures what a person waits for: reading in, starting, moving in a long list, typing while a search runs.

    python -m tests.benchmarks.reader --count 1000 --count 100000
    python -m tests.benchmarks.reader --library FOLDER

Prints one Markdown table with the machine that it was measured on; medians of several runs, nothing is asserted. A
library that is there must hold articles of `tests.benchmarks.generate`: their words are searched. `README.md` beside
this has the last results.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from index.library import Library
from tests.benchmarks.generate import write
from tests.benchmarks.machine import described, load
from tests.benchmarks.measuring import memory_of_family
from tests.benchmarks.table import Table
from tests.terminal.terminal import PATIENCE, Terminal

RUNS = 7
TYPED = "ba be mamik du*"
"""What is typed letter by letter."""

TYPED_WITH_FACETS = (TYPED, "be -ba", "du* OR bi", "bi mamik be")
"""What is typed letter by letter with the filter panel open."""

SLOW = ("*a*", "*e* -b*", '"ba be" "be bi"')
"""What takes longest: patterns that most words match, phrases of the commonest words."""

_QUIET = 0.5
_PATIENCE = 5 * PATIENCE
_LIST_WIDTH = 50
_FACETS_WIDTH = 30
_BESIDE = 74  # the list's right edge then
_ANSWERED = re.compile(r"( m?s|nothing matches.*|newest first)$")
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


def _command(library: Path, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("dateline")), "--library", str(library), *arguments]


def _column(size: int) -> str:
    return f"{size:,} articles"


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
    table.put("`add`, articles a second, index included", _column(size), f"{size / seconds:,.0f}")
    table.put("`add`, peak memory, MB", _column(size), f"{megabytes:,.0f}")
    seconds, _ = _run(_command(library, "sync"))
    table.put("`sync`, nothing changed, seconds", _column(size), f"{seconds:.2f}")
    size_of = sum(path.stat().st_size for path in (library / "search").rglob("*") if path.is_file())
    table.put("index / text, bytes", _column(size), f"{size_of / source.stat().st_size:.2f}")
    return library


@contextmanager
def _reader(library: Path, **env: str) -> Iterator[Terminal]:
    with Terminal(["--library", str(library)], env={"TEXTUAL_ANIMATIONS": "none", **env}) as terminal:
        yield terminal


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
    table.put("start to first list, ms", _column(size), f"{mine:,.0f}")
    table.put("bare Textual app to its first screen, ms", _column(size), f"{bare_ms:,.0f}")
    table.put("ratio", _column(size), f"{mine / bare_ms:.2f}")


def measure_session(table: Table, size: int, library: Path) -> None:
    """What a person does in one session, and what memory it has taken at its end."""
    with _reader(library) as terminal:
        terminal.wait_for("Outlet")
        terminal.wait_for(lambda screen: f"{size:,}" in screen)
        for name, key in (("j", "j"), ("page down", " "), ("G", "G"), ("g", "g")):
            times = [_echo(terminal, key) for _ in range(RUNS)]
            table.put(f"key to repaint, {name}, ms", _column(size), f"{statistics.median(times):.0f}")
        terminal.press("/")
        _settle(terminal)
        measure_typing(table, size, terminal)
        measure_typing_with_facets(table, size, terminal)
        measure_waits_at_rest(table, size, terminal)
        for query in SLOW:
            measure_waits(table, size, terminal, query)
        memory = memory_of_family(terminal._process.pid)
        table.put("own memory of the reader after it all, MB", _column(size), f"{memory:.0f}")


def measure_typing(table: Table, size: int, terminal: Terminal) -> None:
    """From each letter of a query to the list of what it finds."""
    times = []
    for end, letter in enumerate(TYPED, 1):
        terminal.send(letter)
        times.append(_until_listed(terminal, TYPED[:end]))
    _clear(terminal)
    table.put(
        "search as you type, letter to list, median / longest, ms",
        _column(size),
        f"{statistics.median(times):.0f} / {max(times):.0f}",
    )


def measure_typing_with_facets(table: Table, size: int, terminal: Terminal) -> None:
    """The same with the filter panel open, and what it took of the processor, all threads of the reader together."""
    _press_in_turn(terminal, "esc", "f", "/")
    listed, counted = [], []
    for query in TYPED_WITH_FACETS:
        for end, letter in enumerate(query, 1):
            terminal.send(letter)
            to_list, to_facets = _until_changed(terminal, query[:end], (_beside_facets, _facets))
            listed.append(to_list)
            counted.append(to_facets if to_facets.seconds > to_list.seconds else to_list)
        _clear(terminal)
    for name, changes in (("list, with facets", listed), ("facets", counted)):
        for what, times in (
            ("", [change.seconds for change in changes]),
            ("processor time of a ", [change.work for change in changes]),
        ):
            most = statistics.quantiles(times, n=20)[-1]
            told = f"{statistics.median(times) * 1000:.0f} / {most * 1000:.0f}"
            table.put(f"{what}letter typed to {name}, median / 95th percentile, ms", _column(size), told)
    _press_in_turn(terminal, "esc", "f", "f", "/")


def _press_in_turn(terminal: Terminal, *keys: str) -> None:
    """Press keys, each when what the one before did is on the screen: esc and a letter at once would be alt."""
    for key in keys:
        terminal.press(key)
        _settle(terminal)


def _processor_time(terminal: Terminal) -> float:
    """Seconds that all threads of the reader have run."""
    tasks = Path(f"/proc/{terminal._process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def measure_waits(table: Table, size: int, terminal: Terminal, query: str) -> None:
    """How long a key waits while a query runs: the cursor is moved in the search box until the list is there."""
    start = time.perf_counter()
    terminal.send(query)
    waits: list[float] = []
    answered = 0.0
    while not answered or len(waits) < RUNS:
        waits.append(_wait(terminal, len(waits)))
        if not answered and _is_answered(terminal, query):
            answered = time.perf_counter() - start
    _clear(terminal)
    table.put(f"longest wait for a key while `{query}` runs, ms", _column(size), f"{max(waits):.0f}")
    table.put(f"`{query}` typed to its list, s", _column(size), f"{answered:.2f}")


def measure_waits_at_rest(table: Table, size: int, terminal: Terminal) -> None:
    """The same with nothing running: what the machine and the terminal take of it."""
    terminal.send("ba be")
    _until_listed(terminal, "ba be")
    longest = max(_wait(terminal, number) for number in range(4 * RUNS))
    _clear(terminal)
    table.put("longest wait for a key while nothing runs, ms", _column(size), f"{longest:.0f}")


def _wait(terminal: Terminal, number: int) -> float:
    """Milliseconds until the cursor has moved in the search box, to the left and to the right in turn."""
    sent = time.perf_counter()
    terminal.send("\x1b[C" if number % 2 else "\x1b[D")
    _until_written(terminal)
    waited = (time.perf_counter() - sent) * 1000
    _settle(terminal, 0.01)
    return waited


def _is_answered(terminal: Terminal, query: str) -> bool:
    """Is what stands below the search box the answer to the query, or for none the list of all articles?"""
    box, told = terminal.lines[:2]
    return query.strip() in box and ("all articles" in told) == (not query) and bool(_ANSWERED.search(told))


def _until_written(terminal: Terminal) -> None:
    """Until the terminal writes something."""
    end = time.perf_counter() + _PATIENCE
    while not terminal.pump(0.1):
        if time.perf_counter() > end:
            raise SystemExit(f"the reader says nothing; its screen:\n{terminal.text}")


class _Change(NamedTuple):
    """When a part of the screen last changed: seconds from the key, and of the processor until then."""

    seconds: float
    work: float


def _until_listed(terminal: Terminal, query: str) -> float:
    """Milliseconds until the list last changed, before nothing more is written and the query is answered."""
    return _until_changed(terminal, query, (_listed,))[0].seconds * 1000


def _until_changed(
    terminal: Terminal, query: str, parts: Sequence[Callable[[Terminal], Sequence[str]]]
) -> list[_Change]:
    """When parts of the screen last changed, before nothing more is written and the query is answered."""
    start = quiet = time.perf_counter()
    begun = _processor_time(terminal)
    changes = [_Change(0, 0)] * len(parts)
    before = [part(terminal) for part in parts]
    while time.perf_counter() - quiet < _QUIET or not _is_answered(terminal, query):
        if time.perf_counter() - start > _PATIENCE:
            raise SystemExit(f"{query!r} is not answered; the screen:\n{terminal.text}")
        if terminal.pump(0.02):
            quiet = time.perf_counter()
            change = _Change(quiet - start, _processor_time(terminal) - begun)
            now = [part(terminal) for part in parts]
            changes = [change if one != other else last for one, other, last in zip(now, before, changes, strict=True)]
            before = now
    return changes


def _listed(terminal: Terminal) -> Sequence[str]:
    """The rows of the list, and how many articles there are."""
    lines = terminal.lines
    return [lines[1], *(line[:_LIST_WIDTH] for line in lines[2:-1])]


def _facets(terminal: Terminal) -> Sequence[str]:
    """The filter panel."""
    return [line[:_FACETS_WIDTH] for line in terminal.lines[2:-1]]


def _beside_facets(terminal: Terminal) -> Sequence[str]:
    """The rows of the list beside the filter panel."""
    return [line[_FACETS_WIDTH:_BESIDE] for line in terminal.lines[2:-1]]


def _clear(terminal: Terminal) -> None:
    """Empty the search box, and wait for the list of all articles."""
    terminal.send("\x05\x15")
    _until_listed(terminal, "")


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


def _settle(terminal: Terminal, seconds: float = 0.15) -> None:
    """Until the terminal writes nothing more for a moment."""
    while terminal.pump(seconds):
        pass


def measure_search(table: Table, size: int, library: Path) -> None:
    """The search itself, each in a process of its own."""
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
        table.put(f"search, {name}, ms (hits)", _column(size), f"{told['took_ms']:,.0f} ({told['total']:,})")


@click.command()
@click.option("--count", "counts", type=int, multiple=True, help="So many synthetic articles.")
@click.option(
    "--library", "libraries", type=click.Path(path_type=Path, exists=True), multiple=True, help="Read already."
)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the archives and libraries in this folder.")
def main(counts: tuple[int, ...], libraries: tuple[Path, ...], keep: Path | None) -> None:
    """Measure at each size and print the table."""
    before = load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        there = {_count(library): library for library in libraries}
        table = Table([_column(size) for size in (*counts, *there)], "what")
        try:
            for size in (*counts, *there):
                library = there.get(size) or measure_reading_in(table, size, folder)
                measure_start(table, size, library, folder)
                measure_session(table, size, library)
                measure_search(table, size, library)
        finally:  # what took an hour to be measured is told, whatever came after it
            click.echo(described(folder, [before, load()], []))
            click.echo("\n".join(["", *table.lines()]))


def _count(folder: Path) -> int:
    with Library.open(folder, create=False) as library:
        return library.count()


if __name__ == "__main__":
    main()
