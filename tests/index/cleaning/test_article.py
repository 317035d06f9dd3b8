from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning import clean, safe_line, safe_text
from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.errors import NotAnArticleError
from index.parsing.text import raw_blocks
from index.types import Article, Block, BlockKind

PROSE = (
    "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared.",
    "The crossing takes five hours and ten minutes, and costs nineteen crowns for a grown passenger.",
    "Harbour pilots said that they had never seen so many people on the old quay before a sailing.",
)


def pasted(text: str, folder: str | None = None) -> Article:
    return clean(ParsedDocument("a.txt", tuple(raw_blocks(safe_text(text))), pasted=True, folder=folder))


def declared(body: str, **fields: str | tuple[str, ...]) -> Article:
    values = {
        name: tuple(Found(one, f"json:{name}") for one in ((value,) if isinstance(value, str) else value))
        for name, value in fields.items()
    }
    return clean(ParsedDocument("a.json", tuple(raw_blocks(safe_text(body))), values))


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\x1b[2J\u200b"])
def test_nothing_is_no_article(text: str) -> None:
    with pytest.raises(NotAnArticleError):
        pasted(text)


def test_a_note_of_a_word_that_furniture_uses_is_an_article() -> None:
    assert pasted("Weather").headline == "Weather"


def test_a_headline_alone_is_an_article() -> None:
    assert pasted("Ferry sails").headline == "Ferry sails"


def test_prose_without_a_headline_is_called_by_its_first_words() -> None:
    long = " ".join(PROSE)
    article = pasted(long)
    assert article.headline.startswith("The night ferry sailed again")
    assert article.headline.endswith("…")
    assert [block.text for block in article.blocks] == [long]
    assert article.evidence["headline"] == "first words"


def test_the_folder_is_the_section_unless_the_text_names_one() -> None:
    text = "Ferry sails again after two winters\n\n" + "\n\n".join(PROSE)
    assert pasted(text, folder="coast").section == "coast"
    assert pasted(text, folder="coast").evidence["section"] == "folder"
    assert pasted(f"Port News\n\n{text}", folder="coast").section == "Port News"


def test_a_path_names_the_section() -> None:
    text = "Home > Regions > Coast\n\nFerry sails again after two winters\n\n" + "\n\n".join(PROSE)
    assert pasted(text).section == "Coast"


def test_the_standfirst_stands_before_the_byline_only() -> None:
    body = "\n\n".join(PROSE[1:])
    with_byline = pasted(f"Ferry sails again\n\n{PROSE[0]}\n\nBy Orla Fennick\n\n{body}")
    assert with_byline.standfirst == PROSE[0]
    assert len(with_byline.blocks) == 2
    without = pasted(f"Ferry sails again\n\n{PROSE[0]}\n\n{body}")
    assert without.standfirst is None
    assert len(without.blocks) == 3


def test_a_date_line_near_the_headline_is_the_publication() -> None:
    article = pasted("Ferry sails again\n\nPublished 9 March 2031, 06:12 GMT\n\n" + "\n\n".join(PROSE))
    assert article.published == "2031-03-09T06:12:00+00:00"
    assert article.evidence["published"] == "date line"


def test_one_word_that_furniture_uses_too_may_be_a_subhead() -> None:
    article = pasted("Ferry sails again\n\n" + f"{PROSE[0]}\n\nWeather\n\n{PROSE[1]}\n\n{PROSE[2]}")
    assert Block(BlockKind.HEADING, "Weather") in article.blocks


def test_bulleted_lines_are_one_list() -> None:
    article = pasted(f"Ferry sails again\n\n{PROSE[0]}\n\n• one crown\n• two crowns\n\n{PROSE[1]}")
    assert article.blocks[1] == Block(BlockKind.LIST, "one crown\ntwo crowns")


def test_comments_after_the_article_go_with_their_counter() -> None:
    article = pasted(
        "Ferry sails again\n\n" + "\n\n".join(PROSE * 2).replace("Monday", "Friday", 1)
        + "\n\n2 Comments\n\nAt last somebody did something about that boat.\n\nReply"
    )  # fmt: skip
    assert "somebody" not in "\n".join(block.text for block in article.blocks)


def test_declared_text_loses_nothing_but_a_repeated_headline() -> None:
    body = "Ferry sails again\n\nAdvertisement\n\nShare\n\n" + PROSE[0] + "\n\n0 Comment(s)"
    article = declared(body, headline="Ferry sails again")
    assert [block.text for block in article.blocks] == ["Advertisement", "Share", PROSE[0], "0 Comment(s)"]


def test_declared_fields() -> None:
    article = declared(
        "KELMOUTH (Coastwire) — " + PROSE[0],
        headline="Ferry \x1b[31msails",
        authors="By Orla Fennick and Tam Rowley",
        published=("soon", "2031-03-09"),
        language="en-GB",
        outlet="Kelmouth Lantern",
        tags="ferry, soup; ferry",
        url="https://example.test/ferry",
    )
    assert article.headline == "Ferry sails"
    assert article.authors == ("Orla Fennick", "Tam Rowley")
    assert article.published == "2031-03-09"
    assert article.language == "en"
    assert article.outlet == "Kelmouth Lantern"
    assert article.tags == ("ferry", "soup")
    assert article.evidence["authors"] == "json:authors"


def test_the_dateline_gives_the_place_and_stays_in_the_text() -> None:
    article = declared("KELMOUTH (AP) — " + PROSE[0], headline="Ferry sails")
    assert article.place == "Kelmouth"
    assert article.evidence["place"] == "dateline"
    assert article.blocks[0].text.startswith("KELMOUTH (AP)")


def test_what_a_format_says_of_a_block_is_kept() -> None:
    blocks = (
        RawBlock("A winter", kind=BlockKind.HEADING),
        RawBlock("one", kind=BlockKind.LIST),
        RawBlock("two", kind=BlockKind.LIST),
        RawBlock("if x:\n    y", kind=BlockKind.PRE),
        RawBlock("It was thin.", kind=BlockKind.QUOTE),
        RawBlock("The quay", kind=BlockKind.CAPTION, credit="Tam Rowley"),
    )
    article = clean(ParsedDocument("a", blocks, {"headline": (Found("Soup", "json:title"),)}))
    assert [block.kind for block in article.blocks] == ["heading", "list", "pre", "quote", "caption"]
    assert article.blocks[1].text == "one\ntwo"
    assert article.blocks[2].text == "if x:\n    y"


BYLINE = "Story by Orla Fennick\n\n" + "\n\n".join(PROSE)


@pytest.mark.parametrize("label", ["In brief", "The Long Read", "Election 2032", "Nature notes", "Weather", "Comment"])
def test_a_label_above_the_headline_is_the_section(label: str) -> None:
    article = pasted(f"{label}\n\nFerry sails again after two silent winters\n\n{BYLINE}")
    assert (article.section, article.headline) == (label, "Ferry sails again after two silent winters")


def test_a_short_first_line_right_above_its_byline_is_the_headline() -> None:
    article = pasted(f"Ferry returns\n\n{BYLINE}")
    assert (article.headline, article.section) == ("Ferry returns", None)


def test_a_question_below_a_section_is_the_headline() -> None:
    article = pasted(f"Opinion\n\nWhy is the horn on the head still silent after so long?\n\n{BYLINE}")
    assert article.headline == "Why is the horn on the head still silent after so long?"
    assert article.section == "Opinion"


@pytest.mark.parametrize(
    "menu",
    ["Home  |  News  |  Harbour  |  Letters", "Skip to story | Menu | Search | My Lantern", "Share   Mail   Larger"],
)
def test_a_menu_is_neither_headline_nor_section(menu: str) -> None:
    article = pasted(f"{menu}\n\nFerry sails again after two winters\n\n{BYLINE}")
    assert (article.headline, article.section) == ("Ferry sails again after two winters", None)


def test_a_caption_that_stands_twice_is_no_headline() -> None:
    caption = "Tam Rowley with the lamp of the ferry in the year of its last lighting. [Family album]"
    article = pasted(
        f"Lives\n\nTam Rowley, last keeper of the light\n\nBy Orla Fennick\n\n{caption}\n\n{caption}\n\n{PROSE[0]}"
    )
    assert article.headline == "Tam Rowley, last keeper of the light"
    assert article.authors == ("Orla Fennick",)
    assert article.blocks[0] == Block(BlockKind.CAPTION, caption.removesuffix(" [Family album]"), "Family album")


def test_turns_of_a_conversation_are_paragraphs() -> None:
    turns = f"{PROSE[0]}\n\nQ: And your answer?\n\n{PROSE[1]}\n\nQ: Who made it?\n\n{PROSE[2]}"
    article = pasted(f"Ferry sails again\n\nBy Orla Fennick\n\n{turns}")
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH}


