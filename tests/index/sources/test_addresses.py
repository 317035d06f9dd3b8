"""Addresses, lists of feeds, and what a server says of waiting and packing."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BrokenInputError, InputError, InputTooLargeError, UsageError
from index.parsing.feeds.discovery import PageFacts, looks_like_page
from index.sources.opml import Subscription, read_opml, read_subscriptions, write_opml
from index.sources.web.address import clean_address, host_of, is_address, joined
from index.sources.web.fetching import Request
from index.sources.web.unpacking import Unpacking
from index.sources.web.waiting import wait_until
from index.sync.hosts import Errand, Errands

NOW = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)


# ---- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://Courier.Example", "https://courier.example/"),
        ("  http://courier.example:80/a b?q=é#top ", "http://courier.example/a%20b?q=%C3%A9"),
        ("https://courier.example:443/%7Ex/", "https://courier.example/%7Ex/"),
        ("https://courier.example:8443/", "https://courier.example:8443/"),
        ("feed://courier.example/rss", "http://courier.example/rss"),
        ("feed:https://courier.example/rss", "https://courier.example/rss"),
        ("https://مثال.example/أخبار", "https://xn--mgbh0fb.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("https://mara:pass@courier.example/x", "https://mara:pass@courier.example/x"),
        ("http://courier.example./", "http://courier.example/"),
    ],
)
def test_an_address_has_one_form(text: str, address: str) -> None:
    assert is_address(text)
    assert clean_address(text) == address
    assert clean_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "https:///x",
        "ftp://courier.example/x",
        "file:///etc/passwd",
        "http://a_b!/",
        "http://[::1",
        "http://x:y/",
    ],
)
def test_what_nothing_can_be_fetched_from_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        clean_address(text)


@given(st.text(max_size=40), st.sampled_from(["http://", "https://x.example/", "feed:", ""]))
@settings(max_examples=100)
def test_a_kept_address_is_plain_and_stays_as_it_is(text: str, start: str) -> None:
    try:
        address = clean_address(start + text)
    except UsageError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert clean_address(address) == address


def test_references_lead_to_addresses_of_the_web_only() -> None:
    assert joined("https://a.example/x/y", "../z") == "https://a.example/z"
    assert joined("https://a.example/", "//b.example") == "https://b.example/"
    assert joined("https://a.example/", "javascript:alert(1)") is None
    assert joined("https://a.example/", "file:///etc/passwd") is None
    assert host_of("https://mara:p@a.example:8443/x") == "a.example:8443"


# ---- lists of feeds -------------------------------------------------------------------------------------------------

titles = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Mn", "Me"])
)
feeds = st.lists(
    st.builds(Subscription, st.integers(0, 30).map(lambda n: f"https://f{n}.example/feed?a=1&b=2"), titles)
)


@given(feeds)
@settings(max_examples=50)
def test_what_is_exported_is_read_again(given_feeds: list[Subscription]) -> None:
    kept = {feed.address: feed for feed in reversed(given_feeds)}
    if not kept:
        return
    found = read_opml(write_opml(kept.values()).encode(), "made.opml")
    assert [feed.address for feed in found] == list(kept)
    for feed in found:
        title = " ".join((kept[feed.address].title or "").split())
        assert feed.title == (title or feed.address)


def test_outlines_are_read_to_any_depth_and_in_any_case() -> None:
    data = b"""<?xml version="1.0" encoding="ISO-8859-1"?><OPML><body><outline text="a"><outline text="b">
      <outline xmlurl="http://a.example/1" TITLE="Caf\xe9" type="rss"/><outline xmlUrl="ftp://a.example/2"/>
      <outline xmlUrl="http://"/></outline></outline><outline text="no feed"/></body></OPML>"""
    assert read_subscriptions(data, "x.opml", "x.opml") == [Subscription("http://a.example/1", "Café")]


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<opml><body><outline text='x'/></body></opml>", b"\x00\xff"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_opml(data, "x.opml")


# ---- what servers say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "until"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("Mon, 09 Mar 2026 07:00:00 GMT", NOW + timedelta(hours=1)),
        ("Mon, 09 Mar 2020 07:00:00 GMT", NOW),
        ("99999999999999999999", NOW + timedelta(days=7)),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str, until: datetime | None) -> None:
    assert wait_until(value, NOW, 7 * 24 * 3600) == until


def unpack(codings: str, data: bytes, limit: int = 1_000_000, step: int = 7) -> bytes:
    unpacking = Unpacking(codings, limit, "x")
    for start in range(0, len(data), step):
        unpacking.feed(data[start : start + step])
    return unpacking.content()


@given(st.binary(max_size=500), st.integers(1, 50))
@settings(max_examples=50)
def test_what_is_packed_comes_out_in_any_steps(data: bytes, step: int) -> None:
    assert unpack("gzip", gzip.compress(data), step=step) == data
    assert unpack("gzip", gzip.compress(data) + gzip.compress(data), step=step) == data + data
    assert unpack("deflate", zlib.compress(data), step=step) == data
    assert unpack("gzip, gzip", gzip.compress(gzip.compress(data)), step=step) == data
    assert unpack("identity", data, step=step) == data


def test_no_more_comes_out_than_the_limit() -> None:
    for codings, data in (("gzip", gzip.compress(bytes(10_000_000))), ("", bytes(2_000_000))):
        with pytest.raises(InputTooLargeError):
            unpack(codings, data, step=10_000)


def test_brotli_is_unpacked_where_its_library_is() -> None:
    brotli = pytest.importorskip("brotli")
    assert unpack("br", brotli.compress(b"The wall holds. " * 50)) == b"The wall holds. " * 50
    with pytest.raises(InputTooLargeError):
        unpack("br", brotli.compress(bytes(10_000_000)), step=10_000)
    with pytest.raises(BrokenInputError):
        unpack("br", brotli.compress(b"The wall holds. " * 50)[:-5])


# ---- turns ----------------------------------------------------------------------------------------------------------


def test_hosts_take_turns_and_none_is_asked_twice_at_once() -> None:
    errands = Errands(hosts=2)
    for path in ("a/1", "a/2", "a/3", "b/1", "c/1"):
        errands.add(Request(f"https://{path.replace('/', '.example/')}"), path)
    under_way: list[Errand] = []
    order = []
    while errands.are_left:
        while (errand := errands.next()) is not None:
            under_way.append(errand)
            assert len({each.host for each in under_way}) == len(under_way) <= 2
        ended = under_way.pop(0)
        order.append(ended.purpose)
        errands.end(ended)
    assert sorted(map(str, order)) == ["a/1", "a/2", "a/3", "b/1", "c/1"]
    assert order.index("c/1") < order.index("a/3")
    assert (errands.done, errands.total) == (5, 5)


# ---- what a page says of feeds --------------------------------------------------------------------------------------


def test_a_page_names_feeds_by_its_base_and_comments_come_last() -> None:
    page = """<html><head><base href="https://cdn.example/x/">
      <link rel="alternate" type="application/rss+xml" title="Comments" href="c.xml">
      <LINK REL='alternate nofollow' TYPE='application/atom+xml; charset=utf-8' HREF='a.xml' title="News">
      <link rel="alternate" type="application/atom+xml" href="a.xml"><link rel="alternate" hreflang="fr" href="/fr">
      <link rel="alternate" type="application/rss+xml" href="javascript:x"></head></html>"""
    facts = PageFacts(page.encode(), "https://site.example/")
    assert [(feed.address, feed.title) for feed in facts.feeds] == [
        ("https://cdn.example/x/a.xml", "News"),
        ("https://cdn.example/x/c.xml", "Comments"),
    ]
    assert not facts.is_article


@pytest.mark.parametrize(
    "told",
    [
        '<meta property="og:type" content="article">',
        '<script type="application/ld+json">{"@graph": [{"@type": ["Thing", "NewsArticle"]}]}</script>',
        '<script type="application/ld+json">[{"@type": "BlogPosting"}]</script>',
    ],
)
def test_a_page_may_call_itself_an_article(told: str) -> None:
    assert PageFacts(f"<html><head>{told}</head></html>".encode(), "https://x.example/").is_article


@pytest.mark.parametrize(
    "told", ['<meta property="og:type" content="website">', '<script type="application/ld+json">{</script>']
)
def test_other_pages_do_not(told: str) -> None:
    assert not PageFacts(f"<html><head>{told}</head></html>".encode(), "https://x.example/").is_article


def test_pages_are_told_by_type_or_content() -> None:
    assert looks_like_page(b"anything", "text/html")
    assert looks_like_page(b"<!DOCTYPE html><p>x", "")
    assert not looks_like_page(b"%PDF", "application/pdf")
    assert not looks_like_page(b"<rss version='2.0'><channel>", "text/html")
