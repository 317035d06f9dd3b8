"""Days and ranges of days as they are typed: 2016, 2016-03, 2016-03-09, 2016..2017-03, 2017Q1, >2016, 2w, yesterday."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from math import ceil

_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})(?:T[0-9:.+Zz-]*)?)?)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_TURNED = re.compile(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})[-/ ]?q([1-4])|q([1-4])[-/ ]?([0-9]{4})", re.IGNORECASE)
_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{1,2})", re.IGNORECASE)
_DECADE = re.compile(r"([0-9]{3})0'?s")
_SPAN = re.compile(
    r"(?:(?:last|past|previous)\s+)?((?:[0-9]{1,4}\s*(?:h|hrs?|hours?|d|days?|w|wks?|weeks?|m|mos?|months?|y|yrs?|years?)\s*)+)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"([0-9]+)\s*([a-z]+)", re.IGNORECASE)
_INTERVAL = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:/|--?)([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)")
_TO = re.compile(r"\s*\.\.\.?\s*|\s+(?:to|till|until|–|-)\s+", re.IGNORECASE)
_EXCLUDED = re.compile("[<>]=?")
_SIGNED = re.compile(r"(>=|<=|=>|=<|>|<|=)?\s*(.*)", re.DOTALL)
_LAST_MONTH = 12
_QUARTER_MONTHS = 3
_WIDE = 4  # digits of a whole year
_A_DAY = 24
_LONGEST = 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both inclusive, None for open ends."""

    first: date | None
    last: date | None


