"""What the bar of a run says."""

from __future__ import annotations

from index.types import Progress, Stage
from tui.cli.meter import Meter


def _reading(bytes_done: int, articles: int, bytes_total: int | None = 1000) -> Progress:
    return Progress(Stage.READING, 0, 1, articles, 0, 0.0, bytes_done, bytes_total)


def _indexing(done: int, total: int) -> Progress:
    return Progress(Stage.INDEXING, done, total, done, 0, 0.0)


def test_one_large_file_has_a_rate_and_a_time_left() -> None:
    now = Meter(0.0).read(_reading(250, 500), 10.0)
    assert (now.name, now.share, now.rate, now.left, now.talk) == ("Reading", 0.25, "50/s", "0:30 left", "500 articles")


def test_indexing_on_the_way_keeps_the_bar_of_the_reading() -> None:
    meter = Meter(0.0)
    meter.read(_reading(500, 5000), 10.0)
    now = meter.read(_indexing(100, 5000), 12.0)
    assert (now.name, now.share, now.left) == ("Indexing", 0.5, "0:12 left")


def test_indexing_at_the_end_has_a_bar_of_its_own() -> None:
    meter = Meter(0.0)
    meter.read(_reading(1000, 5000), 10.0)
    meter.read(_indexing(0, 1000), 10.0)
    now = meter.read(_indexing(250, 1000), 15.0)
    assert (now.share, now.rate, now.left) == (0.25, "50/s", "0:15 left")


def test_indexing_alone_needs_no_reading() -> None:
    meter = Meter(5.0)
    meter.read(_indexing(0, 100), 5.0)
    assert meter.read(_indexing(50, 100), 6.0).left == "0:01 left"


def test_while_nothing_is_known_nothing_is_claimed() -> None:
    now = Meter(0.0).read(Progress(Stage.FINDING, 12, None, 0, 0, 0.0), 1.0)
    assert (now.name, now.share, now.rate, now.left) == ("Finding files", None, "", "")


def test_hours_are_told_as_hours() -> None:
    assert Meter(0.0).read(_reading(1, 10, 10_000), 1.0).left == "2:46:39 left"
