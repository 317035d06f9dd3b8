"""Searching from the shell: `search` and `count`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from index.types import ArticleId, Explanation, Hit, Order, Results, RisingWord, Suggestion, Understood
from tui.cli.completion import complete_query
from tui.cli.context import Settings, pass_settings
from tui.cli.streams import Exit, json_is_ascii, say, use_colour
from tui.cli.text import hit_lines
from tui.cli.words import QueryCommand, article_id, joined

if TYPE_CHECKING:
    from index import Library, Searcher

Why = dict[ArticleId, Explanation | None]
"""Why hits stand where they do; None where nothing ranks them."""

FACETS = ("outlet", "section", "place", "author", "language", "tag", "year")


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, callback=joined, shell_complete=complete_query)
@click.option("--sort", "order", type=click.Choice([order.value for order in Order]), help="Default: relevance.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many hits to print.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="How many hits to pass over.")
@click.option("--format", "form", type=click.Choice(["text", "json", "ids"]), default="text", show_default=True)
@click.option("--facets", is_flag=True, help="Count outlets, sections, places, authors, languages, tags and years.")
@click.option("--rising", is_flag=True, help="Name words that more of the results have than the archive would suggest.")
@click.option("--explain", is_flag=True, help="Say of each hit why it stands where it does.")
@click.option("--snippets", type=click.IntRange(min=0), default=1, show_default=True, help="Passages of each hit.")
@click.option("--like", metavar="ID", help="Search for articles like that one; QUERY, if there is one, narrows them.")
@pass_settings
def search(  # noqa: PLR0913, PLR0917 - an argument for each option
    settings: Settings,
    query: str,
    order: str | None,
    limit: int,
    offset: int,
    form: str,
    facets: bool,
    rising: bool,
    explain: bool,
    snippets: int,
    like: str | None,
) -> int:
    """Search the archive; the words of QUERY are joined.

    \b
    dateline search wind farm
    dateline search '"planning permission" since:2031 -is:read' --sort newest
    dateline search --like 7 --limit 5
    dateline search ferry strike --limit 3 --explain
    """  # noqa: D301 - click wants the character itself
    if not query and like is None:
        raise click.UsageError("Missing argument 'QUERY...': what is to be searched for, or --like ID.")
    searcher = open_searcher(settings)
    if like is not None:
        query = _alike(searcher, like, query)
        if not query:
            return Exit.NOTHING
    results = searcher.search(query, Order(order) if order else None, most=offset + limit)
    hits = _hits(searcher, results, offset, limit, snippets) if form != "ids" else []
    counted = searcher.facets(query) if facets else None
    risen = searcher.rising(query) if rising else None
    why = {hit.row.id: searcher.explain(results, hit.row.id) for hit in hits} if explain else None
    if form == "ids":
        click.echo("".join(f"{number}\n" for number in results.ids[offset : offset + limit]), nl=False)
    elif form == "json":
        click.echo(json.dumps(_json(searcher, results, hits, counted, risen, why), ensure_ascii=json_is_ascii()))
    else:
        _print_text(searcher, results, hits, counted, risen, why)
    return ending(searcher, results)


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True, callback=joined, shell_complete=complete_query)
@pass_settings
def count(settings: Settings, query: str) -> int:
    """Print the exact number of articles that match QUERY."""
    searcher = open_searcher(settings)
    results = searcher.search(query, most=0)
    say_repairs(results.understood)
    click.echo(results.total)
    return ending(searcher, results)


def ending(searcher: Searcher, results: Results) -> Exit:
    """Nothing found is an answer only where there was an index to look in."""
    if results.total:
        return Exit.DONE
    return Exit.NOTHING if searcher.status.usable else Exit.LIBRARY


def _alike(searcher: Searcher, like: str, query: str) -> str:
    """The query for articles like one, narrowed by another query; empty where no article can be like it."""
    written = searcher.more_like(article_id(like))
    if not written:
        say(f"article {like} has no word that another article has")
    return f"{written} ({query})" if written and query else written


def _hits(searcher: Searcher, results: Results, offset: int, limit: int, snippets: int) -> list[Hit]:
    return searcher.hits(results, offset, min(offset + limit, results.total), snippets=snippets)


def open_searcher(settings: Settings) -> Searcher:
    """A searcher on the library, with its index brought up first where it is missing, damaged or behind."""
    from index import Searcher

    library = settings.open_library()
    searcher = Searcher(library)
    status = searcher.status
    if not status.usable or status.behind:
        if status.problem:
            say(status.problem)
        _catch_up(library)
        searcher.refresh()
    click.get_current_context().call_on_close(searcher.close)
    return searcher


def _catch_up(library: Library) -> None:
    """Index what waits; when another process is at it, or the library is read-only, search what there is."""
    from index import catch_up
    from index.errors import LibraryError
    from tui.cli.progress import reporter, stoppable

    told = reporter(porcelain=False)
    try:
        with stoppable() as stop:
            catch_up(library, report=told.progress, stop=stop)
            if stop():
                raise KeyboardInterrupt
    except LibraryError as error:
        told.finish()
        say(f"searching what is indexed so far: {error}")
    finally:
        told.finish()


def _json(
    searcher: Searcher,
    results: Results,
    hits: list[Hit],
    counted: dict[str, list[tuple[str, int]]] | None,
    risen: tuple[RisingWord, ...] | None,
    why: Why | None,
) -> dict[str, Any]:
    """The versioned form of design section 4."""
    return {
        "version": 1,
        "query": {
            "text": results.understood.text,
            "understood": _understood(results.understood),
            "suggestions": [f"{told.label}: {told.count:,}" for told in _suggestions(searcher, results)],
        },
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "hits": [hit_json(hit) | _why_json(hit, why) for hit in hits],
        "facets": None if counted is None else {name: counted.get(name, []) for name in FACETS},
        "rising": None if risen is None else [[word.word, word.found, word.total, word.score] for word in risen],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit as a plain object. Marks are `[start, end)` code points of the text beside them."""
    row = hit.row
    return {
        "id": row.id,
        "score": hit.score,
        "headline": row.headline,
        "headline_marks": [list(mark) for mark in hit.headline_marks],
        "authors": list(row.authors),
        "place": row.place,
        "published": row.published,
        "section": row.section,
        "outlet": row.outlet,
        "language": row.language,
        "location": row.location,
        "url": row.url,
        "words": row.words,
        "read": row.read,
        "starred": row.starred,
        "rating": row.rating,
        "tags": list(row.tags),
        "snippets": [
            {"text": snippet.text, "marks": [list(mark) for mark in snippet.marks]} for snippet in hit.snippets
        ],
    }


