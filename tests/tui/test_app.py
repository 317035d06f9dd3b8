from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.binding import BindingsMap
from textual.command import CommandList, CommandPalette, DiscoveryHit
from textual.widget import Widget

from index import Library, add_sources
from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import NARROW, QUIET, WIDE, Driven, driving
from tui.actions import ACTIONS, Scope
from tui.keymaps import PRESETS, make_keymap, names
from tui.palette import DatelineCommands
from tui.screens.commands import Commands
from tui.screens.help import HelpScreen
from tui.screens.note import NoteScreen
from tui.themes import THEME_NAMES
from tui.widgets.article_list import ArticleList
from tui.widgets.facet_panel import FacetPanel
from tui.widgets.key_line import KeyHint
from tui.widgets.query_input import QueryInput
from tui.widgets.reader import ReaderView
from tui.widgets.timeline_strip import TimelineStrip


def bound(widget: type[Widget], prefix: str) -> dict[str, set[str]]:
    """The keys of a widget's own bindings by their id."""
    keys: dict[str, set[str]] = {}
    for key, binding in BindingsMap(widget.BINDINGS):
        assert binding.id is not None
        assert binding.id.startswith(prefix)
        keys.setdefault(binding.id, set()).add(key)
    return keys


def test_the_widgets_bind_exactly_what_the_table_says() -> None:
    table = {binding: set(names(action.keys)) for action in ACTIONS for binding in action.widgets}
    panes = bound(ArticleList, "list.") | bound(ReaderView, "reader.")
    panels = bound(FacetPanel, "facets.") | bound(TimelineStrip, "timeline.")
    box = bound(QueryInput, "search.")
    assert box.pop("search.leave") == {"escape"}
    assert panes | panels | box == table


async def test_every_action_is_done_by_somebody(folder: Path) -> None:
    async with driving(folder) as driven:
        commands: Commands = driven.main.commands
        assert set(commands._doing) == {action.id for action in ACTIONS if not action.widgets}


async def test_the_palette_offers_every_action_but_itself(folder: Path) -> None:
    async with driving(folder) as driven:
        provider = DatelineCommands(driven.main)
        offered = [str(hit.display) async for hit in provider.discover() if isinstance(hit, DiscoveryHit)]
        themes = [f"Theme: {name}" for name in THEME_NAMES]
        assert sorted(offered) == sorted([*(action.title for action in ACTIONS if action.id != "palette"), *themes])


async def test_the_palette_does_what_it_says(folder: Path) -> None:
    async with driving(folder) as driven:
        await command(driven, "Star or unstar")
        await driven.until(lambda: driven.said == "Starred")
        await command(driven, "To the bottom")
        await driven.until(lambda: driven.list.cursor == ARTICLES - 1)
        await command(driven, "Theme: ansi-light")
        await driven.until(lambda: driven.app.theme == "ansi-light")


async def command(driven: Driven, title: str) -> None:
    """Choose an entry of the palette."""
    await driven.press("ctrl+p")
    await driven.until(lambda: isinstance(driven.app.screen, CommandPalette))
    await driven.press(*title)
    found = driven.app.screen.query_one(CommandList)
    await driven.until(lambda: found.option_count and title in str(found.get_option_at_index(0).prompt))
    await driven.press("enter")
    await driven.until(lambda: driven.app.screen is driven.main)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help(folder: Path, key: str) -> None:
    async with driving(folder) as driven:
        await driven.press(key)
        await driven.until(lambda: isinstance(driven.app.screen, HelpScreen))
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is driven.main)


