from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from index.library import Library
from index.library.saved import QUERIES_KEPT
from index.types import SavedSearch


def test_searches_are_kept_by_name(library: Library) -> None:
    assert library.saved_searches() == []
    library.save_search("tide", "tide wall")
    library.save_search(" Council ", 'is:unread "harbour council"')
    library.save_search("tide", "tide OR flood")
    assert library.saved_searches() == [
        SavedSearch("Council", 'is:unread "harbour council"'),
        SavedSearch("tide", "tide OR flood"),
    ]
    library.forget_search("tide")
    library.forget_search("never there")
    assert [saved.name for saved in library.saved_searches()] == ["Council"]


def test_names_are_compared_without_case(library: Library) -> None:
    library.save_search("Tide", "tide wall")
    library.save_search("TIDE", "tide OR flood")
    assert library.saved_searches() == [SavedSearch("TIDE", "tide OR flood")]
    assert library.saved_query("tide") == "tide OR flood"
    assert library.saved_query("flood") is None
    assert library.saved_search("tIDe") == SavedSearch("TIDE", "tide OR flood")
    library.forget_search("tide")
    assert library.saved_search("tide") is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "\x1b[0m"])
def test_a_saved_search_needs_a_name(library: Library, name: str) -> None:
    library.save_search("tide", "tide")
    with pytest.raises(UsageError):
        library.save_search(name, "tide")
    with pytest.raises(UsageError):
        library.rename_search("tide", name)


@pytest.mark.parametrize("query", ["", " \n", "\x1b[0m", "x" * 10_001])
def test_a_query_that_says_nothing_or_too_much_is_not_kept(library: Library, query: str) -> None:
    with pytest.raises(UsageError):
        library.save_search("tide", query)


def test_what_is_kept_cannot_act_on_a_terminal(library: Library) -> None:
    library.save_search("[red]\x1b[31m\u202etide\n", "tide\x07\n[/]")
    assert library.saved_searches() == [SavedSearch("[red]tide", "tide [/]")]
    assert library.saved_query("[RED]tide") == "tide [/]"
    assert library.saved_query("\ud800 [red]\x00tide") == "tide [/]"


def test_what_was_known_and_seen_follows_a_search(library: Library) -> None:
    library.save_search("tide", "tide")
    saved = library.saved_search("tide")
    assert saved is not None
    assert saved.saved is not None
    assert saved.looked is None
    library.look_at_search("tide", [5000, 3, 1_000_000])
    library.see_in_search("TIDE", [3, 4, 9000])
    library.see_in_search("tide", [4096, 4], seen=False)
    assert list(library.known_in_search("tide")) == [3, 5000, 1_000_000]
    assert list(library.seen_in_search("tide")) == [3, 9000]
    library.look_at_search("tide", [7])
    assert list(library.known_in_search("tide")) == [7]
    saved = library.saved_search("tide")
    assert saved is not None
    assert saved.looked is not None


def test_what_was_seen_stays_with_another_name_and_another_query(library: Library) -> None:
    library.save_search("tide", "tide")
    library.see_in_search("tide", [1, 2])
    assert library.rename_search("tide", " Flood ") == "Flood"
    library.save_search("flood", "tide OR flood")
    assert library.saved_query("tide") is None
    assert list(library.seen_in_search("Flood")) == [1, 2]
    assert library.rename_search("flood", "FLOOD") == "FLOOD"


def test_a_name_is_not_taken_from_another_search(library: Library) -> None:
    library.save_search("tide", "tide")
    library.save_search("flood", "flood")
    with pytest.raises(UsageError, match="of that name: Tide"):
        library.rename_search("flood", "Tide")
    assert library.saved_query("flood") == "flood"


def test_nothing_is_known_of_what_is_not_saved(library: Library) -> None:
    with pytest.raises(UsageError, match="no saved search"):
        library.rename_search("tide", "flood")
    with pytest.raises(UsageError, match="no saved search"):
        library.look_at_search("tide", [1])
    with pytest.raises(UsageError, match="no saved search"):
        library.see_in_search("tide", [1])
    assert list(library.seen_in_search("tide")) == []
    assert library.search_state("tide") is None
    assert library.forget_search("tide") is None


def test_a_search_that_was_forgotten_can_be_put_back(library: Library) -> None:
    library.save_search("tide", "tide")
    library.look_at_search("tide", range(10_000))
    library.see_in_search("tide", [1, 2])
    state = library.forget_search("Tide")
    assert state is not None
    assert library.saved_searches() == []
    library.save_search("tide", "another one")
    assert list(library.known_in_search("tide")) == []
    library.put_back(state)
    assert library.saved_query("tide") == "tide"
    assert list(library.known_in_search("tide")) == list(range(10_000))
    assert list(library.seen_in_search("tide")) == [1, 2]
    assert library.search_state("tide") == state


def test_what_was_seen_survives_closing(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.save_search("tide", "tide")
        library.see_in_search("tide", [1, 2])
    with Library.open(tmp_path) as library:
        assert list(library.seen_in_search("tide")) == [1, 2]


# ---- what was asked -------------------------------------------------------------------------------------------------


def test_queries_are_remembered_once_the_newest_last(library: Library) -> None:
    assert library.asked_queries() == []
    for query in ("tide", "flood", " ", "\x1b[31mmayor\n", "tide"):
        library.remember_query(query)
    assert library.asked_queries() == ["flood", "mayor", "tide"]


def test_a_thousand_queries_are_remembered(library: Library) -> None:
    for number in range(QUERIES_KEPT + 3):
        library.remember_query(f"query {number}")
    assert library.asked_queries() == [f"query {number}" for number in range(3, QUERIES_KEPT + 3)]


def test_a_huge_query_is_cut(library: Library) -> None:
    library.remember_query("x" * 50_000)
    assert [len(query) for query in library.asked_queries()] == [10_000]
