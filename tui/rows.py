"""The rows of the list that is shown: fetched when they come into sight, changed when marks change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from index.errors import DatelineError
from index.types import Row
from tui.engine import Engine
from tui.jobs import Jobs
from tui.results import Listing
from tui.widgets.article_list import ArticleList

PATIENCE = 0.3
"""Seconds that a listing waits for its first rows; then it is shown with empty ones."""

LEAST_HEIGHT = 2
"""The lines that a row takes at least."""

FOUND_HEIGHT = 3
"""The lines that a row takes that shows what matched: fewer rows are to be lit before they can be seen."""


class Rows:
    """Fills one listing at a time, by the page."""

    def __init__(self, engine: Engine, jobs: Jobs, articles: ArticleList) -> None:
        self._engine = engine
        self._jobs = jobs
        self._articles = articles
        self._listing: Listing | None = None

    def show(self, listing: Listing) -> None:
        """Another listing is shown."""
        self._listing = listing

    async def fill(self, listing: Listing) -> None:
        """Fetch the rows that will be seen first before the listing is shown: no row is empty for a blink."""
        height = FOUND_HEIGHT if listing.is_search else LEAST_HEIGHT
        screenful = self._articles.size.height // height + 1
        pages = listing.wanted(0, screenful)
        coming = [asyncio.Event() for _ in pages]
        for page, here in zip(pages, coming, strict=True):
            self._jobs.start(partial(self._fetch, listing, *page, here), "pages")
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for here in coming:
                    await here.wait()

    def fetch(self, source: object, first: int, last: int) -> None:
        """Fetch the missing rows of `[first, last)`, those in sight first."""
        listing = self._listing
        if listing is None or source is not listing:
            return
        middle = (self._articles.rows_in_sight.start + self._articles.rows_in_sight.stop) // 2
        pages = sorted(listing.wanted(first, last), key=lambda page: abs(sum(page) // 2 - middle))
        for page in pages:
            self._jobs.start(partial(self._fetch, listing, *page), "pages")

    def refresh(self) -> None:
        """Marks were changed elsewhere: fetch every row anew when it is in sight."""
        if self._listing is not None:
            self._listing.refresh()
            self._articles.rows_outdated()

    def change(self, article_id: int, change: Callable[[Row], Row]) -> None:
        """An article's marks are others now: show it."""
        listing = self._listing
        if listing is None:
            return
        listing.change(article_id, change)
        index = listing.index_of(article_id, near=self._articles.cursor) if listing.knows(article_id) else None
        if index is not None:
            self._articles.rows_arrived(index, index + 1)

    async def _fetch(self, listing: Listing, first: int, last: int, here: asyncio.Event | None = None) -> None:
        began = listing.refreshes
        try:
            if listing.is_search and listing.results is not None:
                hits = await self._engine.hits(listing.results, first, last)
            else:
                hits = await self._engine.plain_hits(listing.ids[first:last])
            listing.arrived(first, last, hits, began=began)
        except DatelineError:
            listing.give_up(first, last, began=began)
            if listing is self._listing:
                self._articles.rows_failed(first, last)
            raise
        finally:
            if here is not None:
                here.set()
        if listing is self._listing:
            self._articles.rows_arrived(first, last)
