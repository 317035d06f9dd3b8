from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library.codec import date_key, fold_tag, unpack_body
from index.library.packing import body_digest, count_words, head_json, pack, restore
from index.types import Article, Block, BlockKind
from tests.index.library.making import article

texts = st.text(st.characters(codec="utf-8"), max_size=40)
maybe = st.none() | texts
blocks = st.builds(Block, st.sampled_from(BlockKind), texts, maybe)
articles = st.builds(
    Article,
    headline=texts,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    standfirst=maybe,
    authors=st.lists(texts, max_size=2).map(tuple),
    place=maybe,
    section=maybe,
    outlet=maybe,
    published=maybe,
    language=maybe,
    url=maybe,
    tags=st.lists(texts, max_size=2).map(tuple),
    evidence=st.dictionaries(texts, texts, max_size=2),
)


@given(articles)
def test_an_article_is_restored_as_it_was(original: Article) -> None:
    assert restore(head_json(original), pack(original).body) == original


@given(articles, articles)
def test_digests_are_equal_when_articles_are(first: Article, second: Article) -> None:
    assert (pack(first).digest == pack(second).digest) == (first == second)


def test_damaged_bodies_are_said() -> None:
    body = pack(article()).body
    for damaged in (b"", body[:-3], body[:5] + b"?" + body[6:]):
        with pytest.raises(ValueError, match=r".+"):
            unpack_body(damaged)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("One two,\tthree.\nFour", 4),
        ("well-known — don’t U.S. 1,500", 4),
        ("– ... «mot» !", 1),
        ("élan vital", 2),
        ("مجلس المدينة، صوّت", 3),
        ("東京の港", 4),
        ("ข่าว", 4),
        ("港 and 港", 3),
        ("नगर परिषद ने", 3),
        ("a\u00a0b\u3000c", 3),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(Article("", (Block(BlockKind.PARAGRAPH, text),))) == words


def test_every_text_but_credits_counts() -> None:
    counted = Article("One two", (Block(BlockKind.CAPTION, "four", "five six"),), standfirst="three", authors=("x",))
    assert count_words(counted) == 4


@pytest.mark.parametrize(
    "same",
    [
        ("THE WALL. Held!",),
        ("The wall", "held"),
        ("“The wall” — held…",),
        ("The  wall\n\nheld",),
        ("Ｔhe wall held",),
    ],
)
def test_bodies_are_the_same_when_their_words_are(same: tuple[str, ...]) -> None:
    assert body_digest(article("A", *same)) == body_digest(article("Another", "The wall held"))


@pytest.mark.parametrize("other", ["The wall held on", "wall The held", "The wallheld", "Thé wall held"])
def test_bodies_are_others_when_their_words_are(other: str) -> None:
    assert body_digest(article("A", other)) != body_digest(article("A", "The wall held"))


def test_captions_are_not_the_body() -> None:
    caption = Block(BlockKind.CAPTION, "The wall.", "I. Moreau")
    paragraph = Block(BlockKind.PARAGRAPH, "It held.")
    assert body_digest(Article("A", (caption, paragraph))) == body_digest(Article("A", (paragraph,)))
    assert body_digest(Article("A", (caption,))) is None
    assert body_digest(article("A", "— … !")) is None


def test_dates_sort_by_day_as_written_then_by_instant() -> None:
    in_order = [
        "0001-01-01",
        "2017-03-08T23:59:59-11:00",
        "2017-03-09",
        "2017-03-09T01:00:00+10:00",
        "2017-03-09T00:00:00",
        "2017-03-09T23:00:00+23:00",
        "2017-03-09T05:00:00Z",
        "2017-03-09T23:59:59.5-12:00",
        "2017-03-10T00:00:00+14:00",
        "9999-12-31",
    ]
    in_order[5:6] = []  # at the instant of the one before it
    keys = [date_key(date) for date in in_order]
    assert None not in keys
    assert keys == sorted(set(keys), key=lambda key: key or 0)
    assert date_key("2017-03-09T23:00:00+23:00") == date_key("2017-03-09T00:00:00+00:00")


@pytest.mark.parametrize("text", [None, "", "yesterday", "2017-02-30", "2017-03-09T25:00"])
def test_what_is_no_date_has_no_place_in_date_order(text: str | None) -> None:
    assert date_key(text) is None


@given(texts)
def test_folding_a_tag_twice_changes_nothing(tag: str) -> None:
    assert fold_tag(fold_tag(tag)) == fold_tag(tag)
