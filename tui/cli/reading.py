"""Reading in: `add`, `sync`, `reindex` and the hidden `catch-up`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.shell_completion import CompletionItem

from index.errors import DatelineError, LibraryLockedError, SourceNotFoundError, UsageError
from index.types import Failure, FullPage, Source, SyncReport
from tui.cli.completion import complete_sources
from tui.cli.context import Settings, pass_settings
from tui.cli.progress import Reporter, emit, failure_lines, reporter, stoppable, summary
from tui.cli.streams import Exit, code_of, say

if TYPE_CHECKING:
    from index import Library

_ADDRESS_ADVICE = "Check the spelling; an address begins with https://."

Callback = TypeVar("Callback", bound=Callable[..., object])
Run = Callable[[Reporter, Callable[[], bool]], SyncReport]


class Place(click.ParamType):  # type: ignore[type-arg]  # generic for type checkers only
    """A path, or an address as it was typed: a path would lose a slash."""

    name = "place"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """The place."""
        del param, ctx
        return value if isinstance(value, Path) or is_address(value) else Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Paths: the shell knows them."""
        del ctx, param
        return [CompletionItem(incomplete, type="file")]


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    return text.strip().lower().startswith(("http://", "https://", "feed:"))


def full_page_option(*, required: bool = False) -> Callable[[Callback], Callback]:
    """The option that says when the pages of a feed's items are fetched."""
    return click.option(
        "--full-page",
        type=click.Choice([each.value for each in FullPage]),
        required=required,
        help="When the pages of a feed's items are fetched: short is when the feed holds only a summary.",
    )


porcelain_option = click.option("--porcelain", is_flag=True, help="Print progress as JSON lines, for programs.")


@click.command()
@click.argument("places", metavar="SOURCE...", nargs=-1, required=True, type=Place())
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=KEY",
    help="For JSON with unusual names: the key (a.b for nested) that holds a field. Can be given again.",
)
@full_page_option()
@click.option(
    "--pages",
    is_flag=True,
    help="Each FILE names pages (an export of Pocket, Instapaper, Reader; bookmarks; an address a line): fetch them.",
)
@porcelain_option
@pass_settings
def add(
    settings: Settings,
    places: tuple[Path | str, ...],
    mapped: tuple[str, ...],
    full_page: str | None,
    pages: bool,
    porcelain: bool,
) -> int:
    """Add folders, files, archives, feeds and pages of the web, and read them in.

    Files are read, never written.

    An address (https://...) is that of a feed, of a site whose page names its feed, or of an article. A file of feeds
    (subscriptions.opml, or newsboat's urls) adds them all. Nothing else is ever fetched, except with --pages: then each
    file is a list of links, and the pages that it names are articles.
    """
    from index import add_sources

    mapping = dict(_pair(text) for text in mapped)
    _refuse_the_absent(places)
    library = settings.open_library(create=True)
    return run_over(
        lambda told, stop: add_sources(
            library,
            places,
            mapping=mapping,
            full_page=None if full_page is None else FullPage(full_page),
            pages=pages,
            report=told.progress,
            stop=stop,
            patience=settings.patience(stop),
            memory=settings.memory,
        ),
        porcelain=porcelain,
    )


@click.command()
@click.argument("named", metavar="[SOURCE...]", nargs=-1, shell_complete=complete_sources)
@click.option("--no-fetch", is_flag=True, help="Read files only: nothing is fetched from the network.")
@porcelain_option
@pass_settings
def sync(settings: Settings, named: tuple[str, ...], no_fetch: bool, porcelain: bool) -> int:
    """Read in what is new or changed; name sources by number, path or address, or none for all."""
    from index import sync_sources

    library = settings.open_library()
    chosen = [find_source(library, name).id for name in named] or None
    return run_over(
        lambda told, stop: sync_sources(
            library,
            chosen,
            report=told.progress,
            stop=stop,
            patience=settings.patience(stop),
            memory=settings.memory,
            fetch=not no_fetch,
        ),
        porcelain=porcelain,
    )


@click.command()
@porcelain_option
@pass_settings
def reindex(settings: Settings, porcelain: bool) -> int:
    """Build the search index anew from the library."""
    from index import reindex as build

    library = settings.open_library()
    return _run_index(settings, partial(build, library, memory=settings.memory), porcelain=porcelain)


