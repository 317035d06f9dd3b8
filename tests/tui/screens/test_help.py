from __future__ import annotations

import pytest
from textual.app import App

from tests.tui.waiting import until
from tui.actions import ACTIONS
from tui.keymaps import PRESETS, make_keymap
from tui.screens.help import HelpScreen, help_text


@pytest.mark.parametrize("preset", PRESETS)
def test_the_help_has_a_line_for_every_action(preset: str) -> None:
    keymap, _ = make_keymap(preset, {})
    text = help_text(keymap, "/somewhere/config.toml", 200).plain
    for action in ACTIONS:
        line = f"{' '.join(keymap.shown(action.id))} "
        assert [shown for shown in text.splitlines() if shown.startswith(line) and action.help in shown], action.id


@pytest.mark.parametrize("width", [20, 34, 40, 72, 100, 300])
def test_the_help_fits_its_width(width: int) -> None:
    keymap, _ = make_keymap("vim", {})
    text = help_text(keymap, "config.toml", width).plain
    longest_words = 34  # what cannot be broken: a field list of the query language
    assert max(map(len, text.splitlines())) <= max(width, longest_words)


async def test_the_help_scrolls_and_closes() -> None:
    app: App[None] = App()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(HelpScreen(make_keymap("vim", {})[0], "config.toml"))
        box = app.screen.query_one("#help")
        await until(pilot, lambda: box.max_scroll_y > 0)
        await pilot.press("G")
        await until(pilot, lambda: box.scroll_y == box.max_scroll_y)
        await pilot.press("g", "j")
        await until(pilot, lambda: box.scroll_y == 1)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, HelpScreen))
