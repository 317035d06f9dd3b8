"""Upkeep: `check` and `stats`."""

from __future__ import annotations

import json

import click

from tui.cli.context import Settings, pass_settings
from tui.cli.streams import Exit, json_is_ascii, say


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended; the index is built anew when it is damaged.")
@pass_settings
def check(settings: Settings, repair: bool) -> int:
    """Verify the library and its index."""
    from index import check as examine

    findings = examine(settings.open_library(), repair=repair)
    for finding in findings:
        click.echo(finding)
    if not findings:
        say("the library and its index are sound")
        return Exit.DONE
    if repair:
        say("mended; `dateline check` verifies it once more")
        return Exit.DONE
    say("`dateline check --repair` mends what can be mended")
    return Exit.LIBRARY


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