@click.command("catch-up", hidden=True)
@porcelain_option
@pass_settings
def catch_up(settings: Settings, porcelain: bool) -> int:
    """Bring the search index up with the library."""
    from index import catch_up as build

    library = settings.open_library()
    return _run_index(settings, partial(build, library, memory=settings.memory), porcelain=porcelain)


def find_source(library: Library, name: str) -> Source:
    """The source with that number, path, address or title.

    Raises:
        UsageError: there is none.
    """
    # Path.expanduser() raises where there is no such user.
    wanted = Path(os.path.expanduser(name)).absolute()  # noqa: PTH111
    known = library.sources()
    for source in known:
        if source.address is None:
            if name == str(source.id) or source.path in {wanted, Path(name)}:
                return source
        elif name in {str(source.id), source.address, source.address.rstrip("/")}:
            return source
    titled = [source for source in known if source.title is not None and source.title.casefold() == name.casefold()]
    if len(titled) == 1:
        return titled[0]
    raise UsageError("no such source", name, "`dateline sources` lists them with their numbers.")


def _pair(text: str) -> tuple[str, str]:
    field, equals, key = text.partition("=")
    if not (field and equals and key):
        raise UsageError("--map takes FIELD=KEY", text, "For example: --map headline=ttl --map published=meta.date")
    return field.strip(), key.strip()


def _refuse_the_absent(places: tuple[Path | str, ...]) -> None:
    """All or nothing: a mistyped path is told before hours of reading start."""
    from index import shown_path

    for place in places:
        if isinstance(place, str):
            continue
        try:
            place.stat()
        except PermissionError:
            continue  # the run reports it, with the rest read
        except OSError:
            shown = shown_path(str(place))
            advice = "Check the spelling." if "." not in shown or "/" in shown else _ADDRESS_ADVICE
            raise SourceNotFoundError("no such file or folder", shown, advice) from None


def run_over(run: Run, *, porcelain: bool) -> int:
    """Read in, show how it goes, and say what was done."""
    told = reporter(porcelain=porcelain)
    with stoppable() as stop:
        try:
            report = run(told, stop)
        except DatelineError as error:
            return failed(error, porcelain=porcelain)
        finally:
            told.finish()
    if porcelain:
        _emit_report(report)
    else:
        failure_lines(report.failures)
        for note in report.notes:
            say(note)
        say(summary(report))
        if report.interrupted:
            say("stopped; nothing is lost. `dateline sync` goes on from here.")
    return _ending(report)


def _ending(report: SyncReport) -> int:
    if report.interrupted:
        return Exit.INTERRUPTED
    return Exit.INPUTS if report.failures else Exit.DONE


def _emit_report(report: SyncReport) -> None:
    _emit_failures(report.failures)
    for note in report.notes:
        emit({"event": "note", "message": note})
    emit(
        {
            "event": "done",
            "added": report.added,
            "updated": report.updated,
            "gone": report.gone,
            "returned": report.returned,
            "unchanged": report.unchanged,
            "failed": len(report.failures),
            "interrupted": report.interrupted,
            "sources": list(report.sources),
        },
    )


def _emit_failures(failures: Iterable[Failure]) -> None:
    for failure in failures:
        emit({"event": "failure", "location": failure.location, "message": failure.message})


def _run_index(settings: Settings, build: Callable[..., int], *, porcelain: bool) -> int:
    """Work on the index alone."""
    told = reporter(porcelain=porcelain)
    stopped = False
    failures: list[Failure] = []
    with stoppable() as stop:
        try:
            patience = settings.patience(stop)
            indexed = build(report=told.progress, stop=stop, failed=failures.append, patience=patience)
            stopped = stop()
        except DatelineError as error:
            return failed(error, porcelain=porcelain)
        finally:
            told.finish()
    if porcelain:
        _emit_failures(failures)
        emit({"event": "done", "indexed": indexed, "failed": len(failures), "interrupted": stopped})
    else:
        failure_lines(failures)
        say(f"{indexed:,} articles indexed" + ("; stopped, nothing is lost" if stopped else ""))
    if stopped:
        return Exit.INTERRUPTED
    return Exit.INPUTS if failures else Exit.DONE


def failed(error: DatelineError, *, porcelain: bool) -> int:
    """The exit code of an error, which is told to a program; a person gets it raised."""
    if not porcelain:
        raise error
    emit({"event": "error", "message": str(error), "locked": isinstance(error, LibraryLockedError)})
    return code_of(error)
