from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from index.cleaning import clean
from index.cleaning.document import Found
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


def test_a_language_that_cannot_be_the_texts_is_a_templates() -> None:
    text = "افتتحت بلدية المدينة يوم الأحد مكتبة الميناء القديم بعد أعمال ترميم استمرت ثلاث سنوات"
    article = read(
        f"<html lang=en><body><article><h1>مكتبة الميناء</h1>{f'<p>{text}.</p>' * 3}</article></body></html>"
    )
    assert (article.language, article.evidence["language"]) == ("ar", "text")


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-8859-1", "windows-1252", "The mayor’s café “by the weir” opened"),
        ("utf-8", "windows-1252", "The mayor’s café “by the weir” opened"),
        ("iso-8859-1", "utf-8", "The mayor’s café “by the weir” opened"),
        ("shift_jis", "cp932", "港の図書館①が開いた"),
        ("gb2312", "gb18030", "港口图书馆開門了"),
        ("windows-1256", "cp1256", "افتتاح مكتبة الميناء"),
        ("windows-1251", "cp1251", "Библиотека порта открылась"),
        ("utf-16", "utf-8", "The mayor’s café opened"),
        ("utf-8", "utf-16", "The mayor’s café opened"),
        ("no-such-thing", "utf-8", "The mayor’s café opened"),
    ],
)
def test_pages_in_many_encodings(declared: str, encoding: str, text: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{declared}">').replace("A second boat", f"{text} and a boat")
    assert any(text in block.text for block in read(page.encode(encoding, "replace")).blocks)


def test_what_is_known_already_wins() -> None:
    known = {"headline": (Found("As the feed has it", "feed"),)}
    document = page_document(PAGE, location="x", url="https://post.example/ferry?from=feed", fields=known)
    article = clean(document)
    assert (article.headline, article.evidence["headline"]) == ("As the feed has it", "feed")
    assert (article.url, article.evidence["url"]) == ("https://post.example/ferry?from=feed", "address")
