"""Opening the reader: `dateline` alone and `dateline demo`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from index.errors import UsageError
from tui import collector
from tui.cli.context import Settings
from tui.cli.streams import Exit, say


def open_reader(settings: Settings) -> int:
    """Open the reader on the library, which is made when there is none."""
    _need_a_terminal()
    collector.pause()
    from tui.app import run

    return run(settings.folder)


@click.command()
@click.option("--unpack", type=click.Path(path_type=Path), metavar="DIR", help="Only write the sample files to DIR.")
def demo(unpack: Path | None) -> int:
    """Open the reader on a built-in sample archive, in a temporary library."""
    if unpack is not None:
        write_files(unpack)
        return Exit.DONE
    _need_a_terminal()
    with tempfile.TemporaryDirectory(prefix="dateline-demo-") as folder:
        library = Path(folder) / "library"
        say("preparing the sample archive")
        fill(library)
        from tui.app import run

        return run(library, sync_on_start=False)


def write_files(folder: Path) -> None:
    """Write the raw sample files to a new folder.

    Raises:
        UsageError: there is something at that place already, or it cannot be written.
    """
    from tui.demo import archive_folder

    try:
        shutil.copytree(archive_folder(), folder)
    except FileExistsError:
        raise UsageError("the folder exists already", str(folder), "Name a new one; nothing was written.") from None
    except OSError as error:
        raise UsageError("the sample files could not be written", str(folder), f"{error.strerror}.") from None
    say(f"{folder}: try `dateline add {folder}`")


def fill(folder: Path) -> None:
    """Read the sample archive into a new library."""
    from index import Library, add_sources
    from tui.demo import archive_folder

    library = Library.open(folder)
    try:
        add_sources(library, [archive_folder()])
    finally:
        library.close()


def _need_a_terminal() -> None:
    advice = "`dateline search` and `dateline show` work without one."
    # Standard error, too: it is where Textual draws.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("the reader needs a terminal", "standard input, output or error is not one", advice)
    if os.environ.get("TERM", "") in {"dumb", "unknown", ""}:
        raise UsageError(
            "the reader needs a terminal that can move its cursor", f"TERM={os.environ.get('TERM', '')}", advice
        )
