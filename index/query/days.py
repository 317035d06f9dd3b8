"""Days in words, read by the dateparser library: yesterday, last week, March 2017, 5 mars 2017."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateparser.date import DateDataParser

_LANGUAGES = ["en", "fr", "de", "es", "it", "pt", "nl", "ru", "tr", "ar", "fa"]
_SETTINGS = {"PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
_A_WORD = re.compile(r"[^\W\d_]{3}")
_LAST = re.compile(r"(?:last|past|previous)\s+(?=[^\W\d_])", re.IGNORECASE)
_AGO = re.compile(r"\bago\b|\bin\b", re.IGNORECASE)
_SUNDAY = 6


@lru_cache(maxsize=512)
def natural_days(text: str, today: date) -> tuple[date, date] | None:
    """Read a day, week, month or year in words, of the past where it can be; gives its first and last day."""
    if not _A_WORD.search(text):
        return None  # the library reads numbers and letters as days of this month
    for form in (text, _LAST.sub("", text)):
        if found := _read(form, today):
            return found
    return None


def _read(text: str, today: date) -> tuple[date, date] | None:
    base = datetime.combine(today, time(12))
    parser = DateDataParser(languages=_LANGUAGES, use_given_order=True, settings={**_SETTINGS, "RELATIVE_BASE": base})
    try:
        found = parser.get_date_data(text)
    except Exception:  # noqa: BLE001 - whatever the library makes of what was typed, a query never raises
        return None
    if found.date_obj is None:
        return None
    period = "day" if _AGO.search(text) else found.period
    return _span(found.date_obj.date(), period)


def _span(day: date, period: str) -> tuple[date, date]:
    match period:
        case "week":
            monday = day - timedelta(days=day.weekday()) if day.toordinal() > _SUNDAY else day
            return monday, monday + timedelta(days=6)
        case "month":
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case "year":
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case _:
            return day, day
