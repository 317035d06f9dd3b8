"""Saved searches from the shell: `saved`, `saved add`, `saved remove`, `saved rename`, `saved NAME`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from index.errors import UsageError
from index.types import Hit, Order, Results, SavedCounts, SavedSearch
from tui.cli.completion import complete_query, complete_saved
from tui.cli.context import Settings, pass_settings
from tui.cli.search import hit_json, open_searcher
from tui.cli.streams import Exit, json_is_ascii, say, use_colour
from tui.cli.text import hit_lines
from tui.cli.words import QueryCommand, joined

if TYPE_CHECKING:
    from index import Library, Searcher

LIMIT = 20
"""So many hits are printed as text or JSON, unless it is said otherwise."""

_FORMAT = click.Choice(["text", "json"])


class SavedGroup(click.Group):
    """Its commands, and the name of every saved search that is none of theirs."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Read a word that is no command as the name of a saved search to show."""
        if self.get_command(ctx, args[0]) is None:
            return "show", self.get_command(ctx, "show"), args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Commands, options and names."""
        return [*super().shell_complete(ctx, incomplete), *complete_saved(ctx, self.params[0], incomplete)]


@click.group(cls=SavedGroup, invoke_without_command=True, subcommand_metavar="[NAME | COMMAND]")
@click.option("--sort", "order", type=click.Choice(["name", "new"]), default="name", show_default=True)
@click.option("--format", "form", type=_FORMAT, default="text", show_default=True)
@click.pass_context
def saved(ctx: click.Context, order: str, form: str) -> int:
    """List saved searches with their counts, or show one.

    \b
    dateline saved add ferries 'ferry OR ferries since:2031'
    dateline saved
    dateline saved ferries --new --mark
    dateline saved ferries --unseen --format ids

    A line of the text has five columns with tabs between: how many articles the search finds, how many of them are new
    since its results were last looked at, how many were not seen in its review, its name, and its query. Without any
    saved search, or with none of what was asked for, the exit code is 1.
    """  # noqa: D301 - click wants the character itself
    if ctx.invoked_subcommand is not None:
        return Exit.DONE
    settings = ctx.find_object(Settings)
    assert settings is not None  # noqa: S101 - the root command sets it
    library = settings.open_library()
    known = library.saved_searches()
    if not known:
        say("no saved searches yet; `dateline saved add NAME QUERY` adds the first")
    searcher = open_searcher(settings) if known else None
    told = [(search, searcher.following.counts(search.name)) for search in known if searcher is not None]
    if order == "new":
        told.sort(key=lambda each: -each[1].new)
    if form == "json":
        searches = [{**_search_json(search), **_counts_json(counts)} for search, counts in told]
        click.echo(json.dumps({"version": 1, "saved": searches}, ensure_ascii=json_is_ascii()))
    else:
        for search, counts in told:
            click.echo(f"{counts.total}\t{counts.new}\t{counts.unseen}\t{search.name}\t{search.query}")
    return Exit.DONE if known else Exit.NOTHING


@saved.command(cls=QueryCommand)
@click.argument("name")
@click.argument("query", nargs=-1, required=True, callback=joined, shell_complete=complete_query)
@click.option("--replace", is_flag=True, help="Put QUERY in the place of the one that NAME has.")
@pass_settings
def add(settings: Settings, name: str, query: str, replace: bool) -> None:
    """Keep QUERY under NAME; its words are joined."""
    library = settings.open_library(create=True)
    before = library.saved_search(name)
    if before is not None and before.query != query and not replace:
        raise UsageError(
            "there is a saved search of that name", f"{before.name} ({before.query})", "Add --replace to replace it."
        )
    kept = library.save_search(name, query)
    say(f"saved {kept.name}: {kept.query}")


@saved.command()
@click.argument("name", shell_complete=complete_saved)
@pass_settings
def remove(settings: Settings, name: str) -> int:
    """Forget a saved search and what was seen of it. Its articles stay."""
    state = settings.open_library().forget_search(name)
    if state is None:
        say("there is no saved search of that name. `dateline saved` lists them.")
        return Exit.NOTHING
    say(f"removed {state.search.name}: {state.search.query}")
    return Exit.DONE


@saved.command()
@click.argument("name", shell_complete=complete_saved)
@click.argument("new")
@pass_settings
def rename(settings: Settings, name: str, new: str) -> None:
    """Give a saved search another name. What was seen of it stays."""
    say(f"renamed to {settings.open_library().rename_search(name, new)}")


@saved.command()
@click.argument("name", shell_complete=complete_saved)
@click.option("--new", "only_new", is_flag=True, help="Only what is new since its results were last looked at.")
@click.option("--unseen", is_flag=True, help="Only what was not seen in its review.")
@click.option(
    "--mark", is_flag=True, help="Then count its results as looked at, and with --unseen those printed as seen."
)
@click.option(
    "--sort", "order", type=click.Choice([order.value for order in Order]), help="Default: as the query says."
)
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"How many to print. Default: {LIMIT}; all with --format ids."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "ids"]), default="text", show_default=True)
@pass_settings
def show(  # noqa: PLR0913 - the options of the command
    settings: Settings,
    name: str,
    *,
    only_new: bool,
    unseen: bool,
    mark: bool,
    order: str | None,
    limit: int | None,
    form: str,
) -> int:
    """Print what a saved search finds. `dateline saved NAME` is short for it."""
    searcher = open_searcher(settings)
    library = settings.open_library()
    counts, search = searcher.following.counts(name), library.saved_search(name)
    assert search is not None  # noqa: S101 - it was counted
    wanted = Order(order) if order else None
    results = searcher.following.results(name, wanted, new=only_new, unseen=unseen)
    shown = results.ids[: limit if limit is not None else None if form == "ids" else LIMIT]
    if form == "ids":
        click.echo("".join(f"{number}\n" for number in shown), nl=False)
    else:
        hits = searcher.hits(results, 0, len(shown))
        if form == "json":
            _print_json(search, counts, results, hits)
        else:
            _print_text(search, counts, results, hits)
    if mark:
        _mark(library, searcher, name, shown if unseen else ())
    return Exit.DONE if results.total else Exit.NOTHING if searcher.status.usable else Exit.LIBRARY


def _mark(library: Library, searcher: Searcher, name: str, seen: Sequence[int]) -> None:
    library.look_at_search(name, searcher.following.results(name).ids)
    if len(seen):
        library.see_in_search(name, seen)


def _search_json(search: SavedSearch) -> dict[str, object]:
    return {"name": search.name, "query": search.query, "saved": search.saved, "looked": search.looked}


def _counts_json(counts: SavedCounts) -> dict[str, object]:
    return {"all": counts.total, "new": counts.new, "seen": counts.seen, "unseen": counts.unseen}


def _print_json(search: SavedSearch, counts: SavedCounts, results: Results, hits: Sequence[Hit]) -> None:
    told = {
        "version": 1,
        **_search_json(search),
        **_counts_json(counts),
        "total": results.total,
        "hits": [hit_json(hit) for hit in hits],
    }
    click.echo(json.dumps(told, ensure_ascii=json_is_ascii()))


def _print_text(search: SavedSearch, counts: SavedCounts, results: Results, hits: Sequence[Hit]) -> None:
    colour = use_colour(sys.stdout)
    for hit in hits:
        for line in hit_lines(hit, colour=colour):
            click.echo(line, color=colour)
    noun = "article" if results.total == 1 else "articles"
    say(
        f"{results.total:,} {noun} · {search.name}: {search.query} · "
        f"{counts.total:,} in all, {counts.new:,} new, {counts.seen:,} seen"
    )
