"""Keys that come faster than what they are meant for: they do what they do when typed slowly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import TextArea

from index import Library
from index.types import Marks
from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import NARROW, WIDE, Driven, driving, held_up, marks_in
from tui import lookups
from tui.engine import Engine
from tui.results import Listing
from tui.screens.note import NoteScreen

SIZES = [NARROW, WIDE]
HEAD = 5
"""The articles of the first page."""

MARKS = [
    ("s", Marks(starred=True)),
    ("m", Marks(read=True)),
    ("plus", Marks(rating=1)),
    ("minus", Marks(rating=-1)),
]


@pytest.fixture(autouse=True)
def _short_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "FIRST_PAGE", HEAD)


async def whole(driven: Driven) -> None:
    """Wait for the whole list."""
    await driven.until(lambda: listed(driven).is_complete)


def listed(driven: Driven) -> Listing:
    """The list that is shown."""
    assert driven.main.searching.listing is not None
    return driven.main.searching.listing


def oldest(driven: Driven) -> int:
    """The last article of the list."""
    return listed(driven).ids[ARTICLES - 1]


@pytest.mark.parametrize(("key", "marks"), MARKS)
async def test_a_mark_waits_for_the_row_under_the_cursor(folder: Path, key: str, marks: Marks) -> None:
    async with driving(folder, NARROW) as driven:
        await whole(driven)
        with held_up(driven.engine._paging):
            driven.breathe("G", key, "k")
            await driven.until(lambda: marks_in(folder, oldest(driven)) == marks)
        await driven.until(lambda: driven.under_cursor == headline(1))
        assert (driven.row.read, driven.row.starred, driven.row.rating) == (False, False, 0)
        await driven.press("j")
        await driven.until(lambda: driven.list.current)
        assert (driven.row.read, driven.row.starred, driven.row.rating) == (marks.read, marks.starred, marks.rating)


@asynccontextmanager
async def driving_the_head(folder: Path, size: tuple[int, int]) -> AsyncIterator[tuple[Driven, Callable[[], None]]]:
    """The app with the head of its list, and what lets the whole list come."""
    engine = Engine(Library.open(folder))
    with held_up(engine._counting) as go_on:
        async with driving(folder, size, engine=engine) as driven:
            yield driven, go_on


@pytest.mark.parametrize(("key", "marks"), MARKS)
async def test_a_mark_waits_for_the_list(folder: Path, key: str, marks: Marks) -> None:
    async with driving_the_head(folder, NARROW) as (driven, go_on):
        driven.breathe("G", key, "k")
        await driven.until(lambda: driven.main.gate.is_closed)
        go_on()
        await driven.until(lambda: driven.said)
        assert marks_in(folder, oldest(driven)) == marks
        await driven.until(lambda: driven.under_cursor == headline(1))


async def test_the_same_mark_twice_is_none(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await whole(driven)
        with held_up(driven.engine._paging):
            driven.breathe("G", "s", "s")
            await driven.until(lambda: driven.said == "Unstarred")
        assert marks_in(folder, oldest(driven)) == Marks()


async def test_the_same_mark_twice_is_none_on_a_row_that_is_here(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await whole(driven)
        await driven.press("G")
        await driven.until(lambda: driven.list.current is not None)
        driven.breathe("s", "s", "+", "+", "m", "m")
        await driven.until(lambda: driven.said == "Marked unread")
        assert marks_in(folder, oldest(driven)) == Marks()


@pytest.mark.parametrize("size", SIZES)
async def test_a_dialog_waits_for_the_list(folder: Path, size: tuple[int, int]) -> None:
    async with driving_the_head(folder, size) as (driven, go_on):
        driven.breathe("G", "c", *"why?")
        await driven.until(lambda: driven.main.gate.is_closed)
        go_on()
        await driven.until(lambda: isinstance(driven.app.screen, NoteScreen))
        await driven.until(lambda: [area.text for area in driven.app.screen.query(TextArea)] == ["why?"])
        await driven.press("ctrl+s")
        await driven.until(lambda: driven.said == "Kept the note")
        assert marks_in(folder, oldest(driven)).note == "why?"


async def test_what_is_yanked_is_under_the_cursor(folder: Path) -> None:
    async with driving_the_head(folder, WIDE) as (driven, go_on):
        driven.breathe("G", "y", "h")
        go_on()
        await driven.until(lambda: driven.app.clipboard == headline(0))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "opened"), [("enter", 0), ("K", 1), ("N", 0), ("left_square_bracket", 0)])
async def test_what_is_opened_waits_for_the_list(folder: Path, size: tuple[int, int], key: str, opened: int) -> None:
    async with driving_the_head(folder, size) as (driven, go_on):
        if driven.main.panes.is_wide and key != "enter":
            await driven.until(lambda: driven.reading)
            driven.main.reading.close()
        driven.breathe("G", key, "s")
        go_on()
        await driven.until(lambda: driven.reading == headline(opened) and driven.reader.has_focus)
        await driven.until(lambda: driven.marks.starred)


async def test_no_preview_takes_the_place_of_an_article_on_its_way(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.until(lambda: driven.reading == headline(ARTICLES - 1))
        reading = driven.main.reading
        reading.open(2)
        reading.preview(1)  # the cursor's way there is told late
        reading.preview(2)
        assert reading._timer is None
        await driven.until(lambda: driven.reading == headline(ARTICLES - 3) and driven.reader.has_focus)


async def test_a_list_that_does_not_come_is_not_waited_for(folder: Path) -> None:
    async with driving_the_head(folder, NARROW) as (driven, go_on):
        await asyncio.to_thread(driven.engine._library.close)
        driven.breathe("G", "s", "k")
        go_on()
        await driven.until(lambda: driven.list.cursor == ARTICLES - 2)
        driven.breathe("G", "s", "k")
        await driven.until(lambda: driven.list.cursor == ARTICLES - 2)


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_match_of_an_article_that_is_being_opened(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await driven.search("lighthouse sort:oldest")
        driven.breathe("enter", "n")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.current_match == 1)
        driven.breathe("n", "n")
        await driven.until(lambda: driven.reading == headline(20) and driven.reader.current_match == 0)
        driven.breathe("N", "N")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.current_match == 1)


async def test_keys_behind_the_opening_are_for_the_article(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await whole(driven)
        driven.breathe("enter", "j", "j", "s", "J", "q", "j")
        await driven.until(lambda: driven.list.has_focus and driven.list.cursor == 2)
        assert driven.reading == headline(ARTICLES - 2)
        assert marks_in(folder, listed(driven).ids[0]).starred
