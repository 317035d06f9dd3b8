"""Shell completion: prints the script that a shell loads, and completes sources and the words of queries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from index.errors import DatelineError

_SHELLS = ("bash", "fish", "zsh")

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response type value
    COMPREPLY=()
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete $1)
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$(printf '%%q' "$value")") ;;
            open) COMPREPLY+=("$value"); compopt -o nospace ;;
        esac
    done <<< "$response"
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """Completion for bash, which takes a colon for the end of a word: `is:un` comes as three."""

    source_template: ClassVar[str] = _BASH
    _begun = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, with its colons."""
        args, incomplete = super().get_completion_args()
        if incomplete == ":":
            args, incomplete = [*args, ":"], ""
        if len(args) > 1 and args[-1] == ":":
            self._begun = f"{args[-2]}:"
            args, incomplete = args[:-2], self._begun + incomplete
        return args, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """What takes the place of the part behind the colon. No blank follows a field: its value does."""
        kind = "open" if item.type == "plain" and item.value.endswith(":") else item.type
        return f"{kind},{item.value.removeprefix(self._begun)}"


def register() -> None:
    """Have click complete bash through `Bash`."""
    add_completion_class(Bash, "bash")


def complete_sources(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The sources whose path, or number when a digit was typed, begins so. Nothing where there is no library."""
    from index import Library
    from tui.cli.context import default_library

    del parameter
    folder = ctx.find_root().params.get("folder") or default_library()
    try:
        with Library.open(Path(folder), create=False) as library:
            known = library.sources()
    except DatelineError:
        return []
    # Path.expanduser() raises where there is no such user.
    begun = {incomplete, str(Path(os.path.expanduser(incomplete)).absolute())} if incomplete else {""}  # noqa: PTH111
    by_number = [CompletionItem(str(source.id), help=source.label) for source in known if incomplete.isdigit()]
    by_path = [CompletionItem(source.label) for source in known if source.label.startswith(tuple(begun))]
    return [*(item for item in by_number if item.value.startswith(incomplete)), *by_path]


def complete_saved(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The saved searches whose name begins so. Nothing where there is no library."""
    from index import Library
    from tui.cli.context import default_library

    del parameter
    try:
        with Library.open(Path(ctx.find_root().params.get("folder") or default_library()), create=False) as library:
            known = library.saved_searches()
    except DatelineError:
        return []
    begun = incomplete.casefold()
    return [CompletionItem(saved.name, help=saved.query) for saved in known if saved.name.casefold().startswith(begun)]


def complete_query(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The words of the query language that begin so."""
    from index import query_words

    del ctx, parameter
    return [CompletionItem(word) for word in query_words() if word.startswith(incomplete)]


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash: dateline completion bash > ~/.local/share/bash-completion/completions/dateline
    zsh:  dateline completion zsh > ~/.zfunc/_dateline   (with ~/.zfunc in fpath)
    fish: dateline completion fish > ~/.config/fish/completions/dateline.fish
    """  # noqa: D301 - click wants the character itself
    register()
    maker = get_completion_class(shell)
    assert maker is not None  # noqa: S101 - the choice above lists what click has
    click.echo(maker(ctx.find_root().command, {}, "dateline", "_DATELINE_COMPLETE").source())
