"""What the engine's threads do with a library. Blocking: never called by the interface thread."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import SearchCancelledError
from index.types import (
    ArticleId,
    Highlights,
    Hit,
    IndexStatus,
    MarkChange,
    Order,
    Results,
    StoredArticle,
    Understood,
)

if TYPE_CHECKING:
    from index import Library, Searcher
    from index.types import RisingWord, Timeline

FIRST_PAGE = 100
"""How many articles are listed before the whole list is known: more than any screen shows."""

FACET_VALUES = 50
"""How many values of each facet are counted."""

_ROWS_LOOKED_THROUGH = 400


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The head of the list of all articles: some ids in order, the rows, and how many articles there are."""

    ids: array[int]
    hits: list[Hit]
    total: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An article with what a query lights in it."""

    stored: StoredArticle
    highlights: Highlights


class LazySearcher:
    """A Searcher that is made when it is first needed, in the thread that then owns it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._searcher: Searcher | None = None

    @property
    def it(self) -> Searcher:
        """The searcher."""
        if self._searcher is None:
            from index import Searcher

            self._searcher = Searcher(self._library)
            # Searching loads more than all the rest: the collector need not look through that again and again,
            # which would stop the screen each time.
            gc.freeze()
        return self._searcher

    def search(self, text: str, order: Order | None, most: int | None, overtaken: Callable[[], bool]) -> Results:
        """Search the newest index, for the first `most` ids. `sort:` in the text goes before `order`.

        Raises:
            SearchCancelledError: it was overtaken.
        """
        from index import understand

        self._begin(text, overtaken)
        order = understand(text, saved=self._library.saved_query).order or order
        return self.it.search(text, order, most=most, cancelled=overtaken)

    def search_without(
        self, text: str, articles: Sequence[int], order: Order | None, most: int | None, overtaken: Callable[[], bool]
    ) -> Results:
        """The same without some articles.

        Raises:
            SearchCancelledError: it was overtaken.
        """
        from index import understand

        self._begin(text, overtaken)
        order = understand(text, saved=self._library.saved_query).order or order
        return self.it.following.all_but(text, articles, order, most=most, cancelled=overtaken)

    def facets(self, text: str, overtaken: Callable[[], bool]) -> dict[str, list[tuple[str, int]]]:
        """Count by facet all articles that a query means, in the newest index.

        Raises:
            SearchCancelledError: it was overtaken.
        """
        self._begin(text, overtaken)
        return self.it.facets(text, most=FACET_VALUES, cancelled=overtaken)

    def timeline(self, text: str, most: int, overtaken: Callable[[], bool]) -> Timeline:
        """Count by publication date all articles that a query means, in the newest index.

        Raises:
            SearchCancelledError: it was overtaken.
        """
        self._begin(text, overtaken)
        return self.it.timeline(text, most, cancelled=overtaken)

    def rising(self, text: str, overtaken: Callable[[], bool]) -> tuple[RisingWord, ...]:
        """Words that more of what a query means has than the archive would lead to expect, in the newest index.

        Raises:
            SearchCancelledError: it was overtaken.
        """
        self._begin(text, overtaken)
        return self.it.rising(text, cancelled=overtaken)

    def _begin(self, text: str, overtaken: Callable[[], bool]) -> None:
        if overtaken():
            raise SearchCancelledError("a newer search came first", text)
        self.it.refresh()

    def with_suggestions(self, understood: Understood) -> Understood:
        """The same with queries that would match."""
        return replace(understood, suggestions=self.it.suggest(understood))

    def status(self) -> IndexStatus:
        """The state of the newest index."""
        self.it.refresh()
        return self.it.status

    def close(self) -> None:
        """Let go of the index."""
        if self._searcher is not None:
            self._searcher.close()


def first_page(library: Library, order: Order) -> FirstPage:
    """The head of the list of all articles."""
    ids = library.first_ids(order, FIRST_PAGE)
    return FirstPage(ids, plain_hits(library, ids), library.count())


def plain_hits(library: Library, ids: Sequence[int]) -> list[Hit]:
    """The rows of articles, nothing lit."""
    return [Hit(row) for row in library.rows(ids)]


def open_article(library: Library, article_id: int, understood: Understood | None) -> Opened:
    """An article, and what the query lights in it."""
    stored = library.get(article_id)
    if understood is None or understood.is_empty:
        return Opened(stored, Highlights())
    from index import highlight_article

    return Opened(stored, highlight_article(stored, understood))


def next_unread(library: Library, ids: array[int], start: int, step: int) -> int | None:
    """The index in `ids` of the next unread article from `start` on, then round from the other end.

    The rows nearby are looked through first: only where all of them are read is it worth to list what is unread.
    """
    ahead = range(start, len(ids)) if step > 0 else range(start, -1, -1)
    behind = range(start) if step > 0 else range(len(ids) - 1, start, -1)
    near = ahead[:_ROWS_LOOKED_THROUGH]
    unread: set[int] = {row.id for row in library.rows([ids[index] for index in near]) if not row.read}
    found = _first_in(near, ids, unread)
    if found is None and len(near) < len(ids):
        unread = set(library.ids_in_state("unread"))
        found = _first_in(chain(ahead[_ROWS_LOOKED_THROUGH:], behind), ids, unread)
    return found


def next_not_in(known: Collection[int], ids: array[int], start: int, step: int) -> int | None:
    """The index in `ids` of the next article that is none of the known ones, from `start` on, then round."""
    ahead = range(start, len(ids)) if step > 0 else range(start, -1, -1)
    behind = range(start) if step > 0 else range(len(ids) - 1, start, -1)
    return next((index for index in chain(ahead, behind) if index < len(ids) and ids[index] not in known), None)


def mark_all_read(library: Library, ids: Sequence[int] | None) -> list[MarkChange]:
    """Mark all unread articles read, or those of `ids`; gives what takes it back."""
    unread = library.ids_in_state("unread")
    chosen = unread if ids is None else sorted(set(unread).intersection(ids))
    return library.mark([MarkChange(ArticleId(article_id), read=True) for article_id in chosen])


def _first_in(indices: Iterable[int], ids: array[int], wanted: set[int]) -> int | None:
    return next((index for index in indices if ids[index] in wanted), None)