@pytest.mark.parametrize("preset", PRESETS)
async def test_the_keys_of_a_preset_work(folder: Path, preset: str) -> None:
    keymap, _ = make_keymap(preset, {})
    keys = keymap.keys
    async with driving(folder, NARROW, replace(QUIET, keymap=keymap)) as driven:
        await driven.press(keys["bottom"][0])
        await driven.until(lambda: driven.list.cursor == ARTICLES - 1)
        await driven.press(keys["top"][0])
        await driven.until(lambda: driven.list.cursor == 0)
        await driven.press(keys["down"][0], keys["star"][0])
        await driven.until(lambda: driven.said == "Starred")
        await driven.press(keys["open"][0])
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(ARTICLES - 2))
        await driven.press(keys["bottom"][0])
        await driven.until(lambda: driven.reader.is_vertical_scroll_end)
        await driven.press(keys["next_unread"][0])
        await driven.until(lambda: driven.reading == headline(ARTICLES - 3))
        await driven.press(keys["back"][0])
        await driven.until(lambda: driven.list.has_focus)
        await driven.press(keys["sort"][0], "o")
        await driven.until(lambda: driven.under_cursor == headline(0))
        await driven.press(keys["help"][0])
        await driven.until(lambda: isinstance(driven.app.screen, HelpScreen))


async def test_own_keys_take_the_place_of_the_old_ones(folder: Path) -> None:
    keymap, problems = make_keymap("vim", {"star": ["f5"], "down": ["e"], "palette": ["f2"], "back": ["X"]})
    assert not problems
    async with driving(folder, NARROW, replace(QUIET, keymap=keymap)) as driven:
        await driven.press("e", "j", "s", "f5")
        await driven.until(lambda: driven.said == "Starred")
        assert driven.list.cursor == 1
        await driven.press("ctrl+p", "f2")
        await driven.until(lambda: isinstance(driven.app.screen, CommandPalette))
        assert len(driven.app.screen_stack) == 2


async def test_settings_that_mean_nothing_are_told(folder: Path) -> None:
    config = replace(QUIET, problems=('theme must be one of [b]these[/b], not "red"',))
    async with driving(folder, config=config) as driven:
        await driven.until(lambda: len(driven.app._notifications) == 1)
        notice = next(iter(driven.app._notifications))
        assert notice.message == config.problems[0]
        assert not notice.markup


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_every_theme_draws_every_screen(folder: Path, theme: str) -> None:
    async with driving(folder, config=replace(QUIET, theme=theme)) as driven:
        await driven.search("lighthouse")
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reader.match_count)
        for key in ("question_mark", "c", "y", "S"):
            await driven.press(key)
            await driven.until(lambda: driven.app.screen is not driven.main)
            assert "Harbour" in driven.app.export_screenshot() or driven.app.screen is not driven.main
            await driven.press("escape")
            await driven.until(lambda: driven.app.screen is driven.main)
        assert driven.app.theme == theme


@pytest.mark.parametrize(
    "keys", [["ctrl+q"], ["Q"], ["slash", "a", "ctrl+q"], ["question_mark", "ctrl+q"], ["c", "ctrl+q"]]
)
async def test_quitting_from_anywhere(folder: Path, keys: list[str]) -> None:
    async with driving(folder) as driven:
        await driven.press(*keys)
        await driven.until(lambda: driven.app._exit)
        assert driven.app.return_code == 0


