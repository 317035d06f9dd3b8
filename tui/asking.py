"""What helps while a query is typed: how it can go on, and what was asked before."""

from __future__ import annotations

import asyncio
from functools import partial

from index.errors import DatelineError, SearchCancelledError
from index.types import Completions
from tui.engine import Engine
from tui.jobs import Jobs
from tui.searching import QUIET, Searching
from tui.widgets.search_box import SearchBox


class Asking:
    """Completes what is typed in the search box, and remembers what was asked there.

    Args:
        engine: tells how a query can go on, and keeps the queries.
        jobs: what runs that.
        searching: the query that is answered.
        box: the search box.
    """

    def __init__(self, engine: Engine, jobs: Jobs, searching: Searching, box: SearchBox) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._box = box
        self._given: Completions | None = None
        self._taken: int | None = None
        self._is_cycling = False
        self._asked: list[str] = []

    # ---- how it can go on -----------------------------------------------------------------------------------------

    def typed(self) -> None:
        """The query was edited: look, when its results are here, how it can go on."""
        if self._stands_taken():
            return
        self._forget()
        if self._box.text.strip():
            self._jobs.start(self._offer, "completions", exclusive=True)

    def left(self) -> None:
        """The box was left: nothing is offered any more."""
        self._jobs.stop("completions")
        self._forget()

    async def complete(self, by: int = 1) -> bool:
        """Put what can stand there into the box, the next (1) or the one before (-1) at each call; False for nothing.

        Behind the last one comes what was typed.
        """
        if not self._stands_taken():
            self._taken = None
            found = self._given
            if found is None or (found.text, found.cursor) != (self._box.text, self._box.cursor):
                found = await self._surely_completions()
            if found is None or not found.items:
                return False
            self._given, self._is_cycling = found, True
        assert self._given is not None  # noqa: S101 - just made, or it could not be taken
        places: list[int | None] = [*range(len(self._given.items)), None]
        at = places.index(self._taken)
        self._taken = places[(at + by) % len(places)]
        self._box.put(*self._whole(self._taken))
        self._show()
        return True

    def _whole(self, taken: int | None) -> tuple[str, int]:
        assert self._given is not None  # noqa: S101 - whoever asks has looked
        return (self._given.text, self._given.cursor) if taken is None else self._given.taken(taken)

    def _stands_taken(self) -> bool:
        """Does the box hold what was put there by `complete`?"""
        return self._given is not None and self._is_cycling and self._whole(self._taken)[0] == self._box.text

    async def _offer(self) -> None:
        await asyncio.sleep(QUIET)  # as the search does, which is asked first: results come before what may follow
        found = await self._completions()
        if found is not None and (found.text, found.cursor) == (self._box.text, self._box.cursor):
            self._given = found
            self._show()

    async def _surely_completions(self) -> Completions | None:
        """The same for a key, also when searches for what was typed before it come between."""
        while True:
            text, cursor = self._box.text, self._box.cursor
            found = await self._completions()
            if found is not None or cursor < 0 or (text, cursor) != (self._box.text, self._box.cursor):
                return found

    async def _completions(self) -> Completions | None:
        if self._box.cursor < 0:
            return None
        try:
            return await self._engine.saved.completions(self._box.text, self._box.cursor)
        except SearchCancelledError:
            return None

    def _show(self) -> None:
        assert self._given is not None  # noqa: S101 - whoever asks has looked
        items = self._given.items
        whole = self._given.taken(0)[0] if items and self._taken is None else ""
        self._box.offer([item.text for item in items], whole, taken=self._taken)

    def _forget(self) -> None:
        if self._given is not None:
            self._given, self._taken, self._is_cycling = None, None, False
            self._box.offer(())

    # ---- what was asked -------------------------------------------------------------------------------------------

    def asked(self, query: str) -> None:
        """A query was submitted, or led to an article: remember it."""
        query = query.strip()
        if not query or self._asked[-1:] == [query]:
            return
        self._asked.append(query)
        if self._engine.writable:
            self._jobs.start(partial(self._engine.saved.remember, query), "remember")

    async def recall(self) -> list[str]:
        """What was asked before, each query once, the newest last."""
        try:
            known = await self._engine.saved.asked()
        except DatelineError:
            known = []  # what is wrong with the library is told elsewhere
        return list(dict.fromkeys(reversed([*known, *self._asked])))[::-1]
