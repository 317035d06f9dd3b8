"""The sources, as a person meets them."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from index import Library, add_sources
from index.types import Failure, MarkChange, Stage
from tests.index.writing import write
from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import NARROW, QUIET, WIDE, Driven, driving, held_up
from tui.background import Run
from tui.keymaps import make_keymap
from tui.screens.choice import ChoiceScreen
from tui.screens.failures import FailuresScreen, failures_text
from tui.screens.main import MainScreen
from tui.screens.place import PlaceScreen
from tui.screens.sources import SourcesScreen
from tui.widgets.source_rows import SourceRow, about


def sources_screen(driven: Driven) -> SourcesScreen:
    screen = next(screen for screen in driven.app.screen_stack if isinstance(screen, SourcesScreen))
    assert isinstance(screen, SourcesScreen)
    return screen


def says(driven: Driven) -> str:
    return str(sources_screen(driven).query_one("#sources-says", Static).content)


def names(driven: Driven) -> list[str]:
    return [row.source.label for row in sources_screen(driven).list.rows]


def current(driven: Driven) -> SourceRow:
    row = sources_screen(driven).list.current
    assert row is not None
    return row


async def opened(driven: Driven, key: str = "F") -> SourcesScreen:
    await driven.press(key)
    await driven.until(lambda: isinstance(driven.app.screen, SourcesScreen) and driven.app.screen.list.rows)
    return sources_screen(driven)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of two articles and a file that is none."""
    write(tmp_path / "press" / "quay.txt", "Quay closed for the winter")
    write(tmp_path / "press" / "wall.txt", "The wall holds")
    (tmp_path / "press" / "broken.json").write_text('{"headline": "no', encoding="utf-8")
    return tmp_path / "press"


@pytest.fixture
def two(folder: Path, press: Path) -> Path:
    """The library with that folder as its second source."""
    with Library.open(folder) as library:
        assert add_sources(library, [press]).added == 2
    return folder


@pytest.mark.parametrize("size", [WIDE, NARROW, (40, 20)])
async def test_sources_are_listed_with_what_is_unread(two: Path, press: Path, size: tuple[int, int]) -> None:
    with Library.open(two) as library:
        library.mark([MarkChange(row.id, read=True) for row in library.rows([1, 2, 3])])
    async with driving(two, size) as driven:
        screen = await opened(driven)
        assert [row.source.unread for row in screen.list.rows] == [ARTICLES - 3, 2]
        await driven.until(lambda: [row.kind for row in screen.list.rows] == ["file", "folder"])
        title = str(screen.query_one("#sources-title", Static).content)
        assert title.startswith("2 sources")
        await driven.press("j")
        assert current(driven).source.label == str(press)
        assert "1 could not be read" in about(current(driven), 200)
        await driven.press("q")
        await driven.until(lambda: isinstance(driven.app.screen, MainScreen))


async def test_the_articles_of_a_source_are_listed(two: Path, press: Path) -> None:
    async with driving(two) as driven:
        await opened(driven)
        await driven.press("j", "enter")
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == 2)
        assert driven.box.text == f'in:"{press}"'
        assert driven.list.has_focus
        await driven.press("right_square_bracket")
        await driven.until(lambda: driven.reading is not None and driven.marks.read)
        await driven.press("q")
        await opened(driven)
        await driven.until(lambda: current(driven).source.label == str(press))  # where it was left
        await driven.press("u")
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == 1)


async def test_a_click_chooses(two: Path) -> None:
    async with driving(two) as driven:
        screen = await opened(driven)
        await driven.pilot.click(screen.list, offset=(5, 1))
        await driven.until(lambda: screen.list.cursor == 1)
        await driven.pilot.click(screen.list, offset=(5, 1))
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == 2)


