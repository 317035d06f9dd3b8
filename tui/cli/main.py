"""The `dateline` command: the root of its subcommands."""

from __future__ import annotations

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", prog_name="dateline")
def main() -> None:
    """Read and search your own archive of news articles."""
