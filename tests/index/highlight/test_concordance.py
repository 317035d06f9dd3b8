"""Concordance lines: every match once, in its context, in the orders that are promised."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.highlight import highlight
from index.highlight.concordance import CONTEXT, arrange, matches_of
from index.types import (
    Article,
    Block,
    BlockKind,
    ConcordanceLine,
    ConcordanceOrder,
    Marks,
    Part,
    PartKind,
    StoredArticle,
)
from tests.index.highlight.understanding import asked, paragraph, stored

STORY = stored(
    Article(
        headline="Harbour of Nessel reopens",
        standfirst="A year without tugs.",
        authors=("Ida Tug",),
        section="Tugs",
        blocks=(
            Block(BlockKind.PARAGRAPH, "A tug came first.\n\tThen a ship and a tug came."),
            Block(BlockKind.CAPTION, "The first tug", "Nessel Tugs"),
        ),
        published="2031-05-02",
        outlet="Port Ansel Mail",
    ),
    marks=Marks(note="Ask the tug master."),
)


def lines(query: str, article: StoredArticle = STORY) -> list[tuple[str, str, str]]:
    return [(line.left, line.match, line.right) for line in matches_of(article, asked(query, article))]


def test_every_match_has_a_line_with_its_context_on_one_line() -> None:
    assert lines("tug") == [
        ("A year without ", "tugs", "."),
        ("Ida ", "Tug", ""),
        ("A ", "tug", " came first. Then a ship and a tug came."),
        ("A tug came first. Then a ship and a ", "tug", " came."),
        ("The first ", "tug", ""),
        ("Nessel ", "Tugs", ""),
    ]
    assert lines("section:tug OR note:tug") == [("", "Tugs", ""), ("Ask the ", "tug", " master.")]
    assert lines('"tug ship"~4') == [("A ", "tug came first. Then a ship", " and a tug came.")]
    assert lines("") == lines("is:read") == []


def test_a_line_says_where_it_stands() -> None:
    (line,) = matches_of(STORY, asked("ship", STORY))
    assert (line.article, line.headline, line.published) == (7, "Harbour of Nessel reopens", "2031-05-02")
    assert (line.part, line.start, line.end, line.outlet) == (Part(PartKind.BLOCK, 0), 26, 30, "Port Ansel Mail")


def test_a_long_context_is_cut() -> None:
    article = paragraph(f"{'w ' * 900}ship{' w' * 900}")
    (line,) = matches_of(article, asked("ship", article))
    assert len(line.left) <= CONTEXT
    assert len(line.right) <= CONTEXT
    assert line.left.endswith("w ")
    assert line.right.startswith(" w")


def line(left: str, match: str, right: str, published: str | None = None) -> ConcordanceLine:
    return ConcordanceLine(STORY.id, "", published, None, Part(PartKind.BLOCK), 0, 0, left, match, right, 0)


def test_the_nearest_words_decide_without_case_and_diacritics() -> None:
    some = [line("a big ", "ship", " Éa"), line("the old ", "ship", " eb"), line("An old ", "ship", ", ea z")]
    assert [one.left for one in arrange(some, ConcordanceOrder.LEFT)] == ["a big ", "An old ", "the old "]
    assert [one.right for one in arrange(some, ConcordanceOrder.RIGHT)] == [" Éa", ", ea z", " eb"]
    assert arrange(some, ConcordanceOrder.RELEVANCE) == some


def test_the_newest_come_first_and_the_undated_last() -> None:
    some = [line(str(number), "", "", date) for number, date in enumerate([None, "2030", "2031-01-02", None, "2030"])]
    assert [one.left for one in arrange(some, ConcordanceOrder.DATE)] == ["2", "1", "4", "0", "3"]


texts = st.lists(
    st.sampled_from(["ship", "Tug", "é", "e\u0301", "東", "سفينة", "🙂", "a", "-", "\n", "."]), max_size=12
)


@given(texts.map(" ".join), st.sampled_from(["ship", "tug OR é", '"ship tug"', "東 OR سفينة", "t*", '"a ship"~3']))
@settings(max_examples=100, deadline=None)
def test_what_is_lit_is_what_has_a_line(text: str, query: str) -> None:
    article = paragraph(text)
    understood = asked(query, article)
    found = matches_of(article, understood)
    assert [one.number for one in found] == list(range(len(highlight(article, understood).matches)))
    assert all(one.match == " ".join(text[one.start : one.end].split()) for one in found)
    assert all((one.left + one.match + one.right).split() == text.split() for one in found)
    for order in ConcordanceOrder:
        arranged = arrange(found, order)
        assert sorted(map(repr, arranged)) == sorted(map(repr, found))
        assert arrange(arranged, order) == arranged
    words = [one.right.casefold().split()[:1] for one in arrange(found, ConcordanceOrder.RIGHT) if one.right.isascii()]
    assert all(first <= second for first, second in pairwise(words) if "".join([*first, *second]).isalpha())
