"""`show`: one article on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from index.errors import UsageError
from index.types import Block, BlockKind, Highlights, Part, PartKind, StoredArticle
from tui.cli.completion import complete_query
from tui.cli.context import Settings, pass_settings
from tui.cli.streams import json_is_ascii, use_colour
from tui.cli.text import article_lines
from tui.cli.words import article_id


@click.command()
@click.argument("number", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--query", metavar="QUERY", shell_complete=complete_query, help="Light what matches this query.")
@click.option("--evidence", is_flag=True, help="Print where each field comes from, and what became of each raw line.")
@pass_settings
def show(settings: Settings, number: str, form: str, query: str | None, evidence: bool) -> None:
    """Print the article with that id."""
    if evidence:
        _show_evidence(settings, number, form)
        return
    stored = settings.open_library().get(article_id(number))
    highlights = _highlights(settings, stored, query) if query else Highlights()
    if form == "json":
        click.echo(json.dumps(article_json(stored, highlights), ensure_ascii=json_is_ascii()))
    elif form == "markdown":
        click.echo(markdown(stored))
    else:
        colour = use_colour(sys.stdout)
        for line in article_lines(stored, highlights, colour=colour):
            click.echo(line, color=colour)


def _show_evidence(settings: Settings, number: str, form: str) -> None:
    from index import inspect
    from tui.cli.evidence import print_inspection

    if form == "markdown":
        raise UsageError("--evidence has no such format", form, "Choose text or json.")
    inspection = inspect(settings.open_library(), article_id(number))
    print_inspection(inspection, as_json=form == "json", colour=use_colour(sys.stdout))


def _highlights(settings: Settings, stored: StoredArticle, query: str) -> Highlights:
    from index import highlight_article
    from tui.cli.search import open_searcher

    return highlight_article(stored, open_searcher(settings).understand(query))


def article_json(stored: StoredArticle, highlights: Highlights) -> dict[str, Any]:
    """The versioned form of design section 4; unknown values are None."""
    article, marks = stored.article, stored.marks
    return {
        "version": 1,
        "id": stored.id,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "place": article.place,
        "section": article.section,
        "outlet": article.outlet,
        "published": article.published,
        "evidence": dict(article.evidence),
        "language": article.language,
        "location": stored.location,
        "url": article.url,
        "words": stored.words,
        "read": marks.read,
        "starred": marks.starred,
        "rating": marks.rating,
        "tags": list(dict.fromkeys((*marks.tags, *article.tags))),
        "note": marks.note,
        "blocks": [_block_json(number, block, highlights) for number, block in enumerate(article.blocks)],
    }


def _block_json(number: int, block: Block, highlights: Highlights) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "credit": block.credit,
        "marks": [[span.start, span.end] for span in highlights.of(Part(PartKind.BLOCK, number))],
    }


def markdown(stored: StoredArticle) -> str:
    """The article as Markdown; what means something to Markdown is escaped in running text."""
    article = stored.article
    by = " · ".join(
        word for word in (", ".join(article.authors), article.place, article.published, article.outlet) if word
    )
    pieces = [f"# {_escaped(article.headline)}"]
    if article.standfirst:
        pieces.append(f"**{_escaped(article.standfirst)}**")
    if by:
        pieces.append(f"*{_escaped(by)}*")
    pieces.extend(_block_markdown(block) for block in article.blocks)
    pieces.append(f"<{article.url}>" if article.url else f"`{stored.location}`")
    return "\n\n".join(pieces)


def _block_markdown(block: Block) -> str:
    text = block.text
    if block.kind is BlockKind.PRE:
        return "\n".join(f"    {line}" for line in text.split("\n"))
    lines = [_escaped(line) for line in text.split("\n")]
    if block.kind is BlockKind.HEADING:
        return f"## {' '.join(lines)}"
    if block.kind is BlockKind.LIST:
        return "\n".join(f"- {line}" for line in lines)
    if block.kind is BlockKind.QUOTE:
        return "\n".join(f"> {line}" for line in lines)
    if block.kind is BlockKind.CAPTION:
        credit = f" [{block.credit}]" if block.credit else ""
        return f"*{' '.join(lines)}{_escaped(credit)}*"
    return "\n".join(lines)


def _escaped(text: str) -> str:
    special = "\\`*_[]<>#"
    return "".join(f"\\{letter}" if letter in special else letter for letter in text)
