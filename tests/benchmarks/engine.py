"""Measures our search engine beside others: the same articles, the same queries, in the same run.

    python -m tests.benchmarks.engine --count 20000 --peers ours,tantivy,fts5
    python -m tests.benchmarks.engine --corpus FOLDER
    python -m tests.benchmarks.engine --count 1000000 --peers ours,tantivy --keep FOLDER --anew ours

Prints a Markdown table for each size and corpus, with the machine that it was measured on; nothing is asserted. Each
engine builds, is searched warm and is searched cold in processes of its own. Engines that are not installed are left
out. With `--keep` archives and indexes stay in a folder, and are searched again by the next run but for those that
`--anew` names; what building them took is told as it was measured then.

Times of queries are milliseconds of the processor, which other work on the machine changes least: median and 95th
percentile over all runs of all queries of a class; none of the engines searches with several threads. `cold` are
milliseconds of the clock, median and 95th percentile of the first runs of the queries after the index was opened with
its files out of the page cache, and the most that one of them read. `README.md` beside this has the last results.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import Final, ParamSpec, TypeVar

import click

from tests.benchmarks import measuring
from tests.benchmarks.corpora import of_corpus
from tests.benchmarks.facts import facts
from tests.benchmarks.generate import Article, articles
from tests.benchmarks.machine import cores, described, load
from tests.benchmarks.measuring import Asked, Built, Cold, Warm
from tests.benchmarks.peers.base import Archive, Engine, Setup, archive
from tests.benchmarks.peers.fts5 import Fts5
from tests.benchmarks.peers.ours import Ours, OursEverywhere
from tests.benchmarks.peers.tantivy import Tantivy
from tests.benchmarks.peers.whoosh import Whoosh
from tests.benchmarks.peers.xapian import Xapian
from tests.benchmarks.queries import classes
from tests.benchmarks.table import Table

ENGINES: Final[Mapping[str, type[Engine]]] = {
    "ours": Ours,
    "ours-everywhere": OursEverywhere,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "xapian": Xapian,
    "whoosh": Whoosh,
}
SLOW: Final = {"whoosh": 20_000}
"""Engines that are not asked to index more articles than so many."""

SEARCHED: Final = "index"
STEMS: Final = "stems"
SETUPS: Final[Mapping[str, Setup]] = {
    SEARCHED: Setup(),
    "index-all-cores": Setup(processes=cores()),
    "kept": Setup(kept=True),
    "kept-all-cores": Setup(kept=True, processes=cores()),
    STEMS: Setup(stems=True),
}
"""How indexes are built, by name; the first one is searched, the last one too by engines that need it."""

_LABELS: Final = {
    SEARCHED: "index, one process",
    "index-all-cores": f"index, {cores()} processes",
    "kept": "index and texts, one process",
    "kept-all-cores": f"index and texts, {cores()} processes",
}
_OPENING: Final = ("opening, ms", "opening, cold", "memory after opening / after all queries, MB")
_ASKED_FOR_MORE: Final = frozenset({"ours-everywhere"})
_MEGABYTE: Final = 1_000_000
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Run:
    """The measurement of one archive: its table, and what else is told of it.

    `totals` are those of each query by class and engine, `loads` those at which kept indexes had been built.
    """

    archive: Archive
    folder: Path
    table: Table
    totals: dict[str, dict[str, Sequence[int]]]
    versions: list[str]
    loads: list[float]

    def path(self, engine: str, setup: str) -> Path:
        """Give the folder of an index."""
        return self.folder / engine / setup


def measure(source: Callable[[], Iterator[Article]], folder: Path, names: Sequence[str], builds: Sequence[str]) -> Run:
    """Measure engines on an archive, our own first: its words are what queries are made of."""
    folder.mkdir(parents=True, exist_ok=True)
    read = _apart(_archived, source, folder / "articles")
    run = Run(read, folder, Table(list(names)), defaultdict(dict), [], [])
    asked: Asked = {}
    for name in sorted(names, key=lambda name: name != "ours"):
        if read.count > SLOW.get(name, read.count):
            continue
        try:
            _measure_building(run, name, builds)
            if not asked:
                asked = classes(facts(run.path("ours", SEARCHED) / "all", read.language))
                run.table.order([*_OPENING, *(f"{label}{cold}" for label in asked for cold in ("", ", cold"))])
            _measure_searching(run, name, asked)
        except ImportError as error:
            click.echo(f"{name} is left out: {error}", err=True)
        except Exception as error:  # hours of other engines' work are not lost for one
            click.echo(f"{name} is given up: {type(error).__name__}: {error}", err=True)
            if not asked:
                raise
    return run


def _archived(source: Callable[[], Iterator[Article]], path: Path) -> Archive:
    return archive(source(), path)


def _measure_building(run: Run, name: str, builds: Sequence[str]) -> None:
    for setup in builds:
        taken = built(run, name, setup)
        if taken is None or setup not in _LABELS:
            continue
        label, count = _LABELS[setup], run.archive.count
        rates = f"{count / taken.seconds:,.0f} / {count / taken.cpu:,.0f}"
        run.table.put(f"{label}: articles a second / a second of the processor", name, rates)
        parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in taken.parts.items())
        run.table.put(f"{label}: seconds", name, parts)
        run.table.put(f"{label}: peak memory, MB", name, f"{taken.peak:.0f}")
        run.table.put(f"{label}: size / text, bytes", name, f"{taken.size / run.archive.size:.2f}")


def built(run: Run, name: str, label: str) -> Built | None:
    """Build an index, or tell what building it took if it is there; None if the engine cannot."""
    setup, folder = replace(SETUPS[label], language=run.archive.language), run.path(name, label)
    if not ENGINES[name]().can(setup):
        return None
    told = folder.with_suffix(".json")
    if told.exists():
        found = Built(**json.loads(told.read_text()))
        run.loads.extend(found.loads)
        return found
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken = _apart(measuring.build, ENGINES[name], run.archive, folder, setup)
    told.write_text(json.dumps(asdict(taken)))
    if label not in {SEARCHED, STEMS}:
        rmtree(folder)
    return taken


def _measure_searching(run: Run, name: str, asked: Asked) -> None:
    make, folders = ENGINES[name], (run.path(name, SEARCHED), run.path(name, STEMS))
    warm = _apart(measuring.search_warm, make, *folders, asked)
    run.versions.append(warm.version)
    opening, cold = _apart(measuring.search_cold, make, *folders, {label: asked[label] for label in warm.classes})
    _put_opening(run.table, name, warm, opening)
    for label in asked:
        timed = warm.classes.get(label)
        if timed is None:
            continue
        run.totals[label][name] = timed.totals
        run.table.put(label, name, _spread(timed.times, 2))
        run.table.put(f"{label}, cold", name, _first(cold[label]))


def _put_opening(table: Table, name: str, warm: Warm, cold: Cold) -> None:
    values = f"{warm.opening:.1f}", _first(cold), f"{warm.memory:.0f} / {warm.memory_after:.0f}"
    for row, value in zip(_OPENING, values, strict=True):
        table.put(row, name, value)


def _first(cold: Cold) -> str:
    told = f"{_spread(cold.times, 0)} ({max(cold.read) / _MEGABYTE:.1f} MB)"
    return f"not cold: {cold.left / 1000:,.0f} KB stayed" if cold.left else told


def _spread(times: Sequence[float], digits: int) -> str:
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{median(ordered):.{digits}f} / {worst:.{digits}f}"


# ---- what is printed ------------------------------------------------------------------------------------------------


def told(run: Run, title: str, loads: Sequence[float]) -> Iterator[str]:
    """Give a section: the machine, the table, and where engines found other numbers of articles."""
    yield f"### {title}"
    yield ""
    yield f"{run.archive.count:,} articles, {run.archive.size / _MEGABYTE:,.1f} MB of text."
    yield described(run.folder, loads, [*dict.fromkeys(run.versions)])
    if run.loads:
        yield f"Indexes that were there had been built at a load of {min(run.loads):.1f} to {max(run.loads):.1f}."
    yield ""
    yield from run.table.lines()
    others = list(_apart_from_ours(run.totals))
    if others:
        yield ""
        yield f"Totals that are not ours, and how far they are from it at most: {'; '.join(others)}."


def _apart_from_ours(totals: Mapping[str, Mapping[str, Sequence[int]]]) -> Iterator[str]:
    for label, by_engine in totals.items():
        ours = by_engine["ours" if "ours" in by_engine else next(iter(by_engine))]
        far = {name: _farthest(ours, found) for name, found in by_engine.items() if name not in _ASKED_FOR_MORE}
        told = ", ".join(f"{name} {part:.2%}" for name, part in far.items() if part)
        if told:
            yield f"{label} ({told})"


def _farthest(ours: Sequence[int], found: Sequence[int]) -> float:
    return max(abs(one - other) / max(one, 1) for one, other in zip(ours, found, strict=True))


# ---- the command ----------------------------------------------------------------------------------------------------


def _apart(function: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
    """Run a function in a new process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def _chosen(known: Mapping[str, object]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Make what reads a list of names."""

    def chosen(_context: click.Context, _parameter: click.Parameter, text: str) -> list[str]:
        names = [name for name in text.split(",") if name]
        for name in names:
            if name not in known:
                raise click.BadParameter(f"there is no {name}; there are {', '.join(known)}")
        return [name for name in known if name in names]

    return chosen


@click.command()
@click.option("--count", "counts", type=int, multiple=True, help="So many synthetic articles.")
@click.option("--corpus", "corpora", type=click.Path(path_type=Path, exists=True), multiple=True, help="Real articles.")
@click.option("--peers", "names", default=",".join(ENGINES), show_default=True, callback=_chosen(ENGINES))
@click.option("--builds", default=",".join(SETUPS), show_default=True, callback=_chosen(SETUPS))
@click.option("--keep", type=click.Path(path_type=Path), help="Keep archives and indexes here, and search them again.")
@click.option("--anew", default="", callback=_chosen(ENGINES), help="Build these anew, whatever was kept.")
def main(
    counts: Sequence[int],
    corpora: Sequence[Path],
    names: list[str],
    builds: list[str],
    keep: Path | None,
    anew: list[str],
) -> None:
    """Measure each engine at each size and on each corpus, and print a table for each."""
    sources: dict[str, Callable[[], Iterator[Article]]] = {
        f"{count:,} invented articles": partial(articles, count) for count in counts
    }
    sources |= {folder.name: partial(of_corpus, folder) for folder in corpora}
    names = [*dict.fromkeys(["ours", *names])]
    builds = [*dict.fromkeys([SEARCHED, *builds])]
    with tempfile.TemporaryDirectory() as temporary:
        for title, source in sources.items():
            before, place = load(), (keep or Path(temporary)) / title.replace(",", "").split()[0]
            for name in anew:
                rmtree(place / name, ignore_errors=True)
            run = measure(source, place, names, builds)
            click.echo("\n".join([*told(run, title, [before, load()]), ""]))
            if keep is None:
                rmtree(place)


if __name__ == "__main__":
    main()
