"""Rules for lines: which lines they mean, and that what they say is done."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import clean
from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.rules import NO_RULES, LineRule, Rules, like_key
from index.parsing.text import plain_blocks
from index.types import BlockKind

PAGE = """Ferry crews walk out again

By Mara Quill

Crews of the night ferry refused to sail on Monday, and the company would not talk to anybody.

Get the harbour letter every Friday

The union wants two pilots on every bridge after a collision in the fog last winter.

12 comments
"""
LETTER = "Get the harbour letter every Friday"
TWO_PILOTS = "The union wants two pilots on every bridge after a collision in the fog last winter."


def rules(*texts: str, drop: bool = True, like: bool = True) -> Rules:
    return Rules(tuple(LineRule(number, drop, like, text) for number, text in enumerate(texts, start=1)))


def body(text: str, wanted: Rules = NO_RULES) -> list[str]:
    return [block.text for block in clean(ParsedDocument("a.txt", plain_blocks(text), pasted=True), wanted).blocks]


def test_lines_are_alike_but_for_case_blanks_and_numbers() -> None:
    assert like_key("12 comments") == like_key("1,204  Comments") == "0 comments"
    assert like_key("3 comments") != like_key("3 comment")
    assert like_key("At 10:30 on 5/6") == like_key("at 9:05 on 12/11")


def test_an_exact_rule_means_the_very_line() -> None:
    exact = rules("12 comments", like=False)
    assert exact.verdict("12  comments") is not None
    assert exact.verdict("7 comments") is None
    assert exact.verdict("12 Comments") is None
    assert rules("12 comments").verdict("7 Comments") is not None


def test_the_more_decisive_rule_wins() -> None:
    both = Rules((LineRule(1, False, True, "More on this"), LineRule(2, True, False, "More on this")))
    found = both.verdict("More on this")
    assert found is not None
    assert found.id == 1


def test_a_rule_for_one_article_of_a_file_holds_there_only() -> None:
    one = Rules((LineRule(1, True, True, "Advert", record="#2"), LineRule(2, True, True, "Menu")))
    assert one.of_record("#1").verdict("Advert") is None
    assert one.of_record("#2").verdict("Advert") is not None
    assert one.of_record("#1").verdict("Menu") is not None


def test_rules_go_to_other_processes() -> None:
    sent = pickle.loads(pickle.dumps(rules("12 comments")))  # noqa: S301 - our own
    assert sent.verdict("3 comments") is not None


def test_a_line_of_the_body_is_dropped() -> None:
    assert TWO_PILOTS in body(PAGE)
    assert body(PAGE, rules(TWO_PILOTS)) == [text for text in body(PAGE) if text != TWO_PILOTS]


def test_a_dropped_line_is_kept_where_it_stood() -> None:
    assert "12 comments" not in body(PAGE)
    assert body(PAGE, rules("3 comments", drop=False))[-1] == "12 comments"


def test_a_rule_that_the_cleaning_agrees_with_changes_nothing() -> None:
    # What is left out by itself is still seen by the cleaning: the end of an article is found by it.
    assert body(PAGE, rules("12 comments")) == body(PAGE)


def test_a_rule_reaches_the_body_that_a_format_declares() -> None:
    blocks = (RawBlock("One line of news."), RawBlock("Advert 7"), RawBlock("Menu", dropped="navigation"))
    document = ParsedDocument("a.html", blocks, {"headline": (Found("News", "title"),)})
    assert [block.text for block in clean(document).blocks] == ["One line of news.", "Advert 7"]
    assert [block.text for block in clean(document, rules("advert 9")).blocks] == ["One line of news."]
    kept = clean(document, rules("menu", drop=False)).blocks
    assert [block.text for block in kept] == ["One line of news.", "Advert 7", "Menu"]


LINES = st.lists(
    st.one_of(
        st.sampled_from([*filter(None, PAGE.split("\n")), "Share", "Read more", "Photo: Ilse Brandt/Meridian"]),
        st.text(st.sampled_from("abcde fghij.-,12"), min_size=1, max_size=60),
    ),
    min_size=2,
    max_size=14,
)


@given(LINES, st.data())
def test_what_a_rule_drops_is_never_in_the_body(lines: list[str], data: st.DataObject) -> None:
    text = "\n\n".join(["The mayor opened the new bridge on Monday, and many people came to see it.", *lines])
    dropped = " ".join(data.draw(st.sampled_from(lines)).split())
    wanted = rules(dropped, like=False)
    for block in clean(ParsedDocument("a.txt", plain_blocks(text), pasted=True), wanted).blocks:
        if block.kind is BlockKind.PARAGRAPH:
            assert wanted.verdict(block.text) is None


@given(LINES, st.data())
def test_what_a_rule_keeps_is_always_there(lines: list[str], data: st.DataObject) -> None:
    text = "\n\n".join(["The mayor opened the new bridge on Monday, and many people came to see it.", *lines])
    blocks = plain_blocks(text)
    kept = data.draw(st.sampled_from([block.text for block in blocks]))
    article = clean(ParsedDocument("a.txt", blocks, pasted=True), rules(kept, drop=False, like=False))
    words = " ".join([article.headline, *(f"{block.text} {block.credit}" for block in article.blocks)])
    assert all(word in words for word in kept.replace("Photo:", "").replace("/", " ").split() if word.isalpha())
