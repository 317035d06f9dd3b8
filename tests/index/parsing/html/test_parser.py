from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from index.cleaning import clean
from index.errors import NotAnArticleError
from index.parsing.html import HTML, page_document
from index.parsing.registry import ParseContext, parser_for
from index.sources.item import RawDocument
from index.types import Article, Failure

PAGE = """<!doctype html><html lang="en-GB"><head><title>Ferry returns to Low Harbour | The Sandbank Post</title>
<meta property="og:site_name" content="The Sandbank Post"><meta name="author" content="Imelda Quane"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry returns to Low Harbour</h1>
<p>The ferry to Low Harbour sailed again on Monday after four winters in dock, with ninety passengers on board.</p>
<p>Its captain said that the engines had never run so quietly, and that the new crew had learned quickly.</p>
<p>A second boat is to follow in the spring, if the council finds the money that it has promised the town.</p>
</article><footer>All rights reserved</footer></body></html>"""


def read(page: str | bytes) -> Article:
    return clean(page_document(page, location="page.html"))


def parsed(data: bytes, name: str) -> Iterator[object]:
    parser = parser_for(name, data[:4096])
    assert parser is not None
    return iter(parser.parse(RawDocument(name, name, "", None, io.BytesIO(data)), ParseContext()))


def test_a_page_becomes_its_article() -> None:
    article = read(PAGE)
    assert article.headline == "Ferry returns to Low Harbour"
    assert article.authors == ("Imelda Quane",)
    assert article.outlet == "The Sandbank Post"
    assert article.language == "en"
    assert "Its captain said that" in article.blocks[-2].text


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml", "page.txt", "page"])
def test_a_page_is_known_by_its_name_or_its_beginning(name: str) -> None:
    (found,) = parsed(PAGE.encode(), name)
    assert not isinstance(found, Failure)
    assert parser_for(name, PAGE.encode()[:4096]) is HTML


def test_a_text_is_no_page() -> None:
    parser = parser_for("a.txt", b"The <html> tag is where a page begins.")
    assert parser is not None
    assert parser.kind == "text"


@pytest.mark.parametrize("page", ["", " ", "<html></html>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(NotAnArticleError):
        page_document(page, location="page.html")
