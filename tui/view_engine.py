"""The part of the engine that looks at results in other ways: concordances, articles alike, words, tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.types import Results
from tui.batches import OUTLETS, Line, Row, row_of
from tui.lanes import Lane
from tui.lookups import LazySearcher

if TYPE_CHECKING:
    from index.types import ConcordanceLine, ConcordanceOrder, Hit


class ViewEngine:
    """Made by the engine, whose threads it uses.

    Args:
        searching: the search thread.
        searcher: the searcher of that thread.
        paging: the thread that fetches rows.
        lighter: the searcher of that thread.
    """

    def __init__(self, searching: Lane, searcher: LazySearcher, paging: Lane, lighter: LazySearcher) -> None:
        self._searching = searching
        self._searcher = searcher
        self._paging = paging
        self._lighter = lighter

    async def more_like(self, article_id: int) -> str:
        """The query that finds articles like one; empty where none can be like it.

        Raises:
            ArticleNotFoundError: it was removed from the library.
        """

        def write() -> str:
            self._searcher.it.refresh()
            return self._searcher.it.more_like(article_id)

        return await self._searching.do(write)

    async def concordance(self, results: Results, first: int, last: int) -> list[ConcordanceLine]:
        """Every match in the articles `results.ids[first:last]`."""
        return await self._paging.do(lambda: self._lighter.it.concordance(results, first, last))

    async def arranged(self, lines: Sequence[ConcordanceLine], order: ConcordanceOrder) -> list[ConcordanceLine]:
        """Lines of a concordance in an order."""
        from index import arrange_concordance

        return await self._paging.do(lambda: arrange_concordance(lines, order))

    async def passages(self, results: Results, index: int, most: int) -> list[Hit]:
        """The hit at an index of the results with at most so many snippets; empty where it was removed."""
        return await self._paging.do(lambda: self._lighter.it.hits(results, index, index + 1, snippets=most))

    async def rows(self, lines: Sequence[Line], cancelled: Callable[[], bool]) -> list[Row | Line]:
        """What the queries of some lines find; lines that cannot be asked come back with their problem.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """

        def ask() -> list[Row | Line]:
            self._searcher.it.refresh()
            return [line if line.problem else self._row(line, cancelled) for line in lines]

        return await self._searching.do(ask)

    def _row(self, line: Line, cancelled: Callable[[], bool]) -> Row | Line:
        return row_of(line, self._searcher.it.summary(line.query, outlets=OUTLETS, cancelled=cancelled))
