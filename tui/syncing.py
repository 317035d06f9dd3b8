"""Keeping up: reading in beside the reader, and noticing what this or another process has put into the library."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from index.errors import DatelineError
from index.types import SourceId
from tui.engine import Engine, Pulse
from tui.jobs import Jobs, Tell, sentence
from tui.searching import Searching

if TYPE_CHECKING:
    from tui.background import Outcome, Run, Told

PULSE = 1.0
"""Seconds between two looks at the library."""

_MOST_OFTEN = 4.0
"""Listing anew takes at most one part in so many of the time."""

LATER = 15.0
"""Seconds until a source that has changed on the disk is tried again, while another process writes."""

_KEY_THERE = "!"
"""The key of the list of sources that shows what could not be read."""

_PATIENCE = 5.0
"""Seconds to wait, when the reader is left, for what is being read in to stop."""

_QUIET = 20
"""A sync that nobody asked for is not told about while it reads fewer inputs."""


class Syncing:
    """Owns the process that reads in; there is one at a time.

    Args:
        engine: tells what the library holds.
        jobs: what runs the looking.
        searching: what lists anew.
        progress: called with each moment of reading in, and with None when it is over.
        changed: called when something in the library has changed.
        key: the key that lists the sources; empty for none.
    """

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        *,
        progress: Callable[[Told | None], None],
        changed: Callable[[], None],
        key: str,
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._progress = progress
        self._changed = changed
        self._key = key
        self._run: Run | None = None
        self._seen: Pulse | None = None
        self._due: dict[SourceId, Tell | None] = {}  # to be synced next, and who wants to hear how that went
        self._now: frozenset[SourceId] = frozenset()
        self._has_left = False
        self.turn = asyncio.Lock()
        self.told: Told | None = None

    def begin(self, *, sync: bool, watch: bool) -> None:
        """Look after the library from now on.

        Args:
            sync: read in what is new in the sources first.
            watch: afterwards, read in what changes on the disk.
        """
        self._jobs.start(partial(self._begin, sync=sync, watch=watch), "sync")
        self._jobs.start(self._watch, "pulse")

    def sync(self, sources: Iterable[SourceId] | None = None, tell: Tell | None = None) -> bool:
        """Read in what is new or changed in some sources, after what is being read in, or now in all of them.

        Args:
            sources: which; None for all.
            tell: told how it went.

        Returns:
            Whether it begins now.
        """
        if sources is None:
            if not self.is_running:
                self._jobs.start(partial(self._sync, tell or self._jobs.report), "sync")
            elif tell is None:
                self._jobs.tell("Reading in is under way.")
            return not self.turn.locked()
        self._due.update(dict.fromkeys(sources, tell))
        self._jobs.start(self._sync_due, "sync")
        return not self.turn.locked()

    async def run(self, command: Sequence[str]) -> Outcome | None:
        """Run a command of `dateline` that writes; None when another one is running."""
        return None if self.is_running else await self.run_in_turn(command)

    async def run_in_turn(self, command: Sequence[str]) -> Outcome:
        """Run a command of `dateline` that writes, when those before it are done."""
        async with self.turn:
            return await self._follow(command, self._tell)

    @property
    def is_running(self) -> bool:
        """Is anything being read in?"""
        return self.turn.locked()

    @property
    def busy(self) -> frozenset[SourceId]:
        """The sources that are being synced by themselves, or wait for it."""
        return self._now.union(self._due)

    def stop_run(self) -> bool:
        """Stop what is being read in, and what waits for it; whether there was anything."""
        self._due.clear()
        if self._run is not None:
            self._run.stop()
        return self._run is not None

    async def stop(self) -> None:
        """Ask the process to end, and wait a moment for it."""
        self._has_left = True
        self._engine.stop_watching()
        self._due.clear()
        if self._run is not None:
            self._run.stop()
        with suppress(asyncio.TimeoutError):  # one that takes longer goes on stopping alone
            await asyncio.wait_for(self._until_it_is_over(), _PATIENCE)

    async def _until_it_is_over(self) -> None:
        async with self.turn:
            pass

    # ---- at work --------------------------------------------------------------------------------------------------

    async def _follow(self, command: Sequence[str], tell: Callable[[Told], None]) -> Outcome:
        from tui.background import Outcome, Run

        if self._has_left:
            return Outcome(interrupted=True)
        self._run = Run(self._engine.folder, command)
        try:
            outcome = await self._run.follow(tell)
        finally:
            self._run = None
            self._tell(None)
        self._searching.again()
        self._changed()
        return outcome

    def _tell(self, told: Told | None) -> None:
        self.told = told
        self._progress(told)

    def _tell_of_much(self, told: Told) -> None:
        if self.told is not None or (told.total or 0) >= _QUIET:
            self._tell(told)

    async def _begin(self, *, sync: bool, watch: bool) -> None:
        if not self._engine.writable:
            return
        if watch and not sync:
            self._begin_to_watch()
        if sync and await self._engine.has_sources():
            # Feeds are fetched when the person asks: opening the reader is not asking.
            await self._say(await self.run(["sync", "--no-fetch"]), self._jobs.report, always=False)
        status = await self._engine.index_status()
        if status.behind or not status.usable:
            await self._say(await self.run(["catch-up"]), self._jobs.report, always=False)
        if watch and sync:
            self._begin_to_watch()

    async def _sync(self, tell: Tell) -> None:
        if not await self._engine.has_sources():
            way = f"{self._key} lists them, and adds one." if self._key else "`dateline add` adds one."
            tell(f"There are no sources yet: {way}")
            return
        outcome = await self.run(["sync"])
        if outcome is None:
            tell("Reading in is under way.")
        await self._say(outcome, tell, always=True)

    async def _sync_due(self) -> None:
        """Sync what is due, until nothing is."""
        async with self.turn:
            while self._due and not self._has_left:
                known = {source.id for source in await self._engine.sources.all()}
                due, self._due = {source: tell for source, tell in self._due.items() if source in known}, {}
                if not due:
                    return
                self._now = frozenset(due)
                tells = {tell for tell in due.values() if tell is not None}
                try:
                    words = ["sync", "--", *(str(source) for source in sorted(due))]
                    outcome = await self._follow(words, self._tell if tells else self._tell_of_much)
                finally:
                    self._now = frozenset()
                if outcome.locked and not tells:
                    self._due = {**due, **self._due}
                    self._jobs.start(self._try_later, "later", exclusive=True)
                    return
                for tell in tells or (self._jobs.report,):
                    await self._say(outcome, tell, always=bool(tells))

    async def _try_later(self) -> None:
        await asyncio.sleep(LATER)
        self._jobs.start(self._sync_due, "sync")

    async def _say(self, outcome: Outcome | None, tell: Tell, *, always: bool) -> None:
        if outcome is None or outcome.interrupted:
            return
        if outcome.error:
            (self._jobs.fail if tell == self._jobs.report else tell)(sentence(outcome.error))
            return
        words = said(replace(outcome, failed=0))
        if outcome.failed:
            key = self._key if tell == self._jobs.report else _KEY_THERE
            words = " · ".join(filter(None, [words, await self._failed(outcome, key)]))
        if words or always:
            tell(sentence(words) or "Nothing new.")

    async def _failed(self, outcome: Outcome, key: str) -> str:
        """What could not be read, and the key that shows why."""
        sources = await self._engine.sources.all()
        failed = sum(source.problem is not None for source in sources)
        if failed and len(sources) == 1:
            what = "the source failed"
        elif failed:
            what = f"{failed:,} of {len(sources):,} sources failed"
        else:
            what = said(replace(outcome, added=0, updated=0, gone=0))
        return f"{what}: {key} shows why" if key else what

    # ---- what changes elsewhere -----------------------------------------------------------------------------------

    def _begin_to_watch(self) -> None:
        if self._has_left:
            return
        loop = asyncio.get_running_loop()

        def changed(sources: frozenset[SourceId]) -> None:
            with suppress(RuntimeError):  # the loop is gone: the app is being left
                loop.call_soon_threadsafe(self._changed_on_disk, sources)

        self._engine.watch(changed)

    def _changed_on_disk(self, sources: frozenset[SourceId]) -> None:
        if not self._has_left:
            for source in sources:
                self._due.setdefault(source, None)
            self._jobs.start(self._sync_due, "sync")

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
        self._changed()
        if before.revision != self._seen.revision:
            await self._searching.list_anew()
        elif not self._seen.own:
            self._searching.rows.refresh()


def said(outcome: Outcome) -> str:
    """What a run did, in a line; empty when it changed nothing."""
    parts = [(outcome.added, "new"), (outcome.updated, "changed"), (outcome.gone, "gone"), (outcome.failed, "failed")]
    return " · ".join(f"{count:,} {word}" for count, word in parts if count)