async def test_failures_are_shown_with_their_reasons(two: Path) -> None:
    async with driving(two, NARROW) as driven:
        await opened(driven)
        await driven.press("exclamation_mark")
        assert says(driven) == "All of it could be read."
        await driven.press("j", "exclamation_mark")
        await driven.until(lambda: isinstance(driven.app.screen, FailuresScreen))
        text = str(driven.app.screen.query_one("#failures-text", Static).content)
        assert "broken.json" in text
        await driven.press("escape")
        assert isinstance(driven.app.screen, SourcesScreen)


async def test_a_source_is_added(two: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "fog.txt", "Fog over the harbour")
    async with driving(two) as driven:
        await opened(driven)
        await driven.press("a")
        await driven.until(lambda: isinstance(driven.app.screen, PlaceScreen) and driven.app.screen.query(Input))
        await driven.press(*"/nowhere/at/all", "enter")
        wrong = driven.app.screen.query_one("#place-says", Static)
        await driven.until(lambda: "no such file" in str(wrong.content))
        await driven.press("ctrl+u", *str(tmp_path / "mor"), "tab")
        await driven.until(lambda: driven.app.screen.query_one(Input).value == f"{tmp_path}/more/")
        await driven.press("enter")
        await driven.until(lambda: names(driven)[2:] == [str(tmp_path / "more")])
        await driven.until(lambda: says(driven) == "1 new")
        await driven.until(lambda: current(driven).source.label == str(tmp_path / "more"))


async def test_one_source_or_all_are_synced_while_one_reads_on(two: Path, press: Path) -> None:
    async with driving(two) as driven:
        await opened(driven)
        write(press / "fog.txt", "Fog over the harbour")
        await driven.press("j", "r")
        await driven.until(lambda: says(driven) == "1 new" and current(driven).source.unread == 3)
        write(press / "ice.txt", "Ice on the sound")
        await driven.press("R", "q")
        await driven.until(lambda: isinstance(driven.app.screen, MainScreen))
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == ARTICLES + 4)


async def test_what_is_added_comes_in_though_the_list_is_closed(two: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "fog.txt", "Fog over the harbour")
    async with driving(two) as driven:
        screen = await opened(driven)
        screen._add(str(tmp_path / "more"))
        await driven.press("q")
        await driven.until(lambda: driven.said == "1 new")
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == ARTICLES + 3)


