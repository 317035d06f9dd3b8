"""Books and magazines, on samples that the tests make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import BlockKind, Failure

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared."
MORE = "The harbour master rang the old bell twice, and the bakery opened an hour before its time."


def page(body: str, head: str = "<title>x</title>") -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{body}</body></html>'


def package(
    pages: list[str], metadata: str = "", extra: str = "", toc: str = "", attributes: Mapping[str, str] | None = None
) -> str:
    items = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}" {(attributes or {}).get(name, "")}/>' for n, name in enumerate(pages))
    return f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata>
<manifest>{items}{extra}</manifest><spine {toc}>{spine}</spine></package>"""


def nav(lines: str) -> str:
    return page(f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><h1>Contents</h1>{lines}</nav>')


NAV_ITEM = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def read_file(folder: Path, data: bytes, **options: Any) -> list[RecoveredArticle | Failure]:
    path = folder / "book.epub"
    path.write_bytes(data)
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, **options))


def read(folder: Path, parts: Mapping[str, str | bytes], **options: Any) -> list[RecoveredArticle]:
    found = read_file(folder, packed(parts), **options)
    assert not [each for each in found if isinstance(each, Failure)]
    return [each for each in found if isinstance(each, RecoveredArticle)]


def refusal(folder: Path, data: bytes, **options: Any) -> str:
    (found,) = read_file(folder, data, **options)
    assert isinstance(found, Failure)
    return found.message


# ---- books ----

METADATA = """<dc:title>Ferries of the North</dc:title><dc:creator opf:role="aut">Mara Ellison</dc:creator>
<dc:creator opf:role="trl">Ivo Translator</dc:creator><dc:language>en-GB</dc:language><dc:date>2017-03-06</dc:date>
<dc:date opf:event="modification">2019-01-01</dc:date><dc:publisher>Quay Press</dc:publisher>
<dc:subject>ships</dc:subject><dc:subject>islands</dc:subject>"""


def book() -> dict[str, str]:
    """A book with a part, a chapter over two pages, and subheads that the contents name."""
    lines = """<ol><li><a href="cover.xhtml">Cover</a></li><li><a href="part1.xhtml">Part One</a><ol>
    <li><a href="c1.xhtml">The Bell</a><ol><li><a href="c1.xhtml#s2">At noon</a></li></ol></li>
    <li><a href="c2.xhtml">The Bakery</a></li></ol></li></ol>"""
    return {
        "OPS/book.opf": package(
            ["cover.xhtml", "part1.xhtml", "c1.xhtml", "c1b.xhtml", "c2.xhtml"], METADATA, NAV_ITEM
        ),
        "OPS/nav.xhtml": nav(lines),
        "OPS/cover.xhtml": page('<img src="cover.png" alt="Cover"/>'),
        "OPS/part1.xhtml": page("<h1>Part One</h1>"),
        "OPS/c1.xhtml": page(
            f'<h1>The Bell</h1><p>{PROSE}</p><h2 id="s2">At noon</h2><p>{MORE}</p>'
            "<blockquote><p>We never knew.</p></blockquote><ul><li>one</li><li>two</li></ul>"
            "<figure><img/><figcaption>The bell at rest</figcaption></figure>"
        ),
        "OPS/c1b.xhtml": page("<p>The chapter goes on over the page.</p>"),
        "OPS/c2.xhtml": page(f"<h1>The Bakery</h1><p>{MORE}</p>"),
    }


def test_a_book_gives_an_article_a_chapter(tmp_path: Path) -> None:
    bell, bakery = read(tmp_path, book())
    assert (bell.article.headline, bakery.article.headline) == ("The Bell", "The Bakery")
    assert bell.record == "#OPS/c1.xhtml"
    assert bell.location.endswith("book.epub#OPS/c1.xhtml")
    article = bell.article
    assert (article.outlet, article.section, article.published) == ("Ferries of the North", "Part One", "2017-03-06")
    assert (article.authors, article.language, article.tags) == (("Mara Ellison",), "en", ("ships", "islands"))
    assert article.evidence["headline"] == article.evidence["section"] == "epub:nav"
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.PARAGRAPH, PROSE),
        (BlockKind.HEADING, "At noon"),
        (BlockKind.PARAGRAPH, MORE),
        (BlockKind.QUOTE, "We never knew."),
        (BlockKind.LIST, "one\ntwo"),
        (BlockKind.CAPTION, "The bell at rest"),
        (BlockKind.PARAGRAPH, "The chapter goes on over the page."),
    ]


