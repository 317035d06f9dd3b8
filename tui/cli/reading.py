"""Reading in: `add`, `sync`, `reindex` and the hidden `catch-up`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import DatelineError, LibraryLockedError, SourceNotFoundError, UsageError
from index.types import Failure, Source, SyncReport
from tui.cli.completion import complete_sources
from tui.cli.context import Settings, pass_settings
from tui.cli.progress import Reporter, emit, failure_lines, reporter, stoppable, summary
from tui.cli.streams import Exit, code_of, say

if TYPE_CHECKING:
    from index import Library

Run = Callable[[Reporter, Callable[[], bool]], SyncReport]

porcelain_option = click.option("--porcelain", is_flag=True, help="Print progress as JSON lines, for programs.")


@click.command()
@click.argument("places", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=KEY",
    help="For JSON with unusual names: the key (a.b for nested) that holds a field. Can be given again.",
)
@porcelain_option
@pass_settings
def add(settings: Settings, places: tuple[Path, ...], mapped: tuple[str, ...], porcelain: bool) -> int:
    """Add folders, files and archives, and read them in.

    Reads pasted text (.txt, .text, no suffix), JSON and JSON lines, each also as .gz and inside .zip and .tar.
    The files are read, never written.
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
            report=told.progress,
            stop=stop,
            patience=settings.patience(stop),
            memory=settings.memory,
        ),
        porcelain=porcelain,
    )


@click.command()
@click.argument("named", metavar="[SOURCE...]", nargs=-1, shell_complete=complete_sources)
@porcelain_option
@pass_settings
def sync(settings: Settings, named: tuple[str, ...], porcelain: bool) -> int:
    """Read in what is new or changed; name sources by number or path, or none for all."""
    from index import sync_sources

    library = settings.open_library()
    chosen = [find_source(library, name).id for name in named] or None
    return run_over(
        lambda told, stop: sync_sources(
            library, chosen, report=told.progress, stop=stop, patience=settings.patience(stop), memory=settings.memory
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
    """The source with that number or path.

    Raises:
        UsageError: there is none.
    """
    # Path.expanduser() raises where there is no such user.
    wanted = Path(os.path.expanduser(name)).absolute()  # noqa: PTH111
    for source in library.sources():
        if name == str(source.id) or source.path in {wanted, Path(name)}:
            return source
    raise UsageError("no such source", name, "`dateline sources` lists them with their numbers.")


def _pair(text: str) -> tuple[str, str]:
    field, equals, key = text.partition("=")
    if not (field and equals and key):
        raise UsageError("--map takes FIELD=KEY", text, "For example: --map headline=ttl --map published=meta.date")
    return field.strip(), key.strip()


def _refuse_the_absent(places: tuple[Path, ...]) -> None:
    """All or nothing: a mistyped path is told before hours of reading start."""
    for place in places:
        if "://" in str(place) or str(place).startswith(("http:/", "https:/")):
            raise UsageError("addresses cannot be read yet", str(place), "Save the page as text and add the file.")
        try:
            place.stat()
        except PermissionError:
            continue  # the run reports it, with the rest read
        except OSError:
            from index import shown_path

            raise SourceNotFoundError("no such file or folder", shown_path(str(place)), "Check the spelling.") from None


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
