from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.widgets.hits import Rows, hit
from tui.widgets.article_list import ArticleList
from tui.widgets.paging import PAGE, HitSource

MILLION = 1_000_000


class CountingList(ArticleList):
    """Counts the lines that it paints."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        self.painted += 1
        return super().render_line(y)


class ListApp(App[None]):
    CSS = "ArticleList { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def compose(self) -> ComposeResult:
        yield CountingList()

    def on_mount(self) -> None:
        self.query_one(ArticleList).focus()

    def on_article_list_wanted(self, message: ArticleList.Wanted) -> None:
        self.messages.append(message)

    def on_article_list_highlighted(self, message: ArticleList.Highlighted) -> None:
        self.messages.append(message)

    def on_article_list_opened(self, message: ArticleList.Opened) -> None:
        self.messages.append(message)

    @property
    def articles(self) -> CountingList:
        return self.query_one(CountingList)

    def wanted(self) -> list[tuple[int, int]]:
        return [(m.first, m.last) for m in self.messages if isinstance(m, ArticleList.Wanted)]

    def highlighted(self) -> list[tuple[int, bool]]:
        return [(m.index, m.hit is not None) for m in self.messages if isinstance(m, ArticleList.Highlighted)]


@asynccontextmanager
async def shown(
    source: HitSource, size: tuple[int, int] = (80, 24), *, cursor: int = 0, with_snippets: bool = False
) -> AsyncIterator[tuple[Pilot[None], ListApp]]:
    app = ListApp()
    async with app.run_test(size=size) as pilot:
        app.articles.show(source, cursor=cursor, with_snippets=with_snippets)
        await pilot.pause()
        yield pilot, app


def lines(app: ListApp) -> list[str]:
    widget = app.articles
    strips = widget.render_lines(Region(0, 0, *widget.size))
    return [strip.text.rstrip() for strip in strips]


def cursor_lines(app: ListApp) -> list[int]:
    return [y for y, line in enumerate(lines(app)) if line.startswith("▌")]


# ---- moving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["j", "j", "k"], 1),
        (["down", "down", "up"], 1),
        (["space"], 12),
        (["pagedown", "pagedown", "b"], 12),
        (["ctrl+d"], 6),
        (["ctrl+d", "ctrl+u"], 0),
        (["G"], MILLION - 1),
        (["end", "k"], MILLION - 2),
        (["G", "g"], 0),
        (["G", "home"], 0),
        (["k"], 0),
        (["G", "j", "space"], MILLION - 1),
    ],
)
async def test_keys_move_the_cursor_and_it_stays_in_sight(keys: list[str], cursor: int) -> None:
    async with shown(Rows(MILLION)) as (pilot, app):
        await pilot.press(*keys)
        assert app.articles.cursor == cursor
        assert len(cursor_lines(app)) == 2
        assert app.highlighted()[-1] == (cursor, True)


async def test_the_cursor_keeps_a_margin_while_it_moves() -> None:
    async with shown(Rows(100)) as (pilot, app):
        await pilot.press(*"j" * 20)
        assert cursor_lines(app) == [18, 19]
        await pilot.press(*"k" * 12)
        assert cursor_lines(app) == [4, 5]


async def test_a_page_down_moves_the_rows_and_not_the_cursor_on_the_screen() -> None:
    async with shown(Rows(100), cursor=4) as (pilot, app):
        assert cursor_lines(app) == [8, 9]
        await pilot.press("space")
        assert app.articles.cursor == 16
        assert cursor_lines(app) == [8, 9]


@pytest.mark.parametrize("count", [1_000, MILLION])
async def test_a_key_costs_what_is_visible_at_any_size(count: int) -> None:
    rows = Rows(count)
    async with shown(rows) as (pilot, app):
        costs = []
        for key in ("j", "G", "k", "g", "space", "pagedown"):
            await pilot.pause()
            rows.asked.clear()
            app.articles.painted = 0
            await pilot.press(key)
            await pilot.pause()
            costs.append((key, len(rows.asked), app.articles.painted))
        for key, asked, painted in costs:
            assert asked <= 120, key
            assert painted <= 4 * 24, key
        assert costs[0][2] == 4, "a move inside the window paints the row left and the row entered"


async def test_the_cost_of_a_million_rows_is_that_of_a_thousand() -> None:
    costs: list[list[int]] = []
    for count in (1_000, MILLION):
        rows = Rows(count)
        async with shown(rows) as (pilot, app):
            costs.append([])
            for key in ("j", "space", "G", "k", "b", "g"):
                await pilot.pause()
                rows.asked.clear()
                app.articles.painted = 0
                await pilot.press(key)
                await pilot.pause()
                costs[-1] += [len(rows.asked), app.articles.painted]
    assert costs[0] == costs[1]


async def test_the_scroll_bar_reaches_both_ends_of_a_million_rows() -> None:
    async with shown(Rows(MILLION), (56, 24), with_snippets=True) as (pilot, app):
        assert app.articles.virtual_size.height == 3 * MILLION
        await pilot.press("G")
        assert app.articles.scroll_offset.y == app.articles.max_scroll_y == 3 * MILLION - 24
        bar = app.articles.vertical_scrollbar
        assert bar.window_virtual_size == 3 * MILLION
        assert bar.position == app.articles.max_scroll_y
        app.articles.scroll_to(y=1_500_001, animate=False)
        await pilot.pause()
        assert app.articles.rows_in_sight == range(500_000, 500_009)
        assert any(line.strip() for line in lines(app))


async def test_moving_says_when_it_cannot() -> None:
    async with shown(Rows(3)) as (_pilot, app):
        assert [app.articles.move(1), app.articles.move(1), app.articles.move(1), app.articles.move(-5)] == [
            True,
            True,
            False,
            True,
        ]


# ---- rows that come -----------------------------------------------------------------------------------------------


async def test_missing_pages_are_wanted_once_and_painted_when_they_come() -> None:
    rows = Rows(1000, paged=True)
    async with shown(rows) as (pilot, app):
        assert app.wanted() == [(0, PAGE), (PAGE, 2 * PAGE)]
        assert lines(app)[0].endswith("…")
        assert app.highlighted() == [(0, False)]
        await pilot.press("j", "k")
        assert app.wanted() == [(0, PAGE), (PAGE, 2 * PAGE)]
        rows.load(0, PAGE)
        app.articles.rows_arrived(0, PAGE)
        await pilot.pause()
        assert "Harbour council" in lines(app)[0]
        assert app.highlighted()[-1] == (0, True)


async def test_a_jump_wants_the_page_where_it_lands_first() -> None:
    async with shown(Rows(MILLION, paged=True)) as (pilot, app):
        app.messages.clear()
        await pilot.press("G")
        await pilot.pause()
        last = (MILLION - 1) // PAGE * PAGE
        assert app.wanted() == [(last, MILLION), (last - PAGE, last)]


@pytest.mark.parametrize("key", ["j", "G", "space"])
async def test_rows_that_failed_are_wanted_again_by_the_next_move(key: str) -> None:
    async with shown(Rows(50, paged=True)) as (pilot, app):
        app.articles.rows_failed(0, 50)
        app.articles.refresh()
        await pilot.pause()
        assert app.wanted() == [(0, 50)]
        await pilot.press(key)
        await pilot.pause()
        assert app.wanted() == [(0, 50), (0, 50)]


async def test_rows_that_failed_are_wanted_again_by_the_wheel() -> None:
    async with shown(Rows(50, paged=True)) as (pilot, app):
        app.articles.rows_failed(0, 50)
        app.articles.scroll_rows_to(4)
        await pilot.pause()
        assert app.wanted() == [(0, 50), (0, 50)]


async def test_rows_out_of_date_are_painted_and_wanted_when_they_are_in_sight() -> None:
    rows = Rows(1000)
    async with shown(rows) as (pilot, app):
        rows.outdated.update(range(1000))
        app.articles.rows_outdated()
        await pilot.pause()
        assert app.wanted() == [(0, PAGE), (PAGE, 2 * PAGE)]
        assert "Harbour council" in lines(app)[0]
        await pilot.press("G")
        await pilot.pause()
        assert app.wanted()[2:] == [(960, 1000), (896, 960)]


async def test_a_changed_row_is_repainted_alone() -> None:
    rows = Rows(100)
    async with shown(rows) as (pilot, app):
        app.articles.painted = 0
        rows.changed[3] = hit(3, read=True, starred=True)
        app.articles.rows_arrived(3, 4)
        await pilot.pause()
        assert app.articles.painted == 2
        assert lines(app)[6].startswith("  ★ ")


# ---- showing another source ---------------------------------------------------------------------------------------


async def test_another_source_replaces_the_rows_at_once() -> None:
    async with shown(Rows(1000)) as (pilot, app):
        await pilot.press("G")
        app.articles.show(Rows(5), cursor=99)
        await pilot.pause()
        assert app.articles.cursor == 4
        assert app.articles.scroll_offset.y == 0
        assert lines(app)[0].startswith(" ●  Harbour council")
        assert app.highlighted()[-1] == (4, True)


async def test_the_cursor_stays_on_its_line_when_articles_come_in_above() -> None:
    async with shown(Rows(1000), cursor=500) as (pilot, app):
        before = cursor_lines(app)
        app.articles.show(Rows(1300), cursor=800, keep_scroll=True)
        await pilot.pause()
        assert cursor_lines(app) == before


async def test_a_source_for_the_pages_of_another_is_told_apart() -> None:
    first, second = Rows(1000, paged=True), Rows(1000, paged=True)
    async with shown(first) as (pilot, app):
        app.articles.show(second)
        await pilot.pause()
        sources = [m.source for m in app.messages if isinstance(m, ArticleList.Wanted)]
        assert [source is second for source in sources] == [False, False, True, True]


async def test_a_list_can_be_filled_before_it_is_mounted() -> None:
    class FilledApp(App[None]):
        def compose(self) -> ComposeResult:
            articles = ArticleList()
            articles.show(Rows(50), cursor=30)
            yield articles

    app = FilledApp()
    async with app.run_test(size=(80, 24)):
        articles = app.query_one(ArticleList)
        assert articles.cursor == 30
        assert 30 in articles.rows_in_sight


async def test_an_empty_list_says_why() -> None:
    async with shown(Rows(0), (40, 11)) as (pilot, app):
        app.articles.empty_text = "Nothing matches\n\nwithout [b]ferry[/b]: 42"
        await pilot.pause()
        assert [line for line in lines(app) if line] == [
            "            Nothing matches",
            "       without [b]ferry[/b]: 42",
        ]
        assert lines(app)[4].strip() == "Nothing matches"
        await pilot.press("j", "space", "G", "enter", "k")
        assert app.articles.current is None
        assert app.highlighted() == [(0, False)]


# ---- opening ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["enter", "l", "right"])
async def test_keys_open_the_article(key: str) -> None:
    async with shown(Rows(10)) as (pilot, app):
        await pilot.press("j", key)
        opened = [m for m in app.messages if isinstance(m, ArticleList.Opened)]
        assert [(m.index, m.hit) for m in opened] == [(1, hit(1))]


async def test_a_click_moves_and_a_click_on_the_cursor_opens() -> None:
    async with shown(Rows(100)) as (pilot, app):
        await pilot.click(ArticleList, offset=(30, 7))
        assert app.articles.cursor == 3
        assert not any(isinstance(m, ArticleList.Opened) for m in app.messages)
        await pilot.click(ArticleList, offset=(30, 6))
        assert [m.index for m in app.messages if isinstance(m, ArticleList.Opened)] == [3]


async def test_a_double_click_at_the_edge_opens_what_was_clicked() -> None:
    async with shown(Rows(100)) as (pilot, app):
        await pilot.click(ArticleList, offset=(30, 23), times=2)
        assert [m.index for m in app.messages if isinstance(m, ArticleList.Opened)] == [11]


async def test_a_click_below_the_last_row_does_nothing() -> None:
    async with shown(Rows(2)) as (pilot, app):
        await pilot.click(ArticleList, offset=(30, 12))
        assert app.articles.cursor == 0
        assert not any(isinstance(m, ArticleList.Opened) for m in app.messages)


async def test_the_wheel_moves_the_rows_and_not_the_cursor() -> None:
    async with shown(Rows(100)) as (pilot, app):
        await pilot._post_mouse_events([_wheel_down()], ArticleList, offset=(5, 5))
        assert app.articles.scroll_offset.y == 2
        assert app.articles.cursor == 0
        await pilot.press("j")
        assert cursor_lines(app) == [2, 3]


# ---- sizes and styles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 300])
@pytest.mark.parametrize("with_snippets", [False, True])
async def test_every_line_fills_its_width(width: int, with_snippets: bool) -> None:  # noqa: FBT001 - parametrised
    async with shown(Rows(30, snippets=with_snippets), (width, 20), with_snippets=with_snippets) as (_pilot, app):
        strips = app.articles.render_lines(Region(0, 0, *app.articles.size))
        assert {strip.cell_length for strip in strips} == {width}
        assert all(strip.cell_length == sum(segment.cell_length for segment in strip) for strip in strips)


async def test_the_cursor_stays_at_its_place_when_the_terminal_is_resized() -> None:
    async with shown(Rows(1000, snippets=True), (80, 24), cursor=500, with_snippets=True) as (pilot, app):
        await pilot.press("k", "k")
        place = cursor_lines(app)[0]
        for width, rows_high in ((56, 3), (120, 2), (40, 3), (80, 2)):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert app.articles.virtual_size.height == 1000 * rows_high
            found = cursor_lines(app)
            assert len(found) == rows_high
            assert abs(found[0] - place) < 3
        await pilot.resize_terminal(80, 7)
        await pilot.pause()
        assert len(cursor_lines(app)) == 2


async def test_a_change_of_theme_repaints_with_the_new_colours() -> None:
    async with shown(Rows(10)) as (pilot, app):
        before = _colours(app)
        app.theme = "textual-light"
        await pilot.pause()
        assert _colours(app) != before


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_cursor_and_matches_stand_out_in_every_theme(theme: str) -> None:
    async with shown(Rows(10, snippets=True), with_snippets=True) as (pilot, app):
        app.theme = theme
        await pilot.pause()
        strips = app.articles.render_lines(Region(0, 0, *app.articles.size))
        on_cursor, elsewhere = ({s.style.bgcolor for s in strips[y] if s.style} for y in (0, 2))
        assert on_cursor != elsewhere
        lit = [s.style for s in strips[0] if s.text == "ferry" and s.style]
        assert len(lit) == 1
        others = {s.style.bgcolor for s in strips[0] if s.style and s.text != "ferry"}
        assert lit[0].bgcolor not in elsewhere | others


async def test_the_cursor_is_paler_without_the_focus() -> None:
    async with shown(Rows(10)) as (pilot, app):
        focused = _colours(app)
        app.articles.blur()
        await pilot.pause()
        assert _colours(app) != focused


async def test_markup_in_a_headline_is_neither_read_nor_run() -> None:
    async with shown(Rows(6)) as (_pilot, app):
        assert "[red]Markets[/] [@click=app.bell]slide[/] on Tuesday" in lines(app)[10]
        strips = app.articles.render_lines(Region(0, 0, *app.articles.size))
        assert not any(segment.style.meta for strip in strips for segment in strip if segment.style)


async def test_control_characters_do_not_reach_the_screen() -> None:
    rows = Rows(1)
    rows.changed[0] = hit(0, headline="a\x1b[31mred\x07\nline", outlet="x\x9b31m")
    async with shown(rows, (120, 10)) as (_pilot, app):
        assert not any(character in "".join(lines(app)) for character in "\x1b\x07\n\x9b")


def test_every_key_can_be_remapped_and_explained() -> None:
    from textual.binding import Binding

    bindings = [cast("Binding", binding) for binding in ArticleList.BINDINGS]
    assert len({binding.id for binding in bindings}) == len(bindings)
    assert all(binding.id and binding.id.startswith("list.") and binding.tooltip for binding in bindings)


async def test_a_remapped_key_moves() -> None:
    async with shown(Rows(10)) as (pilot, app):
        app.set_keymap({"list.down": "n"})
        await pilot.press("n", "j")
        assert app.articles.cursor == 1


def _colours(app: ListApp) -> set[object]:
    strips = app.articles.render_lines(Region(0, 0, *app.articles.size))
    return {segment.style for segment in strips[0]}


def _wheel_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown
