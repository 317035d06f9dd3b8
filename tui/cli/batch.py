"""Many queries from a file: `batch`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import click

from index.types import Results
from tui.cli.context import Settings, pass_settings
from tui.cli.search import open_searcher
from tui.cli.streams import Exit, json_is_ascii

TOP = 50
"""The time of a query covers finding so many of the best articles, and the exact total."""


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_settings
def batch(settings: Settings, file: BinaryIO, form: str) -> int:
    r"""Search for each line of FILE (`-` for standard input), and print what each found.

    \b
    dateline batch queries.txt
    dateline batch queries.txt --format json

    Text is a table: the number of articles and the query, a tab between. Json is an object a line, with what the
    query was understood as and the milliseconds it took.
    """
    searcher = open_searcher(settings)
    found = 0
    for query in _queries(file):
        results = searcher.search(query, most=TOP)
        found += results.total
        click.echo(_json(query, results) if form == "json" else f"{results.total}\t{query}")
    return Exit.DONE if found or searcher.status.usable else Exit.LIBRARY


def _queries(file: BinaryIO) -> Iterator[str]:
    """Give the lines that say something, as they come, in characters that a terminal can take."""
    for line in file:
        query = line.decode(errors="replace").strip("\ufeff \t\r\n")
        if query:
            yield "".join(character if character.isprintable() else " " for character in query)


def _json(query: str, results: Results) -> str:
    told = {
        "query": query,
        "understood": results.understood.spoken,
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
    }
    return json.dumps(told, ensure_ascii=json_is_ascii())
