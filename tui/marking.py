"""Marks by key, each with its undo: star, read, rating, note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from index.errors import DatelineError
from index.types import ArticleId, MarkChange, Marks, Row
from tui.engine import Engine
from tui.history import History
from tui.in_use import InUse
from tui.jobs import Jobs
from tui.reading import Reading
from tui.results import Listing
from tui.searching import Searching

LIKE, DISLIKE = 1, -1

_FEW = 200
"""Up to so many changes are shown row by row; after more the rows in sight are fetched anew."""


class Marking:
    """Changes the marks of the article in use, and of all that are listed."""

    def __init__(self, engine: Engine, jobs: Jobs, searching: Searching, reading: Reading, in_use: InUse) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._reading = reading
        self._in_use = in_use
        self._history = History()
        self._being_read: set[ArticleId] = set()
        self._drafts: dict[ArticleId, str] = {}
        self._on_its_way: dict[ArticleId, list[MarkChange]] = {}

    # ---- by key ---------------------------------------------------------------------------------------------------

    def star(self) -> None:
        """Star, or take the star off."""
        self._in_use.with_marks(self._star)

    def toggle_read(self) -> None:
        """Mark read or unread."""
        self._in_use.with_marks(self._toggle_read)

    def rate(self, rating: int) -> None:
        """Like or dislike; the same again takes it back."""
        self._in_use.with_marks(partial(self._rate, rating))

    def read_current(self) -> None:
        """The article in the reader is being read."""
        current = self._reading.current
        if current is None or current.marks.read or current.id in self._being_read or not self._engine.writable:
            return
        self._being_read.add(current.id)
        self._jobs.start(partial(self._read, current.id), "marks")

    def note(self, article_id: ArticleId, text: str) -> None:
        """Keep a note; an empty one is removed. What cannot be kept now is the draft of the next try."""
        self._drafts[article_id] = text
        self._jobs.start(partial(self._keep_note, article_id, text), "marks")

    def draft(self, article_id: ArticleId) -> str | None:
        """The note that was written for an article and could not be kept."""
        return self._drafts.get(article_id) or None

    def read_all(self) -> None:
        """Mark every article of the list read."""
        listing = self._searching.listing
        if listing is not None:
            self._jobs.tell("Marking all read …")
            self._jobs.start(partial(self._read_all, listing), "marks")

    def undo(self) -> None:
        """Take back the last change."""
        self._jobs.start(self._undo, "marks")

    def apply(self, change: MarkChange, done: str, *, quietly: bool = False) -> None:
        """Change marks, show it, and remember how to take it back."""
        self._on_its_way.setdefault(change.id, []).append(change)
        self._jobs.start(partial(self._applied, change, done, quietly=quietly), "marks")

    # ---- at work --------------------------------------------------------------------------------------------------

    def _star(self, article_id: ArticleId, marks: Row | Marks) -> None:
        marks = self._soon(article_id, marks)
        self.apply(MarkChange(article_id, starred=not marks.starred), "unstarred" if marks.starred else "starred")

    def _toggle_read(self, article_id: ArticleId, marks: Row | Marks) -> None:
        marks = self._soon(article_id, marks)
        self.apply(MarkChange(article_id, read=not marks.read), "marked unread" if marks.read else "marked read")

    def _rate(self, rating: int, article_id: ArticleId, marks: Row | Marks) -> None:
        again = self._soon(article_id, marks).rating == rating
        done = "liked" if rating == LIKE else "disliked"
        self.apply(MarkChange(article_id, rating=0 if again else rating), f"no longer {done}" if again else done)

    def _soon(self, article_id: ArticleId, marks: Row | Marks) -> Row | Marks:
        """The marks as they will be when all that was asked for is kept: a key may come before the last one is done."""
        for change in self._on_its_way.get(article_id, ()):
            marks = replace(marks, **_set(change))
        return marks

    async def _applied(self, change: MarkChange, done: str, *, quietly: bool) -> None:
        try:
            await self._apply(change, done, quietly=quietly)
        finally:
            waiting = self._on_its_way[change.id]
            waiting.remove(change)
            if not waiting:
                del self._on_its_way[change.id]

    async def _apply(self, change: MarkChange, done: str, *, quietly: bool) -> None:
        undo = await self._engine.mark([change])
        if not undo:
            self._jobs.tell("The article is no longer in the library.")
            return
        self._history.add(done, undo)
        self._show([change])
        if not quietly:
            self._jobs.tell(done.capitalize())

    async def _keep_note(self, article_id: ArticleId, text: str) -> None:
        done = "kept the note" if text else "removed the note"
        await self._apply(MarkChange(article_id, note=text), done, quietly=False)
        if self._drafts.get(article_id) == text:
            del self._drafts[article_id]

    async def _read(self, article_id: ArticleId) -> None:
        try:
            await self._apply(MarkChange(article_id, read=True), "marked read", quietly=True)
        finally:
            self._being_read.discard(article_id)

    async def _read_all(self, listing: Listing) -> None:
        whole = listing if listing.is_complete or listing.results is None else await self._searching.whole()
        if whole is None or (whole is not listing and not whole.is_search):
            self._jobs.tell("The list has changed: nothing is marked.")
            return
        undo = await self._engine.mark_all_read(None if whole.results is None else whole.ids)
        self._jobs.tell(self.marked_read(undo) or "All are read already.")

    async def _undo(self) -> None:
        self._jobs.tell(await self.taken_back())

    def marked_read(self, undo: Sequence[MarkChange]) -> str:
        """Many articles were marked read: show it, and remember what takes it back; says what was done, if anything."""
        if not undo:
            return ""
        done = f"marked {len(undo):,} read"
        self._history.add(done, undo)
        self._show([MarkChange(change.id, read=True) for change in undo[:_FEW]], more=len(undo) > _FEW)
        return done.capitalize()

    async def taken_back(self) -> str:
        """Take back the last change; says what was done."""
        step = self._history.take()
        if step is None:
            return "Nothing to undo."
        try:
            await self._engine.mark(step.changes)
        except DatelineError:
            self._history.add(step.done, step.changes)
            raise
        self._show(step.changes[:_FEW], more=len(step.changes) > _FEW)
        return f"Undone: {step.done}"

    def _show(self, changes: Sequence[MarkChange], *, more: bool = False) -> None:
        for change in changes:
            self._searching.rows.change(change.id, _on_row(change))
            self._reading.marks_changed(change.id, _on_marks(change))
        if more:
            self._searching.rows.refresh()


def _set(change: MarkChange) -> dict[str, Any]:
    wanted = {name: getattr(change, name) for name in ("read", "starred", "rating")}
    return {name: value for name, value in wanted.items() if value is not None}


def _on_row(change: MarkChange) -> Callable[[Row], Row]:
    values = _set(change)
    if change.note is not None:
        values["has_note"] = bool(change.note)
    return lambda row: replace(row, **values)


def _on_marks(change: MarkChange) -> Callable[[Marks], Marks]:
    values = _set(change)
    if change.note is not None:
        values["note"] = change.note or None
    return lambda marks: replace(marks, **values)
