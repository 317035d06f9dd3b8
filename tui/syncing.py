"""Keeping up: reading in beside the reader, and noticing what this or another process has put into the library."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from index.errors import DatelineError
from tui.engine import Engine, Pulse
from tui.jobs import Jobs, sentence
from tui.searching import Searching

if TYPE_CHECKING:
    from tui.background import Outcome, Run, Told

PULSE = 1.0
"""Seconds between two looks at the library."""

_MOST_OFTEN = 4.0
"""Listing anew takes at most one part in so many of the time."""


class Syncing:
    """Owns the process that reads in.

    Args:
        engine: tells what the library holds.
        jobs: what runs the looking.
        searching: what lists anew.
        progress: called with each moment of reading in, and with None when it is over.
    """

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        *,
        progress: Callable[[Told | None], None],
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._progress = progress
        self._run: Run | None = None
        self._seen: Pulse | None = None

    def begin(self, *, sync: bool) -> None:
        """Look after the library from now on; with `sync`, read in what is new in the sources first."""
        self._jobs.start(partial(self._begin, sync=sync), "sync")
        self._jobs.start(self._watch, "pulse")

    def sync(self) -> None:
        """Read in what is new or changed, now."""
        self._jobs.start(self._sync, "sync")

    async def run(self, command: Sequence[str]) -> Outcome | None:
        """Read in with a command of `dateline`; None when something is being read in already."""
        if self._run is not None:
            return None
        from tui.background import Run

        self._run = Run(self._engine.folder, command)
        try:
            outcome = await self._run.follow(self._progress)
        finally:
            self._run = None
            self._progress(None)
        self._searching.again()
        return outcome

    async def stop(self) -> None:
        """Ask the process to end, and wait a moment for it."""
        if self._run is not None:
            self._run.stop()
            await self._run.ended()

    # ---- at work --------------------------------------------------------------------------------------------------

    async def _begin(self, *, sync: bool) -> None:
        if not self._engine.writable:
            return
        if sync and await self._engine.has_sources():
            self._say(await self.run(["sync"]), always=False)
        status = await self._engine.index_status()
        if status.behind or not status.usable:
            self._say(await self.run(["catch-up"]), always=False)

    async def _sync(self) -> None:
        if not await self._engine.has_sources():
            self._jobs.tell("There are no sources yet: `dateline add` adds one.")
            return
        if self._run is not None:
            self._jobs.tell("Reading in is under way.")
            return
        self._say(await self.run(["sync"]), always=True)

    def _say(self, outcome: Outcome | None, *, always: bool) -> None:
        if outcome is None or outcome.interrupted:
            return
        if outcome.error:
            self._jobs.fail(sentence(outcome.error))
        elif (words := said(outcome)) or always:
            self._jobs.report(words or "Nothing new.")

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        pause = PULSE
        while True:
            await asyncio.sleep(pause)
            began = loop.time()
            try:
                await self._look()
            except DatelineError:
                # It is told when something is asked of the library; here it would be told every second.
                self._seen = None
            pause = max(PULSE, _MOST_OFTEN * (loop.time() - began))

    async def _look(self) -> None:
        before, self._seen = self._seen, await self._engine.pulse()
        if before is None or before.version == self._seen.version:
            return
        if before.revision != self._seen.revision:
            await self._searching.list_anew()
        elif not self._seen.own:
            self._searching.rows.refresh()


def said(outcome: Outcome) -> str:
    """What a run did, in a line; empty when it changed nothing."""
    parts = [(outcome.added, "new"), (outcome.updated, "changed"), (outcome.gone, "gone"), (outcome.failed, "failed")]
    return " · ".join(f"{count:,} {word}" for count, word in parts if count)
