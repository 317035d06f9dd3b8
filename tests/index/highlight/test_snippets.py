from __future__ import annotations

import pytest

from index.highlight import hit_marks
from index.highlight.sentences import sentences
from index.types import Article, Block, BlockKind, Snippet, StoredArticle
from tests.index.highlight.understanding import asked, paragraph, stored

STORY = stored(
    Article(
        headline="Harbour reopens",
        standfirst="A year without tugs.",
        blocks=(
            Block(BlockKind.CAPTION, "A gull"),
            Block(BlockKind.PARAGRAPH, "The harbour of Nessel opened at dawn. Mr. Quarrel watched."),
            Block(BlockKind.PARAGRAPH, "A tug came first. Then a ship and a tug came. The ship was late."),
            Block(BlockKind.LIST, "one ship\n\ttwo tugs"),
        ),
    )
)


def shown(snippet: Snippet) -> str:
    """The snippet with its marks in brackets."""
    text = snippet.text
    for start, end in reversed(snippet.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def snippets(query: str, article: StoredArticle = STORY, limit: int = 1, width: int = 160) -> list[str]:
    return [
        shown(snippet) for snippet in hit_marks(article, asked(query, article), snippets=limit, width=width).snippets
    ]


@pytest.mark.parametrize(
    ("query", "width", "expected"),
    [
        ("nessel", 160, ["The harbour of [Nessel] opened at dawn. Mr. Quarrel watched."]),
        ("nessel", 45, ["The harbour of [Nessel] opened at dawn."]),
        ("quarrel", 20, ["Mr. [Quarrel] watched."]),
        ("tug", 20, ["A year without [tugs]."]),
        ("tug ship", 60, ["A [tug] came first. Then a [ship] and a [tug] came."]),
        ("ship", 160, ["Then a [ship] and a tug came. The [ship] was late."]),
        ('"ship two"', 40, ["one [ship two] tugs"]),
        ("", 160, ["The harbour of Nessel opened at dawn."]),
        ("headline:harbour", 160, ["The harbour of Nessel opened at dawn."]),
        ("headline:harbour", 20, ["The harbour of…"]),
        ("nothing", 160, ["The harbour of Nessel opened at dawn."]),
    ],
)
def test_the_best_passage(query: str, width: int, expected: list[str]) -> None:
    assert snippets(query, width=width) == expected


def test_several_passages_do_not_overlap_and_the_best_comes_first() -> None:
    assert snippets("tug OR ship", limit=9, width=60) == [
        "A [tug] came first. Then a [ship] and a [tug] came.",
        "one [ship] two [tugs]",
        "A year without [tugs].",
        "The [ship] was late.",
    ]
    assert snippets("tug", limit=0) == []


def test_a_passage_of_a_long_sentence_is_cut_between_words() -> None:
    words = " ".join(f"w{number}" for number in range(200))
    (text,) = snippets("w100 w102", paragraph(f"{words}."), width=60)
    assert text == "…w97 w98 w99 [w100] w101 [w102] w103 w104 w105 w106 w107 w108…"


def test_a_text_without_blanks_is_cut_all_the_same() -> None:
    (text,) = snippets("東京", paragraph("港" * 500 + "東京" + "港" * 500), width=60)
    assert "[東京]" in text
    assert len(text) < 70


def test_a_phrase_over_a_cut_is_kept_whole() -> None:
    article = paragraph("It read: one two three four five six seven. Then it went on and on.")
    assert snippets('"two three four five six"', article, width=12) == ["…[two three four five six]…"]
    assert snippets('"seven then"', article, width=12) == ["…[seven. Then]…"]


def test_an_article_without_words_has_no_snippet() -> None:
    assert snippets("", stored(Article(headline="Harbour", blocks=()))) == []
    assert snippets("harbour", stored(Article(headline="Harbour", blocks=(Block(BlockKind.PRE, " \n "),)))) == []


def test_headline_marks_number_their_terms() -> None:
    marks = hit_marks(STORY, asked("ship reopens harbours -quay", STORY))
    assert (marks.headline, marks.headline_terms) == (((0, 7), (8, 15)), (2, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” “Two.”", ["“One.”", "“Two.”"]),
        ("Mr. A. Quarrel and Dr. Marel met. They left.", ["Mr. A. Quarrel and Dr. Marel met.", "They left."]),
        ("The U.S. Navy left at 5 p.m. then. It is 3.5 m.", ["The U.S. Navy left at 5 p.m. then.", "It is 3.5 m."]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("one\n\n two", ["one", "two"]),
        ("港です。船です。", ["港です。", "船です。"]),
        ("وصلت السفينة. غادرت؟ نعم", ["وصلت السفينة.", "غادرت؟", "نعم"]),
        (" . ", ["."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_run_of_points_is_read_once() -> None:
    assert len(list(sentences("." * 200_000 + " x"))) == 1
