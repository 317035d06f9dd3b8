"""How days and ranges of days are read. Today is Sunday, 22 November 2026."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import understand
from index.query.dates import DayReader
from index.query.tree import Published, Terms, Undated

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2016", "2016-01-01", "2016-12-31"),
        ("date:2016-02", "2016-02-01", "2016-02-29"),
        ("date:2016-3-9", "2016-03-09", "2016-03-09"),
        ("date:2016/03/09", "2016-03-09", "2016-03-09"),
        ("date:2016.03.09", "2016-03-09", "2016-03-09"),
        ("date:20160309", "2016-03-09", "2016-03-09"),
        ("date:2016-03-09T10:00:00Z", "2016-03-09", "2016-03-09"),
        ("date:2016..2017-03", "2016-01-01", "2017-03-31"),
        ("date:2017-03..2016", "2016-01-01", "2017-03-31"),
        ("date:2016..", "2016-01-01", None),
        ("date:..2016", None, "2016-12-31"),
        ("date:[2016 TO 2017]", "2016-01-01", "2017-12-31"),
        ("date:[2016-05 TO *]", "2016-05-01", None),
        ("date:[* to 2016-05]", None, "2016-05-31"),
        ("date:{2016-03-01 TO 2016-03-09]", "2016-03-02", "2016-03-09"),
        ("date:[2016-03-01 TO 2016-03-09}", "2016-03-01", "2016-03-08"),
        ("date:2016-01-01/2017-03", "2016-01-01", "2017-03-31"),
        ("date:2016-2017", "2016-01-01", "2017-12-31"),
        ('date:"2016 to 2017-03"', "2016-01-01", "2017-03-31"),
        ("date:>2016", "2017-01-01", None),
        ("date:>=2016", "2016-01-01", None),
        ("date:<2016", None, "2015-12-31"),
        ("date:<=2016-03", None, "2016-03-31"),
        ("date:=2016", "2016-01-01", "2016-12-31"),
        ("since:2016-03", "2016-03-01", None),
        ("after:2016-03", "2016-03-01", None),
        ("until:2016-03", None, "2016-03-31"),
        ("before:2016", None, "2016-12-31"),
        ("year:2016", "2016-01-01", "2016-12-31"),
        ("date:2017Q1", "2017-01-01", "2017-03-31"),
        ('date:"q4 2017"', "2017-10-01", "2017-12-31"),
        ("date:2017-Q2..2017-Q3", "2017-04-01", "2017-09-30"),
        ("date:2017-W10", "2017-03-06", "2017-03-12"),
        ("date:1990s", "1990-01-01", "1999-12-31"),
        ("date:25/3/2017", "2017-03-25", "2017-03-25"),
        ("date:3/25/2017", "2017-03-25", "2017-03-25"),
        ("date:3/2017", "2017-03-01", "2017-03-31"),
        ("date:today", "2026-11-22", "2026-11-22"),
        ("date:Yesterday", "2026-11-21", "2026-11-21"),
        ("date:monday", "2026-11-16", "2026-11-16"),
        ('date:"last friday"', "2026-11-20", "2026-11-20"),
        ('date:"last week"', "2026-11-09", "2026-11-15"),
        ('date:"this week"', "2026-11-16", "2026-11-22"),
        ('date:"last month"', "2026-10-01", "2026-10-31"),
        ('date:"last year"', "2025-01-01", "2025-12-31"),
        ('date:"march 2017"', "2017-03-01", "2017-03-31"),
        ('date:"last march"', "2026-03-01", "2026-03-31"),
        ("date:december", "2025-12-01", "2025-12-31"),
        ('date:"5 March 2017"', "2017-03-05", "2017-03-05"),
        ('date:"March 5, 2017"', "2017-03-05", "2017-03-05"),
        ('date:"5 mars 2017"', "2017-03-05", "2017-03-05"),
        ('date:"3 days ago"', "2026-11-19", "2026-11-19"),
        ('date:"2 weeks ago"', "2026-11-08", "2026-11-08"),
        ('date:"last 3 days"', "2026-11-19", "2026-11-22"),
        ('date:"last week..yesterday"', "2026-11-09", "2026-11-21"),
        ("date:monday..tuesday", "2026-11-16", "2026-11-17"),
        ("since:yesterday", "2026-11-21", None),
        ('since:"last week"', "2026-11-09", None),
        ('until:"last friday"', None, "2026-11-20"),
        ("date:>yesterday", "2026-11-22", None),
        ("newer:2w", "2026-11-08", None),
        ("newer:3d", "2026-11-19", None),
        ("newer:6m", "2026-05-22", None),
        ("newer:1y", "2025-11-22", None),
        ("newer:1y6m", "2025-05-22", None),
        ("newer_than:2d", "2026-11-20", None),
        ('newer:"1 week ago"', "2026-11-15", None),
        ("newer:2016", "2016-01-01", None),
        ("older:1y", None, "2025-11-21"),
        ("older_than:2w", None, "2026-11-07"),
        ("older:2016", None, "2015-12-31"),
        ("older:yesterday", None, "2026-11-20"),
        ("date:2w", "2026-11-08", "2026-11-22"),
        ("date:2w..1w", "2026-11-08", "2026-11-15"),
        ("date:..1m", None, "2026-10-22"),
    ],
)
def test_dates(text: str, first: str | None, last: str | None) -> None:
    understood = understand(text, today=TODAY)
    assert isinstance(understood.tree, Published)
    assert (understood.tree.first, understood.tree.last) == (first, last)
    assert understood.repairs == ()


@pytest.mark.parametrize(
    ("text", "first", "last", "repair"),
    [
        ("date:5/3/2017", "2017-03-05", "2017-03-05", "read 5/3/2017 as 5 March 2017, the day first"),
        ("date:25.3.17", "2017-03-25", "2017-03-25", "read 25.3.17 as 25 March 2017"),
        ("date:1-2-99", "1999-02-01", "1999-02-01", "read 1-2-99 as 1 February 1999, the day first"),
        ("newer:36h", "2026-11-20", None, "read 36h as 2 days"),
        ("date>2016", "2017-01-01", None, "read date> as date:>"),
        ("date:{2016 TO 2017}", "2016-01-01", "2017-12-31", "read 2016..2017 with both ends: nothing lies between"),
    ],
)
def test_a_date_that_could_be_another_is_said(text: str, first: str, last: str | None, repair: str) -> None:
    understood = understand(text, today=TODAY)
    assert isinstance(understood.tree, Published)
    assert (understood.tree.first, understood.tree.last) == (first, last)
    assert understood.repairs == (repair,)


@pytest.mark.parametrize(
    "text",
    [
        *("date:2016-13", "date:2016-02-30", "date:..", "date:0000", "since:x", "date:*", "date:yest", "date:12"),
        *("date:2017-W60", "date:30/30/2017", "date:>9999", "older:9999y", "newer:999999d", "date:1..2..3", "date:>"),
        *('date:"the day that never comes"', "date:a", "date:0000s", "date:" + "9" * 100),
    ],
)
def test_a_date_that_is_none_is_ignored_and_said(text: str) -> None:
    understood = understand(f"{text} harbour", today=TODAY)
    assert isinstance(understood.tree, Terms)
    assert "a date is written 2016" in understood.repairs[0]


def test_the_understood_line_shows_the_days() -> None:
    assert understand('quay date:"last week"', today=TODAY).spoken == "quay, from 2026-11-09 to 2026-11-15"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("date:yesterday", "date:2026-11-21"),
        ('date:"last week"', "date:2026-11-09..2026-11-15"),
        ("newer:2w", "since:2026-11-08"),
        ("older:1y", "until:2025-11-21"),
        ("date:5/3/2017", "date:2017-03-05"),
        ("date:2017Q1", "date:2017-01-01..2017-03-31"),
        ("since:2016-03", "since:2016-03"),
        ("date:2016..2017-03", "date:2016..2017-03"),
        ("date:>2016", "date:>2016"),
    ],
)
def test_a_chip_shows_the_days_that_were_meant(text: str, label: str) -> None:
    assert [chip.label for chip in understand(text, today=TODAY).chips] == [label]


def test_today_is_the_systems_day() -> None:
    days = {date.today().isoformat()}  # noqa: DTZ011  # the system's
    tree = understand("date:today").tree
    days.add(date.today().isoformat())  # noqa: DTZ011  # midnight may have passed
    assert isinstance(tree, Published)
    assert tree.first in days


def test_undated_has_two_names() -> None:
    assert understand("is:undated").tree == Undated("is:undated")
    assert understand("date:none").tree == Undated("date:none")


@given(st.text(alphabet="0123456789-/.<>=*QWw hdmy\u0661abcs", max_size=20), st.dates())
def test_every_text_is_a_date_or_none(text: str, today: date) -> None:
    reader = DayReader(lambda: today)
    days = reader.days(text)
    assert days is None or days.first or days.last
    assert days is None or days.first is None or days.last is None or days.first <= days.last
    reader.since(text)
    reader.before(text)


def test_only_words_load_the_library_that_reads_them() -> None:
    code = (
        "import sys\nfrom index.query import understand\nunderstand('quay date:2016..2017Q1 newer:2w date:5/3/2017')\n"
        "assert 'dateparser' not in sys.modules\nunderstand('date:yesterday')\nassert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
