"""The sources from the main screen: their list, and what is done to them from there."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from index.errors import DatelineError
from index.types import Failure, FullPage, Source, SourceId
from tui.engine import Engine
from tui.jobs import Job, Jobs, sentence
from tui.marking import Marking
from tui.places import looked_at
from tui.syncing import Syncing
from tui.widgets.status_line import Running
from tui.widgets.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.background import Outcome, Told
    from tui.screens.sources import SourcesScreen
    from tui.sources_engine import Listed


class Sources:
    """Opens the list of sources, and does what is asked for there.

    Args:
        screen: the main screen.
        engine: lists and changes sources.
        jobs: runs what is asked for, and says how it went when the list is closed.
        syncing: reads in, adds and removes.
        marking: marks read, and takes it back.
        search_for: puts a query into the box and searches it.
    """

    def __init__(
        self,
        screen: Screen[None],
        engine: Engine,
        jobs: Jobs,
        syncing: Syncing,
        marking: Marking,
        search_for: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._syncing = syncing
        self._marking = marking
        self._search_for = search_for
        self._shown: SourcesScreen | None = None
        self._chosen: SourceId | None = None
        self._began = 0.0
        self._running: Running | None = None

    def open(self) -> None:
        """List the sources."""
        from tui.screens.sources import SourcesScreen

        self._shown = SourcesScreen(self, self._chosen)
        self.told(self._syncing.told)
        self._screen.app.push_screen(self._shown, self._closed)

    def _closed(self, query: str | None) -> None:
        if self._shown is not None and self._shown.list.current is not None:
            self._chosen = self._shown.list.current.source.id
        self._shown = None
        if query is not None:
            self._search_for(query)

    # ---- what is told ---------------------------------------------------------------------------------------------

    def told(self, told: Told | None) -> None:
        """A moment of reading in, or its end."""
        before, self._running = self._running, None
        if told is not None:
            if before is None or before.stage is not told.stage:
                self._began = monotonic()
            self._running = Running(told.stage, told.done, told.total, told.failed, monotonic() - self._began)
        if self._shown is not None and self._shown.is_mounted:
            self._shown.progress()

    def changed(self) -> None:
        """The library has changed."""
        if self._shown is not None and self._shown.is_mounted:
            self._shown.reload()

    @property
    def running(self) -> Running | None:
        """How reading in goes; None when nothing is read in, or nothing of it is known yet."""
        return self._running

    @property
    def busy(self) -> Collection[SourceId]:
        """The sources that are being read in, or wait for it."""
        return self._syncing.busy

    # ---- what is asked --------------------------------------------------------------------------------------------

    async def all(self) -> list[Source]:
        """The sources, with their counts."""
        return await self._engine.sources.all()

    async def kinds(self, sources: list[Source]) -> list[Listed]:
        """What each of them is."""
        return await self._engine.sources.kinds(sources)

    async def failures(self, source: Source) -> list[Failure]:
        """What of a source could not be read."""
        return await self._engine.sources.failures(source)

    def query(self, source: Source) -> str:
        """What finds the articles of a source, for people to read: by its number where its address cannot be typed."""
        label = " ".join(source.label.replace('"', " ").split())
        return f'in:"{label}"' if label == source.label and label.isprintable() else f"in:{source.id}"

    # ---- what is done: it goes on when the list is closed --------------------------------------------------------

    def may_write(self) -> bool:
        """Can the library be changed? Says why not."""
        if not self._engine.writable:
            self._say("The library is open for reading only.")
        return self._engine.writable

    def sync(self, sources: Sequence[Source] | None) -> None:
        """Read in what is new in some sources, or in all of them."""
        if not self._syncing.sync([source.id for source in sources] if sources is not None else None, self._say):
            self._say("It comes next." if sources is not None else "Reading in is under way.")
        if self._shown is not None:
            self._shown.progress()

    def stop(self) -> bool:
        """Stop reading in; whether there was anything to stop."""
        return self._syncing.stop_run()

    def add(self, text: str) -> None:
        """Add a source and read it in, after what is being read in now."""
        self._do(partial(self._add, text))

    def remove(self, source: Source, how: str) -> None:
        """Remove a source; `how` says what becomes of its marked articles, as on the command line."""
        self._do(partial(self._remove, source, how))

    def mark_read(self, source: Source) -> None:
        """Mark all of a source read."""
        self._do(partial(self._mark_read, source))

    def undo(self) -> None:
        """Take back the last change to marks."""
        self._do(self._undo)

    def set_full_page(self, source: Source, setting: FullPage) -> None:
        """Change when the pages of a feed's items are fetched, after what is being read in now."""
        self._do(partial(self._set_full_page, source, setting))

    def _do(self, job: Job) -> None:
        async def run() -> None:
            try:
                await job()
            except DatelineError as error:
                self._say(sentence(str(error)))
            self.changed()

        self._jobs.start(run, "sources")

    async def _add(self, text: str) -> None:
        place, problem = await to_thread(looked_at, text)
        if problem is not None:
            self._say(problem)
            return
        if self._syncing.is_running:
            self._say("It is added when what is being read in is here.")
        outcome = await self._syncing.run_in_turn(["add", "--", place])
        self._say(outcome_of_adding(outcome))
        if outcome.sources and self._shown is not None:
            self._shown.goes_to = SourceId(outcome.sources[0])

    async def _remove(self, source: Source, how: str) -> None:
        outcome = await self._syncing.run_in_turn(["sources", "remove", how, "--", str(source.id)])
        if outcome.error:
            self._say(outcome.error)
        else:
            self._say(f"Removed {source.name} with {counted(outcome.removed, 'article')}.")

    async def _mark_read(self, source: Source) -> None:
        undo = await self._engine.sources.mark_read(source)
        self._say(self._marking.marked_read(undo) or "All of it is read already.")

    async def _undo(self) -> None:
        self._say(await self._marking.taken_back())

    async def _set_full_page(self, source: Source, setting: FullPage) -> None:
        async with self._syncing.turn:
            await self._engine.sources.set_full_page(source, setting)
        self._say("The next sync looks at its items again.")

    def _say(self, text: str) -> None:
        """Say it in the list, and where that is closed, on the main screen."""
        if self._shown is not None and self._shown.is_attached:
            self._shown.say(text)
        else:
            self._jobs.report(sentence(text))

    async def export(self, path: Path, *, over: bool) -> tuple[str | None, str]:
        """Write the feeds to a file: what is wrong, or None and what was done."""
        try:
            feeds = await self._engine.sources.export(path, over=over)
        except FileExistsError:
            return "It is there already: enter again overwrites it.", ""
        except (OSError, RuntimeError) as error:
            return f"It cannot be written: {getattr(error, 'strerror', None) or error}.", ""
        return None, f"Wrote {counted(feeds, 'feed')} to {path}."


def outcome_of_adding(outcome: Outcome) -> str:
    """What adding did, in a sentence."""
    from tui.syncing import said

    if outcome.error:
        return outcome.error
    if outcome.interrupted:
        return "Stopped; nothing is lost: the next sync goes on from there."
    parts = [said(outcome) or ("" if outcome.failure else "nothing new was found there"), outcome.failure or ""]
    return " · ".join(filter(None, [*parts, *outcome.notes]))
