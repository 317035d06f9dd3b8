"""How many of some documents were published when, in a number of buckets that fits the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.layout import UNDATED, days_of
from index.search.collection import Collection
from index.search.joins import Documents

Unit = Literal["day", "month", "year"]

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Timeline:
    """Documents counted by publication date.

    `buckets` has the first day of each bucket as an ISO 8601 date, and its count: all from the first one with a
    document to the last one, empty ones too. A bucket is `step` units long; only years are taken more than one at a
    time, ten, a hundred and so on, and a bucket of several years begins at a multiple of them, the very first with the
    year 1.
    """

    unit: Unit
    step: int
    buckets: tuple[tuple[str, int], ...]
    undated: int


class Days(NamedTuple):
    """How many documents were published on each of the days from `first` on, counted from 1970-01-01."""

    first: int
    counts: NDArray[np.int64]
    undated: int


def timeline(collection: Collection, documents: Documents, most: int) -> Timeline:
    """Count documents by day, month or year, or by several years, so that there are at most `most` buckets (1 or more).

    Days are those that the articles' dates are written with, whatever their zone.
    """
    days = by_day(collection, documents)
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


def by_day(collection: Collection, documents: Documents) -> Days:
    """Count documents by the day of their publication, from the first day with one to the last."""
    keys = collection.published.take(documents)
    dated = keys != UNDATED
    undated = len(keys) - int(np.count_nonzero(dated))
    days = days_of(keys.compress(dated) if undated else keys)
    if not len(days):
        return Days(0, np.empty(0, np.int64), undated)
    first = int(days.min())
    days -= first
    return Days(first, np.bincount(days), undated)


def by_year(collection: Collection, documents: Documents) -> dict[int, int]:
    """Count documents by the year of their publication, years without one left out."""
    days = by_day(collection, documents)
    if not len(days.counts):
        return {}
    first, last = _date(days.first).year, _date(days.first + len(days.counts) - 1).year
    years = range(first, last + 1)
    offsets = [max(0, date(year, 1, 1).toordinal() - _EPOCH - days.first) for year in years]
    counts = np.add.reduceat(days.counts, offsets).tolist()
    return {year: count for year, count in zip(years, counts, strict=True) if count}


def _unit(first: date, last: date, most: int) -> tuple[Unit, int]:
    """Choose the shortest buckets of which there are not too many."""
    if last.toordinal() - first.toordinal() < most:
        return "day", 1
    if (last.year - first.year) * _MONTHS + last.month - first.month < most:
        return "month", 1
    step = 1
    while last.year // step - first.year // step >= max(1, most):
        step *= 10
    return "year", step


def _starts(first: date, last: date, unit: Unit, step: int) -> Iterator[date]:
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
