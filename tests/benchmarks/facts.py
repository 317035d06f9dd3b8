"""What an archive consists of, read from our own index of it: its queries are picked by this."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from index.codec.layout import UNDATED, days_of
from index.codec.segment import SegmentReader
from index.codec.spans import sizes
from tests.benchmarks.queries import Facts, Words

_EPOCH = date(1970, 1, 1).toordinal()
_RANGE = (0.4, 0.6)
"""The dates of queries for a time: from one to another part of all articles, by date."""


def facts(segment: Path, language: str) -> Facts:
    """Read how many articles have which words and dates. Words are spelled out only when they are picked."""
    reader = SegmentReader(segment)
    return Facts(_words(reader, "body"), _words(reader, "headline"), _days(reader), language)


def _words(segment: SegmentReader, name: str) -> Words:
    field = segment.field(name)
    return Words(
        lambda places: segment.words.several(field.terms.take(places).tolist()), sizes(field.firsts), segment.count
    )


def _days(segment: SegmentReader) -> tuple[str, str]:
    published = segment.published
    days = np.sort(days_of(published[published != UNDATED]))
    first, last = (int(days[int(part * (len(days) - 1))]) for part in _RANGE)
    return date.fromordinal(first + _EPOCH).isoformat(), date.fromordinal(max(last, first + 1) + _EPOCH).isoformat()
