from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import NARROW, QUIET, driving


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("u", f"https://news.example/report/{ARTICLES - 1}"),
        ("h", headline(ARTICLES - 1)),
        ("b", f"This is the report of day {ARTICLES - 1}."),
        ("c", "“Report 39 from Eastmark”, The Fictional Post, 2031-02-12, https://news.example/report/39."),
        ("l", f"reports.jsonl#{ARTICLES}"),
    ],
)
async def test_yanking(folder: Path, key: str, text: str) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("y", key)
        await driven.until(lambda: driven.said.startswith("Copied the "))
        assert text in driven.app.clipboard


async def test_what_the_article_has_not_cannot_be_yanked(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("j", "y", "u", "escape")
        await driven.until(lambda: len(driven.app.screen_stack) == 1)
        assert driven.app.clipboard == ""


async def test_selected_text_is_copied(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus)
        await driven.press("ctrl+c")
        await driven.until(lambda: driven.said == "There is no selected text to copy.")
        await driven.pilot.click("#reader", offset=(8, 3), times=2)
        await driven.until(driven.main.get_selected_text)
        await driven.press("ctrl+c")
        await driven.until(lambda: driven.said == "Copied the selected text")
        assert driven.app.clipboard == driven.main.get_selected_text()
        await driven.press("escape")
        await driven.until(lambda: not driven.main.get_selected_text())
        assert driven.reader.has_focus


async def test_the_browser_is_the_users_own(folder: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"\n', encoding="utf-8")
    browser.chmod(0o755)
    async with driving(folder, config=replace(QUIET, open_command=(str(browser), "{}"))) as driven:
        await driven.press("o")
        await driven.until(seen.exists)
        assert seen.read_text(encoding="utf-8") == f"https://news.example/report/{ARTICLES - 1}"
        await driven.press("j", "o")
        await driven.until(lambda: driven.said == "The article has no address, and no file of its own.")


async def test_a_program_that_is_not_there_is_told(folder: Path) -> None:
    async with driving(folder, config=replace(QUIET, open_command=("/nowhere/browser",))) as driven:
        await driven.press("o")
        told = "/nowhere/browser could not be started"
        await driven.until(lambda: any(toast.startswith(told) for toast in driven.toasts))


async def test_what_is_typed_at_once_reaches_the_dialog_that_comes(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        for key in "jyh":
            driven.app.simulate_key(key)
        await driven.until(lambda: driven.said == "Copied the headline")
        assert driven.app.clipboard == headline(ARTICLES - 2)
