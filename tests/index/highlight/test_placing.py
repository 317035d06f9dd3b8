"""Of words that have to stand somewhere only those are lit that do."""

from __future__ import annotations

import pytest

from index.highlight import highlight, hit_marks, matches_article
from index.query.tree import Node
from index.types import Article, Block, BlockKind, Part, PartKind, StoredArticle
from tests.index.highlight.understanding import asked, paragraph, stored


def marked(query: str, article: StoredArticle) -> str:
    """Gives the first block, each lit stretch in brackets with its term behind it."""
    text = article.article.blocks[0].text
    for span in reversed(highlight(article, asked(query, article)).of(Part(PartKind.BLOCK, 0))):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{span.term}{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tug NEAR/2 ship", "[tug]0 a [ship]1 at sea, a tug. A dog. [Ship]1 [tug]0"),
        ("tug ADJ/2 ship", "[tug]0 a [ship]1 at sea, a tug. A dog. Ship tug"),
        ("tug NEAR/5 ship", "[tug]0 a [ship]1 at sea, a [tug]0. A dog. [Ship]1 [tug]0"),
        ("tug NEAR/3 tug", "tug a ship at sea, a tug. A dog. Ship tug"),
        ("tug NEAR/4 tug", "tug a ship at sea, a [tug]0. A dog. Ship [tug]0"),
        ("tug /s sea", "[tug]0 a ship at [sea]1, a [tug]0. A dog. Ship tug"),
        ("tug /s dog", "tug a ship at sea, a tug. A dog. Ship tug"),
        ("tug /p dog", "[tug]0 a ship at sea, a [tug]0. A [dog]1. Ship [tug]0"),
        ("(tug NEAR/2 ship) /s sea", "[tug]0 a [ship]1 at [sea]2, a tug. A dog. Ship tug"),
        ('"ship at" NEAR/1 sea', "tug a [ship at]0 [sea]1, a tug. A dog. Ship tug"),
        ("(dog OR sea) NEAR/2 tug", "tug a ship at [sea]1, a [tug]2. A [dog]0. Ship [tug]2"),
        ("atleast3(tug)", "[tug]0 a ship at sea, a [tug]0. A dog. Ship [tug]0"),
        ("atleast4(tug)", "tug a ship at sea, a tug. A dog. Ship tug"),
        ("atleast2(tug NEAR/2 ship)", "[tug]0 a [ship]1 at sea, a tug. A dog. [Ship]1 [tug]0"),
        ("==Ship OR dog", "tug a ship at sea, a tug. A [dog]1. [Ship]0 tug"),
        ("-(tug NEAR/2 sea) dog", "tug a ship at sea, a tug. A dog. Ship tug"),
        ("-(tug NEAR/1 sea) dog", "tug a ship at sea, a tug. A [dog]0. Ship tug"),
        ("tux~1 NEAR/1 dox~1", "tug a ship at sea, a tug. A dog. Ship tug"),
        ("/t.g/ NEAR/2 d?g", "tug a ship at sea, a [tug]0. A [dog]1. Ship [tug]0"),
        ("(tug NEAR/2 ship) NEAR/2 sea", "[tug]0 a [ship]1 at [sea]2, a tug. A dog. Ship tug"),
    ],
)
def test_what_is_lit(query: str, expected: str) -> None:
    assert marked(query, paragraph("tug a ship at sea, a tug. A dog. Ship tug")) == expected


def test_conditions_are_met_in_one_text() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in ("A tug", "a ship", "a ship, a tug"))
    article = stored(Article(headline="Tug", standfirst="Ship", blocks=blocks))
    for query in ("tug NEAR/9 ship", "tug /s ship", "tug /p ship"):
        found = highlight(article, asked(query, article)).matches
        assert {match.part for match in found} == {Part(PartKind.BLOCK, 2)}


def test_the_opening_ends_inside_a_paragraph() -> None:
    article = stored(
        Article(
            headline="", blocks=tuple(Block(BlockKind.PARAGRAPH, "oak " * 49 + word) for word in ("tug", "ship", "sea"))
        )
    )
    for query, met in (
        ("lead:ship", True),
        ("lead:sea", False),
        ("lead:(oak NEAR/1 ship)", True),
        ("lead:(oak /s sea)", False),
    ):
        tree: Node = asked(query, article).tree  # type: ignore[assignment]
        assert matches_article(article, tree) is met, query


def test_a_snippet_shows_what_takes_part() -> None:
    text = "A ship. " + "It rained. " * 30 + "A ship met a tug."
    article = paragraph(text)
    (snippet,) = hit_marks(article, asked("ship NEAR/3 tug", article), width=40).snippets
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["ship", "tug"]


@pytest.mark.parametrize("query", ["w NEAR/99 w", "(w NEAR/9 w) NEAR/99 (w NEAR/9 w)", "w /s w", "w ADJ/99 w ADJ/99 w"])
def test_each_of_many_words_is_looked_at_a_few_times(query: str) -> None:
    article = paragraph("w " * 5_000)
    assert len(highlight(article, asked(query, article)).matches) == 5_000
