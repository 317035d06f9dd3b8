from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.tui.waiting import until
from tui.screens.choice import Choice, ChoiceScreen

CHOICES = (
    Choice("u", "url", 1, enabled=False),
    Choice("h", "headline", 2),
    Choice("j", "journal [link=x]y[/]", 3),
    Choice("", "no letter", 4),
)


@asynccontextmanager
async def choosing(first: int = 1) -> AsyncIterator[tuple[list[int | None], Pilot[None]]]:
    app: App[None] = App()
    answers: list[int | None] = []
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(ChoiceScreen("Choose", CHOICES, first=first), answers.append)
        await until(pilot, lambda: app.screen.query("#choices"))
        yield answers, pilot


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["h"], 2),
        (["j"], 3),
        (["enter"], 2),
        (["down", "enter"], 3),
        (["down", "down", "k", "enter"], 3),
        (["G", "enter"], 4),
        (["escape"], None),
        (["q"], None),
    ],
)
async def test_a_choice_by_letter_arrow_or_not_at_all(keys: list[str], answer: int | None) -> None:
    async with choosing() as (answers, pilot):
        await pilot.press(*keys)
        await until(pilot, lambda: answers == [answer])


async def test_what_is_not_there_cannot_be_chosen() -> None:
    async with choosing() as (answers, pilot):
        await pilot.press("u", "x")
        await pilot.press("escape")
        await until(pilot, lambda: answers == [None])


async def test_a_click_chooses() -> None:
    async with choosing() as (answers, pilot):
        await pilot.click("#choices", offset=(4, 3))
        await until(pilot, lambda: answers == [3])
