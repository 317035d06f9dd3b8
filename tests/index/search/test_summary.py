"""A query's results as a line of a table, against the articles themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from index.errors import SearchCancelledError
from index.library import Library
from index.search import Searcher
from index.types import ArticleId
from tests.index.library.making import article, put
from tests.index.search.test_breakdown import catch_up, update

MAIL, POST = "Port Ansel Mail", "Fictional Post"


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    put(
        library,
        article("Ferry strike", outlet=MAIL, published="2031-05-02"),
        article("Ferry returns", outlet=POST, published="2031-05-04T23:30:00-11:00"),
        article("Storm warning", outlet=POST, published="2029-12-31"),
        article("Letters on the ferry", outlet=MAIL),
        article("The last ferry", outlet="Ängelholms Blad", published="0001-01-01"),
    )
    catch_up(library)
    with Searcher(library) as searcher:
        yield searcher


@pytest.mark.parametrize(
    "query", ["ferry", "", "*", "storm OR letters", "date:2031", "is:unread", "zeppelin", "(((", "-"]
)
def test_it_tells_what_the_results_are(library: Library, searcher: Searcher, query: str) -> None:
    for changed in (False, True):  # as it is indexed, then with an article that waits for the index
        if changed:
            update(library, 2, article("Ferry returns late", outlet=MAIL, published="2042-01-01"))
        stored = [one.article for one in library.get_many(searcher.search(query).ids)]
        told = searcher.summary(query, outlets=2)
        days = sorted(one.published[:10] for one in stored if one.published)
        counts = Counter(one.outlet for one in stored if one.outlet)
        assert told.total == len(stored)
        assert (told.first, told.last) == ((days[0], days[-1]) if days else (None, None))
        assert told.outlets == tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2])
        assert told.understood.text == query


def test_no_outlets_are_counted_where_none_are_asked_for(searcher: Searcher) -> None:
    assert searcher.summary("ferry", outlets=0).outlets == ()


def test_it_can_be_given_up(searcher: Searcher) -> None:
    with pytest.raises(SearchCancelledError):
        searcher.summary("ferry", cancelled=lambda: True)


def test_without_an_index_what_the_library_knows_is_told(library: Library) -> None:
    put(library, article("Ferry strike", outlet=MAIL, published="2031-05-02"))
    with Searcher(library) as searcher:
        told = searcher.summary("outlet:mail OR date:2031 OR is:unread")
        assert told.total in {0, 1}
        told = searcher.summary("is:unread")
        assert (told.total, told.first, told.outlets) == (1, "2031-05-02", ((MAIL, 1),))
        assert searcher.summary(f"id:{ArticleId(99)}").total == 0
