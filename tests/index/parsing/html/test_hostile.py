"""Pages that were made to do harm, or were harmed: what is no article is refused, and nothing else is raised."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.cleaning import clean
from index.errors import NotAnArticleError
from index.parsing.html import page_document
from index.parsing.html.alignment import mark_kept
from index.parsing.html.page_blocks import PageBlock
from index.types import BlockKind

STORY = "".join(
    f"<p>The barge number {number} was towed to the upper basin on Tuesday, the pilot said.</p>" for number in range(6)
)
PAGE = f"<html><head><title>Barges</title></head><body><article><h1>Barges towed</h1>{STORY}</article></body></html>"
PIECES = [
    *("<p>", "</p>", "<div>", "</div>", "<article>", "<h1>", "</h1>", "<table><tr><td>", "<li>", "<br>", "<a href=x>"),
    *("<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle","author":', "[[[", "<!--", "-->"),
    *(
        "<meta property=og:title content='",
        "'>",
        "<time datetime=",
        "\0",
        "\x1b[2J",
        "\u202e",
        "\ud800",
        "&#0;",
        "&#x1b;",
    ),
    *(
        "<svg>",
        "<math><mi>",
        "<![CDATA[",
        "]]>",
        "<?xml ",
        "<!doctype",
        "<frameset>",
        "<plaintext>",
        "<template>",
        "<b><i>",
    ),
    *("The pilot said that the barge was towed to the upper basin on Tuesday.", "word ", "\n", "é", "文字", "سفينة"),
]


def read(page: str | bytes) -> str:
    """The text of an article, or "" where there is none; raises nothing."""
    try:
        article = clean(page_document(page, location="page.html"))
    except NotAnArticleError:
        return ""
    return "\n".join([article.headline, *(block.text for block in article.blocks)])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(0, len(PAGE)))
def test_damaged_pages_raise_nothing(damage: str, place: int) -> None:
    text = read(PAGE[:place] + damage + PAGE[place:])
    assert not set(text) & set("\0\x1b\u202e")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(PAGE)))
def test_any_bytes_in_a_page_raise_nothing(damage: bytes, place: int) -> None:
    data = PAGE.encode()
    read(data[:place] + damage + data[place:])


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td", "ul><li", "span"])
def test_what_is_nested_too_deep_is_cut_off(tag: str) -> None:
    opened = f"<{tag}>" * 100_000
    assert isinstance(read(f"<html><body>{opened}{STORY}"), str)
    assert "towed" in read(f"<html><body><article><h1>Barges</h1>{STORY}</article>{opened}")


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"@graph":' * 5000,
        "{" + '"a":1,' * 5000,
        '{"@type":"NewsArticle","headline":"x"' + "," * 99,
        "\0",
    ],
)
def test_a_damaged_script_leaves_the_page(script: str) -> None:
    page = PAGE.replace("</head>", f"<script type='application/ld+json'>{script}</script></head>")
    assert "number 5 was towed" in read(page)


def test_the_same_paragraph_many_times_is_laid_over_itself_in_one_pass() -> None:
    blocks = [PageBlock("The barge was towed.", BlockKind.PARAGRAPH, "p", 0) for _ in range(50_000)]
    mark_kept(blocks, [block.text for block in blocks])
    assert all(block.kept for block in blocks)


@pytest.mark.parametrize("page", ["<!--", f"<!--{PAGE}", "<?xml", "<!doctype", "\0", "<", "&", "<plaintext>"])
def test_what_has_no_element_is_no_article(page: str) -> None:
    with pytest.raises(NotAnArticleError):
        page_document(page, location="page.html")


def test_scripts_and_styles_are_never_text() -> None:
    page = PAGE.replace("</article>", "<script>var stolen = 1</script><style>p {color: red}</style></article>")
    assert "stolen" not in read(page)
    assert "color" not in read(page)


def test_a_control_character_in_a_page_is_no_end_of_it() -> None:
    assert "number 5 was towed" in read(PAGE.replace("number 2", "number\x002").encode())
