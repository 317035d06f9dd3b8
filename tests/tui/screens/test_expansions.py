"""The screen that shows how the query was read, and changes what its words stand for."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList, Static

from index.types import Chip, Spelling
from tests.tui.conftest import LIGHTHOUSES
from tests.tui.driving import Driven, driving
from tui.screens.expansions import ExpansionsScreen, chip_line, forms_of


def shown(driven: Driven) -> ExpansionsScreen:
    screen = driven.app.screen
    assert isinstance(screen, ExpansionsScreen)
    return screen


def lines(driven: Driven) -> list[str]:
    chips = shown(driven).query_one(OptionList)
    return [str(chips.get_option_at_index(index).prompt) for index in range(chips.option_count)]


def forms(driven: Driven) -> str:
    return str(shown(driven).query_one("#expansions-form-list", Static).render())


async def test_it_shows_conditions_with_counts_and_forms(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouses council")
        await driven.press("w")
        await driven.until(lambda: isinstance(driven.app.screen, ExpansionsScreen))
        assert lines(driven)[0] == "lighthouses  3 articles  all its forms"
        assert "lighthouse\u00a03" in forms(driven)
        await driven.press("j")
        await driven.until(lambda: "council" in forms(driven))
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is driven.main)


async def test_a_word_is_switched_to_its_own_form_and_back(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouses")
        await driven.press("w")
        await driven.until(lambda: isinstance(driven.app.screen, ExpansionsScreen))
        await driven.press("equals_sign")
        await driven.until(lambda: lines(driven)[0].startswith("=lighthouses  0 articles"))
        assert driven.box.text == "=lighthouses"
        await driven.press("a")
        await driven.until(lambda: lines(driven)[0].startswith(f"lighthouses  {len(LIGHTHOUSES)} articles"))


async def test_a_condition_is_taken_out(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse ferry")
        await driven.press("w")
        await driven.until(lambda: isinstance(driven.app.screen, ExpansionsScreen))
        await driven.press("d")
        await driven.until(lambda: driven.box.text == "ferry" and len(lines(driven)) == 1)
        await driven.press("d")
        await driven.until(lambda: driven.app.screen is driven.main and not driven.box.text)


async def test_it_opens_from_the_box_and_says_when_nothing_is_asked(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("w")
        await driven.until(lambda: "Nothing is asked" in driven.said)
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: driven.main.searching.is_on)
        await driven.press("f2")
        await driven.until(lambda: isinstance(driven.app.screen, ExpansionsScreen))


def test_hostile_labels_and_forms_are_plain_text() -> None:
    chip = Chip("[bold]x[/] \x1b[2J", count=1, forms=(("[red]y", 1), ("z\u202e", 2)), form_count=9)
    assert chip_line(chip).plain.startswith("[bold]x[/] ")
    assert "\x1b" not in chip_line(chip).plain
    assert "[red]y\u00a01" in forms_of(chip).plain
    assert "\u202e" not in forms_of(chip).plain
    assert forms_of(chip).plain.endswith("7\u00a0more")


def test_what_a_chip_stands_for_is_said() -> None:
    assert chip_line(Chip("=wadi", count=1, spelling=Spelling.EXACT)).plain == "=wadi  1 article  this form only"
    assert chip_line(Chip("since:2016", negated=True)).plain == "not since:2016"
