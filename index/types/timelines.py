"""Articles counted by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimelineUnit = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles counted by publication date.

    `buckets` has the first day of each bucket as an ISO 8601 date, and its count: all from the first one with an
    article to the last one, empty ones too. A bucket is `step` units long; only years are taken more than one at a
    time, ten, a hundred and so on, and a bucket of several years begins at a multiple of them, the very first with the
    year 1.
    """

    unit: TimelineUnit
    step: int
    buckets: tuple[tuple[str, int], ...]
    undated: int
