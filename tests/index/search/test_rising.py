"""Rising words, on a small archive of two kinds of stories."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.errors import SearchCancelledError
from index.library import Library
from index.search import Searcher
from index.search.rising import _Sides
from tests.index.library.making import article, put, remove
from tests.index.search.test_breakdown import catch_up

STRIKES, STORMS = 12, 40


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    put(
        library,
        *(
            article(f"Strike at the port {number}", "The crews walked out, and the union was glad.", language="en")
            for number in range(STRIKES)
        ),
        *(
            article(f"Storm {number}", "The boats stay in the harbour, and the union waits.", language="en")
            for number in range(STORMS)
        ),
        *(article(f"Grève {number}", "Les équipages et le port.", language="fr") for number in range(STORMS)),
    )
    catch_up(library)
    with Searcher(library) as searcher:
        yield searcher


def test_they_are_frequent_in_the_results_and_rare_elsewhere(searcher: Searcher) -> None:
    rising = {word.word: word for word in searcher.rising("strike")}
    assert set(rising) == {"crews", "walked", "out", "was", "glad", "at"}  # no "the", "and", "union": all have them
    assert (rising["crews"].found, rising["crews"].total) == (STRIKES, STRIKES)
    scores = [word.score for word in searcher.rising("strike")]
    assert scores == sorted(scores, reverse=True)


def test_the_counts_are_those_of_searches(searcher: Searcher) -> None:
    for query in ("strike", "lang:en storm", "storm OR grève", "is:unread strike"):
        for word in searcher.rising(query, 5):
            assert searcher.search(f"({query}) {word.query}").total == word.found
            assert searcher.search(word.query).total == word.total


def test_the_words_of_the_query_are_left_out_in_every_form(searcher: Searcher) -> None:
    found = {word.word for word in searcher.rising("crew OR walking")}
    assert found
    assert not found & {"crews", "walked"}


def test_only_so_many_are_given(searcher: Searcher) -> None:
    assert len(searcher.rising("strike", 2)) == 2
    assert searcher.rising("strike", 0) == ()


@pytest.mark.parametrize("query", ["", "*", "zeppelin", "(((", "id:1"])
def test_nothing_rises_in_everything_nor_in_next_to_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.rising(query) == ()


def test_removed_articles_do_not_count(library: Library, searcher: Searcher) -> None:
    assert remove(library, range(3, 13)) == 10
    assert all(word.total <= STRIKES - 10 + STORMS for word in searcher.rising("storm"))


def test_without_an_index_nothing_is_told(library: Library) -> None:
    put(library, article("Strike"))
    with Searcher(library) as searcher:
        assert searcher.rising("is:unread") == ()


def test_it_can_be_given_up(searcher: Searcher) -> None:
    with pytest.raises(SearchCancelledError):
        searcher.rising("strike", cancelled=lambda: True)


def test_the_ratio_is_dunnings() -> None:
    sides = _Sides(10, 100)
    assert sides.ratio(5, 10) == pytest.approx(12.5330, abs=1e-3)
    assert sides.ratio(1, 10) == pytest.approx(0, abs=1e-9)
    assert sides.ratio(0, 50) < 0
    assert sides.ratio(10, 100) == pytest.approx(0, abs=1e-9)
