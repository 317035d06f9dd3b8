"""Markdown, and what stands before it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import SourceItem, discover
from index.types import Article, BlockKind, Failure

POST = """---
title: "Ferry sails"
date: 2031-03-09 06:12:00 +01:00
authors: [Orla Fennick, Tam Rowley]
categories:
  - Coast
  - Boats
tags: [soup]
description: The boat is back.
link: https://example.test/ferry
lang: en-GB
draft: false
---

# Ferry sails

The *night* ferry [sailed](https://example.test) again,[^1] ending `a` silence of **two** winters
that islanders&mdash;had feared \\*. <!-- more -->

![The ferry leaves](a.png "The ferry at dawn")

## Soup

> It costs nineteen crowns.
>
> > Too much.

1. Eel
2. Leek
   - with salt

```python
print("soup")
```

| Soup | Price |
|------|------:|
| Eel  | 19    |

<div class="x"><p>Set in <b>HTML</b>.</p></div>

!!! note "From the owner"

    The ferry is [[ships/ferry|old]].

> [!quote]
> We sail.

{{< figure src="x.png" >}}

[^1]: On Monday.
"""


def read(path: Path) -> list[RecoveredArticle | Failure]:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item))


def article_of(folder: Path, text: str, name: str = "a.md") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    (found,) = read(folder / name)
    assert isinstance(found, RecoveredArticle), found
    return found.article


def test_a_post(tmp_path: Path) -> None:
    article = article_of(tmp_path, POST)
    assert (article.headline, article.standfirst) == ("Ferry sails", "The boat is back.")
    assert (article.authors, article.published) == (("Orla Fennick", "Tam Rowley"), "2031-03-09T06:12:00+01:00")
    assert (article.section, article.tags, article.language) == ("Coast", ("soup", "Boats"), "en")
    assert article.url == "https://example.test/ferry"
    assert article.evidence["headline"] == "front matter:title"
    assert [(str(block.kind), block.text) for block in article.blocks] == [
        (
            "paragraph",
            "The night ferry sailed again,[1] ending a silence of two winters that islanders—had feared *.",
        ),
        ("caption", "The ferry at dawn"),
        ("heading", "Soup"),
        ("quote", "It costs nineteen crowns."),
        ("quote", "Too much."),
        ("list", "Eel\nLeek\nwith salt"),
        ("pre", 'print("soup")'),
        ("pre", "Soup | Price\nEel | 19"),
        ("paragraph", "Set in HTML."),
        ("paragraph", "From the owner"),
        ("paragraph", "The ferry is old."),
        ("quote", "We sail."),
        ("paragraph", "[1] On Monday."),
    ]


FRONTS = [
    "---\ntitle: Ferry sails\ndate: 2031-03-09\nauthor: Orla Fennick\n---\n",
    "---\ntitle: Ferry: it sails\ndate: 2031-03-09\nauthor:\n - Orla Fennick\n---\n",
    '---\ntitle: "Ferry sails\ndate: 2031-03-09\nauthor: "Orla Fennick"\n...\n',
    '+++\ntitle = "Ferry sails"\ndate = 2031-03-09\n[extra]\nauthor = "Orla Fennick"\n+++\n',
    '{"title": "Ferry sails",\n"date": "2031-03-09", "author": {"name": "Orla Fennick"}}\n\n',
    "Title: Ferry sails\nDate: 2031-03-09\nAuthor: Orla\n  Fennick\n\n",
    "% Ferry sails\n% Orla Fennick\n% 9 March 2031\n\n",
    "<!--\n.. title: Ferry sails\n.. date: 2031-03-09\n.. author: Orla Fennick\n-->\n\n",
    '---\ntitle: Ferry sails\npublished: 2031-03-09\nauthor:\n  - "[[Orla Fennick]]"\nsource: "https://example.test/a"\n---\n',
]


@pytest.mark.parametrize("front", FRONTS, ids=range(len(FRONTS)))
def test_forms_of_front_matter(tmp_path: Path, front: str) -> None:
    article = article_of(tmp_path, f"{front}\nThe ferry sails.\n")
    assert article.headline.startswith("Ferry")
    assert "sails" in article.headline
    assert (article.published, article.authors) == ("2031-03-09", ("Orla Fennick",))
    assert [block.text for block in article.blocks] == ["The ferry sails."]
    assert (article.outlet, article.url) == (None, "https://example.test/a" if "source" in front else None)


@pytest.mark.parametrize(
    ("name", "text", "headline", "published"),
    [
        ("a.md", "# Ferry *sails*\n\nIt sails.", "Ferry sails", None),
        ("a.markdown", "Ferry sails\n===========\n\nIt sails.", "Ferry sails", None),
        ("a.mdown", "---\n\n# Ferry sails\n\nIt sails.", "Ferry sails", None),
        ("a.md", "---\ntitle: ferry-sails\n---\n# Ferry sails\n\nIt sails.", "Ferry sails", None),
        ("2031-03-09-ferry.md", "# Ferry sails\n\nIt sails.", "Ferry sails", "2031-03-09"),
        ("Ferry sails.md", "It sails.", "Ferry sails", None),
        ("a.md", "It sails.", "It sails.", None),
    ],
)
def test_what_is_not_declared(tmp_path: Path, name: str, text: str, headline: str, published: str | None) -> None:
    article = article_of(tmp_path, text, name)
    assert (article.headline, article.published) == (headline, published)
    assert [block.text for block in article.blocks] == ["It sails."]


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]",
        "a: " + "[" * 20_000,
        "!!python/object/apply:os.system ['false']",
        "? [a, b]\n: c",
        "\0\x01",
        "- a\n- b",
    ],
    ids=range(6),
)
def test_front_matter_that_does_harm_is_passed_over(tmp_path: Path, front: str) -> None:
    article = article_of(tmp_path, f"---\n{front}\n---\n\n# Ferry sails\n\nIt sails.\n")
    assert any("It sails." in block.text for block in article.blocks)


@pytest.mark.parametrize("text", ["\n\n", "---\n---\n", "<!-- -->", "\0" * 100])
def test_what_holds_no_text_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text)
    (found,) = read(tmp_path / "a.md")
    assert isinstance(found, Failure)
    assert "fault of Dateline" not in found.message


@pytest.mark.parametrize("piece", [">", "<!--", "[", "*a **a ", "> ", "- ", "<div ", "[a](", "`", "{{<", "![[", "|a"])
def test_odd_texts_take_little_time(tmp_path: Path, piece: str) -> None:
    (tmp_path / "a.md").write_text(f"# Ferry\n\n{piece * 20_000}\n\nIt sails.")
    assert len(read(tmp_path / "a.md")) == 1


pieces = st.sampled_from(
    ["---\n", "+++\n", "title: ", "# ", "> ", "- ", "```\n", "|", "\n", "\n\n", "    ", "[[", "]]", "![", "](", "<b>",
     "<!--", "!!! note", "{{<", "[^1]:", "&lt;", "\0", "{", '"a":', "1. ", "***", "\x1b[31m"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=40))
def test_any_markdown_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes("".join(parts).encode("utf-8", "replace"))
    for one in read(path):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


def test_posts_of_a_real_blog(corpora: Path) -> None:
    posts = sorted((corpora / "markdown" / "posts").glob("*.md"))
    assert len(posts) == 43
    for post in posts:
        (found,) = read(post)
        assert isinstance(found, RecoveredArticle)
        article = found.article
        assert article.published is not None
        dt.date.fromisoformat(article.published)
        assert len(article.authors) == 1
        assert len(article.headline.split()) > 1
        assert article.section
        assert not [block for block in article.blocks if block.kind is not BlockKind.PRE and "](" in block.text]