def test_one_page_is_cut_where_the_contents_say(tmp_path: Path) -> None:
    lines = '<ol><li><a href="all.xhtml#a">First</a></li><li><a href="all.xhtml#b">Second</a></li></ol>'
    text = f'<div id="a"><h2>First</h2><p>{PROSE}</p></div><div id="b"><h2>Second</h2><p>{MORE}</p></div>'
    parts = {"OPS/book.opf": package(["all.xhtml"], METADATA, NAV_ITEM), "OPS/nav.xhtml": nav(lines)}
    first, second = read(tmp_path, {**parts, "OPS/all.xhtml": page(text)})
    assert [block.text for block in first.article.blocks] == [PROSE]
    assert [block.text for block in second.article.blocks] == [MORE]
    assert second.record == "#OPS/all.xhtml#b"


def test_a_part_that_begins_where_its_first_chapter_does_is_only_its_label(tmp_path: Path) -> None:
    lines = """<ol><li><a href="a.xhtml">Part One</a><ol><li><a href="a.xhtml">First</a></li>
    <li><a href="b.xhtml">Second</a></li></ol></li></ol>"""
    parts = {"OPS/book.opf": package(["a.xhtml", "b.xhtml"], METADATA, NAV_ITEM), "OPS/nav.xhtml": nav(lines)}
    found = read(tmp_path, {**parts, "OPS/a.xhtml": page(f"<p>{PROSE}</p>"), "OPS/b.xhtml": page(f"<p>{MORE}</p>")})
    assert [(each.article.headline, each.article.section) for each in found] == [
        ("First", "Part One"),
        ("Second", "Part One"),
    ]


def test_without_contents_a_page_with_a_heading_is_an_article(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": f"<h1>First</h1><p>{PROSE}</p>",
        "b.xhtml": f"<p>{MORE}</p>",
        "c.xhtml": f"<h2>Last</h2><p>{MORE}</p>",
    }
    parts = {"OPS/book.opf": package(list(pages), METADATA)}
    found = read(tmp_path, {**parts, **{f"OPS/{name}": page(text) for name, text in pages.items()}})
    assert [(each.article.headline, len(each.article.blocks)) for each in found] == [("First", 2), ("Last", 1)]
    assert found[0].article.evidence["headline"] == "epub:h1"


def test_a_book_of_one_text_is_one_article_under_its_title(tmp_path: Path) -> None:
    metadata = "<dc:title>Ferry sails again</dc:title><dc:publisher>Island Courier</dc:publisher>"
    metadata += "<dc:source>https://courier.example/ferry</dc:source>"
    parts = {"OPS/book.opf": package(["a.xhtml"], metadata), "OPS/a.xhtml": page(f"<p>{PROSE}</p>")}
    (found,) = read(tmp_path, parts)
    article = found.article
    assert (found.record, article.headline, article.outlet) == ("", "Ferry sails again", "Island Courier")
    assert article.url == "https://courier.example/ferry"


# ---- issues of papers, as news recipes make them ----

NCX = """<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint id="f0"><navLabel><text>Harbour</text></navLabel><content src="feed_0/index.html"/>
<navPoint id="a0"><navLabel><text>Ferry sails again</text></navLabel>
<content src="feed_0/article_0/index.html"/></navPoint>
<navPoint id="a1"><navLabel><text>Bell rings twice</text></navLabel>
<content src="feed_0/article_1/index.html"/></navPoint>
<navPoint id="a2"><navLabel><text>Bakery opens</text></navLabel>
<content src="feed_0/article_2/index.html"/></navPoint>
</navPoint></navMap></ncx>"""


