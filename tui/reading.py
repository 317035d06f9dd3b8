"""What is in the reader: opening articles, previews, the way from match to match."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from textual.timer import Timer

from index.types import Highlights, Marks, StoredArticle
from tui.engine import Engine
from tui.jobs import Jobs
from tui.key_gate import Awaited, KeyGate
from tui.lookups import Opened
from tui.positions import Positions
from tui.searching import Searching
from tui.widgets.article_list import ArticleList
from tui.widgets.reader import ReaderView

PREVIEW_AFTER = 0.12
"""Seconds that the cursor rests on a row before its article is shown beside the list."""

Finder = Callable[["array[int]", int, int], Awaitable[int | None]]
"""Finds the next article of a list from an index on, forwards (1) or backwards (-1)."""

FIRST, LAST = 0, -1
"""Which match to begin at."""


class Reading:
    """Owns the article in the reader.

    Args:
        engine: what reads and keeps.
        jobs: what runs the reading.
        searching: the listing that articles are opened from.
        articles: the list, whose cursor follows.
        reader: the view.
        gate: what holds the keys that are meant for an article on its way.
        opened: called when an article is in the reader: with True when it was opened, False for a preview.
    """

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        articles: ArticleList,
        reader: ReaderView,
        gate: KeyGate,
        *,
        opened: Callable[[bool], None],
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._articles = articles
        self._reader = reader
        self._gate = gate
        self._opened = opened
        self._timer: Timer | None = None
        self._coming: int | None = None
        self._opens_first_of: str | None = None
        self._highlights = Highlights()
        self._finds: Finder | None = None
        self._all_found = ""
        self.positions = Positions(engine, jobs, reader)
        self.current: StoredArticle | None = None

    # ---- opening --------------------------------------------------------------------------------------------------

    def open(self, index: int, match: int | None = None) -> None:
        """Open the article at an index of the list; under a search at its first match, unless told otherwise.

        While results are on their way it is the first of them that was meant: it is opened when they are here.
        """
        self._stop_timer()
        self._opens_first_of = self._searching.text if self._searching.is_waiting else None
        if self._opens_first_of is not None:
            return
        listing = self._searching.listing
        article_id = listing.id_at(index) if listing is not None else None
        if article_id is None:
            self._gate.close(Awaited.LISTED)
            self._jobs.start(partial(self._open_listed, index, match), "listed", exclusive=True)
            return
        self._articles.cursor = index
        if self.current is not None and self.current.id == article_id and match is None:
            self._give_up()
            self._opened(True)
            return
        self._coming = article_id
        self._gate.close(Awaited.ARTICLE)
        self._jobs.start(partial(self._open, article_id, match, opened=True), "open", exclusive=True)

    def open_current(self) -> None:
        """Open the article under the cursor of the list."""
        self.open(self._articles.cursor)

    def preview(self, index: int) -> None:
        """Show the article at an index when the cursor has rested there; it does not count as read."""
        self._give_up_preview()
        listing = self._searching.listing
        article_id = listing.id_at(index) if listing is not None else None
        if article_id is None:
            if listing is not None and not len(listing):
                self.close()
        elif self._coming is None and (self.current is None or self.current.id != article_id):
            # While an article is being opened the cursor's way to it may be told late: it is to stay there.
            self._timer = self._reader.set_timer(PREVIEW_AFTER, partial(self._preview, article_id))

    def _preview(self, article_id: int) -> None:
        if self._coming is not None or (self.current is not None and self.current.id == article_id):
            return  # it was opened meanwhile, or another one is being opened
        self._jobs.start(partial(self._open, article_id, None, opened=False), "open", exclusive=True)

    def outline(self) -> list[tuple[str, int]]:
        """The subheads of the article in the reader, with the numbers of their blocks."""
        return self._reader.outline()

    def go_to_block(self, block: int) -> None:
        """Go to a subhead and read on there."""
        self._reader.go_to_block(block)
        self._opened(True)

    def close(self) -> None:
        """Empty the reader."""
        self._give_up()
        self.positions.keep()
        self.current, self._highlights = None, Highlights()
        self._reader.clear()

    def step(self, by: int, match: int | None = None) -> bool:
        """Open the next (1) or the previous (-1) article of the list; False when there is none."""
        listing = self._searching.listing
        index = self.index + by
        if listing is None or not 0 <= index < len(listing):
            return False
        self.open(index, match)
        return True

    @property
    def index(self) -> int:
        """Where the article in the reader, or on its way, stands in the list; the cursor when it is not listed."""
        listing = self._searching.listing
        here = self._coming or (self.current.id if self.current is not None else None)
        if listing is None or here is None:
            return self._articles.cursor
        found = listing.index_of(here, near=self._articles.cursor)
        return self._articles.cursor if found is None else found

    def listed(self) -> None:
        """Another list is shown: light its query's matches in the article in the reader, or open its first article."""
        self._give_up_preview()
        wanted, self._opens_first_of = self._opens_first_of, None
        if wanted is not None and wanted == self._searching.text and self._articles.has_focus:
            self.open_current()
            return
        if self.current is not None:
            self._jobs.start(partial(self._relight, self.current.id, go=True), "light", exclusive=True)

    def marks_changed(self, article_id: int, change: Callable[[Marks], Marks]) -> None:
        """Show the marks of the article as they are now."""
        if self.current is not None and self.current.id == article_id:
            before = self.current.marks
            self.current = replace(self.current, marks=change(before))
            self._reader.renew(self.current, self._highlights)
            if self.current.marks.note != before.note:
                self._jobs.start(partial(self._relight, article_id, go=False), "light", exclusive=True)

    def read_anew(self) -> None:
        """The article was recovered anew: show it as it is now, without moving."""
        if self.current is not None:
            self._jobs.start(partial(self._read_anew, self.current.id), "light", exclusive=True)

    async def _read_anew(self, article_id: int) -> None:
        got = await self._lit(article_id)
        if self.current is not None and self.current.id == article_id:
            self.current, self._highlights = got.stored, got.highlights
            self._reader.renew(got.stored, got.highlights)

    async def _open_listed(self, index: int, match: int | None) -> None:
        """Open an article of which only the index is known, as soon as the whole list is here."""
        try:
            listing = await self._searching.whole()
            if listing is None or listing.id_at(index) is None:
                self._jobs.tell("There is no article here.")
            else:
                self.open(index, match)
        finally:
            self._gate.open(Awaited.LISTED)

    async def _open(self, article_id: int, match: int | None, *, opened: bool) -> None:
        try:
            got = await self._lit(article_id)
            self.positions.keep()
            self.current, self._highlights = got.stored, got.highlights
            self._reader.show(got.stored, got.highlights, match=self._start(got, match))
            self._opened(opened)
        finally:
            if self._coming == article_id:
                self._coming = None
                self._gate.open(Awaited.ARTICLE)

    async def _lit(self, article_id: int) -> Opened:
        """The article with what the list's query lights; read again when another list was shown meanwhile."""
        while True:
            understood = self._searching.understood
            got = await self._engine.open(article_id, understood)
            if self._searching.understood is understood:
                return got

    def _start(self, got: Opened, match: int | None) -> int | None:
        if not got.highlights.matches:
            return None
        return FIRST if match is None and self._searching.is_on else match

    async def _relight(self, article_id: int, *, go: bool) -> None:
        got = await self._lit(article_id)
        if self.current is not None and self.current.id == article_id and got.highlights != self._highlights:
            self._highlights = got.highlights
            self._reader.light(got.highlights)
            if go and self._searching.is_on:
                self._reader.next_match()

    # ---- matches and unread articles ------------------------------------------------------------------------------

    def next_match(self, by: int) -> None:
        """To the next (1) or previous (-1) match, on into the next article; with no search to an unread article."""
        if not self._searching.is_on:
            self.next_unread(by)
            return
        if self._is_elsewhere():
            self.open(self._articles.cursor, FIRST if by > 0 else LAST)
            return
        moved = self._reader.next_match() if by > 0 else self._reader.previous_match()
        if moved:
            self._opened(True)
        elif not self.step(by, FIRST if by > 0 else LAST):
            self._jobs.tell("No further match." if by > 0 else "No match before this.")

    def looks_for(self, finds: Finder | None, all_found: str = "") -> None:
        """Have `next_unread` look for something else than unread articles; None for those again.

        Args:
            finds: as `Engine.next_unread`.
            all_found: what is said when there is none.
        """
        self._finds, self._all_found = finds, all_found

    def next_unread(self, by: int) -> None:
        """Open the next (1) or previous (-1) article of the list that is not read."""
        self._gate.close(Awaited.LISTED)
        self._jobs.start(partial(self._next_unread, by), "listed", exclusive=True)

    async def _next_unread(self, by: int) -> None:
        try:
            listing = await self._searching.whole()
            if listing is None or not len(listing):
                self._jobs.tell("There is no article here.")
                return
            start = self._articles.cursor if self._is_elsewhere() else self.index + by
            found = await (self._finds or self._engine.next_unread)(listing.ids, start, by)
            if found is None:
                self._jobs.tell(self._all_found if self._finds else "Every article of the list is read.")
            else:
                self.open(found)
        finally:
            self._gate.open(Awaited.LISTED)

    def _is_elsewhere(self) -> bool:
        """Is the list's cursor on another article than the reader, with the list in use?"""
        if self.current is None:
            return True
        listing = self._searching.listing
        at = listing.id_at(self._articles.cursor) if listing is not None else None
        return self._articles.has_focus and at != self.current.id

    # ---- what is on its way ---------------------------------------------------------------------------------------

    def _give_up(self) -> None:
        """Nothing that is on its way is to come into the reader any more."""
        self._stop_timer()
        self._jobs.stop("open")
        self._coming = None
        self._gate.open(Awaited.ARTICLE)

    def _give_up_preview(self) -> None:
        """No preview of the row or the list before is to come; an article that was opened still does."""
        if self._coming is None:
            self._give_up()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
