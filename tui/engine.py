"""One library as the screens see it. The interface thread never reads, searches or waits.

Four threads, each with a queue: one owns the Searcher, one reads articles and writes marks, one fetches the rows of
pages, one counts and lists in the background. So a page never waits for a search, nor an article for a page.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import Hit, IndexStatus, MarkChange, Order, Position, Results, Understood
from tui import lookups
from tui.lanes import Lane, Outcome
from tui.lookups import FirstPage, LazySearcher, Opened

if TYPE_CHECKING:
    from index import Library
    from index.types import RisingWord, Timeline
    from tui.inspect_engine import InspectEngine
    from tui.saved_engine import SavedEngine
    from tui.sources_engine import SourcesEngine
    from tui.view_engine import ViewEngine
    from tui.watching import Changed, Watching

SWITCH_INTERVAL = 0.001
"""Seconds a searching thread keeps the interpreter while the screen waits for it (Python's own: 0.005)."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What tells that the library has changed: `version` on any commit, `revision` when articles did.

    `own` says that marks were written here since the last pulse, which may be all that has changed.
    """

    version: int
    revision: int
    own: bool


class NewestCall:
    """Tells the newest of several calls about queries from those that it overtakes."""

    def __init__(self) -> None:
        self._number = 0
        self._text: str | None = None

    def begin(self, text: str) -> Callable[[], bool]:
        """Begin a call: gives what tells whether it was overtaken."""
        self._number += 1
        self._text = text
        mine = self._number
        return lambda: self._number != mine

    def is_about(self, text: str) -> bool:
        """Is the newest call about a text; true before the first."""
        return self._text is None or self._text == text

    def give_up(self, *, but: str | None = None) -> None:
        """Overtake the newest call, too, unless it is about that text."""
        if but is None or but != self._text:
            self._number += 1


class Engine:
    """The threads of one library. Made before the app runs; closed after it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._searching = Lane("search")
        self._reading = Lane("library")
        self._paging = Lane("pages")
        self._counting = Lane("counts")
        self._searcher = LazySearcher(library)  # of the search thread
        self._lighter = LazySearcher(library)  # of the page thread, for snippets
        self._searches = NewestCall()
        self._facet_counts = NewestCall()
        self._timelines = NewestCall()
        self._risings = NewestCall()
        self._wrote = False
        self._saved: SavedEngine | None = None
        self._views: ViewEngine | None = None
        self._inspecting: InspectEngine | None = None
        self._sources: SourcesEngine | None = None
        self._watching: Watching | None = None

    @property
    def writable(self) -> bool:
        """Can marks be kept?"""
        return self._library.writable

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._library.folder

    # ---- the list of all articles ---------------------------------------------------------------------------------

    def begin(self, order: Order) -> Future[FirstPage]:
        """Start fetching the head of the list of all articles. Needs no loop: it can be ready when the screen is."""
        return self._reading.submit(lambda: lookups.first_page(self._library, order))

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

    @property
    def sources(self) -> SourcesEngine:
        """The sources, and changes to them."""
        if self._sources is None:
            from tui.sources_engine import SourcesEngine

            self._sources = SourcesEngine(self._library, self._counting, self._write)
        return self._sources

    def watch(self, changed: Changed) -> None:
        """Tell from now on, in a thread of its own, which sources have changed on the disk."""
        from tui.watching import Watching

        self._watching = Watching(self._library, changed)

    @property
    def is_watching(self) -> bool:
        """Will changes from now on be told?"""
        return self._watching is not None and self._watching.stands

    def stop_watching(self) -> None:
        """Tell of changes no more. Does not wait."""
        if self._watching is not None:
            self._watching.stop()

    # ---- searching ------------------------------------------------------------------------------------------------

    async def search(
        self, text: str, order: Order | None = None, most: int | None = None, *, without: Sequence[int] = ()
    ) -> Results:
        """Search for the first `most` ids; a search that is running is given up for this one.

        `sort:` in the text goes before `order`. The articles of `without` are left out, and not counted.

        Raises:
            SearchCancelledError: a newer search came before this one was done.
        """
        overtaken = self._searches.begin(text)
        for calls in (self._facet_counts, self._timelines, self._risings):
            calls.give_up(but=text)
        if len(without):
            return await self._searching.do(
                lambda: self._searcher.search_without(text, without, order, most, overtaken)
            )
        return await self._searching.do(lambda: self._searcher.search(text, order, most, overtaken))

    def give_up_search(self) -> None:
        """Stop the running search, if any, and counting what it found: neither is wanted any more."""
        for calls in (self._searches, self._facet_counts, self._timelines, self._risings):
            calls.give_up()
        if self._saved is not None:
            self._saved.give_up()

    @property
    def saved(self) -> SavedEngine:
        """Saved searches, what was asked, and how a query can go on."""
        if self._saved is None:
            from tui.saved_engine import SavedEngine

            self._saved = SavedEngine(
                self._library, self._searching, self._searcher, self._reading, self._write, NewestCall
            )
        return self._saved

    async def facets(self, text: str) -> dict[str, list[tuple[str, int]]]:
        """Count all articles that a query means by facet; those of the whole library for an empty text.

        No search is given up for it.

        Raises:
            SearchCancelledError: a newer call, or a search for another text, came before this was done.
        """
        overtaken = self._facet_counts.begin(text)
        return await self._searching.do(lambda: self._searcher.facets(text, overtaken))

    async def timeline(self, text: str, most: int) -> Timeline:
        """Count all articles that a query means by publication date, in at most `most` buckets.

        No search is given up for it.

        Raises:
            SearchCancelledError: a newer call, or a search for another text, came before this was done.
        """
        overtaken = self._timelines.begin(text)
        return await self._searching.do(lambda: self._searcher.timeline(text, most, overtaken))

    async def rising(self, text: str) -> tuple[RisingWord, ...]:
        """Words that more of what a query means has than the archive would lead to expect, most striking first.

        No search is given up for it.

        Raises:
            SearchCancelledError: a newer call, or a search for another text, came before this was done.
        """
        overtaken = self._risings.begin(text)
        return await self._searching.do(lambda: self._searcher.rising(text, overtaken))

    async def with_suggestions(self, understood: Understood) -> Understood:
        """How a query without results was understood, with queries that would match."""
        return await self._searching.do(lambda: self._searcher.with_suggestions(understood))

    async def reworded(self, change: Callable[[], str]) -> str:
        """Write a query anew, on the search thread."""
        return await self._searching.do(change)

    async def index_status(self) -> IndexStatus:
        """The state of the search index."""
        return await self._searching.do(self._searcher.status)

    async def rewritten(self, change: Callable[[], Outcome]) -> Outcome:
        """Read queries and write them; no search is waited for, and no page."""
        return await self._counting.do(change)

    @property
    def views(self) -> ViewEngine:
        """Results looked at in other ways."""
        if self._views is None:
            from tui.view_engine import ViewEngine

            self._views = ViewEngine(self._searching, self._searcher, self._paging, self._lighter)
        return self._views

    @property
    def inspecting(self) -> InspectEngine:
        """Articles beside their raw text, and rules for lines."""
        if self._inspecting is None:
            from tui.inspect_engine import InspectEngine

            self._inspecting = InspectEngine(self._library, self._write)
        return self._inspecting

    # ---- pages ----------------------------------------------------------------------------------------------------

    async def plain_hits(self, ids: Sequence[int]) -> list[Hit]:
        """The rows of articles, in the given order; those that are gone from the library are left out."""
        return await self._paging.do(lambda: lookups.plain_hits(self._library, ids))

    async def hits(self, results: Results, first: int, last: int) -> list[Hit]:
        """The hits of `results.ids[first:last]` with their marks and snippets.

        Raises:
            SearchCancelledError: something else is searched by now.
        """
        text = results.understood.text

        def overtaken() -> bool:
            return not self._searches.is_about(text)

        return await self._paging.do(lambda: self._lighter.it.hits(results, first, last, cancelled=overtaken))

    # ---- articles -------------------------------------------------------------------------------------------------

    async def open(self, article_id: int, understood: Understood | None) -> Opened:
        """An article, and what the query lights in it.

        Raises:
            ArticleNotFoundError: it was removed from the library.
        """
        return await self._reading.do(lambda: lookups.open_article(self._library, article_id, understood))

    async def next_unread(self, ids: array[int], start: int, step: int) -> int | None:
        """The index in `ids` of the next article that is not read, from `start` on, then round from the other end.

        Args:
            ids: the articles in the order of the list.
            start: the index to look at first.
            step: 1 for forwards, -1 for backwards.
        """
        return await self._counting.do(lambda: lookups.next_unread(self._library, ids, start, step))

    async def next_not_in(self, known: Collection[int], ids: array[int], start: int, step: int) -> int | None:
        """The same for the next article that is none of the known ones."""
        return await self._counting.do(lambda: lookups.next_not_in(known, ids, start, step))

    # ---- marks ----------------------------------------------------------------------------------------------------

    async def mark(self, changes: Sequence[MarkChange]) -> list[MarkChange]:
        """Change marks, in the order of the calls; gives the changes that take it back."""
        return await self._write(lambda: self._library.mark(changes))

    async def mark_all_read(self, ids: Sequence[int] | None) -> list[MarkChange]:
        """Mark articles read, all or those of `ids`; gives the changes that take it back, one an article changed."""
        return await self._write(lambda: lookups.mark_all_read(self._library, ids))

    async def keep_position(self, article_id: int, position: Position) -> None:
        """Remember how far an article was read."""
        await self._write(lambda: self._library.keep_position(article_id, position))

    async def _write(self, job: Callable[[], Outcome]) -> Outcome:
        outcome = await self._reading.do_surely(job)
        self._wrote = True
        return outcome

    # ---- the end --------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop the threads and close the library. What was given to `mark` and `keep_position` is written first."""
        self.give_up_search()
        if self._watching is not None:
            self._watching.stop()
            self._watching.ended()
        self._reading.submit(lambda: None).result()
        if self._inspecting is not None:
            self._inspecting.close()
        for lane, searcher in ((self._searching, self._searcher), (self._paging, self._lighter)):
            lane.submit(searcher.close).result()
        for lane in (self._searching, self._reading, self._paging, self._counting):
            lane.close()
        self._library.close()