def issue() -> dict[str, str]:
    bar = '<div>| <a href="../article_1/index.html">Next</a> | <a href="../index.html">Section menu</a> |</div>'
    made = """<p>This article was downloaded by <strong>calibre</strong> from
    <a rel="calibre-downloaded-from" href="https://courier.example/a0">https://courier.example/a0</a></p>"""
    items = "".join(
        f'<li><a href="article_{n}/index.html">{name}</a><div>What it is about, in a few words.</div></li>'
        for n, name in enumerate(["Ferry sails again", "Bell rings twice", "Bakery opens"])
    )
    text = f"<h1>Ferry sails again</h1><p>By Mara Ellison</p><p>March 6, 2017</p><p>{PROSE}</p><p>{MORE}</p>"
    metadata = """<dc:title>Island Courier [Mon, 06 Mar 2017]</dc:title><dc:creator>calibre</dc:creator>
    <dc:publisher>calibre</dc:publisher><dc:date>2017-03-07T05:00:00+00:00</dc:date><dc:subject>News</dc:subject>
    <meta name="calibre:publication_type" content="periodical:newspaper:Island Courier"/>"""
    names = ["feed_0/index.html", *(f"feed_0/article_{n}/index.html" for n in range(3))]
    return {
        "OPS/book.opf": package(names, metadata, NCX_ITEM, 'toc="ncx"'),
        "OPS/toc.ncx": NCX,
        "OPS/feed_0/index.html": page(f"<h2>Harbour</h2><ul>{items}</ul>"),
        "OPS/feed_0/article_0/index.html": page(f"{bar}{text}{made}"),
        "OPS/feed_0/article_1/index.html": page(f"{bar}<h1>Bell rings twice</h1><p>{MORE}</p>"),
        "OPS/feed_0/article_2/index.html": page(f"<h1>Bakery opens</h1><p>{PROSE}</p>"),
    }


def test_an_issue_gives_its_stories_with_their_sections(tmp_path: Path) -> None:
    ferry, bell, bakery = (each.article for each in read(tmp_path, issue()))
    assert [each.headline for each in (ferry, bell, bakery)] == [
        "Ferry sails again",
        "Bell rings twice",
        "Bakery opens",
    ]
    assert {(each.section, each.outlet) for each in (ferry, bell, bakery)} == {("Harbour", "Island Courier")}
    assert (ferry.authors, ferry.url) == (("Mara Ellison",), "https://courier.example/a0")
    assert (ferry.published, ferry.evidence["published"]) == ("2017-03-06", "date line")
    assert (bell.published, bell.evidence["published"]) == ("2017-03-07T05:00:00+00:00", "epub:date")
    assert [block.text for block in ferry.blocks] == [PROSE, MORE]
    assert (bell.authors, bell.tags, len(bell.blocks)) == ((), (), 1)


# ---- pages as they come ----


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>caf&eacute; &amp; bar&nbsp;&mdash; one two three four</p>", "café & bar — one two three four"),
        ("<p>an unclosed <b>tag in the text here", "an unclosed tag in the text here"),
        ('<p>one<a id="x"/> two three<br/>four five</p>', "one two three|four five"),
        (
            "<p><ruby>漢<rt>かん</rt></ruby>字を読む人は多い。二つの言葉もある。</p>",
            "漢字を読む人は多い。二つの言葉もある。",
        ),
        ("<script>var x = 1;</script><p>one two three four five</p>", "one two three four five"),
        ("<pre>a  b\n c d e f</pre>", "a  b\n c d e f"),
    ],
)
def test_pages_good_and_broken(tmp_path: Path, body: str, text: str) -> None:
    parts = {"OPS/book.opf": package(["a.xhtml"], METADATA), "OPS/a.xhtml": page(body)}
    (found,) = read(tmp_path, parts)
    assert "|".join(block.text for block in found.article.blocks) == text


def test_a_page_that_is_not_part_of_the_text_is_passed_over(tmp_path: Path) -> None:
    opf = package(["a.xhtml", "b.xhtml"], METADATA, attributes={"b.xhtml": 'linear="no"'})
    (found,) = read(
        tmp_path, {"OPS/book.opf": opf, "OPS/a.xhtml": page(f"<p>{PROSE}</p>"), "OPS/b.xhtml": page(f"<p>{MORE}</p>")}
    )
    assert [block.text for block in found.article.blocks] == [PROSE]


# ---- what cannot be read ----


