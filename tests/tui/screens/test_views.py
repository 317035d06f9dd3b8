"""Articles like one, the concordance and the table of a batch, driven by keys on a real library."""

from __future__ import annotations

import csv
from pathlib import Path

from rich.cells import cell_len
from textual.widgets import Input

from tests.tui.conftest import ARTICLES, LIGHTHOUSES, headline
from tests.tui.driving import NARROW, WIDE, Driven, driving, held_up
from tui.screens import concordance
from tui.screens.batch import BatchAskScreen, BatchScreen, ExportScreen
from tui.screens.concordance import ConcordanceScreen
from tui.widgets.facet_panel import FacetPanel


def lines(screen: ConcordanceScreen) -> list[str]:
    return [screen.list.render_line(y).text for y in range(screen.lines)]


async def concordance_of(driven: Driven, query: str) -> ConcordanceScreen:
    await driven.search(query)
    await driven.press("C")
    await driven.until(lambda: isinstance(driven.app.screen, ConcordanceScreen) and not driven.app.screen.is_busy)
    screen = driven.app.screen
    assert isinstance(screen, ConcordanceScreen)
    await driven.until(lambda: screen.lines)
    return screen


async def batch_of(driven: Driven, text: str) -> BatchScreen:
    await driven.press("B")
    await driven.until(lambda: isinstance(driven.app.screen, BatchAskScreen))
    await driven.press("tab")
    for line in text.splitlines():
        await driven.press(*line, "enter")
    await driven.press("ctrl+s")
    await driven.until(lambda: isinstance(driven.app.screen, BatchScreen))
    screen = driven.app.screen
    assert isinstance(screen, BatchScreen)
    await driven.until(lambda: len(screen.rows) == len(text.splitlines()) and not screen.is_busy)
    return screen


def cells(screen: BatchScreen, column: int) -> list[str]:
    table = screen._table
    return [str(table.get_row_at(row)[column]) for row in range(table.row_count)]


# ---- more like this ---------------------------------------------------------------------------------------------


