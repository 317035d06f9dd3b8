"""Measures how well Dateline ranks beside others, on collections with judgements and on news.

    python -m tests.benchmarks.ranking
    python -m tests.benchmarks.ranking --corpora FOLDER --only npl,saudi --engines plain,ours

Prints a Markdown table; nothing is asserted here (the floors stand in `test_ranking.py`). MAP is the mean over the
queries of average precision in the first thousand, MRR that of the reciprocal rank of the article whose headline is
asked for; see `ranking_topics` for the collections and `ranking_engines` for what is asked of whom. `odd` and `even`
are the means over every other query: a weight is worth having only where both halves agree that it helps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.benchmarks.ranking_engines import RANKERS, opened
from tests.benchmarks.ranking_measures import mean
from tests.benchmarks.ranking_topics import TOPICS, Topics
from tests.benchmarks.table import Table

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"


def judged(topics: Topics, rank: Callable[[str], Sequence[int]], *, every: int = 1) -> list[float]:
    """Measure the ranking of each question, or of one in so many."""
    return [topics.measure(rank(asked.text), asked.right) for asked in topics.questions[::every]]


def measure(table: Table, topics: Topics, names: Sequence[str]) -> None:
    """Measure engines on one collection; those that are not installed are left out."""
    for name in names:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                ranker = opened(name, topics, Path(folder))
            except ImportError as error:
                click.echo(f"{name} is left out: {error}", err=True)
                continue
            with closing(ranker):
                values = judged(topics, ranker.rank)
        for label, some in (("", values), (", odd", values[::2]), (", even", values[1::2])):
            table.put(topics.label + label, RANKERS[name].title(), f"{mean(some):.3f}")


def _names(known: Sequence[str]) -> Callable[[click.Context, click.Parameter, str | None], list[str]]:
    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> list[str]:
        asked = value.split(",") if value else list(known)
        if strange := [name for name in asked if name not in known]:
            raise click.BadParameter(f"no {strange[0]!r}; there are {', '.join(known)}")
        return asked

    return read


@click.command()
@click.option("--corpora", type=click.Path(exists=True, file_okay=False, path_type=Path), default=CORPORA)
@click.option(
    "--only", callback=_names(list(TOPICS)), help="Collections, separated by commas; all of them if not given."
)
@click.option(
    "--engines", callback=_names(list(RANKERS)), help="Engines, separated by commas; all of them if not given."
)
def main(corpora: Path, only: list[str], engines: list[str]) -> None:
    """Measure and print."""
    table = Table([RANKERS[name].title() for name in engines], "collection, measure")
    for name in only:
        measure(table, TOPICS[name](corpora), engines)
    click.echo("\n".join(table.lines()))


if __name__ == "__main__":
    main()
