from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from index import Library
from index.types import Position, Understood
from tests.tui.conftest import ARTICLES, LIGHTHOUSES, headline
from tests.tui.driving import NARROW, WIDE, Driven, driving, held_up, marks_in
from tui.engine import Engine
from tui.lookups import Opened

NEWEST = ARTICLES - 1
OPENING = ["enter", "l", "right"]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("key", OPENING)
async def test_opening_shows_the_article_and_marks_it_read(folder: Path, size: tuple[int, int], key: str) -> None:
    async with driving(folder, size) as driven:
        await driven.press("j", key)
        await driven.until(lambda: driven.reading == headline(NEWEST - 1) and driven.reader.has_focus)
        await driven.until(lambda: driven.row.read and driven.marks.read)
        opened = driven.row.id
    assert marks_in(folder, opened).read


@pytest.mark.parametrize("key", ["escape", "q", "h", "left"])
async def test_back_goes_to_the_list(folder: Path, key: str) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and not driven.list.display)
        await driven.press(key)
        await driven.until(lambda: driven.list.has_focus and driven.list.display and not driven.reader.display)


async def test_a_wide_screen_previews_without_marking_read(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.until(lambda: driven.reading == headline(NEWEST))
        await driven.press("j", "j", "j")
        await driven.until(lambda: driven.reading == headline(NEWEST - 3))
        assert driven.list.has_focus
        assert not driven.marks.read
        await driven.press("tab")
        await driven.until(lambda: driven.reader.has_focus and driven.marks.read)
        await driven.press("tab")
        await driven.until(lambda: driven.list.has_focus)


async def test_a_click_on_the_preview_is_reading_it(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.until(lambda: driven.reading == headline(NEWEST))
        await driven.pilot.click("#reader")
        await driven.until(lambda: driven.reader.has_focus and driven.marks.read)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_next_and_previous_article(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST))
        await driven.press("J", "J", "J")
        await driven.until(lambda: driven.reading == headline(NEWEST - 3))
        assert driven.under_cursor == headline(NEWEST - 3)
        await driven.press("K")
        await driven.until(lambda: driven.reading == headline(NEWEST - 2) and driven.marks.read)


async def test_there_is_an_end_on_both_sides(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("K")
        await driven.until(lambda: driven.said == "This is the first article.")
        await driven.press("G")
        await driven.until(lambda: driven.reading == headline(0))
        await driven.press("J")
        await driven.until(lambda: driven.said == "This is the last article.")


async def test_space_goes_on_into_the_next_article(folder: Path) -> None:
    async with driving(folder, (120, 14)) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST))
        for _ in range(20):
            await driven.until(lambda: driven.reader.has_focus)
            if driven.reading != headline(NEWEST) or driven.reader.is_vertical_scroll_end:
                break
            await driven.press("space")
        assert driven.reading == headline(NEWEST)
        await driven.press("space")
        await driven.until(lambda: driven.reading == headline(NEWEST - 1))


async def test_unread_articles_are_walked_round_the_list(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("n")
        await driven.until(lambda: driven.reading == headline(NEWEST) and driven.marks.read)
        await driven.press("n")
        await driven.until(lambda: driven.reading == headline(NEWEST - 1) and driven.marks.read)
        await driven.press("N")
        await driven.until(lambda: driven.reading == headline(0) and driven.marks.read)
        await driven.press("right_square_bracket")
        await driven.until(lambda: driven.reading == headline(NEWEST - 2) and driven.marks.read)
        await driven.press("left_square_bracket")
        await driven.until(lambda: driven.reading == headline(1) and driven.marks.read)


async def test_when_all_is_read_that_is_said(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("A")
        await driven.until(lambda: driven.said == f"Marked {ARTICLES} read")
        await driven.press("n")
        await driven.until(lambda: driven.said == "Every article of the list is read.")


async def test_the_position_is_kept(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST))
        await driven.press("j", "j", "j", "j", "j", "j")
        await driven.until(lambda: driven.reader.position != Position(-1, 0))
        left, opened = driven.reader.position, driven.row.id
        await driven.press("J")
        await driven.until(lambda: driven.reading == headline(NEWEST - 1))
        await driven.press("K")
        await driven.until(lambda: driven.reading == headline(NEWEST))
        assert driven.reader.position == left
    assert marks_in(folder, opened).position == left


async def test_leaving_keeps_the_position(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST))
        await driven.press("j", "j", "j", "j", "j", "j")
        await driven.until(lambda: driven.reader.position != Position(-1, 0))
        left, opened = driven.reader.position, driven.row.id
    assert marks_in(folder, opened).position == left