async def test_articles_like_the_one_under_the_cursor_are_searched(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse bay")
        await driven.press("M")
        await driven.until(lambda: driven.box.text.endswith("-id:4") and driven.main.searching.is_on)
        await driven.until(lambda: driven.main.searching.text == driven.box.text)
        await driven.until(lambda: not driven.main.searching.is_waiting and driven.row.id != 4)
        assert driven.under_cursor in {headline(number) for number in LIGHTHOUSES}
        assert "lighthouse" in driven.box.text


# ---- rising words -----------------------------------------------------------------------------------------------


async def test_rising_words_stand_in_the_panel_and_narrow_the_query(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse")
        await driven.press("f")
        await driven.until(lambda: driven.main.query(FacetPanel) and risen(driven))
        assert risen(driven)["dark"] == len(LIGHTHOUSES)
        assert "council" not in risen(driven)  # every article has it
        panel = driven.main.query_one(FacetPanel)
        await driven.press("G", *["k"] * 20)
        while panel.current is None or panel.current.value is None or panel.current.value.value != "dark":
            await driven.press("j")
        await driven.press("enter")
        await driven.until(lambda: driven.box.text == "lighthouse dark")
        await driven.until(lambda: not panel.is_stale and "dark" not in risen(driven))


def risen(driven: Driven) -> dict[str, int]:
    rows = (row.value for row in driven.main.query_one(FacetPanel).rows)
    return {value.value: value.count for value in rows if value is not None and value.facet == "rising"}


# ---- all passages of a hit --------------------------------------------------------------------------------------


async def test_all_passages_of_a_hit_are_shown_below_it_and_put_away(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.search("lighthouse OR ferry")
        first = driven.list.viewport.lines
        await driven.press("x")
        await driven.until(lambda: driven.list.opened == 0)
        shown = [driven.list.render_line(y).text for y in range(20)]
        below = "".join(shown[driven.list.row_height :][: driven.list.viewport.extra])
        assert " · " in below
        assert "ferry" in below
        assert "lighthouse" in below
        assert len({cell_len(line) for line in shown}) == 1
        await driven.press("j")
        assert driven.list.opened == 0
        await driven.press("k", "x")
        assert driven.list.viewport.lines == first


async def test_the_passages_go_with_the_results(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("x")
        assert "Search for something first" in driven.said
        await driven.search("lighthouse")
        await driven.press("j", "x")
        await driven.until(lambda: driven.list.opened == 1)
        await driven.press("k", "x")
        await driven.until(lambda: driven.list.opened == 0)
        await driven.search("bridge")
        assert driven.list.opened is None
        assert driven.list.viewport.lines == ARTICLES * driven.list.row_height


# ---- the concordance --------------------------------------------------------------------------------------------


async def test_every_match_has_a_line_and_enter_opens_it(folder: Path) -> None:
    async with driving(folder) as driven:
        screen = await concordance_of(driven, "lighthouse")
        assert screen.lines == 4
        shown = lines(screen)
        assert len({line.index("lighthouse") for line in shown}) == 1
        assert all(cell_len(line) == cell_len(shown[0]) for line in shown)
        second = next(number for number, line in enumerate(shown) if "A second" in line)
        await driven.press(*["j"] * second, "enter")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.current_match == 1)
        assert driven.reader.has_focus


async def test_lines_are_sorted_by_either_side(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        screen = await concordance_of(driven, "lighthouse")
        before = lines(screen)
        await driven.press("l")
        await driven.until(lambda: not screen.is_busy and lines(screen) != before)
        assert ["second" in line for line in lines(screen)] == [True, False, False, False]  # "second" before "The"
        await driven.press("r")
        await driven.until(lambda: not screen.is_busy and "second" not in lines(screen)[-1])
        assert "is planned" in lines(screen)[0]
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is driven.main)


async def test_more_matches_come_when_they_are_asked_for(folder: Path, monkeypatch: object) -> None:
    monkeypatch.setattr(concordance, "AT_ONCE", 30)  # type: ignore[attr-defined]
    monkeypatch.setattr(concordance, "_AT_A_TIME", 10)  # type: ignore[attr-defined]
    async with driving(folder, WIDE) as driven:
        screen = await concordance_of(driven, "council")
        await driven.until(lambda: screen.lines == 30 and not screen.is_busy)
        await driven.press("m")
        await driven.until(lambda: screen.lines == ARTICLES and not screen.is_busy)


async def test_without_a_search_there_is_no_concordance(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("C")
        await driven.until(lambda: driven.said)
        assert "Search for something first" in driven.said
        await driven.search("zeppelin")
        await driven.press("C")
        await driven.until(lambda: "Nothing matches" in driven.said)


# ---- a batch ----------------------------------------------------------------------------------------------------


async def test_a_table_of_what_each_line_found_is_sorted_and_searched(folder: Path) -> None:
    async with driving(folder) as driven:
        screen = await batch_of(driven, "lighthouse\nzeppelin\n()\nferry")
        assert cells(screen, 0) == ["lighthouse", "zeppelin", "()", "ferry"]
        assert cells(screen, 1) == ["3", "0", "–", str(ARTICLES)]
        assert cells(screen, 2)[0] == "2031-01-04"
        assert cells(screen, 4)[3] == f"{ARTICLES} The Fictional Post"
        assert "states nothing" in cells(screen, 4)[2]
        await driven.press("2")
        assert cells(screen, 0) == ["ferry", "lighthouse", "zeppelin", "()"]
        await driven.press("2")
        assert cells(screen, 0) == ["zeppelin", "lighthouse", "ferry", "()"]
        await driven.press("j", "enter")
        await driven.until(lambda: driven.main.searching.understood and len(driven.main.searching.listing or ()) == 3)
        assert driven.box.text == "lighthouse"
        await driven.press("B")  # the table is still there
        await driven.until(lambda: isinstance(driven.app.screen, BatchScreen))
        await driven.press("n")
        await driven.until(lambda: isinstance(driven.app.screen, BatchAskScreen))


async def test_a_file_is_asked_and_the_table_is_written_to_one(folder: Path, tmp_path: Path) -> None:
    names, table = tmp_path / "n.txt", tmp_path / "t.csv"
    names.write_bytes(b"lighthouse\n\xff\n[red]ferry[/red]\n")
    async with driving(folder, NARROW) as driven:
        await driven.press("B")
        await driven.until(lambda: isinstance(driven.app.screen, BatchAskScreen))
        driven.app.screen.query_one(Input).value = str(names)
        await driven.press("enter")
        await driven.until(lambda: isinstance(driven.app.screen, BatchScreen) and len(driven.app.screen.rows) == 3)
        table.write_text("mine")
        await driven.press("e")
        await driven.until(lambda: isinstance(driven.app.screen, ExportScreen))
        driven.app.screen.query_one(Input).value = str(table)
        await driven.press("enter")
        await driven.until(lambda: "already" in str(driven.app.screen.query_one("#export-says").render()))
        assert table.read_text() == "mine"
        await driven.press("enter")
        await driven.until(lambda: isinstance(driven.app.screen, BatchScreen))
        assert [row["query"] for row in csv.DictReader(table.open())] == ["lighthouse", "[red]ferry[/red]"]


async def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("B")
        await driven.until(lambda: isinstance(driven.app.screen, BatchAskScreen))
        await driven.press(*"none.txt", "enter")
        await driven.until(lambda: "cannot be read" in driven.said)


async def test_esc_stops_what_runs_and_then_leaves(folder: Path) -> None:
    async with driving(folder) as driven:
        with held_up(driven.engine._searching) as go_on:
            await driven.press("B")
            await driven.until(lambda: isinstance(driven.app.screen, BatchAskScreen))
            await driven.press("tab", *"ferry", "ctrl+s")
            await driven.until(lambda: isinstance(driven.app.screen, BatchScreen) and driven.app.screen.is_busy)
            screen = driven.app.screen
            assert isinstance(screen, BatchScreen)
            await driven.press("escape")
            go_on()
            await driven.until(lambda: not screen.is_busy)
        assert (screen.rows, screen.says) == ([], "stopped")
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is driven.main)