def test_a_subhead_may_follow_a_list_and_be_two_sentences() -> None:
    first = f"{PROSE[0]}\n\nWhat do I bring?\n\n{PROSE[1]}\n\n- a book\n- a ticket"
    second = f"I am on a ferry. Can I vote?\n\n{PROSE[2]}"
    article = pasted(f"How to vote on Sunday\n\nBy Orla Fennick\n\n{first}\n\n{second}")
    assert [block.text for block in article.blocks if block.kind is BlockKind.HEADING] == [
        "What do I bring?",
        "I am on a ferry. Can I vote?",
    ]


def test_a_paragraph_with_a_score_in_the_head_is_not_lost() -> None:
    paragraph = "The harbour side beat the town by three goals to two, 7-6 (7/5), before a crowd of gulls."
    article = pasted(f"Harbour side wins again\n\n{paragraph}\n\n{paragraph}\n\n{PROSE[0]}")
    assert [block.text for block in article.blocks] == [paragraph, PROSE[0]]


lines = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [*PROSE, "By Orla Fennick", "Share", "0 Comment(s)", "Photo: Tam Rowley", "- one", "2031-03-09"]
        ),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_any_text_becomes_a_safe_article_or_none(texts: list[str]) -> None:
    try:
        article = pasted("\n\n".join(texts))
    except NotAnArticleError:
        return
    shown = (article.headline, article.standfirst or "", *article.authors, article.section or "", article.place or "")
    for text in shown:
        assert safe_line(text) == text
    for block in article.blocks:
        assert safe_text(block.text) == block.text
        assert block.text.strip()
    assert article.headline


@settings(max_examples=60, deadline=None)
@given(st.permutations(PROSE * 3), st.lists(st.sampled_from(PROSE), unique=True, min_size=1))
def test_prose_is_never_lost_from_declared_text(order: list[str], body: list[str]) -> None:
    article = declared("\n\n".join([*order, *body]), headline="Ferry sails")
    assert [block.text for block in article.blocks] == [*order, *body]
