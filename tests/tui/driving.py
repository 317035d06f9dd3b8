"""Driving the app in a test: it is started on a real library, and looked at through its widgets."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from index import Library
from index.types import Marks, Row
from tests.tui.waiting import until
from tui.app import DatelineApp
from tui.config import Config
from tui.engine import Engine
from tui.lanes import Lane
from tui.screens.main import MainScreen
from tui.widgets.article_list import ArticleList
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox
from tui.widgets.status_line import StatusLine

QUIET = Config(sync_on_start=False, watch=False)
WIDE = (120, 32)
NARROW = (80, 24)


class Driven:
    """The app under test."""

    def __init__(self, app: DatelineApp, engine: Engine, pilot: Pilot[None]) -> None:
        self.app = app
        self.engine = engine
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    def breathe(self, *keys: str) -> None:
        """Type keys in one breath: none waits for what the one before it does."""
        for key in keys:
            self.app.simulate_key(key)

    async def until(self, condition: Callable[[], object]) -> None:
        await until(self.pilot, condition)

    async def search(self, text: str) -> None:
        """Type a query, wait for its results, and go to the list."""
        await self.press("slash", *text, "enter")
        await self.until(lambda: self.main.searching.understood and self.main.searching.understood.text == text)
        await self.until(lambda: self.list.has_focus)

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def list(self) -> ArticleList:
        return self.main.query_one(ArticleList)

    @property
    def reader(self) -> ReaderView:
        return self.main.query_one(ReaderView)

    @property
    def box(self) -> SearchBox:
        return self.main.query_one(SearchBox)

    @property
    def keys(self) -> KeyLine:
        return self.main.query_one(KeyLine)

    @property
    def said(self) -> str:
        return self.main.query_one(StatusLine).status.message

    @property
    def toasts(self) -> tuple[str, ...]:
        """The notices over the screen."""
        return tuple(notice.message for notice in self.app._notifications)

    @property
    def reading(self) -> str | None:
        """The headline in the reader."""
        return self.reader.article.article.headline if self.reader.article else None

    @property
    def under_cursor(self) -> str | None:
        """The headline under the cursor of the list."""
        return self.list.current.row.headline if self.list.current else None

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        assert self.list.current is not None
        return self.list.current.row

    @property
    def marks(self) -> Marks:
        """The marks of the article in the reader."""
        assert self.reader.article is not None
        return self.reader.article.marks


@asynccontextmanager
async def driving(
    folder: Path, size: tuple[int, int] = WIDE, config: Config = QUIET, engine: Engine | None = None
) -> AsyncIterator[Driven]:
    """The app on the library in a folder, with its first page shown."""
    engine = engine or Engine(Library.open(folder))
    app = DatelineApp(engine, config)
    try:
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, engine, pilot)
            await driven.until(lambda: driven.main.searching.listing is not None)
            yield driven
            await driven.main.leave()
    finally:
        engine.close()


@contextmanager
def held_up(lane: Lane) -> Iterator[Callable[[], None]]:
    """What is asked of a thread of the engine waits, until the end or until what is given is called."""
    go_on = threading.Event()
    lane.submit(go_on.wait)
    try:
        yield go_on.set
    finally:
        go_on.set()


def marks_in(folder: Path, article_id: int) -> Any:
    """The marks as the library has them."""
    with Library.open(folder) as library:
        return library.get(article_id).marks
