"""What one engine takes: building, opening, searching warm and cold. Each is called in a process of its own."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks.machine import load
from tests.benchmarks.page_cache import forget
from tests.benchmarks.peers.base import Archive, Engine, Setup
from tests.benchmarks.queries import Kind, Query

RUNS = 15
SECONDS = 2.0
"""A query is run so often, but no longer than so long, and three times at least."""

_LEAST_RUNS = 3
_OPENINGS = 5
_TRIES = 5
_MEGABYTE = 1 << 20

Asked = Mapping[str, Sequence[Query]]
"""The queries of each class."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building took.

    `parts` has the seconds of each part, `cpu` the seconds of the processor, of all processes together. `peak` is the
    most memory of their own that they had at once, mapped files apart, beyond what the first one had before, in
    megabytes; `size` the bytes on the disk; `loads` the load before and after.
    """

    parts: Mapping[str, float]
    cpu: float
    peak: float
    size: int
    loads: tuple[float, float]

    @property
    def seconds(self) -> float:
        """The seconds of all parts."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Timed:
    """A class of queries on one engine: milliseconds of the processor for each run, and the totals of its queries."""

    times: Sequence[float]
    totals: Sequence[int]


@dataclass(frozen=True, slots=True)
class Warm:
    """Opening, and all queries on the open index.

    `version` is the engine's name and version, `opening` the median in milliseconds; `memory` and `memory_after` are
    what the process has of its own after opening and after all queries beyond what it had before, in megabytes.
    """

    version: str
    opening: float
    memory: float
    memory_after: float
    classes: Mapping[str, Timed]


@dataclass(frozen=True, slots=True)
class Cold:
    """First runs: milliseconds of the clock and bytes read, for each query of a class. `left` bytes were in memory."""

    times: Sequence[float]
    read: Sequence[int]
    left: int


def build(make: Callable[[], Engine], archive: Archive, folder: Path, setup: Setup) -> Built:
    """Build an index.

    Raises:
        ImportError: the engine is not installed.
    """
    engine = _prepared(make)
    engine.lay_out(archive, folder, setup)
    gc.collect()
    loads, before = load(), os.times()
    with _peak() as peak:
        parts = engine.build(archive, folder, setup)
    after = os.times()
    size = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    return Built(parts, sum(after[:4]) - sum(before[:4]), peak[0] - peak[1], size, (loads, load()))


def search_warm(make: Callable[[], Engine], folder: Path, stems: Path, asked: Asked) -> Warm:
    """Run all queries, those for words in all their forms on the index of stems where the engine needs one."""
    engine = _prepared(make)
    gc.collect()
    before = _own_memory()
    engine.open(folder)
    opened = _own_memory() - before
    opening = median(_reopened(engine, folder) for _ in range(_OPENINGS))
    plain, of_stems = _divided(engine, asked)
    found = dict(_warm(engine, plain))
    after = _own_memory() - before
    engine.close()
    if of_stems and stems.exists():
        engine.open(stems)
        found |= _warm(engine, of_stems)
    return Warm(engine.version(), opening, opened, after, found)


def search_cold(make: Callable[[], Engine], folder: Path, stems: Path, asked: Asked) -> tuple[Cold, dict[str, Cold]]:
    """Open the index with nothing of it in memory; run each query with no more of it there than opening mapped."""
    engine = _prepared(make)
    opening = _opening(engine, folder)
    plain, of_stems = _divided(engine, asked)
    found = _cold(engine, folder, plain)
    if of_stems and stems.exists():
        found |= _cold(engine, stems, of_stems)
    return opening, found


def _opening(engine: Engine, folder: Path) -> Cold:
    times, read, left = [], [], 0
    for run in range(1 + _OPENINGS):
        left = max(left, _forgotten(folder))
        milliseconds, size = _once(partial(engine.open, folder))
        engine.close()
        if run:  # the first one loads the engine itself
            times.append(milliseconds)
            read.append(size)
    return Cold(times, read, left)


def _prepared(make: Callable[[], Engine]) -> Engine:
    engine = make()
    engine.prepare()
    return engine


def _divided(engine: Engine, asked: Asked) -> tuple[Asked, Asked]:
    """Part the queries for the engine's index of stems from the others."""
    apart = {label for label, queries in asked.items() if engine.stems_apart and queries[0].kind is Kind.STEMS}
    return (
        {label: queries for label, queries in asked.items() if label not in apart},
        {label: asked[label] for label in apart},
    )


def _reopened(engine: Engine, folder: Path) -> float:
    engine.close()
    started = time.perf_counter()
    engine.open(folder)
    return (time.perf_counter() - started) * 1000


def _warm(engine: Engine, asked: Asked) -> Iterator[tuple[str, Timed]]:
    for label, queries in asked.items():
        totals = [total for query in queries if (total := engine.search(query)) is not None]
        if len(totals) == len(queries):
            yield label, Timed([one for query in queries for one in _times(engine, query)], totals)


def _times(engine: Engine, query: Query) -> Iterator[float]:
    begun = time.perf_counter()
    for run in range(RUNS):
        if run >= _LEAST_RUNS and time.perf_counter() - begun > SECONDS:
            break
        started = time.thread_time()
        engine.search(query)
        yield (time.thread_time() - started) * 1000


def _cold(engine: Engine, folder: Path, asked: Asked) -> dict[str, Cold]:
    engine.open(folder)
    for queries in asked.values():  # what the engine loads of itself
        engine.search(queries[0])
    engine.close()
    return {label: _first_runs(engine, folder, queries) for label, queries in asked.items()}


def _first_runs(engine: Engine, folder: Path, queries: Sequence[Query]) -> Cold:
    times, read, left = [], [], 0
    for query in queries:
        left = max(left, _forgotten(folder))
        engine.open(folder)
        forget(folder)  # what was read ahead while it was opened
        milliseconds, size = _once(partial(engine.search, query))
        times.append(milliseconds)
        read.append(size)
        engine.close()
    return Cold(times, read, left)


def _forgotten(folder: Path) -> int:
    gc.collect()  # arrays of a closed index hold its mapping
    for _ in range(_TRIES):
        left = forget(folder)
        if not left:
            break
        time.sleep(0.05)  # a page that is still being written stays
    return left


def _once(step: Callable[[], object]) -> tuple[float, int]:
    """Give the milliseconds of the clock of a step, and the bytes that it read from the disk."""
    before = _bytes_read()
    started = time.perf_counter()
    step()
    return (time.perf_counter() - started) * 1000, _bytes_read() - before


# ---- what the system tells ------------------------------------------------------------------------------------------


def _bytes_read() -> int:
    return _status("/proc/self/io", "read_bytes:")


def memory_of_family(pid: int) -> float:
    """Give the megabytes of a process and of those it started that are not mapped files."""
    return sum(map(_memory_of, _family(pid)))


def _own_memory() -> float:
    return memory_of_family(os.getpid())


def _memory_of(pid: int) -> float:
    try:
        return _status(f"/proc/{pid}/status", "RssAnon:") * 1024 / _MEGABYTE
    except (OSError, StopIteration):
        return 0.0


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # it has ended
            continue
        for child in children:
            yield from _family(int(child))


def _status(path: str, name: str) -> int:
    return next(int(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(name))


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Give the highest and the first megabytes of own memory, looked at twenty times a second."""
    seen = [_own_memory()] * 2
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
