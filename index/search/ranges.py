"""The columns of numbers: which documents have a value, one between two bounds, or one number."""

from __future__ import annotations

from math import ceil, floor
from struct import error as StructError  # noqa: N812 - a class, named as it should be
from typing import Final

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import NUMERIC
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term

from index.codec.layout import UNDATED, day_number, published_key
from index.schema import WORD_FIELDS
from index.search.collection import Collection
from index.search.joins import Documents

_LOWEST: Final = UNDATED + 1
_HIGHEST: Final = int(np.iinfo(np.int64).max)
_FAR: Final = 1 << 64

_FIRST_DAY: Final = day_number("0001-01-01")
_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_DAY_OF_KEYS: Final = published_key("1970-01-02")
_FIRST_SECOND: Final = published_key("1970-01-01T00:00:00")
_SECOND_OF_KEYS: Final = published_key("1970-01-01T00:00:01") - _FIRST_SECOND


def within(collection: Collection, query: NumericRange) -> Documents:
    """Find the documents whose value is in a `NumericRange` or `DateRange` of a column.

    The columns are `published`, `words` and `id`; other fields have no values. Numbers of `published` are Whoosh's,
    microseconds since the first day of the year 1. Its bounds at midnight stand for their day, others for that time;
    times are compared as they are written, whatever their zone, and a day without a time is before all its times.
    Undated articles are in no range.
    """
    column = _column(collection, query.fieldname)
    low, last = _dates(query) if query.fieldname == "published" else _numbers(query)
    if column is None or low > last:
        return np.empty(0, np.int64)
    found = column >= max(low, _LOWEST)
    if last < _HIGHEST:
        found &= column <= last
    if collection.live is not None:
        found &= collection.live
    return np.flatnonzero(found)


def numbered(collection: Collection, query: Term) -> Documents:
    """Find the documents with one number in a column: those in the range from it to itself.

    The number is as Whoosh has it in a term, or plain; what is no number of the column is found nowhere.
    """
    from index.codec.whoosh.fields import schema

    kind = schema()[query.fieldname] if _column(collection, query.fieldname) is not None else None
    if not isinstance(kind, NUMERIC):
        return np.empty(0, np.int64)
    try:
        number = NUMERIC.from_bytes(kind, kind.to_bytes(query.text))
    except (TypeError, ValueError, StructError):
        return np.empty(0, np.int64)
    return within(collection, NumericRange(query.fieldname, number, number))


def having(collection: Collection, field: str) -> Documents:
    """Find the documents with anything in a field or column."""
    if field in WORD_FIELDS:
        there = collection.extents(field) != 0
    else:
        column = _column(collection, field)
        there = np.zeros(collection.count, bool) if column is None else column != UNDATED
    if collection.live is not None:
        there &= collection.live
    return np.flatnonzero(there)


def _column(collection: Collection, field: str) -> NDArray[np.int64] | None:
    match field:
        case "published":
            return collection.published
        case "words":
            return collection.lengths
        case "id":
            return collection.ids
    return None


def _numbers(query: NumericRange) -> tuple[int, int]:
    """Give the least and the greatest whole number of a range."""
    start, end = _near(query.start, -_FAR), _near(query.end, _FAR)
    low = floor(start) + 1 if query.startexcl else ceil(start)
    last = ceil(end) - 1 if query.endexcl else floor(end)
    return low, last


def _dates(query: NumericRange) -> tuple[int, int]:
    """Give the least and the greatest publication key of a range."""
    start, end = _near(query.start, -_FAR), _near(query.end, _FAR)
    return _key_from(start, after=query.startexcl), _key_from(end, after=not query.endexcl) - 1


def _near(bound: float | None, far: int) -> float:
    """Give a bound, or one beyond all values if it is open or infinite."""
    return far if bound is None else min(max(bound, -_FAR), _FAR)


def _key_from(bound: float, *, after: bool) -> int:
    """Give the least key that is at or, with `after`, behind a day or a time."""
    day, time = divmod(floor(bound), _DAY)
    key = (day + _FIRST_DAY) * _DAY_OF_KEYS
    if not time:
        return key + after * _DAY_OF_KEYS
    second, part = divmod(time, _SECOND)
    return key + _FIRST_SECOND + (second + (after or part > 0)) * _SECOND_OF_KEYS