async def test_resizing_keeps_what_is_read(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.press("j", "enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST - 1))
        await driven.pilot.resize_terminal(80, 24)
        await driven.until(lambda: not driven.list.display)
        assert driven.reader.display
        assert driven.reader.has_focus
        await driven.press("q")
        await driven.until(lambda: driven.list.display and not driven.reader.display)
        await driven.press("j")
        await driven.pilot.resize_terminal(140, 24)
        await driven.until(lambda: driven.reader.display and driven.reading == headline(NEWEST - 2))
        assert driven.list.has_focus


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_was_read_is_read_on_after_a_size_that_was_too_small(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await driven.press("j", "enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST - 1))
        note = driven.main.query_one("#too-small")
        await driven.pilot.resize_terminal(12, 4)
        await driven.until(lambda: note.display and not driven.main.query_one("#panes").display)
        await driven.pilot.resize_terminal(*size)
        await driven.until(lambda: driven.reader.display and driven.reader.has_focus)
        await driven.press("q")
        await driven.until(lambda: driven.list.display and driven.list.has_focus)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_word_of_having_been_hidden_may_come_late(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(NEWEST))
        driven.reader.post_message(events.Hide())  # as of a size that has passed
        await driven.press("J")
        await driven.until(lambda: driven.reading == headline(NEWEST - 1))
        assert driven.reader.has_focus
        assert driven.reader.display


@pytest.mark.parametrize("size", [(1, 1), (10, 3), (19, 20), (80, 5), (20, 6), (40, 12), (300, 80)])
async def test_any_size_of_terminal_is_endured(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.pilot.resize_terminal(*size)
        await driven.press("j", "enter", "J", "q", "slash", "a", "escape", "question_mark", "escape", "c", "escape")
        await driven.pilot.resize_terminal(*WIDE)
        await driven.until(lambda: driven.list.display and driven.reader.display)


async def test_a_terminal_that_is_too_small_says_so(folder: Path) -> None:
    async with driving(folder, (18, 5)) as driven:
        note = driven.main.query_one("#too-small")
        await driven.until(lambda: note.display and not driven.main.query_one("#panes").display)
        await driven.pilot.resize_terminal(60, 20)
        await driven.until(lambda: not note.display and driven.list.display)


async def test_subheads_are_walked_and_listed(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("u")
        await driven.until(lambda: driven.said == "This article has no subheads.")


class WatchedEngine(Engine):
    """Says which articles were asked for, from when it is asked."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.asked: list[int] = []

    async def open(self, article_id: int, understood: Understood | None) -> Opened:
        self.asked.append(article_id)
        return await super().open(article_id, understood)


def listed(driven: Driven) -> list[int]:
    """The ids of the list that is shown."""
    assert driven.main.searching.listing is not None
    return list(driven.main.searching.listing.ids)


async def all_read(driven: Driven) -> None:
    """Wait until everything that was asked of the library has come, or was given up."""
    await driven.engine._reading.do(lambda: None)
    await driven.until(lambda: not [job for job in driven.main.workers if job.group in {"open", "light"}])


@pytest.mark.parametrize("keys", [[], ["enter"]])
async def test_a_preview_of_the_list_before_does_not_come(folder: Path, keys: list[str]) -> None:
    engine = WatchedEngine(Library.open(folder))
    async with driving(folder, WIDE, engine=engine) as driven:
        await driven.search("lighthouse sort:oldest")
        first, second, _ = listed(driven)
        await driven.until(lambda: driven.reading == headline(LIGHTHOUSES[0]))
        with held_up(engine._reading) as go_on:
            await driven.press("j")
            await driven.until(lambda: second in engine.asked)
            driven.main.commands.search_for("planned")
            await driven.until(lambda: listed(driven) == [first])
            await driven.press(*keys)
            go_on()
            await all_read(driven)
        assert driven.reading == headline(LIGHTHOUSES[0])
        await driven.until(lambda: driven.reader.current_match == 0)


async def test_a_preview_does_not_come_into_an_empty_list(folder: Path) -> None:
    engine = WatchedEngine(Library.open(folder))
    async with driving(folder, WIDE, engine=engine) as driven:
        await driven.search("lighthouse sort:oldest")
        with held_up(engine._reading) as go_on:
            await driven.press("j")
            await driven.until(lambda: listed(driven)[1] in engine.asked)
            driven.main.commands.search_for("zebra")
            await driven.until(lambda: not listed(driven))
            go_on()
            await all_read(driven)
        assert driven.reading is None


async def test_an_article_on_its_way_is_lit_for_the_newest_list(folder: Path) -> None:
    engine = WatchedEngine(Library.open(folder))
    async with driving(folder, NARROW, engine=engine) as driven:
        await driven.search("lighthouse sort:oldest")
        with held_up(engine._reading) as go_on:
            await driven.press("enter")
            await driven.until(lambda: listed(driven)[0] in engine.asked)
            driven.main.commands.search_for("planned")
            await driven.until(lambda: len(listed(driven)) == 1)
            go_on()
            await driven.until(lambda: driven.reading == headline(LIGHTHOUSES[0]))
        assert (driven.reader.current_match, driven.reader.match_count) == (0, 1)
