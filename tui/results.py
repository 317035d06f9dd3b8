"""The list on the screen: ids in order, and the rows that have been looked at.

A million ids are an array; their rows come a page at a time, when they are about to be visible.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace

from index.types import Hit, Results, Row

ROWS_KEPT = 2_000
"""How many rows stay in memory."""

PAGE = 24
"""How many rows are fetched at once: small, so that the visible ones come first."""


class Listing:
    """One list of articles. It is what `ArticleList` asks for rows.

    Args:
        ids: the articles in order; the head of the list when `total` is greater.
        results: the search that found them, None for the list of all articles.
        total: how many there are when not all ids are known yet.
        known: an earlier listing whose rows are taken over; what is under way for it still goes to it alone.

    Attributes:
        refreshes: how often all rows were found out of date. A fetch notes it when it begins.
    """

    def __init__(
        self, ids: array[int], results: Results | None = None, *, total: int = 0, known: Listing | None = None
    ) -> None:
        self.ids = ids
        self.results = results
        self._total = max(total, len(ids))
        self.refreshes = 0
        self._hits: OrderedDict[int, Hit] = OrderedDict() if known is None else known._hits.copy()  # noqa: SLF001 - of its own kind
        self._stale: set[int] = set() if known is None else known._stale.copy()  # noqa: SLF001 - of its own kind
        self._asked: set[int] = set()
        self._changes: dict[int, list[Callable[[Row], Row]]] = {}

    def __len__(self) -> int:
        return self._total

    @property
    def is_complete(self) -> bool:
        """Are all ids known?"""
        return len(self.ids) == self._total

    @property
    def is_search(self) -> bool:
        """Was it searched for, with something to light?"""
        return self.results is not None and not self.results.understood.is_empty

    def hit(self, index: int) -> Hit | None:
        """The row at an index, None while it is not here."""
        article_id = self.id_at(index)
        hit = self._hits.get(article_id) if article_id is not None else None
        if hit is not None:
            self._hits.move_to_end(hit.row.id)
        return hit

    def has(self, index: int) -> bool:
        """Is the row at an index here, and not out of date?"""
        article_id = self.id_at(index)
        return article_id is not None and self._is_fresh(article_id)

    def knows(self, article_id: int) -> bool:
        """Is the article's row here?"""
        return article_id in self._hits

    def id_at(self, index: int) -> int | None:
        """The article at an index, None while it is not known or beyond the end."""
        return self.ids[index] if 0 <= index < len(self.ids) else None

    def index_of(self, article_id: int, near: int = 0) -> int | None:
        """Where an article stands, None if it is not in the list. Looks around `near` first."""
        start = max(near - PAGE, 0)
        try:
            return start + self.ids[start : near + PAGE].index(article_id)
        except ValueError:
            pass
        try:
            return self.ids.index(article_id)
        except ValueError:
            return None

    def wanted(self, first: int, last: int) -> list[tuple[int, int]]:
        """The pages `[first, last)` to fetch for a range of rows; they count as asked for from now on."""
        pages: list[tuple[int, int]] = []
        last = min(last, len(self.ids))
        for index in range(max(first, 0), last):
            article_id = self.ids[index]
            if self._is_fresh(article_id) or article_id in self._asked:
                continue
            self._asked.add(article_id)
            if pages and pages[-1][1] == index and index - pages[-1][0] < PAGE:
                pages[-1] = (pages[-1][0], index + 1)
            else:
                pages.append((index, index + 1))
        return pages

    def arrived(self, first: int, last: int, hits: Iterable[Hit], *, began: int = 0) -> None:
        """Keep the fetched hits of `[first, last)`; an article that is gone from the library gets an empty row.

        Args:
            first: the index of the first.
            last: the index after the last.
            hits: what was fetched.
            began: `refreshes` when the fetch began. Older rows only fill gaps, and are out of date.
        """
        asked = self.ids[first:last]
        found: dict[int, Hit] = {hit.row.id: hit for hit in hits}
        for article_id in asked:
            hit = found.get(article_id) or Hit(_gone_row(article_id))
            if began == self.refreshes:
                self._keep(article_id, hit)
            elif article_id not in self._hits:
                self._hits[article_id] = hit
                self._stale.add(article_id)
        while len(self._hits) > ROWS_KEPT:
            self._stale.discard(self._hits.popitem(last=False)[0])

    def _keep(self, article_id: int, hit: Hit) -> None:
        for change in self._changes.pop(article_id, ()):
            hit = replace(hit, row=change(hit.row))
        self._hits[article_id] = hit
        self._asked.discard(article_id)
        self._stale.discard(article_id)

    def give_up(self, first: int, last: int, *, began: int = 0) -> None:
        """The pages of `[first, last)` are not coming: they may be asked for again, unless they were since `began`."""
        if began != self.refreshes:
            return
        for article_id in self.ids[first:last]:
            self._asked.discard(article_id)
            self._changes.pop(article_id, None)

    def change(self, article_id: int, change: Callable[[Row], Row]) -> None:
        """Change an article's row. A fetch that is under way does not bring the old one back."""
        hit = self._hits.get(article_id)
        if hit is not None:
            self._hits[article_id] = replace(hit, row=change(hit.row))
        if article_id in self._asked:
            self._changes.setdefault(article_id, []).append(change)

    def refresh(self) -> None:
        """Fetch every row anew when it is next wanted; until then the old one is shown."""
        self.refreshes += 1
        self._stale.update(self._hits)
        self._asked.clear()
        self._changes.clear()

    def _is_fresh(self, article_id: int) -> bool:
        return article_id in self._hits and article_id not in self._stale


def _gone_row(article_id: int) -> Row:
    return Row(
        id=article_id,  # type: ignore[arg-type]
        headline="(removed from the library)",
        authors=(),
        place=None,
        section=None,
        outlet=None,
        published=None,
        language=None,
        url=None,
        location="",
        words=0,
        read=True,
        starred=False,
        rating=0,
        has_note=False,
        tags=(),
        duplicate=False,
        gone=True,
    )
