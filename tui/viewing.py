"""Looking at the results in other ways: articles like one, a concordance, a table of many names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.screen import Screen

from index.types import ConcordanceLine, Order, StoredArticle
from tui.batches import Line, Row, lines_of
from tui.engine import Engine
from tui.in_use import InUse
from tui.jobs import Jobs
from tui.reading import Reading
from tui.results import Listing
from tui.searching import Searching
from tui.widgets.article_list import ArticleList
from tui.widgets.passages import MOST


class Viewing:
    """Opens the views over the main screen, and does what is chosen in them.

    Args:
        screen: the main screen.
        engine: the library's threads.
        jobs: runs what is asked of them, and says what cannot be done.
        searching: the query and its results.
        reading: opens articles.
        in_use: knows the article that a key is meant for.
        search_for: puts another query into the box and searches it.
    """

    def __init__(
        self,
        screen: Screen[None],
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        reading: Reading,
        in_use: InUse,
        search_for: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._reading = reading
        self._in_use = in_use
        self._search_for = search_for
        self._table: list[Row | Line] = []

    # ---- articles alike -------------------------------------------------------------------------------------------

    def more_like(self) -> None:
        """Search for articles like the one in use."""
        self._in_use.with_article(
            lambda stored: self._jobs.start(partial(self._more_like, stored), "alike", exclusive=True)
        )

    async def _more_like(self, stored: StoredArticle) -> None:
        query = await self._engine.views.more_like(stored.id)
        if not query:
            self._jobs.tell("No other article has a word of this one.")
            return
        by_date = self._searching.chosen not in {None, Order.RELEVANCE}
        self._search_for(f"{query} sort:relevance" if by_date else query)

    # ---- all passages of a hit ------------------------------------------------------------------------------------

    def passages(self) -> None:
        """Show every passage that matches of the article under the cursor, or put them away."""
        articles, listing = self._screen.query_one(ArticleList), self._searching.listing
        if articles.opened == articles.cursor:
            articles.close_passages()
        elif listing is None or listing.results is None or listing.id_at(articles.cursor) is None:
            self._jobs.tell("Search for something first: the passages are those that match.")
        else:
            self._jobs.start(partial(self._passages, listing, articles.cursor), "passages", exclusive=True)

    async def _passages(self, listing: Listing, row: int) -> None:
        assert listing.results is not None  # noqa: S101 - whoever asks has looked
        hits = await self._engine.views.passages(listing.results, row, MOST)
        if hits and listing is self._searching.listing:
            self._screen.query_one(ArticleList).open_passages(row, hits[0])

    # ---- the concordance ------------------------------------------------------------------------------------------

    def concordance(self) -> None:
        """Show every match of the results in its context."""
        if not self._searching.text.strip():
            self._jobs.tell("Search for something first: a concordance shows its matches.")
            return
        self._jobs.start(self._concordance, "concordance", exclusive=True)

    async def _concordance(self) -> None:
        listing = await self._searching.whole()
        if listing is None or listing.results is None or not len(listing):
            self._jobs.tell("Nothing matches: there is nothing to show.")
            return
        from tui.screens.concordance import ConcordanceScreen

        self._screen.app.push_screen(ConcordanceScreen(self._engine.views, listing.results), self._open_line)

    def _open_line(self, line: ConcordanceLine | None) -> None:
        listing = self._searching.listing
        index = listing.index_of(line.article) if line is not None and listing is not None else None
        if line is None:
            return
        if index is None:
            self._jobs.tell("The article is no longer among the results.")
        else:
            self._reading.open(index, line.number)

    # ---- many names or queries ------------------------------------------------------------------------------------

    def batch(self) -> None:
        """Show the table of the last batch, or ask for the first."""
        if self._table:
            self._show_table([])
        else:
            self._ask_batch()

    def _ask_batch(self) -> None:
        from tui.screens.batch import BatchAskScreen

        self._screen.app.push_screen(BatchAskScreen(), self._begin_batch)

    def _begin_batch(self, asked: Path | list[Line] | None) -> None:
        if isinstance(asked, Path):
            self._jobs.start(partial(self._read_batch, asked), "batch", exclusive=True)
        elif asked:
            self._table = []
            self._show_table(asked)

    async def _read_batch(self, path: Path) -> None:
        try:
            lines = await asyncio.to_thread(_read, path)
        except (OSError, RuntimeError) as error:
            self._jobs.fail(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.")
            return
        if lines:
            self._table = []
            self._show_table(lines)
        else:
            self._jobs.tell(f"{path} has no lines.")

    def _show_table(self, lines: list[Line]) -> None:
        from tui.screens.batch import BatchScreen

        self._screen.app.push_screen(BatchScreen(self._engine.views, lines, self._table), self._left_table)

    def _left_table(self, query: str | None) -> None:
        from tui.screens.batch import ANOTHER

        if query == ANOTHER:
            self._ask_batch()
        elif query is not None:
            self._search_for(query)


def _read(path: Path) -> list[Line]:
    with path.expanduser().open("rb") as file:
        return list(lines_of(file))
