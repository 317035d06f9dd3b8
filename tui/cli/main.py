"""The `dateline` command: the root of its subcommands, each loaded only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from tui.cli.context import WAIT_SECONDS, Settings, default_library
from tui.cli.streams import Exit, exit_with, guard_streams

COMMANDS = {
    "add": "tui.cli.reading:add",
    "apply-rules": "tui.cli.rules:apply",
    "batch": "tui.cli.batch:batch",
    "catch-up": "tui.cli.reading:catch_up",
    "check": "tui.cli.upkeep:check",
    "completion": "tui.cli.completion:completion",
    "concordance": "tui.cli.concordance:concordance",
    "count": "tui.cli.search:count",
    "demo": "tui.cli.reader:demo",
    "reindex": "tui.cli.reading:reindex",
    "rules": "tui.cli.rules:rules",
    "saved": "tui.cli.saved:saved",
    "search": "tui.cli.search:search",
    "show": "tui.cli.show:show",
    "sources": "tui.cli.sources:sources",
    "stats": "tui.cli.upkeep:stats",
    "sync": "tui.cli.reading:sync",
}
"""Each subcommand and where it is, so that `dateline search` never loads what only `dateline add` needs."""


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - COMMANDS is ours; this tells the type checker
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--library",
    "folder",
    type=click.Path(path_type=Path, readable=False),  # what cannot be read is told by the library, in its words
    envvar="DATELINE_LIBRARY",
    metavar="DIR",
    help="The library's folder. Default: the platform's user data folder, or DATELINE_LIBRARY.",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=WAIT_SECONDS,
    show_default=True,
    envvar="DATELINE_WAIT",
    metavar="SECONDS",
    help="How long to wait for another process that is writing to the library. DATELINE_WAIT says it for every run.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=1),
    envvar="DATELINE_MEMORY",
    metavar="MB",
    help="What each process may hold of what it indexes; less is slower. Default: 160, or DATELINE_MEMORY.",
)
@click.version_option(package_name="dateline", prog_name="dateline")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None, wait: float, memory: int | None) -> int:
    """Read and search your own archive of news articles.

    Without a command, the reader opens on the library.
    """
    ctx.obj = Settings(folder if folder is not None else default_library(), wait, memory)
    if ctx.invoked_subcommand is None:
        from tui.cli.reader import open_reader

        return open_reader(ctx.obj)
    return Exit.DONE


def main() -> None:
    """Run the command line; every ending goes through one place, so that streams and exit codes are right."""
    guard_streams()
    if "_DATELINE_COMPLETE" in os.environ:
        from tui.cli.completion import register

        register()
    sys.exit(exit_with(lambda: cli.main(prog_name="dateline", standalone_mode=False)))
