"""Feeds as files: what they say becomes articles, whatever is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InputError, InputTooLargeError
from index.parsing import RecoveredArticle, read_articles
from index.parsing.feeds import Entry, is_feed, read_feed
from index.parsing.feeds.document import entry_blocks, entry_document, is_short
from index.parsing.feeds.entries import named, unpacked_entry
from index.parsing.registry import parser_for
from index.sources import SourceItem
from index.types import Article, Failure

LONG = "<p>The council of Port Ansel met on the tide wall again, and nothing was decided.</p>" * 12


def rss(*items: str, head: str = "<title>The Ansel Courier</title>", attributes: str = "") -> bytes:
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {attributes}><channel>{head}{told}</channel></rss>'.encode()


def recovered(tmp_path: Path, data: bytes, name: str = "feed.xml") -> list[RecoveredArticle | Failure]:
    path = tmp_path / name
    path.write_bytes(data)
    item = SourceItem(path, len(data), 0, str(path), str(path).encode(), outright=True)
    return list(read_articles(item))


def articles(tmp_path: Path, data: bytes, name: str = "feed.xml") -> list[Article]:
    return [found.article for found in recovered(tmp_path, data, name) if isinstance(found, RecoveredArticle)]


def test_an_item_of_rss_has_its_fields(tmp_path: Path) -> None:
    item = (
        "<title>Ferry &amp;amp; dam: &lt;b&gt;both&lt;/b&gt; closed</title><link>/news/1?a=1&amp;b=2</link>"
        "<guid isPermaLink='false'>n-1</guid><author>mara@example.org (Mara Quill)</author>"
        "<pubDate>Thu, 09 Mar 2017 06:12:00 +0100</pubDate><category>Harbour</category><category>Dams</category>"
        f"<description><![CDATA[{LONG}]]></description>"
    )
    head = "<title>The Ansel Courier</title><link>https://courier.example/</link><language>en-GB</language>"
    (found,) = recovered(tmp_path, rss(item, head=head, attributes="xml:base='https://courier.example/'"))
    assert isinstance(found, RecoveredArticle)
    assert found.record == "n-1"
    assert found.location.endswith("feed.xml#1")
    article = found.article
    assert article.headline == "Ferry & dam: both closed"
    assert article.authors == ("Mara Quill",)
    assert article.published == "2017-03-09T06:12:00+01:00"
    assert article.outlet == "The Ansel Courier"
    assert article.url == "https://courier.example/news/1?a=1&b=2"
    assert article.tags == ("Harbour", "Dams")
    assert article.language == "en"
    assert (article.section, article.standfirst) == (None, None)
    assert len(article.blocks) == 12
    assert article.evidence["published"] == "feed:published"


def test_an_id_is_an_address_only_where_it_is_written_as_one() -> None:
    items = ("<title>One</title><guid>tide-1</guid>", "<title>Two</title><guid>https://a.example/2?x=1&amp;y=2</guid>")
    feed = read_feed(rss(*items), "https://a.example/feed.xml")
    assert [entry.url for entry in feed.entries] == [None, "https://a.example/2?x=1&y=2"]


def test_atom_takes_when_it_was_published_not_when_it_was_changed(tmp_path: Path) -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>
      <entry><id>urn:1</id><title type="html">One &amp;lt;two&amp;gt;</title><updated>2020-01-02T00:00:00Z</updated>
        <published>2019-12-31T10:00:00Z</published><summary>A word on the wall.</summary>
        <author><name>Ilse Brandt</name></author><link href="https://notes.example/1"/></entry>
      <entry><id>urn:2</id><title>Two</title><updated>2020-01-02T00:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><h2>Tide</h2><p>In.</p></div></content></entry>
      </feed>"""
    one, two = articles(tmp_path, data, "notes.atom")
    assert (one.published, two.published) == ("2019-12-31T10:00:00+00:00", "2020-01-02T00:00:00+00:00")
    assert one.headline == "One <two>"
    assert (one.authors, one.outlet, one.blocks[0].text) == (("Ilse Brandt",), "Notes", "A word on the wall.")
    assert [(block.kind.value, block.text) for block in two.blocks] == [("heading", "Tide"), ("paragraph", "In.")]


