"""Measures our search engine beside others: the same articles, the same queries, in the same run.

    python -m tests.benchmarks.engine --count 20000 --peers ours,tantivy,fts5

Prints one Markdown table; nothing is asserted. Each engine builds, is searched warm and is searched cold in a process
of its own. Engines that are not installed are left out. Times of queries are milliseconds of the processor, which other
work on the machine changes least: median and 95th percentile over all runs of all queries of a class; none of the
engines searches with several threads. `cold` is the clock's time of the first run of a class after its files were put
out of the page cache and opened again. `tests/benchmarks/README.md` has the last results with the machine they were
taken on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import ParamSpec, TypeVar

import click

from index.codec.segment import SegmentReader
from index.codec.spans import sizes
from tests.benchmarks.corpora import read
from tests.benchmarks.generate import Article, articles
from tests.benchmarks.peers.base import Engine, read_archive, write_archive
from tests.benchmarks.peers.fts5 import Fts5
from tests.benchmarks.peers.ours import Ours, OursEverywhere
from tests.benchmarks.peers.tantivy import Tantivy
from tests.benchmarks.peers.whoosh import Whoosh
from tests.benchmarks.peers.xapian import Xapian
from tests.benchmarks.queries import Query, Words, classes

ENGINES: Mapping[str, type[Engine]] = {
    "ours": Ours,
    "ours-everywhere": OursEverywhere,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "xapian": Xapian,
    "whoosh": Whoosh,
}
SLOW = {"whoosh": 20_000}
"""Engines that are not asked to index more articles than so many."""

RUNS = 15
SECONDS = 2.0
"""A query is run so often, but no longer than so long, and three times at least."""

_LEAST_RUNS = 3
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Timed:
    """A class of queries on one engine: milliseconds of each run, the totals of its queries; the first run cold."""

    times: list[float]
    totals: list[int]
    cold: float = 0.0
    cold_bytes: int = 0


@dataclass(slots=True)
class Table:
    """Cells by row and column."""

    columns: list[str]
    rows: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, row: str, column: str, value: str) -> None:
        """Fill a cell; told at once on standard error, since a run takes minutes."""
        self.rows[row][column] = value
        click.echo(f"{column}  {row}: {value}", err=True)

    def lines(self) -> Iterator[str]:
        """Give the table as Markdown."""
        yield "| | " + " | ".join(self.columns) + " |"
        yield "| --- |" + " ---: |" * len(self.columns)
        for row, cells in self.rows.items():
            yield f"| {row} | " + " | ".join(cells.get(column, "-") for column in self.columns) + " |"


# ---- in the process of an engine ------------------------------------------------------------------------------------


def build(name: str, archive: Path, folder: Path) -> dict[str, float]:
    """Build an index; gives seconds by part, and the peak of the process's own memory in megabytes as `peak`."""
    engine = _prepared(name)
    before = os.times()
    with _peak() as peak:
        parts = engine.build(read_archive(archive), folder)
    after = os.times()
    return {**parts, "cpu": after.user + after.system - before.user - before.system, "peak": peak[0] - peak[1]}


def search_warm(
    name: str, folder: Path, asked: Mapping[str, Sequence[Query]]
) -> tuple[dict[str, float], dict[str, Timed]]:
    """Run all queries; gives milliseconds of opening and megabytes, and the times of each class."""
    engine = _prepared(name)
    gc.collect()
    before = _own_memory()
    started = time.perf_counter()
    engine.open(folder)
    opened = {"open": (time.perf_counter() - started) * 1000, "memory": _own_memory() - before}
    found: dict[str, Timed] = {}
    for label, queries in asked.items():
        totals = [engine.search(query) for query in queries]
        known = [total for total in totals if total is not None]
        if len(known) == len(queries):
            found[label] = Timed([one for query in queries for one in _times(engine, query)], known)
    opened["memory after"] = _own_memory() - before
    return opened, found


def search_cold(name: str, folder: Path, asked: Mapping[str, Sequence[Query]]) -> dict[str, tuple[float, int]]:
    """Run the first query of each class with nothing of the index in memory: milliseconds, and bytes read."""
    engine = _prepared(name)
    engine.open(folder)
    for queries in asked.values():  # what the engine loads of itself
        engine.search(queries[0])
    found: dict[str, tuple[float, int]] = {}
    for label, queries in asked.items():
        engine.close()
        gc.collect()
        _forget(folder)
        engine.open(folder)
        before = _bytes_read()
        started = time.perf_counter()
        engine.search(queries[0])
        found[label] = (time.perf_counter() - started) * 1000, _bytes_read() - before
    return found


def _prepared(name: str) -> Engine:
    engine = ENGINES[name]()
    engine.prepare()
    return engine


def _times(engine: Engine, query: Query) -> Iterator[float]:
    begun = time.perf_counter()
    for run in range(RUNS):
        if run >= _LEAST_RUNS and time.perf_counter() - begun > SECONDS:
            break
        started = time.thread_time()
        engine.search(query)
        yield (time.thread_time() - started) * 1000


