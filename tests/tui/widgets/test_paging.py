from __future__ import annotations

from tests.tui.widgets.hits import Rows
from tui.widgets.paging import PAGE, Pages


def asked(pages: Pages, rows: Rows, seen: range) -> list[tuple[int, int]]:
    return list(pages.to_ask(rows, seen))


def test_pages_in_sight_come_first_then_one_beyond_each_end() -> None:
    rows, pages = Rows(1000, paged=True), Pages()
    assert asked(pages, rows, range(120, 140)) == [
        (PAGE, 2 * PAGE),
        (2 * PAGE, 3 * PAGE),
        (3 * PAGE, 4 * PAGE),
        (0, PAGE),
    ]
    assert asked(pages, rows, range(120, 140)) == []


def test_the_last_page_ends_with_the_list() -> None:
    assert asked(Pages(), Rows(100, paged=True), range(90, 100)) == [(64, 100), (0, 64)]
    assert asked(Pages(), Rows(3, paged=True), range(3)) == [(0, 3)]
    assert asked(Pages(), Rows(0, paged=True), range(0)) == []


def test_what_is_there_is_not_asked_for() -> None:
    assert asked(Pages(), Rows(1000), range(120, 140)) == []
    rows = Rows(1000, paged=True)
    rows.load(0, 128)
    assert asked(Pages(), rows, range(100, 120)) == [(128, 192)]


def test_one_missing_row_in_sight_is_enough() -> None:
    rows = Rows(1000, paged=True)
    rows.load(0, 70)
    rows.load(71, 1000)
    assert asked(Pages(), rows, range(66, 80)) == [(64, 128)]
    assert asked(Pages(), rows, range(80, 90)) == []


def test_a_page_that_failed_is_asked_for_again_after_a_move() -> None:
    rows, pages = Rows(1000, paged=True), Pages()
    asked(pages, rows, range(10))
    pages.failed(0, 24)
    assert asked(pages, rows, range(10)) == []
    pages.moved()
    assert asked(pages, rows, range(10)) == [(0, PAGE)]


def test_a_page_of_which_a_part_failed_is_asked_for_again_after_a_move() -> None:
    rows, pages = Rows(50, paged=True), Pages()
    asked(pages, rows, range(40))
    rows.load(0, 24)
    pages.answered(0, 24)
    pages.failed(24, 48)
    rows.load(48, 50)
    pages.answered(48, 50)
    pages.moved()
    assert asked(pages, rows, range(40)) == [(0, 50)]


def test_a_row_that_cannot_come_is_not_asked_for_in_circles() -> None:
    rows, pages = Rows(1000, paged=True), Pages()
    asked(pages, rows, range(10))
    rows.load(0, 5)
    pages.answered(0, 64)
    assert asked(pages, rows, range(10)) == []
    asked(pages, rows, range(500, 510))
    assert asked(pages, rows, range(10)) == [(0, 64)]
