"""Feeds on the command line, from a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.serving import Site, serving
from tests.tui.cli.conftest import Dateline

TEXT = "The council of Port Ansel met on the tide wall again, and nothing was decided. " * 15
FEED = (
    "<rss version='2.0'><channel><title>The Ansel Courier</title>"
    + "".join(
        f"<item><guid>{each}</guid><title>Wall {each}</title><description>{TEXT}</description></item>" for each in "ab"
    )
    + "</channel></rss>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        made.put("/feed.xml", FEED, etag="1")
        yield made


@pytest.fixture
def online(dateline: Dateline) -> Dateline:
    return partial(dateline, env={"NO_PROXY": "127.0.0.1"})


def test_a_feed_is_added_listed_changed_synced_and_removed(online: Dateline, site: Site, tmp_path: Path) -> None:
    address = site.url("/feed.xml")
    added = online("add", address)
    assert (added.returncode, added.stdout, added.stderr) == (0, "", "dateline: 2 added\n")
    listed = online("sources")
    assert f"{address}  (The Ansel Courier)" in listed.stdout
    assert "2 articles" in listed.stdout
    assert "2 unread" in listed.stdout
    told = online("sources", "set", "the ansel courier", "--full-page", "never")
    assert (told.returncode, "never" in told.stderr) == (0, True)
    (source,) = json.loads(online("sources", "--format", "json").stdout)["sources"]
    assert (source["kind"], source["title"], source["full_page"]) == ("feed", "The Ansel Courier", "never")
    assert (source["location"], source["unread"], source["problem"]) == (address, 2, None)
    assert online("sync", address).stderr == "dateline: 1 unchanged\n"
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None, "1"]

    opml = tmp_path / "feeds.opml"
    assert online("sources", "export", "-o", opml).returncode == 0
    assert online("sources", "export", "-o", opml).returncode == 2
    assert online("sources", "export").stdout == opml.read_text()
    assert address in opml.read_text()
    site.status("/feed.xml", 500)
    failing = online("sync", "1")
    assert failing.returncode == 3
    assert "the server failed (500" in failing.stderr
    assert "the server failed (500" in online("sources").stderr
    removed = online("sources", "remove", address)
    assert removed.stderr.startswith(f"dateline: {address}")
    assert "2 articles removed" in removed.stderr
    site.put("/feed.xml", FEED)
    assert online("add", opml).stderr == "dateline: 2 added\n"


def test_a_site_is_told_to_a_program(online: Dateline, site: Site) -> None:
    site.put(
        "/", "<html><head><link rel='alternate' type='application/rss+xml' href='feed.xml'></head></html>", "text/html"
    )
    run = online("add", "--porcelain", site.url("/"), site.url("/none.xml"))
    events = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 3
    assert [event["event"] for event in events if event["event"] != "progress"] == ["failure", "note", "done"]
    assert (events[-1]["added"], events[-1]["sources"]) == (2, [1])
    assert "fetching" in {event.get("stage") for event in events}
    assert site.url("/feed.xml") in events[-2]["message"]


@pytest.mark.parametrize("text", ["http://", "https:///x", "http://a b/"])
def test_an_address_that_means_nothing_is_a_wrong_usage(online: Dateline, text: str) -> None:
    run = online("add", text)
    assert run.returncode in {2, 3}
    assert "Traceback" not in run.stderr


def test_only_a_feed_has_settings(online: Dateline, folder: Path) -> None:
    online("add", folder)
    run = online("sources", "set", "1", "--full-page", "always")
    assert (run.returncode, "no such feed" in run.stderr) == (2, True)


def test_a_host_without_a_scheme_is_told_how_to_write_it(online: Dateline) -> None:
    assert "https://" in online("add", "courier.example").stderr


def test_the_pages_of_a_file_of_links_are_fetched_only_when_that_is_said(
    online: Dateline, site: Site, tmp_path: Path
) -> None:
    text = "".join(f"<p>Paragraph {each} of the page. {TEXT[:79]}</p>" for each in range(9))
    site.put("/1", f"<html><title>Wall</title><body><article><h1>Wall</h1>{text}</article></body></html>", "text/html")
    saved = tmp_path / "bookmarks.html"
    saved.write_text(f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="{site.url("/1")}">Wall</A></DL>')
    told = online("add", saved)
    assert (told.returncode, "dateline add --pages FILE" in told.stderr, site.asked) == (3, True, [])
    added = online("add", "--pages", saved)
    assert (added.returncode, added.stderr) == (0, "dateline: 1 added\n")
    (source,) = json.loads(online("sources", "--format", "json").stdout)["sources"]
    assert (source["kind"], source["location"], source["articles"]) == ("links", str(saved), 1)
    assert online("sync", saved).stderr == "dateline: 1 unchanged\n"
    assert site.paths() == ["/1"]