def _forget(folder: Path) -> None:
    """Put the files of a folder out of the page cache."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _own_memory() -> float:
    """Megabytes of the process that are not mapped files."""
    return _status("/proc/self/status", "RssAnon:") / 1024


def _bytes_read() -> int:
    return _status("/proc/self/io", "read_bytes:")


def _status(path: str, name: str) -> int:
    return next(int(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(name))


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Give the highest and the first megabytes of the process's own memory, looked at twenty times a second."""
    seen = [_own_memory(), _own_memory()]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            seen[0] = max(seen[0], _own_memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


# ---- in the process of the benchmark --------------------------------------------------------------------------------


def apart(function: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
    """Run a function in a new process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def measure(table: Table, archive: Path, folder: Path, names: Sequence[str], label: str) -> None:
    """Measure all engines on an archive; `label` is what its columns are called by."""
    count, size = _written_size(archive)
    asked: Mapping[str, Sequence[Query]] = {}
    totals: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for name in ["ours", *(name for name in names if name != "ours")]:
        if count > SLOW.get(name, count):
            continue
        place = folder / name
        column = f"{name} {label}"
        try:
            _measure_building(table, column, name, archive, place, count, size)
        except ImportError as error:
            click.echo(f"{name} is left out: {error}", err=True)
            continue
        asked = asked or classes(_words(place / "all", count))
        opened, warm = apart(search_warm, name, place, asked)
        cold = apart(search_cold, name, place, {one: asked[one] for one in warm})
        table.put("opening, ms", column, f"{opened['open']:.1f}")
        table.put(
            "memory after opening / after all queries, MB",
            column,
            f"{opened['memory']:.0f} / {opened['memory after']:.0f}",
        )
        for one, timed in warm.items():
            totals[one][name] = timed.totals
            table.put(one, column, _milliseconds(timed.times))
            milliseconds, read_bytes = cold[one]
            table.put(f"{one}, cold", column, f"{milliseconds:.0f} ({read_bytes / 1e6:.1f} MB)")
        rmtree(place)
    for one, by_engine in totals.items():
        for name, found in by_engine.items():
            if found != by_engine["ours"]:
                click.echo(f"{label}, {one}: ours finds {by_engine['ours']}, {name} {found}", err=True)


def _measure_building(table: Table, column: str, name: str, archive: Path, folder: Path, count: int, size: int) -> None:
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken = apart(build, name, archive, folder)
    seconds = taken["build"] + taken["merge"]
    table.put("articles a second, merged", column, f"{count / seconds:,.0f}")
    table.put("articles a second of the processor", column, f"{count / taken['cpu']:,.0f}")
    table.put(
        "seconds of building / of merging / of processor",
        column,
        f"{taken['build']:.1f} / {taken['merge']:.1f} / {taken['cpu']:.1f}",
    )
    table.put("peak memory while indexing, MB", column, f"{taken['peak']:.0f}")
    stored = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    table.put("index / text, bytes", column, f"{stored / size:.2f}")


def _milliseconds(times: Sequence[float]) -> str:
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{median(ordered):.2f} / {worst:.2f}"


def _written_size(archive: Path) -> tuple[int, int]:
    count = size = 0
    for article in read_archive(archive):
        count += 1
        size += len(article.body.encode())
    return count, size


def _words(segment: Path, count: int) -> Words:
    reader = SegmentReader(segment)
    field_reader = reader.field("body")
    return Words(reader.words.several(field_reader.terms.tolist()), sizes(field_reader.firsts), count)


def _of_corpus(folder: Path) -> Iterator[Article]:
    for number, (headline, body, published) in enumerate(read(folder)):
        yield Article(number, headline, "", body, published or f"{2000 + number % 25}-06-15", "News", folder.name)


@click.command()
@click.option("--count", "counts", type=int, multiple=True, help="So many synthetic articles.")
@click.option("--corpus", "corpora", type=click.Path(path_type=Path, exists=True), multiple=True)
@click.option("--peers", default="ours,ours-everywhere,tantivy,fts5,xapian,whoosh", show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the archives in this folder.")
def main(counts: Sequence[int], corpora: Sequence[Path], peers: str, keep: Path | None) -> None:
    """Measure each engine at each size and print the table."""
    names = peers.split(",")
    sources: dict[str, Callable[[], Iterator[Article]]] = {f"{count:,}": partial(articles, count) for count in counts}
    sources |= {folder.name: partial(_of_corpus, folder) for folder in corpora}
    table = Table([f"{name} {label}" for label in sources for name in names])
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for label, source in sources.items():
            archive = folder / f"{label.replace(',', '')}.articles"
            if not archive.exists():
                apart(_write, source, archive)
            measure(table, archive, folder / "indexes", names, label)
    for line in table.lines():
        click.echo(line)


def _write(source: Callable[[], Iterator[Article]], path: Path) -> None:
    write_archive(source(), path)


if __name__ == "__main__":
    main()
