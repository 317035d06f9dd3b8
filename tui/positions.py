"""How far articles were read: kept when the reader has come to rest."""

from __future__ import annotations

from functools import partial

from textual.timer import Timer

from index.types import ArticleId, Position
from tui.engine import Engine
from tui.jobs import Jobs
from tui.widgets.reader import ReaderView

KEEP_AFTER = 1.0
"""Seconds of rest before a position is written."""


class Positions:
    """Keeps the reader's position for the article that is in it."""

    def __init__(self, engine: Engine, jobs: Jobs, reader: ReaderView) -> None:
        self._engine = engine
        self._jobs = jobs
        self._reader = reader
        self._unkept: tuple[ArticleId, Position] | None = None
        self._resting: Timer | None = None

    def moved(self) -> None:
        """The reader was scrolled: remember where, once it rests."""
        if self._reader.article is None or not self._engine.writable:
            return
        self._unkept = (self._reader.article.id, self._reader.position)
        if self._resting is not None:
            self._resting.stop()
        self._resting = self._reader.set_timer(KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Write the position now, if one waits to be written."""
        if self._unkept is not None:
            self._jobs.start(partial(self._engine.keep_position, *self._unkept), "position")
        self._unkept = None
