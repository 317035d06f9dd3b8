from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import BLOCK_GAP, field_texts, field_words, words
from index.query.tree import FIELDS
from index.types import Article, Block, BlockKind

ARTICLE = Article(
    headline="Harbour reopens",
    blocks=(
        Block(BlockKind.HEADING, "A first ship"),
        Block(BlockKind.PARAGRAPH, "The harbour was quiet."),
        Block(BlockKind.CAPTION, "A tug at dawn", credit="Iva Marel/Quay News"),
        Block(BlockKind.PRE, ""),
    ),
    standfirst="After a year",
    authors=("Ilse Torrend", "Bo Quarrel"),
    place="Port Nessel",
    section="Coast",
    outlet="Quay News",
    language="en",
    url="https://quay.example/1",
)


def test_every_text_stands_in_its_field() -> None:
    assert field_texts(ARTICLE, "wire/a.txt") == {
        "headline": ["Harbour reopens"],
        "standfirst": ["After a year"],
        "byline": ["Ilse Torrend", "Bo Quarrel"],
        "place": ["Port Nessel"],
        "body": ["A first ship", "The harbour was quiet."],
        "caption": ["A tug at dawn", "Iva Marel/Quay News"],
        "section": ["Coast"],
        "outlet": ["Quay News"],
        "url": ["https://quay.example/1"],
        "path": ["wire/a.txt"],
        "lang": ["en"],
    }
    assert set(field_texts(ARTICLE, "wire/a.txt")) == set(FIELDS)


def test_fields_without_a_text_are_left_out() -> None:
    assert field_texts(Article(headline="Harbour", blocks=()), "a.txt") == {"headline": ["Harbour"], "path": ["a.txt"]}


def test_positions_leave_a_gap_between_texts() -> None:
    assert field_words(["one two", "", "three"]) == [("one", 0), ("two", 1), ("three", 2 + 2 * BLOCK_GAP)]


@given(st.lists(st.text(max_size=20), max_size=5))
def test_field_words_are_the_words_of_the_texts(texts: list[str]) -> None:
    placed = field_words(texts)
    assert [word for word, _ in placed] == [word for text in texts for word in words(text)]
    positions = [position for _, position in placed]
    assert positions == sorted(set(positions))
