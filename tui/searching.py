"""What is listed: all articles, or what the newest query found. Old results stay until the new ones are here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial

from index.errors import DatelineError, SearchCancelledError
from index.types import Order, Results, Understood
from tui.engine import Engine
from tui.jobs import Job, Jobs
from tui.lookups import FirstPage
from tui.results import Listing
from tui.rows import Rows
from tui.widgets.article_list import ArticleList

QUIET = 0.08
"""Seconds without a key press after which a query is searched; the first key after a pause is searched at once."""

HEAD = 500
"""So many results are shown at once; the others are put in order behind them."""

BUSY_AFTER = 0.25
"""Seconds after which a running search is shown to be running."""


class Searching:
    """Owns the query and the listing; `rows` are the listing's.

    Args:
        engine: what searches.
        jobs: what runs the searches.
        articles: the list to fill.
        listed: called when a listing is shown; with it, `understood` says how the query was read.
        busy: called with True when a search takes long, and with False when it is over.
    """

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        articles: ArticleList,
        *,
        listed: Callable[[], None],
        busy: Callable[[bool], None],
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._articles = articles
        self._listed = listed
        self.rows = Rows(engine, jobs, articles)
        self._busy = busy
        self._typed_at = 0.0
        self._waiting: asyncio.TimerHandle | None = None
        self._questions = 0
        self._is_outdated = False
        self._no_more_to_come = asyncio.Event()
        self._left_out: Sequence[int] = ()
        self.text = ""
        self.chosen: Order | None = None
        self.understood: Understood | None = None
        self.listing: Listing | None = None

    @property
    def is_on(self) -> bool:
        """Is a search shown?"""
        return self.listing is not None and self.listing.is_search

    @property
    def is_waiting(self) -> bool:
        """Has something been asked that is not answered yet?"""
        return self._waiting is not None

    @property
    def order(self) -> Order:
        """The order of what is shown."""
        if self.listing is not None and self.listing.results is not None:
            return self.listing.results.order
        return Order.OLDEST if self.chosen is Order.OLDEST else Order.NEWEST

    async def whole(self) -> Listing | None:
        """The listing with the ids of all its articles: waited for where only its head is here; None if they fail."""
        await self._no_more_to_come.wait()
        return self.listing if self.listing is not None and self.listing.is_complete else None

    # ---- what is asked --------------------------------------------------------------------------------------------

    def begin(self, first: Future[FirstPage]) -> None:
        """Show the first page, which is being fetched already, then the whole list."""
        if first.done() and first.exception() is None:
            self._show_page(first.result())  # now: the first screen has it
            job = partial(self._complete, self.order)
        else:
            job = partial(self._list_all, first)
        self._jobs.start(partial(self._asked, job), "search", exclusive=True)

    def type(self, text: str) -> None:
        """The query was edited: search when the typing pauses."""
        if text == self.text:
            return
        now = asyncio.get_running_loop().time()
        wait = QUIET if now - self._typed_at < 2 * QUIET else 0.0
        self._typed_at = now
        self._left_out = ()
        self._ask(text, wait)

    def ask(self, text: str) -> None:
        """Search now."""
        if text != self.text:
            self._left_out = ()
            self._ask(text, 0.0)

    def ask_without(self, text: str, articles: Sequence[int]) -> None:
        """Search now, and leave out some articles until another query is asked."""
        self._left_out = articles
        self._ask(text, 0.0)

    def sort(self, order: Order) -> None:
        """List in another order."""
        self.chosen = order
        self._ask(self.text, 0.0)

    def again(self) -> None:
        """The library has changed: list anew, the cursor staying on its article."""
        self._jobs.start(self.list_anew, "relist", exclusive=True)

    async def list_anew(self) -> None:
        """The same list again, quietly. Given up when something else is asked meanwhile."""
        if self._waiting is not None or self.listing is None or not self.listing.is_complete:
            # What is on its way may have begun before the change.
            self._is_outdated = True
            return
        self._is_outdated = False
        question = self._questions
        if self.text.strip():
            with suppress(SearchCancelledError):
                results = await self._engine.search(self.text, self.chosen, without=self._left_out)
                understood = await self._suggested(results)
                if self._questions == question:
                    listing = Listing(results.ids, results, known=self.listing)
                    listing.refresh()
                    self._show_found(listing, understood, stay=True)
        else:
            ids = await self._engine.all_ids(self.order)
            if self._questions == question:
                listing = Listing(ids, known=self.listing)
                listing.refresh()
                self._show(listing, stay=True)

    def _ask(self, text: str, wait: float) -> None:
        self.text = text
        self._questions += 1
        self._engine.give_up_search()
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().call_later(BUSY_AFTER, self._busy, True)
        job = partial(self._search, text, wait) if text.strip() else partial(self._list_all, None)
        self._jobs.start(partial(self._asked, job), "search", exclusive=True)

    async def _asked(self, job: Job) -> None:
        try:
            await job()
        except SearchCancelledError:
            raise  # a newer question is waiting for its answer
        except DatelineError:
            self._answered()
            self._no_more_to_come.set()
            raise

    def _answered(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            self._busy(False)

    # ---- listing --------------------------------------------------------------------------------------------------

    async def _list_all(self, first: Future[FirstPage] | None) -> None:
        order = Order.OLDEST if self.chosen is Order.OLDEST else Order.NEWEST
        self._show_page(await asyncio.wrap_future(first or self._engine.begin(order)))
        await self._complete(order)

    def _show_page(self, page: FirstPage) -> None:
        listing = Listing(page.ids, total=page.total)
        listing.arrived(0, len(page.ids), page.hits)
        self.understood = None
        self._show(listing)

    async def _complete(self, order: Order) -> None:
        """List all articles where the first page is shown."""
        listing = self.listing
        if listing is not None and not listing.is_complete:
            await self._painted()
            ids = await self._engine.all_ids(order)
            self._show(Listing(ids, known=listing), stay=True)

    async def _painted(self) -> None:
        """Until the first page is on the screen: nothing else is to take the machine's time before."""
        painted = asyncio.Event()
        self._articles.call_after_refresh(painted.set)
        await painted.wait()

    async def _search(self, text: str, wait: float) -> None:
        if wait:
            await asyncio.sleep(wait)
        left_out = self._left_out
        results = await self._engine.search(text, self.chosen, HEAD, without=left_out)
        listing = Listing(results.ids, results, total=results.total)
        if results.total:
            await self.rows.fill(listing)
        else:
            self._show_found(listing, results.understood)
        self._show_found(listing, await self._suggested(results))
        if not results.is_whole:
            await self._painted()
            whole = await self._engine.search(text, self.chosen, without=left_out)
            whole = replace(whole, took_ms=results.took_ms)  # the answer was there by then
            self._show_found(Listing(whole.ids, whole, known=listing), whole.understood, stay=True)

    async def _suggested(self, results: Results) -> Understood:
        """How the query was understood; where it found nothing, with queries that would match."""
        if results.total or results.understood.is_empty:
            return results.understood
        return await self._engine.with_suggestions(results.understood)

    def _show_found(self, listing: Listing, understood: Understood, *, stay: bool = False) -> None:
        self.understood = understood
        self._show(listing, stay=stay)

    def _show(self, listing: Listing, *, stay: bool = False) -> None:
        cursor = 0
        if stay and self.listing is not None:
            at = self.listing.id_at(self._articles.cursor)
            found = None if at is None else listing.index_of(at, near=self._articles.cursor)
            cursor = self._articles.cursor if found is None else found
        self.listing = listing
        if listing.is_complete:
            self._no_more_to_come.set()
        else:
            self._no_more_to_come.clear()
        self._answered()
        # At the top of the list new articles come into sight; further down they must not push the rows about.
        held = stay and self._articles.scroll_offset.y > 0
        self._articles.show(listing, cursor=cursor, keep_scroll=held, with_snippets=listing.is_search)
        self.rows.show(listing)
        self._listed()
        if self._is_outdated and listing.is_complete:
            self.again()
