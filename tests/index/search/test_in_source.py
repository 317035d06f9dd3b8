"""Articles by the source that they came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import add_sources, remove_source
from index.highlight import highlight
from index.library import Library
from index.search import Searcher
from index.types import Order
from tests.index.writing import write


@pytest.fixture
def searcher(library: Library, tmp_path: Path) -> Iterator[Searcher]:
    write(tmp_path / "wire" / "ferry.txt", "Ferry strike goes on")
    write(tmp_path / "wire" / "quay.txt", "Quay closed")
    write(tmp_path / "old press" / "ferry.txt", "Ferry launched")
    assert add_sources(library, [tmp_path / "wire", tmp_path / "old press"]).added == 3
    with Searcher(library) as searcher:
        yield searcher


def found(searcher: Searcher, library: Library, query: str) -> set[str]:
    return {row.headline for row in library.rows(searcher.search(query).ids)}


def test_only_of_a_source(searcher: Searcher, library: Library, tmp_path: Path) -> None:
    wire = {"Ferry strike goes on", "Quay closed"}
    for query in ("in:wire", "in:1", f'in:"{tmp_path}/wire"', f"in:{tmp_path}/wire/", "in:WIRE"):
        assert found(searcher, library, query) == wire, query
    assert found(searcher, library, 'ferry in:"old press"') == {"Ferry launched"}
    assert found(searcher, library, "ferry -in:wire") == {"Ferry launched"}
    assert found(searcher, library, "in:(wire OR press)") == {*wire, "Ferry launched"}
    assert found(searcher, library, "in:nowhere") == set()


def test_it_is_said_and_counted(searcher: Searcher) -> None:
    results = searcher.search("ferry in:wire", Order.NEWEST)
    assert results.understood.spoken == "ferry, from the source wire"
    assert [(chip.label, chip.count) for chip in results.understood.chips] == [("ferry", 2), ("in:wire", 2)]


def test_words_beside_it_are_lit(searcher: Searcher, library: Library) -> None:
    for query in ("ferry in:wire", "ferry -in:press"):
        results = searcher.search(query)
        (article_id,) = results.ids
        assert highlight(library.get(article_id), results.understood).matches, query


def test_it_is_completed(searcher: Searcher, tmp_path: Path) -> None:
    completions = searcher.completions("ferry in:pre", 12)
    assert [item.text for item in completions.items] == [f'"{tmp_path}/old press"']


def test_a_removed_source_has_none(searcher: Searcher, library: Library) -> None:
    assert found(searcher, library, "in:wire")
    remove_source(library, 1, keep_marked=False)
    searcher.refresh()
    assert found(searcher, library, "in:wire") == set()
