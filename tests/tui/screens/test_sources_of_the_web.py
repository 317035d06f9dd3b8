"""Feeds in the list of sources: added by their address, set, synced, failing, exported."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from index.types import FullPage
from tests.serving import Site, serving
from tests.tui.conftest import ARTICLES
from tests.tui.driving import NARROW, Driven, driving
from tests.tui.screens.test_sources import current, opened, says, sources_screen
from tui.screens.choice import ChoiceScreen
from tui.screens.failures import FailuresScreen
from tui.screens.place import PlaceScreen
from tui.screens.welcome import WelcomeScreen

TEXT = "The council of Port Ansel met on the tide wall again, and nothing was decided about item {0}. " * 12


def feed(*numbers: int) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{number}</guid><title>Item {number}</title>"
        f"<description>{TEXT.format(number)}</description></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>The Ansel Courier</title>{items}</channel></rss>"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as made:
        made.put("/feed.xml", feed(1, 2))
        yield made


async def add(driven: Driven, place: str) -> None:
    await driven.press("a")
    await driven.until(lambda: isinstance(driven.app.screen, PlaceScreen) and driven.app.screen.query(Input))
    driven.app.screen.query_one(Input).value = place
    await driven.press("enter")


async def test_a_feed_is_added_set_and_exported(folder: Path, site: Site, tmp_path: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        await add(driven, site.url("/feed.xml"))
        await driven.until(lambda: says(driven) == "2 new" and current(driven).source.title == "The Ansel Courier")
        await driven.until(lambda: current(driven).kind == "feed")
        await driven.press("p")
        await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
        await driven.press("n")
        await driven.until(lambda: current(driven).source.full_page is FullPage.NEVER)
        site.put("/feed.xml", feed(1, 2, 3))
        await driven.press("r")
        await driven.until(lambda: says(driven) == "1 new" and current(driven).source.unread == 3)
        await driven.press("e")
        await driven.until(lambda: isinstance(driven.app.screen, PlaceScreen) and driven.app.screen.query(Input))
        driven.app.screen.query_one(Input).value = str(tmp_path / "feeds.opml")
        await driven.press("enter")
        await driven.until(lambda: says(driven).startswith("Wrote 1 feed to"))
        await driven.press("enter")
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == 3)
        assert driven.box.text == f'in:"{site.url("/feed.xml")}"'
    assert site.url("/feed.xml") in await asyncio.to_thread((tmp_path / "feeds.opml").read_text)


async def test_only_feeds_have_pages_that_are_fetched(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        await driven.press("p")
        assert says(driven).startswith("Only feeds have this")
        await driven.press("e")
        assert says(driven) == "There is no feed to export."


async def test_a_feed_that_fails_says_why_and_stops_no_other(folder: Path, site: Site, tmp_path: Path) -> None:
    site.status("/gone.xml", 410)
    feeds = tmp_path / "feeds.opml"
    addresses = [site.url(path) for path in ("/gone.xml", "/feed.xml")]
    outlines = "".join(f"<outline type='rss' text='x' xmlUrl='{address}'/>" for address in addresses)
    feeds.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    async with driving(folder, NARROW) as driven:
        await opened(driven)
        await add(driven, str(feeds))
        await driven.until(lambda: says(driven).startswith("2 new · 1 failed"))
        screen = sources_screen(driven)
        await driven.until(lambda: [row.source.problem is None for row in screen.list.rows] == [True, False, True])
        title = screen.query_one("#sources-title", Static)
        await driven.until(
            lambda: str(title.content) == f"3 sources · {ARTICLES + 2} unread of {ARTICLES + 2} · 1 failed"
        )
        await driven.press("S", "S", "S", "g", "enter")
        await driven.until(lambda: isinstance(driven.app.screen, FailuresScreen))
        assert "410" in str(driven.app.screen.query_one("#failures-text", Static).content)
        await driven.press("escape", "q", "R")
        await driven.until(lambda: driven.said == "1 of 3 sources failed: F shows why")


async def test_the_welcome_takes_an_address(empty_folder: Path, site: Site) -> None:
    async with driving(empty_folder, NARROW) as driven:
        await driven.until(lambda: isinstance(driven.app.screen, WelcomeScreen) and driven.app.screen.query(Input))
        driven.app.screen.query_one(Input).value = site.url("/feed.xml")
        await driven.press("enter")
        await driven.until(lambda: not isinstance(driven.app.screen, WelcomeScreen))
        await driven.until(lambda: driven.under_cursor == "Item 1")