async def test_a_capital_q_can_be_typed(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", "Q", "question_mark", "j")
        await driven.until(lambda: driven.box.text == "Q?j")


async def test_the_keys_that_work_are_shown_and_can_be_clicked(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.until(lambda: driven.keys.shown)
        assert driven.keys.shown[0] == KeyHint("enter", "open", "open")
        await driven.press("slash")
        await driven.until(lambda: driven.keys.shown[0].label == "to the results")
        await driven.press("escape", "enter")
        await driven.until(lambda: driven.keys.shown[0] == KeyHint("q", "back", "back"))
        await driven.press("q")
        await driven.until(lambda: driven.keys.shown[0].action == "open")
        line = driven.keys.render_line(0).text
        await driven.pilot.click("#keys", offset=(line.index("open"), 0))
        await driven.until(lambda: driven.reader.has_focus)
        line = driven.keys.render_line(0).text
        await driven.pilot.click("#keys", offset=(line.index("star"), 0))
        await driven.until(lambda: driven.marks.starred)


@pytest.mark.parametrize("scope", Scope)
def test_each_place_has_keys_to_show(scope: Scope) -> None:
    assert scope is Scope.SEARCH or [action for action in ACTIONS if scope in action.footer]


HOSTILE = "a\x1b]52;c;eA==\x07b\x1b[2Jc\u202ed\x9b31m"


async def test_pasted_control_characters_reach_neither_box_nor_note(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash")
        await driven.until(lambda: driven.main.panes.scope is Scope.SEARCH)
        driven.app.post_message(events.Paste(HOSTILE))
        await driven.until(lambda: driven.box.text)
        assert driven.box.text.isprintable()
        await driven.press("escape", "escape")
        await driven.until(lambda: driven.list.has_focus and driven.list.current)
        await driven.press("c")
        await driven.until(lambda: isinstance(driven.app.screen, NoteScreen))
        driven.app.post_message(events.Paste(HOSTILE))
        await driven.press("ctrl+s")
        await driven.until(lambda: driven.said == "Kept the note")
        await driven.until(lambda: driven.marks.note and driven.marks.note.isprintable())


async def test_markup_in_an_article_is_text(tmp_path: Path) -> None:
    hostile = "[@click=app.quit]Win[/] [red]now[/red] {x} [/"
    path = tmp_path / "hostile.jsonl"
    path.write_text(json.dumps({"headline": hostile, "text": f"{hostile} " * 12}), encoding="utf-8")
    with Library.open(tmp_path / "library") as library:
        assert add_sources(library, [path]).added == 1
    async with driving(tmp_path / "library") as driven:
        await driven.until(lambda: driven.reading == hostile)
        screen = driven.app.export_screenshot()
        assert "[@click=app.quit]Win[/]".replace(" ", "&#160;") in screen.replace("\u00a0", "&#160;")
        await driven.press("c")
        await driven.until(lambda: isinstance(driven.app.screen, NoteScreen))
        await driven.press("escape", "y")
        await driven.until(lambda: driven.app.screen.query("#choices"))
        await driven.press("h")
        await driven.until(lambda: driven.said == "Copied the headline")
        assert driven.app.clipboard == hostile


@pytest.fixture
def closed_folder(folder: Path) -> Iterator[Path]:
    """A library whose files cannot be written."""
    if os.geteuid() == 0:
        pytest.skip("the superuser can write everywhere")
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)


async def test_a_library_that_cannot_be_written_is_read(closed_folder: Path) -> None:
    async with driving(closed_folder) as driven:
        await driven.press("j", "enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(ARTICLES - 2))
        assert driven.said == ""
        await driven.press("s")
        await driven.until(lambda: "reading only" in driven.said)


async def test_what_is_too_long_for_the_status_line_is_said_over_the_screen(folder: Path) -> None:
    async with driving(folder, (44, 20)) as driven:
        await driven.press("asterisk")
        await driven.press("enter", "asterisk")
        await driven.until(lambda: driven.toasts)
        assert driven.toasts == ("Select text with the mouse first: two clicks select a word.",)
        assert not next(iter(driven.app._notifications)).markup


async def test_what_is_said_again_stands_on_the_screen_once(folder: Path) -> None:
    async with driving(folder, (44, 20)) as driven:
        await driven.press("enter", "asterisk", "asterisk", "asterisk")
        await driven.until(lambda: driven.toasts)
        driven.app.notify("Another sentence.", markup=False)
        await driven.until(lambda: driven.toasts[-1] == "Another sentence.")
        assert driven.toasts[:-1] == ("Select text with the mouse first: two clicks select a word.",)


async def test_an_error_is_not_gone_with_the_next_key(folder: Path) -> None:
    async with driving(folder, (160, 32)) as driven:
        await asyncio.to_thread(driven.engine._library.close)
        await driven.press("s")
        await driven.until(lambda: "library is closed" in driven.said.lower())
        before = driven.said
        await driven.press("j")
        assert driven.said == before


async def test_an_error_of_the_engine_is_told_and_the_app_goes_on(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.until(lambda: driven.reading)
        await asyncio.to_thread(driven.engine._library.close)
        await driven.press("j", "enter")
        await driven.until(lambda: any("library is closed" in toast for toast in driven.toasts))
        assert driven.app.is_running