class DayReader:
    """Reads days; `notes` are the sentences on what could have been read otherwise.

    Args:
        today: gives the day that others are counted from, asked only where it matters.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        self.notes: list[str] = []
        self._today = today

    def days(self, text: str) -> Days | None:
        """Read a day, a longer time, or two with `..` between; None when it is none of these.

        A range that runs backwards is turned round. `..` and `*` alone are no range.
        """
        text = text.strip()
        if len(text) > _LONGEST:
            return None
        if interval := _INTERVAL.fullmatch(text):
            return self._range(interval[1], interval[2])
        ends = _TO.split(text)
        if len(ends) == 1:
            return self._compared(text)
        return self._range(*ends) if len(ends) == 2 else None  # noqa: PLR2004  # two ends

    def since(self, text: str) -> date | None:
        """Read the first day that is newer than a length of time, or of a time."""
        if back := self._back(text):
            return back
        days = self.days(text)
        return (days.first or days.last) if days else None

    def before(self, text: str) -> date | None:
        """Read the last day that is older than a length of time, or than a time."""
        day = self.since(text)
        return day - _DAY if day and day > date.min else None

    def _range(self, start: str, end: str) -> Days | None:
        low, high = self._end(start), self._end(end)
        if low and high and low.first and high.last and low.first > high.last and _EXCLUDED.search(start + end):
            start, end = _EXCLUDED.sub("", start), _EXCLUDED.sub("", end)
            self.notes.append(f"read {start}..{end} with both ends: nothing lies between")
            low, high = self._end(start), self._end(end)
        if (low is None and start.strip("* ")) or (high is None and end.strip("* ")) or low is high:
            return None
        if low and high and (low.first or date.min) > (high.first or date.min):
            low, high = high, low
        first, last = low.first if low else None, high.last if high else None
        if first and last and first > last:
            first, last = last, first
        return Days(first, last)

    def _end(self, text: str) -> Days | None:
        """Read an end of a range; behind `>` begins the day after, before `<` ends the day before."""
        sign, rest = self._sign(text)
        if back := self._back(rest):
            return Days(back, back)
        days = self._span(rest)
        if days is None or not days.first or not days.last:
            return days
        first = days.last + _DAY if sign == ">" and days.last < date.max else days.first
        last = days.first - _DAY if sign == "<" and days.first > date.min else days.last
        return Days(first, last)

    def _compared(self, text: str) -> Days | None:
        """Read a time behind `>`, `>=`, `<` or `<=`, or alone."""
        sign, rest = self._sign(text)
        days = self._span(rest)
        if days is None or days.first is None or days.last is None or not sign:
            return days
        match sign:
            case ">":
                return Days(days.last + _DAY, None) if days.last < date.max else None
            case ">=":
                return Days(days.first, None)
            case "<":
                return Days(None, days.first - _DAY) if days.first > date.min else None
            case "<=":
                return Days(None, days.last)
            case _:
                return days

    @staticmethod
    def _sign(text: str) -> tuple[str, str]:
        match = _SIGNED.fullmatch(text.strip())
        sign, rest = (match[1] or "", match[2]) if match else ("", text)
        return {"=>": ">=", "=<": "<="}.get(sign, sign), rest

    def _span(self, text: str) -> Days | None:
        text = text.strip()
        if not text.strip("*"):
            return None
        if back := self._back(text):
            return Days(back, self._today())
        if text[0].isdigit() and (days := self._numbers(text)):
            return days
        if named := _named_part(text):
            return named
        if not any(map(str.isalpha, text)):
            return None
        from index.query.days import natural_days  # a library that takes a tenth of a second to load

        found = natural_days(text, self._today())
        return Days(*found) if found else None

    def _numbers(self, text: str) -> Days | None:
        if match := _DATE.fullmatch(text) or _COMPACT.fullmatch(text):
            return _calendar(int(match[1]), int(match[2] or 0), int(match[3] or 0), month=match[2], day=match[3])
        if match := _TURNED.fullmatch(text):
            return self._turned(text, match)
        return None

    def _turned(self, text: str, match: re.Match[str]) -> Days | None:
        """Read a day or month before its year: `5/3/2017`, `3/2017`. Of a day and a month the day comes first."""
        if match[1] is None:
            return _calendar(int(match[4]), int(match[3]), 0, month="", day=None) if len(match[4]) == _WIDE else None
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) < _WIDE:
            century = self._today().year // 100 * 100
            year += century if century + year <= self._today().year else century - 100
        unclear = day <= _LAST_MONTH and month <= _LAST_MONTH and day != month
        if month > _LAST_MONTH:
            day, month = month, day
        days = _calendar(year, month, day, month="", day="")
        if days and days.first and (unclear or len(match[4]) < _WIDE):
            self.notes.append(
                f"read {text} as {days.first.day} {month_name[month]} {year}{', the day first' if unclear else ''}"
            )
        return days

    def _back(self, text: str) -> date | None:
        """Read a length of time back from today: `2w`, `36h`, `1y6m`, `last 3 days`."""
        if not (match := _SPAN.fullmatch(text.strip())):
            return None
        day: date | None = self._today()
        for number, unit in _PIECE.findall(match[1]):
            day = day and self._earlier(day, int(number), unit)
        return day

    def _earlier(self, day: date, number: int, unit: str) -> date | None:
        match unit[0].lower():
            case "h":
                self.notes.append(f"read {number}{unit} as {ceil(number / _A_DAY)} days")
                days = ceil(number / _A_DAY)
            case "d":
                days = number
            case "w":
                days = 7 * number
            case letter:
                return _months_before(day, number * (_LAST_MONTH if letter == "y" else 1))
        return day - timedelta(days=days) if (day - date.min).days >= days else None


def _months_before(day: date, months: int) -> date | None:
    year, month = divmod(day.year * _LAST_MONTH + day.month - 1 - months, _LAST_MONTH)
    if year < MINYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _named_part(text: str) -> Days | None:
    """Read a quarter, a week by its number, or ten years."""
    if match := _QUARTER.fullmatch(text):
        year, quarter = int(match[1] or match[4]), int(match[2] or match[3])
        start = _calendar(year, _QUARTER_MONTHS * quarter - 2, 0, month="", day=None)
        end = _calendar(year, _QUARTER_MONTHS * quarter, 0, month="", day=None)
        return Days(start.first, end.last) if start and end else None
    if match := _WEEK.fullmatch(text):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return Days(monday, monday + 6 * _DAY)
        except (ValueError, OverflowError):
            return None
    if match := _DECADE.fullmatch(text):
        year = int(match[1]) * 10
        return Days(date(year, 1, 1), date(year + 9, 12, 31)) if year else None
    return None


def _calendar(year: int, number: int, day_number: int, *, month: str | None, day: str | None) -> Days | None:
    """Give a year, or its month where `month` is not None, or its day where `day` is not."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    if month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= number <= _LAST_MONTH:
        return None
    length = monthrange(year, number)[1]
    if day is None:
        return Days(date(year, number, 1), date(year, number, length))
    return Days(*[date(year, number, day_number)] * 2) if 1 <= day_number <= length else None
