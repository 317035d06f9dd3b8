"""Shell completion: prints the script that a shell loads."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_HOW = {
    "bash": "dateline completion bash > ~/.local/share/bash-completion/completions/dateline",
    "zsh": "dateline completion zsh > ~/.zfunc/_dateline   (with ~/.zfunc in fpath)",
    "fish": "dateline completion fish > ~/.config/fish/completions/dateline.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(sorted(_HOW)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    r"""Print the completion script for a shell.

    \b
    bash: dateline completion bash > ~/.local/share/bash-completion/completions/dateline
    zsh:  dateline completion zsh > ~/.zfunc/_dateline   (with ~/.zfunc in fpath)
    fish: dateline completion fish > ~/.config/fish/completions/dateline.fish
    """
    maker = get_completion_class(shell)
    assert maker is not None  # noqa: S101 - the choice above lists what click has
    click.echo(maker(ctx.find_root().command, {}, "dateline", "_DATELINE_COMPLETE").source())
