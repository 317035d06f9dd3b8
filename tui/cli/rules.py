"""`rules`: what a person said of lines, and `apply-rules`, by which the reader has articles follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from index.errors import UsageError
from index.types import Rule, RuleAction, RuleScope
from tui.cli.context import Settings, pass_settings
from tui.cli.reading import porcelain_option, run_over
from tui.cli.streams import json_is_ascii, say
from tui.cli.words import article_id

if TYPE_CHECKING:
    from index import Library

_SCOPES = {
    RuleScope.ARTICLE: "this article",
    RuleScope.FILE: "articles of this file",
    RuleScope.FOLDER: "articles under this folder",
    RuleScope.SOURCE: "articles of this source",
}


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def rules(ctx: click.Context, form: str) -> None:
    """List the rules that drop or restore lines, with their numbers."""
    if ctx.invoked_subcommand is not None:
        return
    settings = ctx.find_object(Settings)
    assert settings is not None  # noqa: S101 - the root command sets it
    known = settings.open_library().rules()
    if form == "json":
        told = [_rule_json(rule) for rule in known]
        click.echo(json.dumps({"version": 1, "rules": told}, ensure_ascii=json_is_ascii()))
        return
    for rule in known:
        click.echo(_line(rule))
    if not known:
        say("no rules yet; `dateline rules drop ID LINE` drops a line of an article")


def _making(name: str, action: RuleAction, text: str) -> click.Command:
    @rules.command(name, help=text)
    @click.argument("number", metavar="ID")
    @click.argument("line", metavar="LINE")
    @click.option(
        "--scope",
        type=click.Choice([scope.value for scope in RuleScope]),
        default=RuleScope.ARTICLE.value,
        show_default=True,
        help="Beyond one article, lines are meant that differ in case and numbers only.",
    )
    @pass_settings
    def make(settings: Settings, number: str, line: str, scope: str) -> int:
        from index import add_rule

        library = settings.open_library()
        article = article_id(number)
        made = add_rule(library, article, _text(library, article, line), action, RuleScope(scope))
        say("took the opposite rule back" if made is None else f"rule {made}")
        return apply_to(settings, library)

    return make


_making("drop", RuleAction.DROP, "Drop a line: its number in `show ID --evidence`, or its text.")
_making("keep", RuleAction.KEEP, "Restore a line that was dropped: its number in `show ID --evidence`, or its text.")


@rules.command()
@click.argument("number", metavar="NUMBER", type=int)
@pass_settings
def remove(settings: Settings, number: int) -> int:
    """Take a rule back, and read the articles again that it was about."""
    from index import remove_rule

    library = settings.open_library()
    remove_rule(library, number)
    return apply_to(settings, library)


@click.command("apply-rules", hidden=True)
@porcelain_option
@pass_settings
def apply(settings: Settings, porcelain: bool) -> int:
    """Read the articles again that new or withdrawn rules are about."""
    return apply_to(settings, settings.open_library(), porcelain=porcelain)


def apply_to(settings: Settings, library: Library, *, porcelain: bool = False) -> int:
    """Have the articles of a library follow its rules."""
    from index import apply_rules

    return run_over(
        lambda told, stop: apply_rules(
            library, report=told.progress, stop=stop, patience=settings.patience(stop), memory=settings.memory
        ),
        porcelain=porcelain,
    )


def _text(library: Library, article: int, line: str) -> str:
    """The text of a line that was named by its number, or as it is."""
    if not line.isascii() or not line.isdigit():
        return line
    from index import inspect

    lines = inspect(library, article).lines
    if not 1 <= int(line) <= len(lines):
        advice = f"`dateline show {article} --evidence` lists them with their numbers."
        raise UsageError("the article's text has no such line", line, advice)
    return lines[int(line) - 1].text


def _line(rule: Rule) -> str:
    kind = "lines like" if rule.like else "the line"
    waits = "  (with the next sync)" if rule.pending else ""
    return f"{rule.id:>4}  {rule.action.value} {kind} “{rule.text}” in {_SCOPES[rule.scope]}: {rule.place}{waits}"


def _rule_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "source": rule.source_id,
        "action": rule.action.value,
        "scope": rule.scope.value,
        "place": rule.place,
        "like": rule.like,
        "text": rule.text,
        "created": rule.created,
        "pending": rule.pending,
    }
