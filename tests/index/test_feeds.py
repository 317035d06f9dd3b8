"""Feeds and pages of a real server: added, synced, changed, and failing in every way."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from index.library import Library
from index.library.check import examine
from index.sources.web.settings import FetchSettings
from index.sync import add, check, export_subscriptions, remove_source, set_full_page, sync
from index.sync.corrections import add_rule, apply_rules
from index.sync.inspecting import inspect
from index.types import (
    ArticleId,
    FullPage,
    MarkChange,
    Order,
    Progress,
    RuleAction,
    RuleScope,
    Source,
    SourceKind,
    Stage,
    SyncReport,
)
from tests.index.writing import everything, write
from tests.serving import Handler, Site, packed, serving

QUICK = FetchSettings(packed=200_000, unpacked=400_000, gap_seconds=0, redirects=4)
"""As usual, but for sizes and gaps. Nothing here depends on time: a slow computer only takes longer."""

TEXT = "The council of Port Ansel met on the tide wall again, and nothing was decided about item {}. "


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as made:
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made
        assert examine(made) == []


def item(number: int, *, words: int = 200, extra: str = "", link: str = "") -> str:
    text = TEXT.format(number) * (words // 16 + 1)
    url = link or f"/items/{number}"
    return (
        f"<item><guid isPermaLink='false'>item-{number}</guid><title>Item {number}</title><link>{url}</link>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;{extra}</description></item>"
    )


def feed(*items: str, title: str = "The Ansel Courier", base: str = "") -> str:
    told = f" xml:base='{base}'" if base else ""
    return f"<rss version='2.0'{told}><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def page(number: int, words: int = 300) -> str:
    text = "".join(f"<p>{TEXT.format(number)} Paragraph {each} of the page.</p>" for each in range(words // 20))
    head = f"<head><title>Item {number}</title></head>"
    return f"<html>{head}<body><article><h1>Item {number}</h1>{text}</article></body></html>"


def put_in(library: Library, *inputs: str | Path, full_page: FullPage | None = None) -> SyncReport:
    return add(library, inputs, fetching=QUICK, full_page=full_page)


def again(library: Library, *source_ids: int) -> SyncReport:
    return sync(library, source_ids or None, fetching=QUICK)


def only(library: Library) -> Source:
    (source,) = library.sources()
    return source


def headlines(library: Library) -> list[str]:
    return sorted(article.article.headline for article in everything(library))


# ---- the usual course -----------------------------------------------------------------------------------------------


def test_a_feed_is_added_and_its_items_are_articles(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1), item(2)))
    report = put_in(library, site.url("/feed.xml"))
    assert (report.added, report.failures, report.notes) == (2, (), ())
    source = only(library)
    assert report.sources == (source.id,)
    assert (source.kind, source.address, source.title) == (SourceKind.FEED, site.url("/feed.xml"), "The Ansel Courier")
    assert (source.articles, source.unread, source.failures, source.problem) == (2, 2, 0, None)
    assert (source.full_page, source.last_sync is not None) == (FullPage.SHORT, True)
    assert sorted(article.location for article in everything(library)) == [site.url("/items/1"), site.url("/items/2")]
    assert {article.article.outlet for article in everything(library)} == {"The Ansel Courier"}
    assert site.asked[0].headers["user-agent"].startswith("Dateline/")
    assert check(library) == []


def test_a_thousand_items_synced_twice_cost_one_conditional_request(library: Library, site: Site) -> None:
    body = feed(*(item(number) for number in range(1000)))
    site.put("/feed.xml", packed(body.encode()), content_encoding="gzip", etag='"a"')
    wide = FetchSettings(gap_seconds=0)
    assert add(library, [site.url("/feed.xml")], fetching=wide).added == 1000
    revision, asked = library.revision(), len(site.asked)
    report = sync(library, fetching=wide)
    assert (report.added, report.updated, report.unchanged, report.failures) == (0, 0, 1, ())
    assert [one.headers.get("if-none-match") for one in site.asked[asked:]] == ['"a"']
    assert library.revision() == revision


def test_the_same_bytes_without_an_etag_are_no_work(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1)), last_modified="Thu, 09 Mar 2017 06:12:00 GMT")
    put_in(library, site.url("/feed.xml"))
    again(library)
    assert "if-modified-since" in site.asked[-1].headers
    site.put("/feed.xml", feed(item(1)))
    assert again(library).unchanged == 1
    assert again(library).unchanged == 1


def test_only_new_and_changed_items_are_written_and_marks_stay(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1), item(2), item(3)))
    put_in(library, site.url("/feed.xml"))
    ids = {article.article.headline: article.id for article in everything(library)}
    library.mark([MarkChange(ids["Item 2"], read=True, starred=True)])
    site.put("/feed.xml", feed(item(4), item(2, extra="&lt;p&gt;Corrected.&lt;/p&gt;"), item(3)))
    report = again(library)
    assert (report.added, report.updated, report.gone) == (1, 1, 0)
    assert headlines(library) == ["Item 1", "Item 2", "Item 3", "Item 4"]
    changed = library.get(ids["Item 2"])
    assert changed.article.blocks[-1].text == "Corrected."
    assert (changed.marks.read, changed.marks.starred) == (True, True)
    assert only(library).unread == 3
    assert not any(article.gone for article in everything(library))


def test_what_was_fetched_is_kept_and_cleaned_again_without_the_network(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), item(2), base=site.url("/")))
    site.put("/items/1", page(1), "text/html")
    put_in(library, site.url("/feed.xml"))
    raw = {article.article.headline: library.raw_of(article.id) for article in everything(library)}
    assert raw["Item 1"] is not None
    assert raw["Item 2"] is not None
    assert (raw["Item 1"].form, raw["Item 1"].url, raw["Item 1"].data) == (
        "page",
        site.url("/items/1"),
        page(1).encode(),
    )
    assert (raw["Item 2"].form, b"item-2" in raw["Item 2"].data) == ("entry", True)
    asked = len(site.asked)
    with library.database.transaction() as connection:
        connection.execute("UPDATE items SET complete = 0")
        connection.execute("UPDATE addresses SET waits_until = '2999-01-01T00:00:00+00:00'")
    revision = library.revision()
    again(library)
    assert (len(site.asked), library.revision()) == (asked, revision)
    assert library.database.rows("SELECT count(*) FROM items WHERE NOT complete") == [(0,)]


def test_what_was_fetched_is_inspected_and_follows_rules_without_the_network(library: Library, site: Site) -> None:
    told_twice = "&lt;p&gt;The harbour bell rang twice at noon.&lt;/p&gt;"
    site.put("/feed.xml", feed(item(1, words=10), item(2, extra=told_twice), base=site.url("/")))
    site.put(
        "/items/1", page(1).replace("</article>", "<p>The harbour bell rang twice at noon.</p></article>"), "text/html"
    )
    put_in(library, site.url("/feed.xml"))
    asked = len(site.asked)
    articles = everything(library)
    for article in articles:
        told = inspect(library, article.id)
        assert (told.message, told.article) == (None, article.article)
        assert any("nothing was decided" in line.text for line in told.lines)
        assert article.article.blocks[-1].text == "The harbour bell rang twice at noon."
    add_rule(library, articles[0].id, "The harbour bell rang twice at noon.", RuleAction.DROP, RuleScope.SOURCE)
    assert apply_rules(library).updated == 2
    assert all(
        article.article.blocks[-1].text != "The harbour bell rang twice at noon." for article in everything(library)
    )
    assert all(inspect(library, article.id).message is None for article in articles)
    assert len(site.asked) == asked


def test_a_damaged_article_is_made_anew_from_what_is_kept(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1), item(2, words=10), base=site.url("/")))
    site.put("/items/2", page(2), "text/html")
    put_in(library, site.url("/feed.xml"))
    before, asked = {article.id: article.article for article in everything(library)}, len(site.asked)
    with library.database.transaction() as connection:
        connection.execute("UPDATE bodies SET data = x'00'")
    assert check(library, repair=True) != []
    assert check(library) == []
    assert {article.id: article.article for article in everything(library)} == before
    assert len(site.asked) == asked


def test_a_sync_may_leave_the_network_alone(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1)))
    put_in(library, site.url("/feed.xml"))
    asked = len(site.asked)
    report = sync(library, fetch=False)
    assert (report, len(site.asked)) == (SyncReport(), asked)


# ---- full pages -----------------------------------------------------------------------------------------------------


def test_the_page_of_a_short_item_is_fetched_and_the_better_text_kept(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), item(2, words=10), item(3), base=site.url("/")))
    site.put("/items/1", page(1), "text/html; charset=utf-8")
    site.put("/items/2", "<html><body><article><p>Accept our cookies.</p></article></body></html>", "text/html")
    report = put_in(library, site.url("/feed.xml"))
    assert (report.added, report.failures) == (3, ())
    assert sorted(site.paths()) == ["/feed.xml", "/items/1", "/items/2"]
    accepted = [asked.headers["accept"].partition(",")[0] for asked in site.asked]
    assert accepted == ["application/atom+xml", "text/html", "text/html"]
    words = {article.article.headline: article.words for article in everything(library)}
    assert words["Item 1"] > 250
    assert 10 < words["Item 2"] < 40
    assert again(library).updated == 0
    assert site.paths()[3:] == ["/feed.xml"]


@pytest.mark.parametrize(("policy", "pages"), [(FullPage.NEVER, 0), (FullPage.SHORT, 1), (FullPage.ALWAYS, 2)])
def test_a_source_says_when_pages_are_fetched(library: Library, site: Site, policy: FullPage, pages: int) -> None:
    site.put("/feed.xml", feed(item(1, words=10), item(2), base=site.url("/")))
    site.put("/items/1", page(1), "text/html")
    site.put("/items/2", page(2), "text/html")
    put_in(library, site.url("/feed.xml"), full_page=policy)
    assert only(library).full_page is policy
    assert len([path for path in site.paths() if path.startswith("/items")]) == pages


def test_a_changed_setting_holds_for_the_items_that_are_there(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), base=site.url("/")), etag="1")
    site.put("/items/1", page(1), "text/html")
    put_in(library, site.url("/feed.xml"), full_page=FullPage.NEVER)
    (short,) = everything(library)
    set_full_page(library, only(library).id, FullPage.SHORT)
    assert again(library).updated == 1
    (whole,) = everything(library)
    assert whole.words > 5 * short.words
    set_full_page(library, only(library).id, FullPage.NEVER)
    asked = len(site.asked)
    assert again(library).updated == 1
    assert everything(library)[0].words == short.words
    assert site.paths()[asked:] == ["/feed.xml"]


def test_a_page_that_cannot_be_had_leaves_the_summary_and_is_asked_for_again(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), item(2, words=10), base=site.url("/")), etag="1")
    site.status("/items/1", 500)
    report = put_in(library, site.url("/feed.xml"))
    assert (report.added, len(report.failures)) == (2, 2)
    assert all("the feed's summary is kept" in failure.message for failure in report.failures)
    assert only(library).failures == 2
    site.put("/items/1", page(1), "text/html")
    asked = len(site.asked)
    assert again(library).updated == 1
    assert sorted(site.paths()[asked:]) == ["/feed.xml", "/items/1"]  # what is not there is not asked for again
    assert [failure.location for failure in library.failures(only(library).id)] == [site.url("/items/2")]
    for _ in range(2):
        asked = len(site.asked)
        again(library)
        assert site.paths()[asked:] == ["/feed.xml"]


def test_a_page_is_asked_for_three_times_at_most(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), base=site.url("/")), etag="1")
    site.status("/items/1", 500)
    put_in(library, site.url("/feed.xml"))
    for _ in range(4):
        again(library)
    assert site.paths().count("/items/1") == 3
    assert only(library).failures == 1


def test_one_request_at_a_time_goes_to_a_host(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(*(item(number, words=10) for number in range(12)), base=site.url("/")))
    for number in range(12):
        site.put(f"/items/{number}", page(number), "text/html")
    put_in(library, site.url("/feed.xml"))
    assert (len(site.asked), site.most_at_once) == (13, 1)


# ---- what an address is ---------------------------------------------------------------------------------------------


def front(*links: str, extra: str = "") -> str:
    told = "".join(f"<link rel='alternate' type='application/rss+xml' href='{link}'>" for link in links)
    return f"<!doctype html><html><head><title>Front</title>{told}{extra}</head><body><p>News.</p></body></html>"


def test_a_site_leads_to_the_feed_that_its_page_names(library: Library, site: Site) -> None:
    site.put("/", front("/comments/feed", "news.xml", "/sport.xml"), "text/html")
    site.put("/news.xml", feed(item(1)))
    report = put_in(library, site.url("/"))
    assert (report.added, report.failures) == (1, ())
    assert only(library).address == site.url("/news.xml")
    assert any("/news.xml" in note for note in report.notes)
    assert any("/sport.xml" in note and "/comments/feed" in note for note in report.notes)


def test_an_article_stays_one_though_its_page_names_a_feed(library: Library, site: Site) -> None:
    extra = "<meta property='og:type' content='article'>"
    whole = page(7).replace("<head>", f"<head>{extra}<link rel='alternate' type='application/rss+xml' href='/feed'>")
    site.put("/2017/wall", whole, "text/html", etag="x")
    report = put_in(library, site.url("/2017/wall"))
    assert (report.added, report.failures) == (1, ())
    assert any(site.url("/feed") in note for note in report.notes)
    source = only(library)
    assert (source.kind, source.full_page, source.title) == (SourceKind.PAGE, None, "Item 7")
    assert everything(library)[0].location == site.url("/2017/wall")
    assert again(library).unchanged == 1
    site.put("/2017/wall", whole.replace("nothing", "something"), "text/html")
    assert again(library).updated == 1
    site.put("/2017/wall", "<html><body></body></html>", "text/html")
    assert again(library).failures != ()
    assert len(everything(library)) == 1


def test_the_usual_places_are_tried_where_a_front_page_names_no_feed(library: Library, site: Site) -> None:
    site.put("/", front(), "text/html")
    site.put("/atom.xml", feed(item(1)))
    report = put_in(library, site.url("/"))
    assert only(library).address == site.url("/atom.xml")
    assert any("usual place" in note for note in report.notes)


@pytest.mark.parametrize(("body", "kind"), [(b"\x89PNG\r\n", "image/png"), (b"%PDF-1.4", "application/octet-stream")])
def test_what_is_neither_a_feed_nor_a_page_is_not_added(library: Library, site: Site, body: bytes, kind: str) -> None:
    site.put("/thing", body, kind)
    report = put_in(library, site.url("/thing"))
    assert library.sources() == []
    assert "nothing was added" in report.failures[0].message


def test_a_page_without_an_article_is_not_added(library: Library, site: Site) -> None:
    site.put("/x", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "text/html")
    assert "no feed and no article" in put_in(library, site.url("/x")).failures[0].message
    assert library.sources() == []


def test_an_address_is_one_source_however_it_is_written(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1)))
    put_in(library, site.url("/feed.xml"))
    put_in(library, site.url("/feed.xml#top"), f"  {site.address.upper().replace('HTTP', 'http')}/feed.xml")
    put_in(library, f"feed:{site.url('/feed.xml')}")
    assert only(library).articles == 1


# ---- lists of feeds -------------------------------------------------------------------------------------------------


def test_a_list_of_feeds_goes_in_and_out(library: Library, site: Site, tmp_path: Path) -> None:
    site.put("/one.xml", feed(item(1), title="One of them"))
    listed = tmp_path / "subscriptions.opml"
    listed.write_text(
        "<opml version='2.0'><body><outline text='News'>"
        f"<outline text='First' xmlUrl='{site.url('/one.xml')}'/><outline><outline xmlUrl='{site.url('/one.xml')}'/>"
        f"<outline title='Away &amp; gone' xmlUrl='{site.url('/away.xml')}'/></outline></outline></body></opml>"
    )
    report = put_in(library, listed)
    assert (report.added, len(report.failures), len(report.sources)) == (1, 1, 2)
    one, away = library.sources()
    assert (one.name, one.problem) == ("One of them", None)
    assert (away.name, away.articles) == ("Away & gone", 0)
    assert away.problem is not None
    assert "404" in away.problem
    exported = tmp_path / "exported.xml"
    exported.write_text(export_subscriptions(library))
    assert put_in(library, exported).added == 0
    assert [source.title for source in library.sources()] == ["One of them", "Away & gone"]


def test_a_damaged_list_is_a_failure(library: Library, tmp_path: Path) -> None:
    for text in ("<opml><body/></opml>", "no xml", "<rss/>"):
        (tmp_path / "list.opml").write_text(text)
        assert len(put_in(library, tmp_path / "list.opml").failures) == 1
    assert library.sources() == []


def test_the_urls_file_of_newsboat(library: Library, site: Site, tmp_path: Path) -> None:
    site.put("/one.xml", feed(item(1), title=""))
    (tmp_path / "urls").write_text(f'# mine\n{site.url("/one.xml")} news "~The Wall"\n"query:x:unread"\n')
    put_in(library, tmp_path / "urls")
    assert only(library).title == "The Wall"


# ---- servers that behave badly --------------------------------------------------------------------------------------


GOOD = feed(item(1)).encode()
BEHAVIOUR: dict[str, Callable[[Site, str], None]] = {
    "break": lambda site, path: site.behave(path, lambda handler: handler.break_off(GOOD[:100], len(GOOD))),
    "bomb": lambda site, path: site.put(path, packed(b" " * 20_000_000), content_encoding="gzip"),
    "endless": lambda site, path: site.behave(path, lambda handler: handler.drip(b"x" * 50_000, 0)),
    "large": lambda site, path: site.behave(path, lambda handler: handler.break_off(b"", 10**12)),
    "half gzip": lambda site, path: site.put(path, packed(GOOD)[:-20], content_encoding="gzip"),
    "no gzip": lambda site, path: site.put(path, GOOD, content_encoding="gzip"),
    "unknown packing": lambda site, path: site.put(path, GOOD, content_encoding="zstd"),
    "to a file": lambda site, path: site.redirect(path, "file:///etc/passwd"),
    "circle": lambda site, path: site.redirect(path, path),
    "many redirects": lambda site, path: redirects(site, path),  # noqa: PLW0108 - it stands below
    "picture": lambda site, path: site.put(path, GOOD, "image/jpeg"),
    "page": lambda site, path: site.put(path, page(1), "text/html"),
    "empty": lambda site, path: site.put(path, b""),
}


def redirects(site: Site, path: str) -> None:
    for number in range(9):
        site.redirect(f"{path}/{number}" if number else path, f"{path}/{number + 1}", 302)


BAD = {
    "break": "broke off",
    "bomb": "larger than",
    "endless": "larger than",
    "large": "larger than",
    "half gzip": "broke off",
    "no gzip": "does not unpack",
    "unknown packing": "packed as zstd",
    "to a file": "nothing can be fetched",
    "circle": "in a circle",
    "many redirects": "more than 4 redirects",
    "picture": "image/jpeg",
    "page": "no feed",
    "empty": "no feed",
    "401": "refuses",
    "403": "refuses",
    "404": "nothing at this address",
    "410": "gone for good",
    "418": "failed",
    "500": "failed",
    "503": "busy",
}


def test_each_failure_says_why_and_none_stops_the_others(library: Library, site: Site) -> None:
    listed = {what: f"/{number}.xml" for number, what in enumerate(BAD)}
    opml = library.folder.parent / "all.opml"
    site.put("/good.xml", feed(item(1)))
    paths = [*listed.values(), "/good.xml"]
    told = "".join(f"<outline xmlUrl='{site.url(path)}'/>" for path in paths)
    opml.write_text(f"<opml><body>{told}</body></opml>")
    for what, path in listed.items():
        if what in BEHAVIOUR:
            BEHAVIOUR[what](site, path)
        else:
            site.status(path, int(what))
    report = put_in(library, opml)
    assert report.added == 1
    failed = {failure.location: failure.message for failure in report.failures}
    assert set(failed) == {site.url(path) for path in listed.values()}
    for what, path in listed.items():
        assert re.search(BAD[what], failed[site.url(path)]), (what, failed[site.url(path)])
        assert failed[site.url(path)].endswith("."), what
    problems = {source.address: source.problem for source in library.sources()}
    assert problems == {**failed, site.url("/good.xml"): None}


def test_a_server_that_drips_or_hangs_is_given_up(library: Library, site: Site) -> None:
    site.behave("/drip.xml", lambda handler: handler.drip(b"<", 0.05))
    site.behave("/hang.xml", Handler.hang)
    hasty = FetchSettings(read_seconds=600, total_seconds=0.5)
    (failure,) = add(library, [site.url("/drip.xml")], fetching=hasty).failures
    assert "not complete after 0.5 seconds" in failure.message
    hasty = FetchSettings(read_seconds=0.3, total_seconds=600)
    (failure,) = add(library, [site.url("/hang.xml")], fetching=hasty).failures
    assert "stopped answering" in failure.message


def test_a_server_that_is_not_there(library: Library) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    report = put_in(library, f"http://127.0.0.1:{port}/feed.xml", "http://no-such-name.invalid/feed")
    assert len(report.failures) == 2
    assert "accepts no connection" in report.failures[0].message + report.failures[1].message
    assert library.sources() == []


def test_no_safe_connection_is_told(library: Library, site: Site) -> None:
    report = put_in(library, site.url("/feed.xml").replace("http:", "https:"))
    assert "safe connection" in report.failures[0].message


@pytest.mark.parametrize("deflate", [zlib.compress, lambda data: zlib.compress(data, wbits=-15)])
def test_deflate_comes_in_two_forms(library: Library, site: Site, deflate: Callable[[bytes], bytes]) -> None:
    site.put("/feed.xml", deflate(feed(item(1)).encode()), content_encoding="deflate")
    assert put_in(library, site.url("/feed.xml")).added == 1


def test_a_failing_source_recovers_and_loses_nothing(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1)), etag="1")
    put_in(library, site.url("/feed.xml"))
    site.status("/feed.xml", 500)
    assert len(again(library).failures) == 1
    assert (only(library).articles, only(library).failures) == (1, 1)
    site.put("/feed.xml", feed(item(1)), etag="1")
    assert again(library).unchanged == 1
    assert (only(library).problem, only(library).failures) == (None, 0)


def test_permanent_redirects_are_remembered_and_others_are_not(library: Library, site: Site) -> None:
    site.put("/c.xml", feed(item(1)))
    site.redirect("/b.xml", "/c.xml", 308)
    site.redirect("/a.xml", "/b.xml", 301)
    put_in(library, site.url("/c.xml"))
    site.redirect("/c.xml", "/a.xml", 302)
    site.put("/b.xml", feed(item(1), item(2)))
    assert again(library).added == 1
    assert only(library).address == site.url("/c.xml")
    site.redirect("/c.xml", "/a.xml", 301)
    report = again(library)
    assert only(library).address == site.url("/b.xml")
    assert any("moved for good" in note for note in report.notes)
    assert only(library).articles == 2
    again(library)
    assert site.paths()[-1] == "/b.xml"


def test_a_feed_that_moves_to_another_source_says_so(library: Library, site: Site) -> None:
    site.put("/a.xml", feed(item(1)))
    site.put("/b.xml", feed(item(2)))
    put_in(library, site.url("/a.xml"), site.url("/b.xml"))
    site.redirect("/a.xml", "/b.xml", 301)
    assert any("is a source already" in note for note in again(library).notes)
    assert len(library.sources()) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_kept(library: Library, site: Site, form: str) -> None:
    site.put("/feed.xml", feed(item(1)))
    put_in(library, site.url("/feed.xml"))
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    site.status("/feed.xml", 429, retry_after="3600" if form == "seconds" else later)
    assert "left alone until" in again(library).failures[0].message
    asked = len(site.asked)
    report = again(library)
    assert (len(site.asked), report.failures) == (asked, ())
    assert any("not asked" in note for note in report.notes)
    assert only(library).waits_until is not None
    with library.database.transaction() as connection:
        connection.execute("UPDATE addresses SET waits_until = '2000-01-01T00:00:00+00:00'")
    site.put("/feed.xml", feed(item(1), item(2)))
    assert again(library).added == 1
    assert only(library).waits_until is None


def test_pages_of_a_server_that_asks_to_wait_are_left_for_later(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(*(item(number, words=10) for number in range(5)), base=site.url("/")), etag="1")
    for number in range(5):
        site.status(f"/items/{number}", 503, retry_after="3600")
    report = put_in(library, site.url("/feed.xml"))
    assert (report.added, report.failures) == (5, ())
    assert len(report.notes) == 1
    assert len(site.asked) == 2
    assert any("not asked" in note for note in again(library).notes)
    assert len(site.asked) == 2
    with library.database.transaction() as connection:
        connection.execute("UPDATE addresses SET waits_until = NULL")
    for number in range(5):
        site.put(f"/items/{number}", page(number), "text/html")
    assert again(library).updated == 5


# ---- stopping, removing ---------------------------------------------------------------------------------------------


def test_a_run_that_is_stopped_goes_on_later(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(*(item(number, words=10) for number in range(6)), base=site.url("/")), etag="1")
    for number in range(6):
        site.put(f"/items/{number}", page(number), "text/html")
    report = add(library, [site.url("/feed.xml")], fetching=QUICK, stop=lambda: len(site.asked) > 3)
    assert report.interrupted
    assert 0 < report.added < 6
    assert again(library).added == 6 - report.added
    assert site.paths().count("/items/0") == 1


def test_a_run_that_hangs_is_stopped_at_once(library: Library, site: Site) -> None:
    site.behave("/feed.xml", Handler.hang)
    patient = FetchSettings(read_seconds=600, total_seconds=600)
    report = add(library, [site.url("/feed.xml")], fetching=patient, stop=lambda: len(site.asked) > 0)
    assert report.interrupted


def test_progress_is_told(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1)))
    told: list[Progress] = []
    add(library, [site.url("/feed.xml")], fetching=QUICK, report=told.append)
    fetching = [moment for moment in told if moment.stage is Stage.FETCHING]
    assert (fetching[-1].done, fetching[-1].total) == (1, 1)


def test_a_feed_is_removed_and_added_again(library: Library, site: Site, tmp_path: Path) -> None:
    write(tmp_path / "files" / "a.txt", "A file")
    site.put("/feed.xml", feed(item(1), item(2)))
    site.put("/", front(), "text/html")
    put_in(library, tmp_path / "files", site.url("/feed.xml"))
    starred = next(ArticleId(each.id) for each in everything(library) if each.article.headline == "Item 1")
    library.mark([MarkChange(starred, starred=True, read=True)])
    assert remove_source(library, library.sources()[1].id, keep_marked=True) == 1
    assert headlines(library) == ["A file", "Item 1"]
    put_in(library, site.url("/feed.xml"))
    assert headlines(library) == ["A file", "Item 1", "Item 2"]
    assert library.get(starred).marks.starred
    assert [source.unread for source in library.sources()] == [1, 1]
    assert remove_source(library, library.sources()[1].id, keep_marked=False) == 2
    assert library.database.rows("SELECT count(*) FROM originals") == [(0,)]
    assert len(library.ids(Order.NEWEST)) == 1


# ---- more than one server -------------------------------------------------------------------------------------------


def test_servers_are_asked_at_once(library: Library, site: Site) -> None:
    both = threading.Barrier(2)

    def wait_for_the_other(handler: Handler) -> None:
        both.wait(60)
        handler.say(200, {"Content-Type": "application/rss+xml"}, GOOD)

    with serving() as other:
        for each in (site, other):
            each.behave("/feed.xml", wait_for_the_other)
        patient = FetchSettings(read_seconds=60, gap_seconds=0)
        assert add(library, [site.url("/feed.xml"), other.url("/feed.xml")], fetching=patient).failures == ()


def test_a_certificate_that_nobody_vouches_for_is_refused(library: Library, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and is not there")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "9",
    ]
    named = ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as secure:
        secure.put("/feed.xml", GOOD)
        report = put_in(library, secure.url("/feed.xml"))
        assert "certificate cannot be trusted" in report.failures[0].message
        assert secure.asked == []


def test_a_page_is_read_in_the_encoding_that_its_server_names(library: Library, site: Site) -> None:
    site.put("/feed.xml", feed(item(1, words=10), base=site.url("/")))
    told = page(1).replace("nothing was decided", "rien n'a été décidé, où qu'on soit")
    site.put("/items/1", told.encode("windows-1252"), "text/html; charset=windows-1252")
    put_in(library, site.url("/feed.xml"))
    (article,) = everything(library)
    assert "rien n'a été décidé, où qu'on soit" in article.article.blocks[0].text
