from __future__ import annotations

import pytest

from index.parsing.html.stated import stated_fields
from index.parsing.html.tree import page_tree

LD = '<script type="application/ld+json">%s</script>'


def said(head: str, body: str = "<p>Text</p>", url: str | None = None) -> dict[str, tuple[str, str]]:
    """Field -> its first value and where it stood."""
    tree = page_tree(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return {name: (found[0].value, found[0].evidence) for name, found in stated_fields(tree, url).items()}


def test_json_ld_comes_before_meta() -> None:
    head = LD % '{"@type":"NewsArticle","headline":"Tide turns","author":{"name":"Ada Fenn"}}'
    fields = said(head + '<title>Tide turns</title><meta name="author" content="Somebody Else">')
    assert fields["headline"] == ("Tide turns", "json-ld")
    assert fields["authors"] == ("Ada Fenn", "json-ld")


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type":"Article","headline":"Tide turns"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"Tide turns",}\n//]]>',
        '[{"@type":"Person","name":"x"},{"@type":["Article"],"headline":"Tide turns"}]',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Tide turns"}}',
        '{"@type":"Article","headline":"Tide\tturns"}',
    ],
)
def test_json_ld_in_many_shapes(script: str) -> None:
    assert " ".join(said(LD % script)["headline"][0].split()) == "Tide turns"


@pytest.mark.parametrize(
    "name", ["https://social.example/ada", "@ada", "admin", "The Sandbank Post", "ada@post.example", "post.example.com"]
)
def test_accounts_addresses_and_the_outlet_are_no_authors(name: str) -> None:
    head = f'<meta property="og:site_name" content="The Sandbank Post"><meta name="author" content="{name}">'
    assert "authors" not in said(head)


def test_a_date_of_a_change_is_no_date_of_publication() -> None:
    head = (
        '<meta property="article:modified_time" content="2031-04-09"><meta name="last-modified" content="2031-04-09">'
    )
    assert "published" not in said(head + LD % '{"@type":"Article","headline":"x","dateModified":"2031-04-09"}')


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tide turns | The Sandbank Post", "Tide turns"),
        ("The Sandbank Post - Tide turns", "Tide turns"),
        ("Tide turns | Coast | The Sandbank Post", "Tide turns | Coast"),
        ("Tide turns - at last", "Tide turns - at last"),
    ],
)
def test_the_outlet_is_taken_off_the_title(title: str, expected: str) -> None:
    assert said(f'<meta property="og:site_name" content="The Sandbank Post"><title>{title}</title>')["headline"] == (
        expected,
        "title",
    )


def test_a_headline_that_was_cut_short_is_taken_whole() -> None:
    head = '<meta property="og:title" content="The tide turns at Low…"><title>The tide</title>'
    assert said(head, "<h1>The tide turns at Low Harbour</h1>")["headline"] == (
        "The tide turns at Low Harbour",
        "og:title",
    )


def test_microdata_of_comments_is_not_the_articles() -> None:
    body = """<div itemscope itemtype="https://schema.org/Article"><span itemprop="author">Ada Fenn</span></div>
    <div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Reader</span>
    <time itemprop="datePublished" datetime="2031-01-01">then</time></div>"""
    fields = said("", body)
    assert fields["authors"] == ("Ada Fenn", "microdata")
    assert "published" not in fields


def test_the_canonical_address_of_the_same_host_comes_first() -> None:
    head = '<link rel="canonical" href="https://post.example/tide"><meta property="og:url" content="https://post.example/">'
    assert said(head, url="https://post.example/tide?utm=1")["url"] == ("https://post.example/tide", "canonical")
    assert said(head, url="https://copy.example/tide")["url"] == ("https://copy.example/tide", "address")
