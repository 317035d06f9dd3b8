from __future__ import annotations

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
