"""The arithmetic and the text of the timeline: bars, buckets and spans of days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from index.types import Timeline
from tui.widgets.text import counted, number, short_date, short_number

BLOCKS = " ▁▂▃▄▅▆▇█"
_STEPS = len(BLOCKS) - 1
_MONTHS = 12
_LATEST = date.max.isoformat()
WIDEST_BAR = 8
"""Cells that a bucket takes at most."""


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both inclusive, as ISO dates."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A timeline laid out: each bucket takes `cells` columns, the first one `left` columns from the start."""

    timeline: Timeline
    cells: int
    left: int

    @classmethod
    def laid_out(cls, timeline: Timeline, width: int) -> Bars:
        """Fit a timeline into a width: in the middle, and no bar endlessly wide."""
        buckets = max(1, len(timeline.buckets))
        cells = max(1, min(width // buckets, WIDEST_BAR))
        return cls(timeline, cells, max(0, (width - cells * buckets) // 2))

    def bucket_at(self, column: int) -> int | None:
        """The bucket that stands in a column."""
        bucket = (column - self.left) // self.cells
        return bucket if 0 <= bucket < len(self.timeline.buckets) else None

    def levels(self, lines: int) -> list[int]:
        """The height of each bar in eighths of a line; what has any article is seen."""
        most = max((count for _, count in self.timeline.buckets), default=0)
        return [-(-count * lines * _STEPS // most) if most else 0 for _, count in self.timeline.buckets]

    def cell(self, level: int, line: int, lines: int) -> str:
        """A bar's part in a line, counted from the top: blocks as wide as the bar, with a gap where there is room."""
        filled = max(0, min(level - (lines - 1 - line) * _STEPS, _STEPS))
        gap = 1 if self.cells > 2 else 0  # noqa: PLR2004 - narrower bars stand side by side
        return BLOCKS[filled] * (self.cells - gap) + " " * gap


def days_of(timeline: Timeline, first: int, last: int) -> Days:
    """The days of the buckets from one to another."""
    first, last = sorted((first, last))
    return Days(timeline.buckets[first][0], _end(timeline, timeline.buckets[last][0]))


def _end(timeline: Timeline, start: str) -> str:
    """The last day of a bucket."""
    day = date.fromisoformat(start)
    if timeline.unit == "day":
        return start
    try:
        if timeline.unit == "month":
            following = date(day.year + day.month // _MONTHS, day.month % _MONTHS + 1, 1)
        else:
            following = date(day.year // timeline.step * timeline.step + timeline.step, 1, 1)
    except ValueError:  # the end of the calendar
        return _LATEST
    return (following - timedelta(days=1)).isoformat()


def shown_bucket(timeline: Timeline, bucket: int) -> str:
    """The name of a bucket: a day, a month, a year or several."""
    start = timeline.buckets[bucket][0]
    if timeline.unit == "day":
        return short_date(start)
    if timeline.unit == "month":
        return short_date(start[:7])
    return start[:4] if timeline.step == 1 else f"{start[:4]}–{_end(timeline, start)[:4]}"


def told(timeline: Timeline, first: int, last: int, width: int) -> str:
    """What stands in the buckets from one to another: their days and how many articles, as long as there is room."""
    first, last = sorted((first, last))
    count = sum(count for _, count in timeline.buckets[first : last + 1])
    days = shown_bucket(timeline, first)
    if last > first:
        days = f"{days} to {shown_bucket(timeline, last)}"
    undated = f" · {number(timeline.undated)} undated" if timeline.undated else ""
    tries = (
        f"{days}: {counted(count, 'article')}{undated}",
        f"{days}: {number(count)}{undated}",
        f"{days}: {short_number(count)}",
    )
    return next((text for text in tries if len(text) <= width), tries[-1])


def ends(timeline: Timeline, width: int) -> tuple[str, str]:
    """The first and the last date, where both fit."""
    if not timeline.buckets:
        return "", ""
    first, last = shown_bucket(timeline, 0), shown_bucket(timeline, len(timeline.buckets) - 1)
    if first == last or len(first) + len(last) + 1 > width:
        return first, ""
    return first, last
