"""What stands on a command line: queries, in which `-word` means NOT, and the ids of articles."""

from __future__ import annotations

from collections.abc import Iterator

import click

from index.errors import ArticleNotFoundError
from index.types import ArticleId

_SHIELD = "\x00"  # no argument of a process can hold it


class QueryCommand(click.Command):
    """A command that takes `-word` for a word of its query. Its own options are the long ones and `-h`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with the words shielded from the option parser."""
        return super().parse_args(ctx, list(self._shielded(ctx, args)))

    def _shielded(self, ctx: click.Context, args: list[str]) -> Iterator[str]:
        with_value = {
            name
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        before = ""
        for place, argument in enumerate(args):
            if argument == "--":
                yield from args[place:]
                return
            is_word = argument.startswith("-") and not argument.startswith("--") and argument != "-h"
            yield _SHIELD + argument if is_word and before not in with_value else argument
            before = argument


def joined(ctx: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> str:
    """Make one query of the arguments of a QueryCommand."""
    del ctx, parameter
    return " ".join(word.removeprefix(_SHIELD) for word in words)


def article_id(number: str) -> ArticleId:
    """Read the id of an article.

    Raises:
        ArticleNotFoundError: it is not the id of any.
    """
    if not number.isascii() or not number.isdigit() or len(number) > len(str(2**63)) - 1:
        raise ArticleNotFoundError("there is no such article", number, "`dateline search QUERY` prints ids.")
    return ArticleId(int(number))
