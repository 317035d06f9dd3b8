"""`sources` and what is done with one: `remove`, `set`, and `export` of all feeds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from index.errors import DatelineError, UsageError
from index.types import FullPage, Source
from tui.cli.completion import complete_sources
from tui.cli.context import Settings, pass_settings
from tui.cli.progress import emit, failure_lines
from tui.cli.reading import failed, find_source, full_page_option, porcelain_option
from tui.cli.streams import Exit, is_terminal, json_is_ascii, say

_WHEN = {
    FullPage.NEVER: "never",
    FullPage.SHORT: "when the feed holds only a summary",
    FullPage.ALWAYS: "always",
}


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def sources(ctx: click.Context, form: str) -> None:
    """List sources with their counts, last sync and failures."""
    if ctx.invoked_subcommand is not None:
        return
    settings = ctx.find_object(Settings)
    assert settings is not None  # noqa: S101 - the root command sets it
    library = settings.open_library()
    known = library.sources()
    if form == "json":
        told = [_source_json(source) for source in known]
        click.echo(json.dumps({"version": 1, "sources": told}, ensure_ascii=json_is_ascii()))
        return
    for source in known:
        click.echo(_line(source))
        failure_lines(library.failures(source.id))
    if not known:
        say("no sources yet; `dateline add FOLDER` adds the first")


@sources.command()
@click.argument("name", metavar="SOURCE", shell_complete=complete_sources)
@click.option(
    "--keep-marked/--remove-marked",
    default=None,
    help="What to do with articles that are starred, rated, tagged or have a note. Asked when not given.",
)
@porcelain_option
@pass_settings
def remove(settings: Settings, name: str, keep_marked: bool | None, porcelain: bool) -> int:
    """Remove a source, by number, path or address, and its articles; the files are not touched."""
    from index import remove_source

    library = settings.open_library()
    source = find_source(library, name)
    if keep_marked is None:
        keep_marked = _ask_about_marked(source)
    try:
        removed = remove_source(library, source.id, keep_marked=keep_marked, patience=settings.patience())
    except DatelineError as error:
        return failed(error, porcelain=porcelain)
    if porcelain:
        emit({"event": "done", "removed": removed})
        return Exit.DONE
    say(f"{source.label}: {removed:,} articles removed" + (", the marked ones kept" if keep_marked else ""))
    return Exit.DONE


@sources.command("set")
@click.argument("name", metavar="SOURCE", shell_complete=complete_sources)
@full_page_option(required=True)
@pass_settings
def set_(settings: Settings, name: str, full_page: str) -> None:
    """Change a feed's settings; the next sync looks at its items again."""
    from index import set_full_page

    library = settings.open_library()
    source = find_source(library, name)
    set_full_page(library, source.id, FullPage(full_page), patience=settings.patience())
    say(f"{source.name}: pages are fetched {_WHEN[FullPage(full_page)]}; `dateline sync {source.id}` applies it")


@sources.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file. Default: standard output."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@pass_settings
def export(settings: Settings, output: Path | None, force: bool) -> None:
    """Write the feeds as OPML, which other readers and `dateline add` read."""
    from index import export_subscriptions

    told = export_subscriptions(settings.open_library())
    if output is None or str(output) == "-":
        click.echo(told, nl=False)
        return
    try:
        with output.open("w" if force else "x", encoding="utf-8") as file:
            file.write(told)
    except FileExistsError:
        raise UsageError("the file is there already", str(output), "Name another one, or add --force.") from None
    except OSError as error:
        raise UsageError(f"the file cannot be written ({error.strerror})", str(output), "Name another one.") from None


def _ask_about_marked(source: Source) -> bool:
    if not source.marked:
        return True
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError(
            f"{source.marked:,} articles of this source are marked",
            source.label,
            "Say --keep-marked or --remove-marked.",
        )
    question = f"{source.marked:,} of its {source.articles:,} articles are marked. Keep those?"
    return click.confirm(question, default=True, err=True)


def _line(source: Source) -> str:
    failed = f"  {source.failures:,} failed" if source.failures else ""
    when = source.last_sync or "never read"
    counts = f"{source.articles:>9,} articles  {source.unread:>9,} unread"
    title = f"  ({source.title})" if source.title else ""
    return f"{source.id:>4}  {counts}  {when:<25}  {source.label}{title}{failed}"


def _source_json(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "kind": source.kind,
        "location": source.label,
        "title": source.title,
        "articles": source.articles,
        "unread": source.unread,
        "marked": source.marked,
        "last_sync": source.last_sync,
        "failures": source.failures,
        "problem": source.problem,
        "full_page": source.full_page,
        "waits_until": source.waits_until,
        "map": dict(source.mapping),
    }
