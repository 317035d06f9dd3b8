"""Facets and timelines of random documents over several segments, against a Counter."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec.batch import IndexedArticle
from index.schema import FACETS
from index.search import facets
from index.search.collection import Collection
from index.search.facets import count, years
from index.search.timeline import timeline
from tests.index.codec.making import article, written

VALUE = st.sampled_from(["Ä", "Abend", "Zeitung", "a b", "été", "𝔘", "z"])
DATE = st.none() | st.dates().map(date.isoformat) | st.dates(date(2016, 1, 30), date(2018, 3, 1)).map(date.isoformat)
ARTICLE = st.tuples(DATE, st.fixed_dictionaries({}, optional={name: st.lists(VALUE, max_size=4) for name in FACETS}))
ARCHIVE = st.lists(st.lists(ARTICLE, max_size=8), min_size=1, max_size=4)


@contextmanager
def searched(parts: Sequence[Sequence[IndexedArticle]]) -> Iterator[Collection]:
    with tempfile.TemporaryDirectory() as name:
        segments = [written(Path(name, str(place)), part) for place, part in enumerate(parts)]
        yield Collection(segments, [np.empty(0, np.int64)] * len(segments))


def made(parts: Any) -> list[list[IndexedArticle]]:
    numbers = iter(range(1, 10_000))
    return [
        [replace(article(next(numbers), published=published), facets=values) for published, values in part]
        for part in parts
    ]


def leading(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


@settings(max_examples=40, deadline=None)
@given(ARCHIVE, st.data(), st.integers(1, 5), st.sampled_from([1, 2, 1000]))
def test_facets_are_what_a_counter_counts(parts: Any, data: st.DataObject, most: int, depth: int) -> None:
    articles = made(parts)
    each = [one for part in articles for one in part]
    documents = sorted(data.draw(st.sets(st.integers(0, len(each) - 1)))) if each else []
    if data.draw(st.booleans()):
        documents = list(range(len(each)))
    with searched(articles) as collection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "_DEPTH", depth)
        chosen = np.array(documents, np.int64)
        for name in FACETS:
            counts = Counter(value for one in documents for value in set(each[one].facets.get(name, ())))
            assert count(collection, chosen, name, most) == leading(counts, most)
        counts = Counter(published[:4] for one in documents if (published := each[one].published))
        assert years(collection.published.take(chosen), most) == leading(counts, most)


@settings(max_examples=40, deadline=None)
@given(ARCHIVE, st.lists(VALUE | st.just("a\nb")), st.integers(1, 5), st.sampled_from([1, 1000]))
def test_what_was_counted_elsewhere_is_added(parts: Any, elsewhere: list[str], most: int, depth: int) -> None:
    articles = made(parts)
    values = [value for part in articles for one in part for value in set(one.facets.get("outlet", ()))]
    with searched(articles) as collection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "_DEPTH", depth)
        found = count(collection, collection.every, "outlet", most, Counter(elsewhere))
    assert found == leading(Counter([*values, *(value.replace("\n", " ") for value in elsewhere)]), most)


@pytest.mark.parametrize("most", [1, 20, 300])
def test_values_that_lead_in_no_segment_are_found(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(most)
    monkeypatch.setattr(facets, "_DEPTH", 8)
    authors = [f"author {number}" for number in range(200)]
    parts = [
        [
            (None, {"author": [authors[place] for place in random.zipf(power, 3).tolist() if place < len(authors)]})
            for _ in range(400)
        ]
        for power in (1.2, 1.5, 2.0)
    ]
    articles = made(parts)
    counts = Counter(value for part in articles for one in part for value in set(one.facets["author"]))
    with searched(articles) as collection:
        assert count(collection, collection.every, "author", most) == leading(counts, most)


def test_there_is_no_other_facet() -> None:
    with searched([[article(1)]]) as collection, pytest.raises(KeyError):
        count(collection, collection.every, "colour")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(DATE, max_size=8), min_size=1, max_size=3), st.sampled_from([1, 2, 9, 40, 400, 4000]))
def test_timelines_are_what_a_counter_counts(parts: list[list[str | None]], most: int) -> None:
    articles = made([[(published, {}) for published in part] for part in parts])
    dates = [date.fromisoformat(published) for part in parts for published in part if published]
    with searched(articles) as collection:
        found = timeline(collection.published, most)
    assert found.undated == sum(map(len, parts)) - len(dates)
    starts = [date.fromisoformat(start) for start, _ in found.buckets]
    assert len(starts) <= most
    assert bool(starts) == bool(dates)
    counts = Counter(max(start for start in starts if start <= one).isoformat() for one in dates)
    assert [(start, counts[start]) for start, _ in found.buckets] == list(found.buckets)
    for one, following in pairwise(starts):
        assert bucket_after(one, found.unit, found.step) == following
    if starts:
        assert counts[starts[0].isoformat()]
        assert counts[starts[-1].isoformat()]


def bucket_after(start: date, unit: str, step: int) -> date:
    match unit:
        case "day":
            return start + timedelta(days=step)
        case "month":
            return (start + timedelta(days=31)).replace(day=1)
        case _:
            return date((start.year // step + 1) * step, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "most", "unit", "step", "buckets"),
    [
        ("2016-02-28", "2016-03-01", 3, "day", 1, 3),
        ("2016-02-28", "2016-03-01", 2, "month", 1, 2),
        ("2015-12-31", "2016-12-01", 13, "month", 1, 13),
        ("2015-12-31", "2016-12-01", 12, "year", 1, 2),
        ("1995-01-01", "2016-01-01", 10, "year", 10, 3),
        ("0001-01-01", "9999-12-31", 10, "year", 1000, 10),
        ("0001-01-01", "9999-12-31", 1, "year", 10_000, 1),
    ],
)
def test_buckets_are_the_shortest_that_fit(
    first: str, last: str, most: int, unit: str, step: int, buckets: int
) -> None:
    with searched([[article(1, published=last)], [article(2, published=first)]]) as collection:
        found = timeline(collection.published, most)
    assert (found.unit, found.step, len(found.buckets)) == (unit, step, buckets)
