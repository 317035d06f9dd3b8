from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.viewport import Viewport

views = st.builds(
    Viewport,
    rows=st.integers(1, 2_000_000),
    row_height=st.integers(1, 3),
    height=st.integers(1, 80),
    top=st.integers(0, 6_000_000),
)
opened_views = st.builds(
    Viewport,
    rows=st.integers(1, 60),
    row_height=st.integers(1, 3),
    height=st.integers(1, 80),
    top=st.integers(0, 300),
    opened=st.integers(-1, 59),
    extra=st.integers(0, 60),
)


@given(views, st.integers(0, 2_000_000), st.integers(0, 5))
def test_following_shows_the_row_whole_and_moves_no_more_than_it_must(view: Viewport, row: int, margin: int) -> None:
    row = min(row, view.rows - 1)
    top = view.follow(row, margin)
    assert 0 <= top <= max(0, view.lines - view.height)
    assert top <= row * view.row_height
    if view.height >= view.row_height:
        assert (row + 1) * view.row_height <= top + view.height
    again = Viewport(view.rows, view.row_height, view.height, top)
    assert again.follow(row, margin) == top


@given(views, st.integers(0, 2_000_000), st.integers(-100, 100))
def test_a_held_row_is_in_sight(view: Viewport, row: int, line: int) -> None:
    row = min(row, view.rows - 1)
    held = Viewport(view.rows, view.row_height, view.height, view.held(row, line))
    assert row in held.seen


@given(views)
def test_what_is_seen_fits_the_window(view: Viewport) -> None:
    assert len(view.seen) <= view.height // view.row_height + 2
    for row in view.seen:
        assert row * view.row_height < view.top + view.height
        assert (row + 1) * view.row_height > view.top


@given(opened_views, st.integers(0, 59), st.integers(0, 5))
def test_an_opened_row_pushes_those_below_it_down(view: Viewport, row: int, margin: int) -> None:
    row = min(row, view.rows - 1)
    places = [(row, line) for row in range(view.rows) for line in range(view.row_height)]
    extra = [(view.opened, view.row_height + line) for line in range(view.extra if 0 <= view.opened < view.rows else 0)]
    places = sorted([*places, *extra])
    assert view.lines == len(places)
    assert [(view.row_at(line), line - view.top_of(view.row_at(line))) for line in range(len(places))] == places
    in_sight = {row for row, _ in places[view.top : view.top + view.height]}
    assert set(view.seen) == in_sight
    top = view.follow(row, margin)
    assert 0 <= top <= max(0, view.lines - view.height)
    assert top <= view.top_of(row)
    assert view.top_of(row) + min(view.row_height, view.height) <= top + view.height
    assert replace(view, top=top).follow(row, margin) == top
    assert row in replace(view, top=view.held(row, 5)).seen


def test_a_margin_is_kept_around_the_cursor() -> None:
    view = Viewport(rows=100, row_height=2, height=20, top=40)
    assert view.follow(25, 2) == 40
    assert view.follow(28, 2) == 42
    assert view.follow(21, 2) == 38
    assert view.follow(99, 2) == 180
    assert view.follow(0, 2) == 0


def test_a_row_is_held_at_its_line() -> None:
    view = Viewport(rows=100, row_height=2, height=20, top=0)
    assert view.held(50, 6) == 94
    assert view.held(1, 6) == 0
    assert view.held(50, 500) == 82


def test_an_empty_list() -> None:
    view = Viewport(rows=0, row_height=2, height=20, top=0)
    assert (list(view.seen), view.follow(0, 2), view.held(0, 4), view.lines) == ([], 0, 0, 0)
