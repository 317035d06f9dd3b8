"""The threads that search and read for the screens; the interface thread never does either.

Four threads, each with a queue: one owns the Searcher, one reads articles and writes marks, one fetches the rows of
pages, one counts and lists in the background. So a page never waits for a search, nor an article for a page. Every
method returns at once with a future of the running loop, or is a coroutine.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.errors import SearchCancelledError
from index.types import (
    ArticleId,
    Highlights,
    Hit,
    IndexStatus,
    MarkChange,
    Order,
    Position,
    Results,
    StoredArticle,
    Understood,
)

if TYPE_CHECKING:
    from index import Library, Searcher

Outcome = TypeVar("Outcome")

FIRST_PAGE = 100
"""How many articles are listed before the whole list is known: more than any screen shows."""

SWITCH_INTERVAL = 0.001
"""Seconds a searching thread keeps the interpreter while the screen waits for it (Python's own: 0.005)."""

_ROWS_LOOKED_THROUGH = 400


@dataclass(frozen=True, slots=True)
class Pulse:
    """What tells that the library has changed: `version` on any commit, `revision` when articles did.

    `own` says that marks were written here since the last pulse, which may be all that has changed.
    """

    version: int
    revision: int
    own: bool


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The head of the list of all articles: some ids in order, the rows, and how many articles there are."""

    ids: array[int]
    hits: list[Hit]
    total: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An article with what a query lights in it."""

    stored: StoredArticle
    highlights: Highlights


class Lane:
    """A thread that does one job after the other, in the order they were given."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"dateline-{name}")

    def submit(self, job: Callable[[], Outcome]) -> Future[Outcome]:
        """Queue a job; may be called before there is an event loop."""
        return self._executor.submit(job)

    async def do(self, job: Callable[[], Outcome]) -> Outcome:
        """Queue a job and wait for its outcome without holding up the loop. Cancelled, it leaves the queue."""
        return await asyncio.wrap_future(self.submit(job))

    async def do_surely(self, job: Callable[[], Outcome]) -> Outcome:
        """The same for a job that is done even when nobody waits for it any more."""
        return await asyncio.shield(asyncio.wrap_future(self.submit(job)))

    def close(self) -> None:
        """Drop what is queued and wait for the job at hand."""
        self._executor.shutdown(wait=True, cancel_futures=True)


class Engine:
    """One library as the screens see it. Made before the app runs; closed after it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._searching = Lane("search")
        self._reading = Lane("library")
        self._paging = Lane("pages")
        self._counting = Lane("counts")
        self._searcher: Searcher | None = None  # lives and dies in the search thread
        self._lighter: Searcher | None = None  # the page thread's own, for snippets
        self._newest = 0
        self._wrote = False

    @property
    def writable(self) -> bool:
        """Can marks be kept?"""
        return bool(self._library.writable)

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return Path(self._library.folder)

    # ---- the list of all articles

    def begin(self, order: Order) -> Future[FirstPage]:
        """Start fetching the first page, before there is a loop: it is ready when the screen is."""
        return self._reading.submit(lambda: self._first_page(order))

    async def first_page(self, order: Order) -> FirstPage:
        """The head of the list of all articles."""
        return await self._reading.do(lambda: self._first_page(order))

    def _first_page(self, order: Order) -> FirstPage:
        ids = self._library.first_ids(order, FIRST_PAGE)
        return FirstPage(ids, self._plain_hits(ids), self._library.count())

    async def all_ids(self, order: Order) -> array[int]:
        """The id of every article, in order."""
        return await self._counting.do(lambda: self._library.ids(order))

    async def pulse(self) -> Pulse:
        """Has the library changed?"""
        own, self._wrote = self._wrote, False
        return await self._counting.do(lambda: Pulse(self._library.data_version(), self._library.revision(), own))

    async def has_sources(self) -> bool:
        """Is there anything to read in?"""
        return await self._counting.do(lambda: bool(self._library.sources()))

    # ---- searching

    async def search(self, text: str, order: Order | None = None) -> Results:
        """Search; a search that is running is given up for this one. `sort:` in the text goes before `order`.

        Raises:
            SearchCancelledError: a newer search came before this one was done.
        """
        self._newest += 1
        mine = self._newest
        return await self._searching.do(lambda: self._search(text, order, lambda: self._newest != mine))

    def _search(self, text: str, order: Order | None, overtaken: Callable[[], bool]) -> Results:
        if overtaken():
            raise SearchCancelledError("a newer search came first", text)
        from index import understand

        searcher = self._own_searcher()
        searcher.refresh()
        results: Results = searcher.search(text, understand(text).order or order, cancelled=overtaken)
        return results

    def give_up_search(self) -> None:
        """Stop the running search, if any: its results are no longer wanted."""
        self._newest += 1

    async def with_suggestions(self, results: Results) -> Understood:
        """What a query without results was understood as, with queries that would match."""
        return await self._searching.do(lambda: self._suggest(results.understood))

    def _suggest(self, understood: Understood) -> Understood:
        return replace(understood, suggestions=self._own_searcher().suggest(understood))

    async def index_status(self) -> IndexStatus:
        """The state of the search index."""
        return await self._searching.do(self._index_status)

    def _index_status(self) -> IndexStatus:
        searcher = self._own_searcher()
        searcher.refresh()
        status: IndexStatus = searcher.status
        return status

    def _own_searcher(self) -> Searcher:
        if self._searcher is None:
            from index import Searcher

            self._searcher = Searcher(self._library)
        return self._searcher

    # ---- pages

    async def plain_hits(self, ids: Sequence[int]) -> list[Hit]:
        """The rows of articles, in the given order; those that are gone from the library are left out."""
        return await self._paging.do(lambda: self._plain_hits(ids))

    def _plain_hits(self, ids: Sequence[int]) -> list[Hit]:
        return [Hit(row) for row in self._library.rows(ids)]

    async def hits(self, results: Results, first: int, last: int) -> list[Hit]:
        """The hits of `results.ids[first:last]` with their marks and snippets."""
        return await self._paging.do(lambda: self._hits(results, first, last))

    def _hits(self, results: Results, first: int, last: int) -> list[Hit]:
        if self._lighter is None:
            from index import Searcher

            self._lighter = Searcher(self._library)
        hits: list[Hit] = self._lighter.hits(results, first, last)
        return hits

    # ---- articles

    async def open(self, article_id: int, understood: Understood | None) -> Opened:
        """An article, and what the query lights in it.

        Raises:
            ArticleNotFoundError: it was removed from the library.
        """
        return await self._reading.do(lambda: self._open(article_id, understood))

    def _open(self, article_id: int, understood: Understood | None) -> Opened:
        stored = self._library.get(article_id)
        if understood is None or understood.is_empty:
            return Opened(stored, Highlights())
        from index import highlight_article

        return Opened(stored, highlight_article(stored, understood))

    async def next_unread(self, ids: array[int], start: int, step: int) -> int | None:
        """The index in `ids` of the next article that is not read, from `start` on, then round from the other end.

        Args:
            ids: the articles in the order of the list.
            start: the index to look at first.
            step: 1 for forwards, -1 for backwards.
        """
        return await self._counting.do(lambda: self._next_unread(ids, start, step))

    def _next_unread(self, ids: array[int], start: int, step: int) -> int | None:
        ahead = range(start, len(ids)) if step > 0 else range(start, -1, -1)
        behind = range(start) if step > 0 else range(len(ids) - 1, start, -1)
        near = ahead[:_ROWS_LOOKED_THROUGH]
        unread: set[int] = {row.id for row in self._library.rows([ids[index] for index in near]) if not row.read}
        found = _first_in(near, ids, unread)
        if found is None and len(near) < len(ids):
            unread = set(self._library.ids_in_state("unread"))
            found = _first_in(chain(ahead[_ROWS_LOOKED_THROUGH:], behind), ids, unread)
        return found

    # ---- marks

    async def mark(self, changes: Sequence[MarkChange]) -> list[MarkChange]:
        """Change marks, in the order of the calls; gives the changes that take it back."""
        return await self._write(lambda: self._library.mark(changes))

    async def mark_all_read(self, ids: Sequence[int] | None) -> list[MarkChange]:
        """Mark articles read, all or those of `ids`; gives the changes that take it back, one an article changed."""
        return await self._write(lambda: self._mark_all_read(ids))

    def _mark_all_read(self, ids: Sequence[int] | None) -> list[MarkChange]:
        unread = self._library.ids_in_state("unread")
        chosen = unread if ids is None else sorted(set(unread).intersection(ids))
        undo: list[MarkChange] = self._library.mark(
            [MarkChange(ArticleId(article_id), read=True) for article_id in chosen]
        )
        return undo

    async def keep_position(self, article_id: int, position: Position) -> None:
        """Remember how far an article was read."""
        await self._write(lambda: self._library.keep_position(article_id, position))

    async def _write(self, job: Callable[[], Outcome]) -> Outcome:
        outcome = await self._reading.do_surely(job)
        self._wrote = True
        return outcome

    # ---- the end

    def close(self) -> None:
        """Stop the threads and close the library. What was given to `mark` and `keep_position` is written first."""
        self.give_up_search()
        self._reading.submit(lambda: None).result()
        for lane, close in ((self._searching, self._close_searcher), (self._paging, self._close_lighter)):
            lane.submit(close).result()
        for lane in (self._searching, self._reading, self._paging, self._counting):
            lane.close()
        self._library.close()

    def _close_searcher(self) -> None:
        if self._searcher is not None:
            self._searcher.close()

    def _close_lighter(self) -> None:
        if self._lighter is not None:
            self._lighter.close()


def _first_in(indices: Iterable[int], ids: array[int], wanted: set[int]) -> int | None:
    return next((index for index in indices if ids[index] in wanted), None)
