from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import safe_text
from index.parsing.markup import is_escaped
from index.parsing.text import plain_blocks, raw_blocks

PARAGRAPHS = (
    (
        "The night ferry between the two towns sailed again on Monday, ending a silence of two winters that islanders"
        " had begun to fear would be for good, and everybody who could walk came down to the old quay to see it go."
    ),
    (
        "Harbour pilots said that they had never seen so many people on the quay before a sailing, not even in the year"
        " of the great herring, when the boats came in so deep that the children could step from one to the next."
    ),
    "The crossing takes five hours.",
)


def texts(text: str) -> list[str]:
    return [block.text for block in raw_blocks(text)]


@pytest.mark.parametrize("width", [60, 65, 80])  # at 72 the second paragraph's last line happens to be full
@pytest.mark.parametrize("separator", ["\n\n", "\n"])
def test_paragraphs_that_were_broken_into_lines_are_whole_again(width: int, separator: str) -> None:
    wrapped = separator.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert texts(wrapped) == list(PARAGRAPHS)


def test_indents_begin_paragraphs() -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, 70, initial_indent="   ") for paragraph in PARAGRAPHS)
    assert texts(wrapped) == list(PARAGRAPHS)


def test_a_paragraph_a_line_is_left_alone() -> None:
    assert texts("\n".join(PARAGRAPHS)) == list(PARAGRAPHS)


def test_short_lines_are_left_alone() -> None:
    poem = ["The lamp is lit,", "the soup is thin,", "the boat goes out,", "the fog comes in."]
    assert texts("\n".join(poem)) == poem


def test_items_of_a_list_are_left_alone() -> None:
    items = [f"- the {word} item is a line that is as long as the others are in here" for word in ("one", "two", "six")]
    assert texts(textwrap.fill(PARAGRAPHS[0], 72) + "\n" + "\n".join(items))[1:] == items


def test_chinese_lines_are_joined_without_a_blank() -> None:
    line = "夜间渡轮周一再次启航结束了两个冬天的沉寂岛民们曾担心它再也不会回来所有能走路的人都来到了码头上看它离开"
    assert texts(f"{line}\n{line}\n{line}\n{line}\n完。")[0] == line * 4 + "完。"


def test_blank_lines_are_evidence() -> None:
    assert [(block.text, block.gap) for block in raw_blocks("a\nb\n\n \nc")] == [("a", True), ("b", False), ("c", True)]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")))
def test_no_word_is_lost_or_changed(text: str) -> None:
    joined = "".join("".join(texts(text)).split())
    assert joined == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "a caf&#233;",
        "a caf&#xe9;",
        "d&eacute;j&agrave; vu",
        "&quot;Yes&quot;",
        "Tarn &amp; Sons",
        "AT&amp;T",
        "open &ndash; again",
        "five&nbsp;hours",
    ],
)
def test_an_entity_where_its_character_would_stand_is_evidence_of_escaping(text: str) -> None:
    assert is_escaped(text)


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and R&D; and Q&A",
        "see ?a=1&copy=2&lang=en",
        "Write &lt;b&gt;bold&lt;/b&gt; or x&#60;y, x&#x3e;y",
        "Write &amp;lt; or &amp;#233; or &amp;amp;",
        "The entity &eacute; is a letter, &quot; a quote",
        "a&nosuchname;b",
        "red&#27;[31m and a&#0;b and a&#1114112;b",
    ],
)
def test_other_ampersands_are_left_as_they_are_written(text: str) -> None:
    assert not is_escaped(text)
    assert [block.text for block in plain_blocks(text)] == [text]


@given(
    st.lists(st.sampled_from(["caf&#233; ", "&#27;[31m", "&#x9b;", "&#13;", "&#8238;", "&#0;", "x", "&amp;"])).map(
        "".join
    )
)
def test_no_entity_brings_a_control_character_in(text: str) -> None:
    for block in plain_blocks(text):
        assert safe_text(block.text) == block.text
