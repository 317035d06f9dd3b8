"""The arithmetic of the timeline."""

from __future__ import annotations

import pytest

from index.types import Timeline
from tui.widgets.timeline_bars import Bars, Days, days_of, ends, shown_bucket, told

DAYS = Timeline("day", 1, (("2031-02-27", 4), ("2031-02-28", 0), ("2031-03-01", 1)), 2)
MONTHS = Timeline("month", 1, (("2031-11-01", 4), ("2031-12-01", 800), ("2032-01-01", 1)), 0)
YEARS = Timeline("year", 1, (("2031-01-01", 1), ("2032-01-01", 3)), 0)
TENS = Timeline("year", 10, (("0001-01-01", 1), ("0010-01-01", 3)), 0)
LAST = Timeline("year", 10, (("9990-01-01", 1),), 0)


@pytest.mark.parametrize(
    ("timeline", "first", "last", "days"),
    [
        (DAYS, 0, 0, Days("2031-02-27", "2031-02-27")),
        (DAYS, 2, 0, Days("2031-02-27", "2031-03-01")),
        (MONTHS, 1, 1, Days("2031-12-01", "2031-12-31")),
        (MONTHS, 0, 2, Days("2031-11-01", "2032-01-31")),
        (YEARS, 0, 1, Days("2031-01-01", "2032-12-31")),
        (TENS, 0, 0, Days("0001-01-01", "0009-12-31")),
        (TENS, 1, 1, Days("0010-01-01", "0019-12-31")),
        (LAST, 0, 0, Days("9990-01-01", "9999-12-31")),
    ],
)
def test_bars_are_spans_of_whole_days(timeline: Timeline, first: int, last: int, days: Days) -> None:
    assert days_of(timeline, first, last) == days


def test_bars_have_names() -> None:
    assert shown_bucket(DAYS, 0) == "27 Feb 2031"
    assert shown_bucket(MONTHS, 1) == "Dec 2031"
    assert shown_bucket(YEARS, 1) == "2032"
    assert shown_bucket(TENS, 1) == "0010–0019"


def test_what_has_any_article_is_seen() -> None:
    bars = Bars.laid_out(MONTHS, 80)
    assert bars.levels(3) == [1, 24, 1]
    assert [bars.cell(level, 2, 3)[0] for level in bars.levels(3)] == ["▁", "█", "▁"]
    assert [bars.cell(level, 0, 3)[0] for level in bars.levels(3)] == [" ", "█", " "]
    assert Bars.laid_out(DAYS, 80).levels(3)[1] == 0


@pytest.mark.parametrize("width", [1, 3, 10, 38, 120])
def test_bars_fit_and_every_column_of_theirs_is_one(width: int) -> None:
    bars = Bars.laid_out(MONTHS, width)
    wide = [bars.bucket_at(column) for column in range(bars.left, bars.left + 3 * bars.cells)]
    assert sorted(set(wide), key=wide.index) == [0, 1, 2]
    assert bars.bucket_at(bars.left - 1) is None
    assert bars.bucket_at(bars.left + 3 * bars.cells) is None
    assert bars.left + 3 * bars.cells <= max(width, 3)


def test_what_is_under_the_cursor_is_told_as_there_is_room() -> None:
    assert told(DAYS, 0, 0, 80) == "27 Feb 2031: 4 articles · 2 undated"
    assert told(DAYS, 0, 2, 80) == "27 Feb 2031 to 01 Mar 2031: 5 articles · 2 undated"
    assert told(DAYS, 2, 0, 30) == "27 Feb 2031 to 01 Mar 2031: 5"
    assert told(YEARS, 0, 0, 80) == "2031: 1 article"


def test_the_ends_are_told_where_both_fit() -> None:
    assert ends(MONTHS, 40) == ("Nov 2031", "Jan 2032")
    assert ends(MONTHS, 10) == ("Nov 2031", "")
    assert ends(Timeline("day", 1, (), 3), 40) == ("", "")