def test_rdf_and_its_date(tmp_path: Path) -> None:
    data = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://r.example/"><title>Register</title></channel>
      <item rdf:about="https://r.example/1"><title>Moss</title><link>https://r.example/1</link>
      <dc:date>2004-06-01T12:00:00Z</dc:date><dc:creator>Ilse Brandt</dc:creator>
      <description>Green.</description></item>
      </rdf:RDF>"""
    (article,) = articles(tmp_path, data, "feed.rdf")
    assert (article.headline, article.published, article.authors) == (
        "Moss",
        "2004-06-01T12:00:00+00:00",
        ("Ilse Brandt",),
    )


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed(tmp_path: Path, version: str) -> None:
    author = {"authors": [{"name": "Mara Quill"}]} if version == "1.1" else {"author": {"name": "Mara Quill"}}
    feed = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Wall Notes",
        "home_page_url": "https://wall.example/",
        "items": [
            {
                "id": 7,
                "title": "Seven",
                "content_html": "<p>In.</p><p>Out.</p>",
                "url": "/7",
                "tags": ["tide"],
                **author,
            },
            {"id": "8", "content_text": "Only text &amp; no title", "date_published": "2020-02-03T04:05:06-01:00"},
            "nonsense",
            {"id": "9"},
        ],
    }
    found = recovered(tmp_path, json.dumps(feed).encode(), "feed.json")
    seven, eight = (each.article for each in found if isinstance(each, RecoveredArticle))
    assert (seven.headline, seven.authors, seven.url) == ("Seven", ("Mara Quill",), "https://wall.example/7")
    assert ([block.text for block in seven.blocks], seven.tags) == (["In.", "Out."], ("tide",))
    assert (eight.headline, eight.published) == ("Only text & no title", "2020-02-03T04:05:06-01:00")
    assert [each.message for each in found if isinstance(each, Failure)] == [
        "the entry has no title and no text. Nothing is lost with it."
    ]


def test_a_summary_beside_content_is_the_standfirst_unless_it_is_its_beginning(tmp_path: Path) -> None:
    content = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    whole = f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"
    own = f"<title>A</title><description>The wall holds.</description>{whole}"
    same = own.replace("The wall holds.", "The council of Port Ansel met on the tide wall again")
    cut = own.replace("The wall holds.", "The wall holds […]")
    first, second, third = articles(tmp_path, rss(own, same, cut, attributes=content))
    assert (first.standfirst, second.standfirst, third.standfirst) == ("The wall holds.", None, None)


def test_entries_are_told_apart_whatever_their_ids() -> None:
    entries = [
        Entry("same", "One", "https://a.example/1"),
        Entry("same", "Two", "https://a.example/2"),
        Entry("same", "Two", "https://a.example/2"),
        Entry("own", "Three"),
        Entry("", "Four"),
        Entry("", "Five", "https://a.example/2"),
        Entry("x" * 5000, "Six"),
    ]
    found = named(entries)
    names = [entry.name for entry in found]
    assert [entry.title for entry in found] == ["One", "Two", "Three", "Four", "Five", "Six"]
    assert len(set(names)) == len(names)
    assert names[:3] == ["https://a.example/1", "https://a.example/2", "own"]
    assert max(map(len, names)) <= 350
    assert [entry.name for entry in named(reversed(entries))][::-1] != []


def test_the_signature_that_programs_add_is_dropped() -> None:
    signed = LONG + "<p>The post <a href='/1'>Tide wall</a> appeared first on <a href='/'>The Courier</a>.</p>"
    blocks = entry_blocks(Entry("1", "Tide wall", content=signed, outlet="The Courier"))
    assert blocks[-1].dropped is not None
    assert [block.dropped for block in blocks[:-1]] == [None] * 12


@pytest.mark.parametrize(
    ("content", "short"),
    [
        ("", True),
        ("<p>Three words only</p>", True),
        (LONG * 2, False),
        (LONG * 2 + "<p>And then […]</p>", True),
        (LONG * 2 + "<p><a href='/'>Continue reading →</a></p>", True),
        (LONG * 2 + "<p>Weiterlesen</p>", True),
        ("本文" * 400, False),
    ],
)
def test_what_only_leads_on_to_a_page_is_short(content: str, *, short: bool) -> None:
    assert is_short(entry_blocks(Entry("1", content=content))) is short


def test_entities_that_unfold_to_too_much_are_refused() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 50_000 + b'">]><rss version="2.0"><channel><title>'
    with pytest.raises(InputTooLargeError, match="unfold"):
        read_feed(bomb + b"&a;" * 50_000 + b"</title></channel></rss>", "bomb.xml")


def test_only_feeds_are_taken_for_feeds() -> None:
    for text in (
        b"<html><body>feed</body></html>",
        b"<feed><milk/></feed>",
        b"<?xml version='1.0'?><NewsML><rss/></NewsML>",
        b'{"title": "no feed", "items": []}',
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        b"",
    ):
        assert not is_feed(text)
    assert is_feed(rss().decode().encode("utf-16"))
    for name in ("a.xml", "a.rss", "a.atom", "a.json", "a"):
        parser = parser_for(name, rss())
        assert parser is not None
        assert parser.kind == "feed"
    plain = parser_for("a.json", b'{"title": "x"}')
    assert plain is not None
    assert plain.kind == "json"


texts = st.text(max_size=60)


@settings(max_examples=50)
@given(
    st.builds(
        Entry, texts, texts, st.none() | texts, texts, texts, st.booleans(), st.lists(texts, max_size=3).map(tuple)
    )
)
def test_an_entry_is_kept_as_it_is(entry: Entry) -> None:
    kept = unpacked_entry(entry.packed())
    assert kept.digest() == entry.digest()
    entry_document(kept, "x")


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    for whole in (data, b"<rss version='2.0'><channel>" + data, b'{"version":"https://jsonfeed.org/version/1",' + data):
        try:
            read_feed(whole, "made.xml")
        except InputError:
            continue


def test_every_feed_of_the_corpora_is_read_or_refused_with_a_reason(corpora: Path) -> None:
    read = refused = 0
    for path in sorted((corpora / "feeds").rglob("*")):
        if path.suffix not in {".xml", ".rss", ".atom", ".json"}:
            continue
        data = path.read_bytes()
        try:
            entries = read_feed(data, str(path)).entries
        except InputError as error:
            refused += bool(error.advice)
            continue
        read += 1
        for entry in entries:
            entry_document(entry, str(path))
    assert (read, refused) == (2127, 9)