def encryption(uri: str, algorithm: str) -> str:
    return f"""<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
    xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/>
    <enc:CipherData><enc:CipherReference URI="{uri}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_a_locked_book_is_refused_and_hidden_fonts_are_not(tmp_path: Path) -> None:
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    locked = packed({**book(), "META-INF/encryption.xml": encryption("OPS/c1.xhtml", aes)})
    assert refusal(tmp_path, locked).startswith("the book is locked (DRM). Only the seller's software opens it")
    fonts = {**book(), "META-INF/encryption.xml": encryption("OPS/font.otf", "http://www.idpf.org/2008/embedding")}
    assert len(read(tmp_path, fonts)) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no zip at all", "the EPUB file is damaged"),
        (packed(book())[:-200], "the EPUB file is damaged"),
        (packed({}), "the EPUB names no package document"),
        (packed({"OPS/book.opf": "<package/>"}), "there is no text in it"),
        (packed({"OPS/book.opf": "no xml"}), "the XML is damaged"),
    ],
)
def test_damage_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    assert refusal(tmp_path, data).startswith(message)


def test_a_missing_page_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    parts: dict[str, str] = book()
    del parts["OPS/c2.xhtml"]
    bell, missing = read_file(tmp_path, packed(parts))
    assert isinstance(bell, RecoveredArticle)
    assert isinstance(missing, Failure)
    assert missing.message == "a part of it is missing (OPS/c2.xhtml). Fetch or save it again."


def test_limits(tmp_path: Path) -> None:
    limits = Limits(text=1000)
    bomb = {"OPS/book.opf": package(["a.xhtml"], METADATA), "OPS/a.xhtml": page("<p>" + "ha " * 1000)}
    assert "a part of it is larger than" in str(read_file(tmp_path, packed(bomb), limits=limits))
    chapter = {**book(), "OPS/c2.xhtml": page(f"<h1>The Bakery</h1><p>{MORE * 30}</p>")}
    found = read_file(tmp_path, packed(chapter), limits=Limits(text=2000))
    assert [type(each) for each in found] == [RecoveredArticle, Failure]
    assert "a part of it" in str(found[1]) or "a chapter of more" in str(found[1])
    names = [f"{number}.xhtml" for number in range(7)]
    large = page(f"<h1>The Bakery</h1><p>{'ha ' * 600}</p>")
    pages = {"OPS/book.opf": package(names, METADATA), **{f"OPS/{name}": large for name in names}}
    assert "a book with more than" in str(read_file(tmp_path, packed(pages), limits=Limits(text=2500)))
    ratio = {**book(), "OPS/c2.xhtml": page(f"<p>{'ha ' * 200_000}</p>")}
    assert "times its size" in str(read_file(tmp_path, packed(ratio), limits=Limits(ratio_from=1000, ratio=10)))


@cache
def samples() -> tuple[bytes, ...]:
    return packed(book()), packed(issue())


@settings(max_examples=60, deadline=None)
@given(
    which=st.integers(0, 1),
    place=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=6),
    cut=st.booleans(),
)
def test_mangled_books_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, which: int, place: float, flips: list[tuple[float, int]], *, cut: bool
) -> None:
    data = bytearray(samples()[which])
    for where, bits in flips:
        data[int(where * (len(data) - 1))] ^= bits
    if cut:
        del data[int(place * len(data)) :]
    for found in read_file(tmp_path_factory.mktemp("mangled"), bytes(data)):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message


# ---- real ones ----


def test_the_waste_land(corpora: Path) -> None:
    (item,) = discover(corpora / "formats" / "wasteland.epub")
    assert isinstance(item, SourceItem)
    found = [each for each in read_articles(item) if isinstance(each, RecoveredArticle)]
    assert len(found) == 6
    assert found[0].article.outlet == "The Waste Land"
    assert found[0].article.authors == ("T.S. Eliot",)
    assert [len(each.article.blocks) for each in found[:5]] == [76, 96, 139, 10, 113]


def test_a_book_of_tests(corpora: Path) -> None:
    (item,) = discover(corpora / "formats" / "formatting.epub")
    assert isinstance(item, SourceItem)
    found = [each for each in read_articles(item) if isinstance(each, RecoveredArticle)]
    assert len(found) == 7
    assert found[2].article.section == found[1].article.headline