def _why_json(hit: Hit, why: Why | None) -> dict[str, Any]:
    from tui.cli.explained import explanation_json

    return {} if why is None else {"explanation": explanation_json(why[hit.row.id])}


def _print_why(explanation: Explanation | None) -> None:
    from tui.cli.explained import explanation_lines

    for line in ["nothing ranks it"] if explanation is None else explanation_lines(explanation):
        click.echo(" " * 9 + line)


def _understood(understood: Understood) -> str:
    return "; ".join([understood.spoken, *understood.repairs])


def _suggestions(searcher: Searcher, results: Results) -> tuple[Suggestion, ...]:
    return () if results.total else searcher.suggest(results.understood)


def say_repairs(understood: Understood) -> None:
    """Tell how a query was mended, on standard error."""
    for repair in understood.repairs:
        say(repair)


def _print_text(
    searcher: Searcher,
    results: Results,
    hits: list[Hit],
    counted: dict[str, list[tuple[str, int]]] | None,
    risen: tuple[RisingWord, ...] | None,
    why: Why | None,
) -> None:
    say_repairs(results.understood)
    colour = use_colour(sys.stdout)
    for hit in hits:
        for line in hit_lines(hit, colour=colour):
            click.echo(line, color=colour)
        if why is not None:
            _print_why(why[hit.row.id])
    for name, values in (counted or {}).items():
        if values:
            click.echo(f"{name}: " + ", ".join(f"{value} {number:,}" for value, number in values))
    if risen:
        click.echo("rising words: " + ", ".join(f"{word.word} {word.found:,} of {word.total:,}" for word in risen))
    for told in _suggestions(searcher, results):
        say(f"{told.label}: {told.count:,}  ({told.query})")
    noun = "article" if results.total == 1 else "articles"
    say(f"{results.total:,} {noun} · {results.understood.spoken} · {results.took_ms:.1f} ms")
