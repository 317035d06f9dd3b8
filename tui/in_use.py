"""The article in use, which keys are meant for; they wait while it is on its way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from index.types import ArticleId, Marks, Row, StoredArticle
from tui.engine import Engine
from tui.jobs import Jobs
from tui.key_gate import Awaited, KeyGate
from tui.reading import Reading
from tui.searching import Searching
from tui.widgets.article_list import ArticleList
from tui.widgets.reader import ReaderView


class InUse:
    """The reader's article when the reader has the focus, else the one under the cursor of the list."""

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        searching: Searching,
        reading: Reading,
        articles: ArticleList,
        reader: ReaderView,
        gate: KeyGate,
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._searching = searching
        self._reading = reading
        self._articles = articles
        self._reader = reader
        self._gate = gate

    def with_marks(self, then: Callable[[ArticleId, Row | Marks], None]) -> None:
        """Go on with the article's id and its marks; where there is no article, that is said."""
        hit = self._articles.current
        if hit is None or self._is_read:
            self.with_article(lambda stored: then(stored.id, stored.marks))
        else:
            then(hit.row.id, hit.row)

    def with_article(self, then: Callable[[StoredArticle], None]) -> None:
        """Go on with the article: at once with the reader's, else as soon as it is read from the library."""
        listing, cursor, current = self._searching.listing, self._articles.cursor, self._reading.current
        article_id = listing.id_at(cursor) if listing is not None else None
        if current is not None and (self._is_read or current.id == article_id):
            then(current)
        else:
            self._gate.close(Awaited.IN_USE)
            self._jobs.start(partial(self._fetch, cursor, article_id, then), "in-use")

    @property
    def _is_read(self) -> bool:
        return self._reader.has_focus and self._reading.current is not None

    async def _fetch(self, cursor: int, article_id: int | None, then: Callable[[StoredArticle], None]) -> None:
        try:
            if article_id is None:
                listing = await self._searching.whole()
                article_id = listing.id_at(cursor) if listing is not None else None
            if article_id is None:
                self._jobs.tell("There is no article here.")
            else:
                then((await self._engine.open(article_id, None)).stored)
        finally:
            self._gate.open(Awaited.IN_USE)
