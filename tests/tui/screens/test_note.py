from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from index.types import NOTE_LIMIT
from tests.tui.waiting import until
from tui.screens.note import REMOVED, NoteScreen


class Harness(App[None]):
    CSS_PATH = "../../../tui/app.tcss"

    def __init__(self, note: str | None) -> None:
        super().__init__()
        self.note = note
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(NoteScreen("A [red]headline[/] of Eastmark", self.note), self.answers.append)


@asynccontextmanager
async def writing(note: str | None = None) -> AsyncIterator[tuple[Harness, Pilot[None]]]:
    app = Harness(note)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and app.screen.query("#note-count"))
        yield app, pilot


def said(app: Harness) -> str:
    return str(app.screen.query_one("#note-says", Static).content)


def count(app: Harness) -> str:
    return str(app.screen.query_one("#note-count", Static).content)


async def test_a_note_is_written_and_counted() -> None:
    async with writing() as (app, pilot):
        assert count(app) == "0 / 1500"
        await pilot.press(*"twelve words")
        await until(pilot, lambda: count(app) == "12 / 1500")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.answers == ["twelve words"])


@pytest.mark.parametrize("keys", [(), ("space", "space", "enter")])
async def test_an_empty_note_is_refused_in_words(keys: tuple[str, ...]) -> None:
    async with writing() as (app, pilot):
        await pilot.press(*keys, "ctrl+s")
        await until(pilot, lambda: "nothing to save" in said(app))
        assert app.answers == []
        await pilot.press("escape")
        await until(pilot, lambda: app.answers == [None])


async def test_a_note_that_is_too_long_is_refused_in_words() -> None:
    async with writing() as (app, pilot):
        app.post_message(events.Paste("x" * (NOTE_LIMIT + 3)))
        await until(pilot, lambda: count(app) == "1503 / 1500")
        assert app.screen.query_one("#note-count").has_class("-over")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(app).startswith("3 characters too many"))
        await pilot.press("backspace", "backspace", "backspace", "ctrl+s")
        await until(pilot, lambda: app.answers == ["x" * NOTE_LIMIT])


async def test_what_was_written_is_thrown_away_only_on_the_second_escape() -> None:
    async with writing("kept") as (app, pilot):
        await pilot.press("a", "escape")
        await until(pilot, lambda: "Not saved" in said(app))
        await pilot.press("b")
        await until(pilot, lambda: said(app) == "")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.answers == [None])


async def test_an_unchanged_note_is_left_at_once() -> None:
    async with writing("kept") as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: app.answers == [None])


async def test_a_note_is_removed_on_purpose_only() -> None:
    async with writing("kept") as (app, pilot):
        await pilot.press("ctrl+u", "ctrl+s")
        await until(pilot, lambda: "ctrl+r removes" in said(app))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.answers == [REMOVED])


async def test_there_may_be_no_note_to_remove() -> None:
    async with writing() as (app, pilot):
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "no note to remove" in said(app))
        assert app.answers == []
