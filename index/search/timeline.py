"""How many of some articles were published when, in a number of buckets that fits the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.layout import UNDATED, days_of
from index.errors import SearchIndexError
from index.types import Timeline, TimelineUnit

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MONTHS: Final = 12
_MOST_DAYS: Final = date.max.toordinal()


Published = NDArray[np.int64]
"""A publication key an article, see `codec.layout.published_key`."""


class Days(NamedTuple):
    """How many articles were published on each of the days from `first` on, counted from 1970-01-01."""

    first: int
    counts: NDArray[np.int64]
    undated: int


def timeline(published: Published, most: int) -> Timeline:
    """Count articles by day, month or year, or by several years, so that there are at most `most` buckets (1 or more).

    Days are those that the articles' dates are written with, whatever their zone.
    """
    days = by_day(published)
    if not len(days.counts):
        return Timeline("day", 1, (), days.undated)
    first, last = _date(days.first), _date(days.first + len(days.counts) - 1)
    unit, step = _unit(first, last, most)
    starts = list(_starts(first, last, unit, step))
    offsets = [max(0, start.toordinal() - _EPOCH - days.first) for start in starts]
    counts = np.add.reduceat(days.counts, offsets).tolist()
    return Timeline(
        unit, step, tuple((start.isoformat(), count) for start, count in zip(starts, counts, strict=True)), days.undated
    )


def by_day(published: Published) -> Days:
    """Count articles by the day of their publication, from the first day with one to the last."""
    dated = published != UNDATED
    undated = len(published) - int(np.count_nonzero(dated))
    days = days_of(published.compress(dated) if undated else published)
    if not len(days):
        return Days(0, np.empty(0, np.int64), undated)
    first = int(days.min())
    if int(days.max()) - first > _MOST_DAYS:
        raise SearchIndexError("the search index is damaged", "dates of publication")
    days -= first
    return Days(first, np.bincount(days), undated)


def by_year(published: Published) -> dict[int, int]:
    """Count articles by the year of their publication, years without one left out."""
    days = by_day(published)
    if not len(days.counts):
        return {}
    first, last = _date(days.first).year, _date(days.first + len(days.counts) - 1).year
    years = range(first, last + 1)
    offsets = [max(0, date(year, 1, 1).toordinal() - _EPOCH - days.first) for year in years]
    counts = np.add.reduceat(days.counts, offsets).tolist()
    return {year: count for year, count in zip(years, counts, strict=True) if count}


def _unit(first: date, last: date, most: int) -> tuple[TimelineUnit, int]:
    """Choose the shortest buckets of which there are not too many."""
    if last.toordinal() - first.toordinal() < most:
        return "day", 1
    if (last.year - first.year) * _MONTHS + last.month - first.month < most:
        return "month", 1
    step = 1
    while last.year // step - first.year // step >= max(1, most):
        step *= 10
    return "year", step


def _starts(first: date, last: date, unit: TimelineUnit, step: int) -> Iterator[date]:
    if unit == "day":
        yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    elif unit == "month":
        for month in range(first.year * _MONTHS + first.month - 1, last.year * _MONTHS + last.month):
            yield date(month // _MONTHS, month % _MONTHS + 1, 1)
    else:
        for year in range(first.year // step * step, last.year + 1, step):
            yield date(max(1, year), 1, 1)


def _date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)
