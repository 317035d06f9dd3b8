"""What is new in a saved search, and what remains of its review."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.errors import SearchCancelledError, UsageError
from index.indexer import Indexer
from index.library import Library
from index.search import Searcher
from index.search.following import without
from index.types import ArticleId, MarkChange, SavedCounts
from tests.index.library.making import article, put, remove

FERRY = article("Ferry strike", "Crews walked out.")


def catch_up(library: Library) -> None:
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()


@pytest.fixture
def ids(library: Library) -> list[ArticleId]:
    found = put(library, FERRY, article("The ferry sails", "At noon."), article("Fog", "No boat sails."))
    library.save_search("Ferry", "ferry")
    catch_up(library)
    return found


@pytest.fixture
def searcher(library: Library, ids: list[ArticleId]) -> Iterator[Searcher]:
    assert ids
    with Searcher(library) as searcher:
        yield searcher


def look(library: Library, searcher: Searcher, name: str = "ferry") -> None:
    library.look_at_search(name, searcher.following.results(name).ids)


def test_of_a_search_that_was_never_looked_at_all_is_new(searcher: Searcher) -> None:
    assert searcher.following.counts("FERRY") == SavedCounts(2, new=2, seen=0)


def test_what_came_in_since_is_new(library: Library, searcher: Searcher) -> None:
    look(library, searcher)
    assert searcher.following.counts("ferry").new == 0
    [late] = put(library, article("A new ferry", "It is green."))
    assert searcher.following.counts("ferry").new == 0  # the index has not caught up
    look(library, searcher)
    catch_up(library)
    searcher.refresh()
    assert searcher.following.counts("ferry") == SavedCounts(3, new=1, seen=0)
    assert list(searcher.following.results("ferry", new=True).ids) == [late]
    look(library, searcher)
    assert searcher.following.counts("ferry").new == 0


def test_what_became_a_result_since_is_new(library: Library, searcher: Searcher, ids: list[ArticleId]) -> None:
    library.save_search("starred", "is:starred")
    library.mark([MarkChange(ids[0], starred=True)])
    look(library, searcher, "starred")
    library.mark([MarkChange(ids[1], starred=True)])
    assert list(searcher.following.results("starred", new=True).ids) == [ids[1]]


def test_a_new_index_makes_nothing_new(library: Library, searcher: Searcher) -> None:
    look(library, searcher)
    library.see_in_search("ferry", [1])
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.rebuild()
    searcher.refresh()
    assert searcher.following.counts("ferry") == SavedCounts(2, new=0, seen=1)


def test_what_was_seen_is_not_new_and_does_not_remain(library: Library, searcher: Searcher) -> None:
    library.see_in_search("ferry", [2])
    assert searcher.following.counts("ferry") == SavedCounts(2, new=1, seen=1)
    assert searcher.following.counts("ferry").unseen == 1
    assert list(searcher.following.results("ferry", new=True).ids) == [1]
    assert list(searcher.following.results("ferry", unseen=True).ids) == [1]
    library.see_in_search("ferry", [2], seen=False)
    assert sorted(searcher.following.results("ferry", unseen=True).ids) == [1, 2]


def test_a_removed_article_counts_nowhere(library: Library, searcher: Searcher) -> None:
    look(library, searcher)
    library.see_in_search("ferry", [1, 2])
    remove(library, [1])
    assert searcher.following.counts("ferry") == SavedCounts(1, new=0, seen=1)
    [late] = put(library, FERRY)
    catch_up(library)
    searcher.refresh()
    assert searcher.following.counts("ferry") == SavedCounts(2, new=1, seen=1)
    assert list(searcher.following.results("ferry", unseen=True).ids) == [late]


def test_nothing_is_counted_twice_in_one_state(
    library: Library, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    following = searcher.following
    search = following._search

    def watched(text, order=None, **how):  # type: ignore[no-untyped-def]
        asked.append(text)
        return search(text, order, **how)

    monkeypatch.setattr(following, "_search", watched)
    following.counts("ferry")
    following.counts("ferry")
    assert asked == ["ferry"]
    library.save_search("ferry", "ferry OR fog")
    assert following.counts("ferry").total == 3


def test_counting_can_be_given_up(searcher: Searcher) -> None:
    with pytest.raises(SearchCancelledError):
        searcher.following.counts("ferry", cancelled=lambda: True)


def test_a_name_that_nothing_has_is_told(searcher: Searcher) -> None:
    with pytest.raises(UsageError, match="no saved search"):
        searcher.following.counts("fog")
    with pytest.raises(UsageError, match="no saved search"):
        searcher.following.results("fog")


def test_what_is_left_out_is_not_counted(searcher: Searcher) -> None:
    results = searcher.search("ferry")
    left = without(results, [results.ids[0]])
    assert (list(left.ids), list(left.scores), left.total) == ([results.ids[1]], [results.scores[1]], 1)
    assert without(results, []) == results
    assert (list(without(results, [], 1).ids), without(results, [], 1).total) == ([results.ids[0]], 2)
