from __future__ import annotations

from array import array
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.types import Hit, Row
from tests.tui.articles import row
from tui.results import PAGE, ROWS_KEPT, Listing


def listing(count: int, *, total: int = 0) -> Listing:
    return Listing(array("q", range(1000, 1000 + count)), total=total)


def fetch(made: Listing, first: int, last: int) -> None:
    made.arrived(first, last, [Hit(row(article_id)) for article_id in made.ids[first:last]])


def starred(had: Row) -> Row:
    return replace(had, starred=True)


def test_rows_are_not_here_until_they_were_fetched() -> None:
    made = listing(100)
    assert made.hit(3) is None
    fetch(made, *made.wanted(0, 10)[0])
    assert [made.hit(index) is not None for index in (0, 9, 10)] == [True, True, False]


@given(st.lists(st.tuples(st.integers(-5, 130), st.integers(-5, 130))))
def test_each_row_is_asked_for_once_in_small_pages(ranges: list[tuple[int, int]]) -> None:
    made = listing(100)
    asked: list[int] = []
    for first, last in ranges:
        for start, end in made.wanted(first, last):
            assert 0 < end - start <= PAGE
            asked.extend(range(start, end))
    assert len(asked) == len(set(asked))
    assert set(asked) == {index for first, last in ranges for index in range(max(first, 0), min(last, 100))}


def test_what_could_not_be_fetched_can_be_asked_for_again() -> None:
    made = listing(10)
    assert made.wanted(0, 10) == [(0, 10)]
    made.give_up(0, 10)
    assert made.wanted(0, 10) == [(0, 10)]


def test_an_article_that_is_gone_gets_a_row_that_says_so() -> None:
    made = listing(2)
    made.arrived(0, 2, [Hit(row(1001))])
    gone = made.hit(0)
    assert gone is not None
    assert gone.row.gone
    assert gone.row.id == 1000


def test_the_head_of_a_list_has_the_length_of_the_whole() -> None:
    made = listing(100, total=5000)
    assert len(made) == 5000
    assert not made.is_complete
    assert made.wanted(90, 200) == [(90, 100)]
    assert made.hit(4000) is None


def test_known_rows_go_over_into_the_next_listing() -> None:
    head = listing(100, total=500)
    fetch(head, 0, 10)
    whole = Listing(array("q", range(990, 1500)), known=head)
    assert whole.hit(10) is not None
    assert whole.is_complete


def test_only_so_many_rows_are_kept_the_oldest_go_first() -> None:
    made = listing(ROWS_KEPT + 500)
    fetch(made, 0, ROWS_KEPT)
    made.hit(0)
    fetch(made, ROWS_KEPT, ROWS_KEPT + 10)
    assert made.hit(0) is not None
    assert made.hit(5) is None


def test_a_change_is_not_lost_to_a_fetch_that_began_before_it() -> None:
    made = listing(3)
    made.wanted(0, 3)
    made.change(1001, starred)
    fetch(made, 0, 3)
    hit = made.hit(1)
    assert hit is not None
    assert hit.row.starred


def test_refreshing_shows_the_old_rows_until_the_new_are_here() -> None:
    made = listing(3)
    fetch(made, 0, 3)
    made.refresh()
    assert made.hit(1) is not None
    assert made.wanted(0, 3) == [(0, 3)]
    made.arrived(0, 3, [Hit(row(article_id, read=True)) for article_id in (1000, 1001, 1002)], began=made.refreshes)
    hit = made.hit(1)
    assert hit is not None
    assert hit.row.read
    assert made.wanted(0, 3) == []


def test_rows_are_missed_when_they_are_out_of_date() -> None:
    made = listing(3)
    fetch(made, 0, 2)
    assert [made.has(index) for index in range(4)] == [True, True, False, False]
    made.refresh()
    assert [made.has(index) for index in range(4)] == [False] * 4


def test_rows_out_of_date_go_over_into_the_next_listing_as_such() -> None:
    made = listing(3)
    fetch(made, 0, 3)
    made.refresh()
    following = Listing(made.ids, known=made)
    fetch(made, 0, 3)
    assert following.hit(0) is not None
    assert not following.has(0)


def test_a_fetch_that_began_before_a_refresh_brings_rows_out_of_date() -> None:
    made = listing(3)
    made.arrived(0, 1, [Hit(row(1000, read=True))])
    began = made.refreshes
    made.wanted(0, 3)
    made.refresh()
    assert made.wanted(0, 3) == [(0, 3)]
    made.arrived(0, 3, [Hit(row(article_id)) for article_id in made.ids], began=began)
    assert [hit.row.read for hit in map(made.hit, range(3)) if hit] == [True, False, False]
    assert not any(made.has(index) for index in range(3))
    made.give_up(0, 3, began=began)
    assert made.wanted(0, 3) == [], "the newer fetch is still under way"


def test_a_change_is_not_laid_over_a_row_that_was_asked_for_after_it() -> None:
    made = listing(2)
    made.wanted(0, 2)
    made.change(1000, starred)
    made.give_up(0, 2)
    made.wanted(0, 2)
    made.change(1001, starred)
    made.refresh()
    made.wanted(0, 2)
    made.arrived(0, 2, [Hit(row(article_id)) for article_id in made.ids], began=made.refreshes)
    assert [hit.row.starred for hit in map(made.hit, range(2)) if hit] == [False, False]


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=1), st.data())
def test_an_article_is_found_wherever_it_stands(ids: list[int], data: st.DataObject) -> None:
    made = Listing(array("q", ids))
    index = data.draw(st.integers(0, len(ids) - 1))
    near = data.draw(st.integers(0, len(ids) + 100))
    assert made.index_of(ids[index], near) == index
    assert made.index_of(20_000, near) is None
