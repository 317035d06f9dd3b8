"""Days and ranges of days as they are typed: 2016, 2016-03, 2016-03-09, 2016..2017-03."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})(?:T[0-9:.+Zz-]*)?)?)?")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both inclusive ISO dates, None for open ends."""

    first: str | None
    last: str | None


def read_days(text: str) -> Days | None:
    """Read a year, a month, a day, or two of them with `..` between; None when it is none of these.

    A range that runs backwards is turned round. `..` and `*` alone are no range.
    """
    start, dots, end = text.strip().partition("..")
    if not dots:
        return _span(start)
    low, high = _span(start), _span(end.lstrip("."))
    if (low is None and start.strip("* ")) or (high is None and end.strip("* .")) or low is high:
        return None
    if low and high and (low.first or "") > (high.first or ""):
        low, high = high, low
    return Days(low.first if low else None, high.last if high else None)


def _span(text: str) -> Days | None:
    match = _DATE.fullmatch(text.strip())
    if not match or match[1] == "0000":
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[2] is None:
        return Days(f"{year:04}-01-01", f"{year:04}-12-31")
    if not 1 <= month <= _LAST_MONTH:
        return None
    length = monthrange(year, month)[1]
    if match[3] is None:
        return Days(f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{length}")
    date = f"{year:04}-{month:02}-{day:02}"
    return Days(date, date) if 1 <= day <= length else None
