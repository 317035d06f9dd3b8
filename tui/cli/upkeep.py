"""Upkeep: `check` and `stats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tui.cli.context import Settings, pass_settings
from tui.cli.streams import Exit, json_is_ascii, say

if TYPE_CHECKING:
    from index.types import IndexStatus

_NEXT = "the next `dateline sync` or `dateline reindex`"


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended; the index is built anew when it is damaged.")
@pass_settings
def check(settings: Settings, repair: bool) -> int:
    """Verify the library and its index."""
    from index import Searcher, catch_up
    from index import check as examine

    library = settings.open_library()
    findings = examine(library, repair=repair, patience=settings.patience())
    for finding in findings:
        click.echo(finding)
    if findings and not repair:
        say("`dateline check --repair` mends what can be mended")
        return Exit.LIBRARY
    with Searcher(library) as searcher:
        status = searcher.status
    if repair and status.behind:
        catch_up(library, patience=settings.patience())
    if findings and (left := examine(library)):
        for finding in left:
            say(f"not mended: {finding}")
        return Exit.LIBRARY
    if findings or (repair and status.behind):
        say("mended; `dateline check` verifies it once more")
    else:
        say(_soundness(status))
    return Exit.DONE


def _soundness(status: IndexStatus) -> str:
    """Say that all is well, or what the index waits for: that is no damage, the next run makes up for it."""
    if status.problem:
        return f"the library is sound; {status.problem}"
    if not status.usable:
        return f"the library is sound; the search index is not built yet; {_NEXT} builds it"
    if status.behind:
        changes = f"{status.behind:,} change{'s' * (status.behind > 1)}"
        return f"the library and its index are sound; the search index is {changes} behind; {_NEXT} catches up"
    return "the library and its index are sound"


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_settings
def stats(settings: Settings, form: str) -> None:
    """Sizes, counts and languages of the library."""
    from dataclasses import asdict

    told = asdict(settings.open_library().stats())
    if form == "json":
        click.echo(json.dumps({"version": 1, **told}, ensure_ascii=json_is_ascii()))
        return
    for name, value in told.items():
        label = name.replace("_", " ")
        if isinstance(value, (list, tuple)):
            value = ", ".join(f"{word} {count:,}" for word, count in value[:10])  # noqa: PLW2901 - made printable
        elif isinstance(value, int):
            value = f"{value:,}"  # noqa: PLW2901 - made printable
        click.echo(f"{label:<16} {value if value is not None else '-'}")
