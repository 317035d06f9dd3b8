"""Saved searches and their reviews, as a person meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

from index import Library
from index.types import SavedCounts, SavedSearch
from tests.tui.conftest import ARTICLES, LIGHTHOUSES, headline
from tests.tui.driving import NARROW, WIDE, Driven, driving
from tui.following import proposed
from tui.screens.choice import ChoiceScreen
from tui.screens.saved import SavedScreen, row
from tui.screens.saved_name import NameScreen

ALL = len(LIGHTHOUSES)


def save(folder: Path, *searches: tuple[str, str]) -> None:
    with Library.open(folder) as library:
        for name, query in searches:
            library.save_search(name, query)


def rows(driven: Driven) -> list[str]:
    options = driven.app.screen.query_one("#saved", OptionList).options
    return [" ".join(str(option.prompt).split()) for option in options]


def says(driven: Driven) -> str:
    return str(driven.app.screen.query_one("#saved-says", Static).content)


def standing(driven: Driven) -> str:
    return driven.main._status.status.standing


async def opened(driven: Driven, *wanted: str) -> None:
    """Open the saved searches, and wait for the counts."""
    await driven.press("apostrophe")
    await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and rows(driven) == list(wanted))


async def review(driven: Driven) -> None:
    """Begin the review of the only saved search."""
    await driven.press("apostrophe")
    await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and len(rows(driven)) == 1)
    await driven.press("r")
    await driven.until(lambda: standing(driven))
    await driven.until(lambda: driven.list.current is not None and driven.list.has_focus)


def seen_in(folder: Path, name: str) -> set[int]:
    with Library.open(folder) as library:
        return set(library.seen_in_search(name))


async def test_a_search_is_saved_listed_and_run(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse -zeppelin")
        await driven.press("ctrl+s")
        await driven.until(lambda: isinstance(driven.app.screen, NameScreen))
        assert driven.app.screen.query_one(Input).value == "lighthouse -zeppelin"
        await driven.press("ctrl+u", *"Lights [b]", "enter")
        await driven.until(lambda: driven.said == "Saved as Lights [b].")
        await driven.press("escape")
        await driven.until(lambda: driven.main.searching.text == "")
        await opened(driven, "Lights [b] 3 lighthouse -zeppelin")
        assert says(driven) == ""
        await driven.press("enter")
        await driven.until(lambda: driven.main.searching.is_on and len(driven.list.source) == ALL)
        assert driven.box.text == "lighthouse -zeppelin"


async def test_what_is_new_is_counted_until_it_is_looked_at(folder: Path) -> None:
    save(folder, ("zeppelins", "zeppelin"), ("Lights", "lighthouse"), ("boats", "ferry"))
    async with driving(folder) as driven:
        boats, lights = f"boats {ARTICLES} {ARTICLES} new ferry", f"Lights {ALL} {ALL} new lighthouse"
        await opened(driven, boats, lights, "zeppelins 0 zeppelin")
        await driven.press("j", "enter")
        await driven.until(lambda: len(driven.list.source) == ALL)
        await opened(driven, boats, f"Lights {ALL} lighthouse", "zeppelins 0 zeppelin")
        await driven.press("A")
        await driven.until(lambda: rows(driven)[0] == f"boats {ARTICLES} ferry")
        await driven.press("U")
        await driven.until(lambda: rows(driven)[0] == boats)
        await driven.press("G", "S")
        await driven.until(lambda: says(driven) == "Sorted by what is new.")
        await driven.press("S", "escape")
        await driven.until(lambda: driven.app.screen is driven.main)


async def test_saved_searches_are_renamed_deleted_and_brought_back(folder: Path) -> None:
    save(folder, ("Lights", "lighthouse"), ("boats", "ferry"))
    async with driving(folder) as driven:
        await opened(driven, f"boats {ARTICLES} {ARTICLES} new ferry", f"Lights {ALL} {ALL} new lighthouse")
        await driven.press("d")
        await driven.until(lambda: rows(driven) == [f"Lights {ALL} {ALL} new lighthouse"])
        await driven.press("R")
        await driven.until(lambda: isinstance(driven.app.screen, NameScreen))
        await driven.press("ctrl+u", "enter", *"Lamps", "enter")
        await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and rows(driven)[0].startswith("Lamps"))
        await driven.press("U", "U")
        await driven.until(lambda: says(driven) == "Undone: deleted boats.")
        await driven.until(lambda: [line.split()[0] for line in rows(driven)] == ["boats", "Lights"])
        await driven.press("R")
        await driven.until(lambda: isinstance(driven.app.screen, NameScreen))
        await driven.press("ctrl+u", *"lights", "enter")
        await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and "of that name" in says(driven))
        await driven.press("U")
        await driven.until(lambda: says(driven) == "Nothing to undo.")


async def test_another_query_takes_a_name_only_when_that_is_meant(folder: Path) -> None:
    save(folder, ("Lights", "lamp"))
    async with driving(folder) as driven:
        await driven.search("lighthouse")
        for answer, kept in (("k", "lamp"), ("r", "lighthouse")):
            await driven.press("apostrophe")
            await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and len(rows(driven)) == 1)
            await driven.press("a")
            await driven.until(lambda: isinstance(driven.app.screen, NameScreen))
            await driven.press("ctrl+u", *"lights", "enter")
            await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
            await driven.press(answer)
            await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and kept in rows(driven)[0])  # noqa: B023 - awaited here
            await driven.press("escape")
            await driven.until(lambda: driven.app.screen is driven.main)
    with Library.open(folder) as library:
        assert library.saved_searches() == [SavedSearch("lights", "lighthouse")]


async def test_with_nothing_asked_there_is_nothing_to_save(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("ctrl+s")
        await driven.until(lambda: driven.said.startswith("There is nothing to save"))
        await driven.press("full_stop")
        await driven.until(lambda: driven.said.startswith("No review is on"))
        await opened(driven)
        await driven.until(lambda: says(driven).startswith("None yet"))
        await driven.press("enter", "r", "d", "A", "a")
        await driven.until(lambda: says(driven).startswith("There is nothing to save"))


async def test_a_review_tells_what_was_seen_and_what_remains(folder: Path) -> None:
    save(folder, ("Lights", "lighthouse sort:oldest"))
    async with driving(folder, NARROW) as driven:
        await review(driven)
        assert standing(driven) == "0 of 3 seen, 3 remain"
        await driven.press("enter")
        await driven.until(lambda: driven.reading == headline(3) and standing(driven) == "1 of 3 seen, 2 remain")
        await driven.press("right_square_bracket")
        await driven.until(lambda: driven.reading == headline(7) and standing(driven) == "2 of 3 seen, 1 remain")
        await driven.press("full_stop")
        await driven.until(lambda: standing(driven) == "1 of 3 seen, 2 remain")
        await driven.press("full_stop", "right_square_bracket")
        await driven.until(lambda: driven.reading == headline(20) and standing(driven) == "3 of 3 seen, 0 remain")
        await driven.press("right_square_bracket")
        await driven.until(lambda: driven.said == "Every result has been seen.")
        await driven.press("q", "escape")
        await driven.until(lambda: driven.main.searching.text == "" and standing(driven) == "")
        await driven.press("right_square_bracket")
        await driven.until(lambda: driven.reading == headline(ARTICLES - 1))
    assert len(seen_in(folder, "lights")) == ALL


async def test_a_review_goes_on_another_day_and_hides_what_was_seen(folder: Path) -> None:
    save(folder, ("Lights", "lighthouse sort:oldest"))
    async with driving(folder, NARROW) as driven:
        await review(driven)
        await driven.press("j", "enter")
        await driven.until(lambda: standing(driven) == "1 of 3 seen, 2 remain")
    async with driving(folder) as driven:
        await review(driven)
        assert standing(driven) == "1 of 3 seen, 2 remain"
        assert faded(driven) == [False, True, False]
        await driven.press("H")
        await driven.until(lambda: len(driven.list.source) == ALL - 1)
        await driven.press("enter")
        await driven.until(lambda: driven.reading == headline(3) and standing(driven) == "2 of 3 seen, 1 remain")
        assert len(driven.list.source) == ALL - 1  # what is read just now stays
        await driven.press("q", "H")
        await driven.until(lambda: len(driven.list.source) == ALL)
        await driven.press("full_stop")
        await driven.until(lambda: standing(driven) == "1 of 3 seen, 2 remain")
        await driven.press("slash", *"ferry")
        await driven.until(lambda: len(driven.list.source) == ARTICLES and standing(driven) == "")


def faded(driven: Driven) -> list[bool]:
    """Which rows of the list are faded throughout."""
    look = driven.list._role_styles.style("faded")
    found = []
    for number in range(len(driven.list.source)):
        segments = driven.list.paint_row(number)[0]
        text = next(segment for segment in segments if "Report" in segment.text)
        found.append(text.style is not None and text.style.color == look.color)
    return found


@pytest.mark.parametrize("size", [WIDE, NARROW, (40, 12)])
async def test_hostile_names_and_queries_are_text(folder: Path, size: tuple[int, int]) -> None:
    save(folder, ("[red]x[/]", "[link=x]lighthouse " + "y" * 9_000), ("长" * 100, '"un closed ('))
    async with driving(folder, size) as driven:
        await driven.press("apostrophe")
        await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and len(rows(driven)) == 2)
        await driven.until(lambda: not any("…" in line.split()[1:2] for line in rows(driven)))
        assert rows(driven)[0].startswith("[r")
        await driven.press("enter")
        await driven.until(lambda: driven.app.screen is driven.main and driven.box.text.startswith("[link=x]"))


async def test_no_count_holds_up_a_search(folder: Path) -> None:
    save(folder, *((f"search {number}", f"ferry {number}") for number in range(30)))
    async with driving(folder) as driven:
        await driven.press("apostrophe")
        await driven.until(lambda: isinstance(driven.app.screen, SavedScreen) and rows(driven))
        await driven.press("escape", "slash", *"lighthouse", "enter")
        await driven.until(lambda: len(driven.list.source) == ALL)


def test_a_row_fits_its_width() -> None:
    search = SavedSearch("长" * 40, "q" * 500)
    for width in (24, 40, 100):
        assert row(search, SavedCounts(1_234_567, 12, 3), 8, width).cell_length <= max(width, 29)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ferry strike", "ferry strike"),
        ('outlet:"The Post" OR (ferry)', "outlet The Post OR ferry"),
        ("***", "***"),
        ("a" * 90, "a" * 40),
    ],
)
def test_a_name_is_proposed(query: str, name: str) -> None:
    assert proposed(query) == name
