"""Which pages of a list to ask for, each once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from index.types import Hit

PAGE = 64
"""The rows of a page; pages begin at multiples of it."""


class HitSource(Protocol):
    """What a list shows. All calls are made while painting: they must be quick and never read a file."""

    def __len__(self) -> int:
        """The number of rows."""
        ...

    def hit(self, index: int) -> Hit | None:
        """The row at `index`, or None while it is not here."""
        ...

    def has(self, index: int) -> bool:
        """Is the row at `index` here, and not out of date?"""
        ...


class NoHits:
    """The empty source."""

    def __len__(self) -> int:
        return 0

    def hit(self, index: int) -> Hit | None:  # noqa: ARG002 - the protocol's
        """Nothing is ever here."""
        return None

    def has(self, index: int) -> bool:  # noqa: ARG002 - the protocol's
        """Nothing is ever here."""
        return False


class Pages:
    """The pages that were asked for.

    A page is not asked for again while it is pending, nor while it stays in sight after an answer: a source that
    cannot give a row would be asked for ever. One that failed waits until the person moves: saying so repaints.
    """

    def __init__(self) -> None:
        self._pending: set[int] = set()
        self._answered: set[int] = set()
        self._failed: set[int] = set()

    def clear(self) -> None:
        """Forget all: there is another source, or its rows are out of date."""
        self._pending.clear()
        self._answered.clear()
        self._failed.clear()

    def answered(self, first: int, last: int) -> None:
        """The rows `[first, last)` have come."""
        pages = _pages_of(first, last)
        self._answered |= self._pending & pages
        self._pending -= pages

    def failed(self, first: int, last: int) -> None:
        """The rows `[first, last)` could not be fetched: they may be asked for again after `moved`."""
        pages = _pages_of(first, last)
        self._failed |= pages
        self._pending -= pages
        self._answered -= pages

    def moved(self) -> None:
        """The person has scrolled, or moved the cursor: what failed may be asked for again."""
        self._failed.clear()

    def to_ask(self, source: HitSource, seen: range) -> Iterator[tuple[int, int]]:
        """The pages to ask for now, as `[first, last)`: those that miss rows in sight, then one beyond each end."""
        if not seen:
            return
        in_sight = range(seen.start // PAGE, (seen.stop - 1) // PAGE + 1)
        beyond = [page for page in (in_sight.stop, in_sight.start - 1) if 0 <= page * PAGE < len(source)]
        self._answered &= {*in_sight, *beyond}
        for page in (*in_sight, *beyond):
            if page in self._pending or page in self._answered or page in self._failed:
                continue
            if self._misses(source, page, seen):
                self._pending.add(page)
                yield page * PAGE, min((page + 1) * PAGE, len(source))

    @staticmethod
    def _misses(source: HitSource, page: int, seen: range) -> bool:
        """Is a row of the page missing or out of date: any of those in sight, or the first of a page beyond?"""
        first, last = max(page * PAGE, seen.start), min((page + 1) * PAGE, seen.stop)
        rows = range(first, last) if first < last else (page * PAGE,)
        return any(not source.has(row) for row in rows)


def _pages_of(first: int, last: int) -> set[int]:
    return set(range(first // PAGE, (max(last, first + 1) - 1) // PAGE + 1))
