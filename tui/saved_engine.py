"""The part of the engine that keeps, counts and reviews saved searches, and tells how a query can go on."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from index.errors import SearchCancelledError
from index.types import Completions, SavedCounts, SavedSearch, SearchState
from tui.lanes import Lane
from tui.lookups import LazySearcher

if TYPE_CHECKING:
    from index import Library

Outcome = TypeVar("Outcome")


class Writes(Protocol):
    """Does a job that writes, and does it surely."""

    def __call__(self, job: Callable[[], Outcome]) -> Awaitable[Outcome]:
        """Queue it."""
        ...


class Calls(Protocol):
    """Tells a call that was overtaken, as `engine.NewestCall` does."""

    def begin(self, text: str) -> Callable[[], bool]:
        """Begin a call."""
        ...

    def give_up(self) -> None:
        """Overtake the newest call."""
        ...


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A saved search with the articles that were seen in its review."""

    search: SavedSearch
    seen: array[int]


class SavedEngine:
    """Made by the engine, whose threads it uses.

    Args:
        library: keeps the searches.
        searching: the search thread.
        searcher: the searcher of that thread.
        reading: the thread that reads articles and writes marks.
        write: writes there.
        calls: makes what tells the newest of several calls.
    """

    def __init__(
        self,
        library: Library,
        searching: Lane,
        searcher: LazySearcher,
        reading: Lane,
        write: Writes,
        calls: Callable[[], Calls],
    ) -> None:
        self._library = library
        self._searching = searching
        self._searcher = searcher
        self._reading = reading
        self._write = write
        self._counts = calls()
        self._completions = calls()

    # ---- keeping --------------------------------------------------------------------------------------------------

    async def all(self) -> list[SavedSearch]:
        """The saved searches by name."""
        return await self._reading.do(self._library.saved_searches)

    async def named(self, name: str) -> SavedSearch | None:
        """The saved search of a name."""
        return await self._reading.do(lambda: self._library.saved_search(name))

    async def save(self, name: str, query: str) -> SavedSearch:
        """Keep a query under a name.

        Raises:
            UsageError: the name or the query cannot be kept.
        """
        return await self._write(lambda: self._library.save_search(name, query))

    async def rename(self, name: str, new: str) -> str:
        """Give a saved search another name, and say it as it is kept.

        Raises:
            UsageError: the new one cannot be kept, or another search has it.
        """
        return await self._write(lambda: self._library.rename_search(name, new))

    async def forget(self, name: str) -> SearchState | None:
        """Forget a saved search; gives what `put_back` takes."""
        return await self._write(lambda: self._library.forget_search(name))

    async def state(self, name: str) -> SearchState | None:
        """All that is kept of a saved search, for `put_back`."""
        return await self._reading.do(lambda: self._library.search_state(name))

    async def put_back(self, state: SearchState) -> None:
        """Make a saved search what it was."""
        await self._write(lambda: self._library.put_back(state))

    # ---- what is new, and what was seen ---------------------------------------------------------------------------

    async def counts(self, name: str) -> SavedCounts:
        """Count the results of a saved search. Another call before it is done, or a search, takes its place.

        Raises:
            SearchCancelledError: that happened.
            UsageError: there is none of that name.
        """
        overtaken = self._counts.begin(name)

        def count() -> SavedCounts:
            _stop_if(overtaken(), name)
            self._searcher.it.refresh()
            return self._searcher.it.following.counts(name, cancelled=overtaken)

        return await self._searching.do(count)

    def give_up(self) -> None:
        """Stop counting, and looking for completions: nobody waits for them any more."""
        self._counts.give_up()
        self._completions.give_up()

    async def look_at(self, name: str, *, see_all: bool = False) -> None:
        """Count the results of a saved search as looked at, none of them as new; with `see_all` also as seen."""
        ids = await self._searching.do(lambda: self._searcher.it.following.results(name).ids)

        def keep() -> None:
            self._library.look_at_search(name, ids)
            if see_all:
                self._library.see_in_search(name, ids)

        await self._write(keep)

    async def reviewed(self, name: str) -> Reviewed | None:
        """A saved search with what was seen of it; None when there is none of that name."""

        def read() -> Reviewed | None:
            search = self._library.saved_search(name)
            return Reviewed(search, self._library.seen_in_search(name)) if search else None

        return await self._reading.do(read)

    async def see(self, name: str, articles: Sequence[int], *, seen: bool) -> None:
        """Remember that articles were seen in the review of a saved search, or are to be seen again."""
        await self._write(lambda: self._library.see_in_search(name, articles, seen=seen))

    # ---- the search box -------------------------------------------------------------------------------------------

    async def asked(self) -> list[str]:
        """The queries that were asked last, the newest last."""
        return await self._reading.do(self._library.asked_queries)

    async def remember(self, query: str) -> None:
        """Remember a query as the newest."""
        await self._write(lambda: self._library.remember_query(query))

    async def completions(self, text: str, cursor: int) -> Completions:
        """How a query can go on at the cursor. Another call before it is done, or a search, takes its place.

        Raises:
            SearchCancelledError: that happened.
        """
        overtaken = self._completions.begin(text)

        def complete() -> Completions:
            _stop_if(overtaken(), text)
            return self._searcher.it.completions(text, cursor)

        return await self._searching.do(complete)


def _stop_if(overtaken: bool, text: str) -> None:  # noqa: FBT001 - the state itself
    if overtaken:
        raise SearchCancelledError("something newer came first", text)