async def test_progress_is_shown_and_can_be_stopped(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driving(two) as driven:
        screen = await opened(driven)
        progress = screen.query_one("#sources-progress", Static)
        code = (
            "import signal, sys, json\n"
            "told = {'event': 'progress', 'stage': 'reading', 'done': 3, 'total': 9, 'failed': 1}\n"
            "print(json.dumps(told), flush=True)\n"
            "signal.sigwait([signal.SIGTERM])\n"
            "print(json.dumps({'event': 'done', 'interrupted': True}), flush=True)\n"
        )
        make = Run.__init__

        def stands_still(run: Run, library: Path, command: list[str]) -> None:
            make(run, library, command)
            run._words = [sys.executable, "-c", "import signal; signal.pthread_sigmask(0, [15])\n" + code]

        monkeypatch.setattr(Run, "__init__", stands_still)
        await driven.press("r")
        await driven.until(lambda: "3 of 9" in str(progress.content))
        assert driven.main.syncing.told is not None
        assert driven.main.syncing.told.stage is Stage.READING
        await driven.press("j", "k")  # it can be used meanwhile
        assert current(driven).state == "syncing"
        await driven.press("x")
        await driven.until(lambda: not driven.main.syncing.is_running and not progress.display)
        assert says(driven) == "Stopping; nothing is lost."
        await driven.press("x")
        assert says(driven) == "Nothing is being read in."


async def test_all_of_a_source_is_marked_read_and_taken_back(two: Path) -> None:
    async with driving(two) as driven:
        await opened(driven)
        await driven.press("j", "A")
        await driven.until(lambda: says(driven) == "Marked 2 read" and current(driven).source.unread == 0)
        await driven.press("A")
        await driven.until(lambda: says(driven) == "All of it is read already.")
        await driven.press("right_square_bracket")
        assert sources_screen(driven).list.cursor == 0
        await driven.press("j", "U")
        await driven.until(lambda: says(driven) == "Undone: marked 2 read" and current(driven).source.unread == 2)


async def test_removing_asks_what_becomes_of_what_is_marked(two: Path, press: Path) -> None:
    with Library.open(two) as library:
        (starred,) = [row.id for row in library.rows(range(1, ARTICLES + 3)) if row.headline == "The wall holds"]
        library.mark([MarkChange(starred, starred=True)])
    async with driving(two) as driven:
        await opened(driven)
        await driven.press("j", "d")
        await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
        await driven.press("k")
        await driven.until(lambda: isinstance(driven.app.screen, SourcesScreen))
        assert str(press) in names(driven)
        await driven.press("d", "m")
        await driven.until(lambda: str(press) not in names(driven))
        await driven.until(lambda: says(driven) == f"Removed {press} with 1 article.")
    with Library.open(two) as library:
        assert library.get(starred).marks.starred


async def test_they_are_sorted(two: Path) -> None:
    async with driving(two) as driven:
        await opened(driven)
        first, second = names(driven)
        await driven.press("S", "S", "S")
        assert says(driven) == "Sorted failures first."
        assert names(driven) == [second, first]
        assert current(driven).source.label == first


async def test_the_list_needs_no_disk(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = asyncio.Event()

    async def never(_self: object, _sources: object) -> list[object]:
        await waits.wait()
        return []

    monkeypatch.setattr("tui.sources_engine.SourcesEngine.kinds", never)
    async with driving(two) as driven:
        screen = await opened(driven)
        assert [row.kind for row in screen.list.rows] == ["", ""]
        with held_up(driven.engine._counting):
            await driven.press("j", "S")
            assert says(driven) == "Sorted by name."
        waits.set()


async def test_what_failed_is_said_with_the_key_that_shows_why(two: Path, press: Path) -> None:
    async with driving(two) as driven:
        (press / "other.json").write_text('{"headline": "nor', encoding="utf-8")
        await driven.press("R")
        await driven.until(lambda: driven.said == "1 failed: F shows why")
        (press / "third.json").write_text('{"headline": "nothing', encoding="utf-8")
        await opened(driven)
        await driven.press("R")
        await driven.until(lambda: says(driven) == "1 failed: ! shows why")


async def test_a_source_that_is_gone_has_failed(two: Path, press: Path) -> None:
    async with driving(two, config=replace(QUIET)) as driven:
        await asyncio.to_thread(press.rename, press.with_name("elsewhere"))
        await driven.press("R")
        await driven.until(lambda: driven.said.endswith("1 of 2 sources failed: F shows why"))
        screen = await opened(driven)
        await driven.until(lambda: [row.kind for row in screen.list.rows] == ["file", "missing"])


async def test_nothing_is_changed_in_a_library_that_may_only_be_read(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(two) as driven:
        monkeypatch.setattr("index.library.Library.writable", False, raising=False)
        driven.engine._library.writable = False
        await opened(driven)
        for key in ("a", "r", "R", "d", "A"):
            await driven.press(key)
            assert says(driven) == "The library is open for reading only.", key
            assert isinstance(driven.app.screen, SourcesScreen)


def test_hostile_failures_are_shown_as_text() -> None:
    shown = failures_text([Failure("a\x1b[2J[red]b", "bad\x07: a\x1b[2J[red]b. Look."), *[Failure("c", "d")] * 600], 40)
    assert "\x1b" not in shown.plain
    assert "[red]b" in shown.plain
    assert "and 101 more" in shown.plain


async def test_under_the_other_presets(two: Path) -> None:
    async with driving(two, config=replace(QUIET, keymap=make_keymap("mutt", {})[0])) as driven:
        await opened(driven, "L")
        assert headline(0) not in names(driven)
