"""Every match in its context: `concordance`."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import click

from index.types import ConcordanceLine, ConcordanceOrder, Order, Results
from tui.cli.completion import complete_query
from tui.cli.context import Settings, pass_settings
from tui.cli.search import ending, open_searcher, say_repairs
from tui.cli.streams import json_is_ascii, say, use_colour
from tui.cli.text import lit
from tui.cli.words import QueryCommand, joined

_AT_A_TIME = 50  # articles that are looked through
_LEAST_WIDTH = 20
_ID, _DATE, _GAP = 7, 10, 2
_COLUMNS = ("id", "published", "outlet", "headline", "part", "index", "start", "end", "left", "match", "right", "term")


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True, callback=joined, shell_complete=complete_query)
@click.option(
    "--sort",
    "order",
    type=click.Choice([order.value for order in ConcordanceOrder]),
    default=ConcordanceOrder.RELEVANCE.value,
    show_default=True,
    help="By the words before the match or behind it, by date (newest first), or as the articles are found.",
)
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="How many matches to print.")
@click.option("--width", type=click.IntRange(min=_LEAST_WIDTH), help="Columns of a line. Default: the terminal's.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@pass_settings
def concordance(
    settings: Settings,
    query: str,
    order: str,
    limit: int,
    width: int | None,
    form: str,
) -> int:
    """Print every match of QUERY on a line, the matched words under one another.

    \b
    dateline concordance ferry --sort right
    dateline concordance '"prime minister"' --sort left --limit 500 --format csv

    The matches are those of the best articles, with --sort date of the newest, up to the limit; then they are sorted.
    """  # noqa: D301 - click wants the character itself
    from index import arrange_concordance

    searcher = open_searcher(settings)
    chosen = ConcordanceOrder(order)
    results = searcher.search(query, Order.NEWEST if chosen is ConcordanceOrder.DATE else None)
    say_repairs(results.understood)
    lines: list[ConcordanceLine] = []
    for first in range(0, len(results.ids), _AT_A_TIME):
        if len(lines) >= limit:
            break
        lines += searcher.concordance(results, first, first + _AT_A_TIME)
    shown = arrange_concordance(lines[:limit], chosen)
    if form == "json":
        click.echo(json.dumps(_json(results, shown), ensure_ascii=json_is_ascii()))
    elif form == "csv":
        _print_csv(shown)
    else:
        for line in _text(shown, width or shutil.get_terminal_size((100, 24)).columns):
            click.echo(line, color=use_colour(sys.stdout))
    noun = "match" if len(shown) == 1 else "matches"
    say(f"{len(shown):,} {noun} of {results.total:,} articles · {results.understood.spoken}")
    return ending(searcher, results)


def _text(lines: list[ConcordanceLine], width: int) -> Iterator[str]:
    """Id and date, then the match in its context; on a narrow terminal the context alone."""
    from tui.widgets.kwic import laid_out

    colour = use_colour(sys.stdout)
    beside = _ID + _DATE + 2 * _GAP
    with_facts = width >= 3 * beside
    for line in lines:
        left, match, right = laid_out(line, width - beside if with_facts else width)
        facts = f"{line.article:>{_ID}}  {(line.published or '')[:_DATE]:{_DATE}}  " if with_facts else ""
        marked = lit(left + match + right, [(len(left), len(left + match))], colour=colour)
        yield facts + (marked if colour else marked.rstrip())


def _print_csv(lines: list[ConcordanceLine]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows(_line_json(line).values() for line in lines)


def _json(results: Results, lines: list[ConcordanceLine]) -> dict[str, Any]:
    """One object; offsets are code points of the text of the part that they stand in."""
    return {
        "version": 1,
        "query": {"text": results.understood.text, "understood": results.understood.spoken},
        "total": results.total,
        "lines": [_line_json(line) for line in lines],
    }


def _line_json(line: ConcordanceLine) -> dict[str, Any]:
    facts = (line.article, line.published, line.outlet, line.headline, line.part.kind.value, line.part.index)
    values = (*facts, line.start, line.end, line.left, line.match, line.right, line.term)
    return dict(zip(_COLUMNS, values, strict=True))
