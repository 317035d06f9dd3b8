"""The reader under real keys and at real sizes: what is shown, moving, the position."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown

from index.types import Marks, Position
from tests.tui.widgets.reading import (
    LONG,
    NOTHING,
    ReaderApp,
    line_text,
    paragraph,
    reading,
    screen_text,
    seen,
    style_of,
)
from tests.tui.widgets.stories import HARBOUR, matches, stored
from tui.widgets.flow import HEAD
from tui.widgets.reader import EMPTY_HINT, ReaderView

# ---- what is shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_every_line_fills_the_pane(width: int) -> None:
    async with reading(size=(width, 30)) as (_, reader):
        assert {cell_len(line_text(reader, y)) for y in range(30)} == {width}
        assert reader.vertical_scrollbar.size.width == 1
        assert reader.page is not None
        assert reader.page.measure == min(72, width - 3 if width <= 44 else width - 5)


async def test_the_article_is_read_from_its_headline() -> None:
    async with reading(stored(marks=Marks(starred=True)), size=(80, 30)) as (_, reader):
        text = screen_text(reader).replace("\u00a0", " ")
        for part in ("COAST NEWS", HARBOUR.headline, "By Ana Ruiz and Tomas Hale in Port Vell", "★ starred"):
            assert part in text
        assert style_of(reader, HARBOUR.headline).bold


async def test_markup_and_escapes_in_an_article_are_only_text() -> None:
    hostile = "[red]x[/] [@click=app.bell]('x') \x1b[2J\x1b]0;title\x07 $primary"
    article = replace(HARBOUR, headline=hostile, section=hostile, authors=(hostile,), blocks=(paragraph(hostile),))
    async with reading(stored(article, Marks(note=hostile, tags=(hostile,))), size=(120, 40)) as (pilot, reader):
        text = screen_text(reader)
        assert text.count("[red]x[/] [@click=app.bell]('x')") == 5
        assert not any(ord(character) < 32 and character != "\n" for character in text)
        for y in range(40):
            for segment in reader.render_line(y):
                assert set(segment.style.meta if segment.style else {}) <= {"offset"}
        await pilot.click(ReaderView, offset=(40, 4))
        assert isinstance(pilot.app, ReaderApp)
        assert pilot.app.bells == 0


async def test_without_an_article_there_is_a_hint() -> None:
    async with reading(None) as (pilot, reader):
        assert " ".join(screen_text(reader).split()) == " ".join(EMPTY_HINT.split())
        reader.show(LONG, NOTHING)
        await pilot.pause()
        assert EMPTY_HINT.splitlines()[0] not in screen_text(reader)
        reader.clear()
        await pilot.pause()
        assert " ".join(screen_text(reader).split()) == " ".join(EMPTY_HINT.split())
        assert not reader.next_match()
        await pilot.press("space", "j", "G", "g", "right_curly_bracket")
        assert reader.scroll_offset.y == 0


async def test_an_article_may_be_shown_before_there_is_a_screen() -> None:
    class EarlyApp(App[None]):
        def compose(self) -> ComposeResult:
            reader = ReaderView()
            reader.show(LONG, matches(LONG, "Paragraph 30"), match=0)
            yield reader

    async with EarlyApp().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Paragraph 30" in screen_text(pilot.app.query_one(ReaderView))


async def test_an_article_shown_while_hidden_appears() -> None:
    async with reading() as (pilot, reader):
        reader.display = False
        await pilot.pause()
        reader.show(stored(), NOTHING)
        await pilot.pause()
        reader.display = True
        await pilot.pause()
        assert HARBOUR.headline in screen_text(reader)


async def test_hiding_keeps_the_place() -> None:
    async with reading() as (pilot, reader):
        await pilot.press("space", "space", "j")
        position, top = reader.position, line_text(reader, 0)
        reader.display = False
        await pilot.pause()
        reader.display = True
        await pilot.pause()
        assert (reader.position, line_text(reader, 0)) == (position, top)


async def test_a_change_of_marks_keeps_the_place() -> None:
    async with reading(highlights=matches(LONG, "ferry")) as (pilot, reader):
        await pilot.press("space", "space")
        reader.next_match()
        top, current = line_text(reader, 0), reader.current_match
        reader.renew(replace(LONG, marks=Marks(starred=True, note="New.")), matches(LONG, "ferry"))
        await pilot.pause()
        assert line_text(reader, 0) == top
        assert reader.current_match == current
        await pilot.press("G")
        assert "│ New." in screen_text(reader)


# ---- moving -------------------------------------------------------------------------------------------------------


async def test_keys_move_the_text() -> None:
    async with reading() as (pilot, reader):
        end = reader.max_scroll_y
        steps = [("j", 1), ("down", 2), ("k", 1), ("up", 0), ("space", 22), ("pagedown", 44), ("b", 22), ("pageup", 0)]
        steps += [("ctrl+d", 12), ("ctrl+u", 0), ("G", end), ("g", 0), ("end", end), ("home", 0)]
        for key, line in steps:
            await pilot.press(key)
            assert reader.scroll_offset.y == line, key


async def test_a_page_down_at_the_end_asks_for_more() -> None:
    async with reading() as (pilot, _):
        await pilot.press("G")
        assert seen(pilot, ReaderView.EndReached) == []
        await pilot.press("space")
        assert len(seen(pilot, ReaderView.EndReached)) == 1


async def test_subheads_are_walked() -> None:
    async with reading() as (pilot, reader):
        tops: list[str] = []
        for key in ("}", "}", "{", "{"):
            await pilot.press("right_curly_bracket" if key == "}" else "left_curly_bracket")
            tops.append(line_text(reader, 0).strip())
        assert tops == ["Part 1", "Part 2", "Part 1", ""]
        assert reader.scroll_offset.y == 0


async def test_the_outline_leads_to_its_blocks() -> None:
    async with reading() as (pilot, reader):
        outline = reader.outline()
        assert outline[2] == ("Part 3", 32)
        reader.go_to_block(32)
        await pilot.pause()
        assert line_text(reader, 0).strip() == "Part 3"
        reader.go_to_block(HEAD)
        assert reader.scroll_offset.y == 0


async def test_the_wheel_moves_the_text() -> None:
    async with reading() as (pilot, reader):
        await pilot._post_mouse_events([MouseScrollDown], ReaderView, offset=(10, 10))
        await pilot.pause()
        assert reader.scroll_offset.y > 0


async def test_keys_can_be_remapped() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_keymap({"reader.page_down": "x"})
        reader = app.query_one(ReaderView)
        reader.focus()
        reader.show(LONG, NOTHING)
        await pilot.press("space")
        assert reader.scroll_offset.y == 0
        await pilot.press("x")
        assert reader.scroll_offset.y == 22


def test_every_key_is_described() -> None:
    for binding in ReaderView.BINDINGS:
        assert not isinstance(binding, tuple)
        assert binding.id is not None
        assert binding.id.startswith("reader.")
        assert binding.description
        assert binding.tooltip


# ---- position -----------------------------------------------------------------------------------------------------


async def test_the_position_is_told_and_restored() -> None:
    async with reading() as (pilot, reader):
        await pilot.press("space", "space", "j")
        await pilot.pause()
        moved = seen(pilot, ReaderView.Moved)[-1]
        assert moved.position == reader.position
        top = line_text(reader, 0)
        reader.show(stored(), NOTHING)
        await pilot.pause()
        reader.show(replace(LONG, marks=Marks(position=moved.position)), NOTHING)
        await pilot.pause()
        assert line_text(reader, 0) == top


async def test_showing_an_article_is_not_moving() -> None:
    async with reading(replace(LONG, marks=Marks(position=Position(20, 0)))) as (pilot, reader):
        assert reader.scroll_offset.y > 20
        assert seen(pilot, ReaderView.Moved) == []


async def test_the_same_text_stays_at_the_top_at_every_size() -> None:
    async with reading(size=(100, 24)) as (pilot, reader):
        await pilot.press("space", "space", "j", "j", "j")
        position, top = reader.position, line_text(reader, 0).strip()
        moved = len(seen(pilot, ReaderView.Moved))
        assert top
        for size in [(40, 24), (300, 70), (41, 10), (60, 100), (100, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert reader.position == position
            assert reader.page is not None
            shown = reader.page.position_at(reader.scroll_offset.y)
            assert shown.block == position.block
            assert shown.offset <= position.offset
        assert line_text(reader, 0).strip() == top
        assert len(seen(pilot, ReaderView.Moved)) == moved


async def test_a_taller_screen_does_not_lose_the_position_at_the_end() -> None:
    async with reading(size=(80, 20)) as (pilot, reader):
        await pilot.press("G")
        position, line = reader.position, reader.scroll_offset.y
        await pilot.resize_terminal(80, 50)
        await pilot.pause()
        assert reader.scroll_offset.y < line
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert (reader.position, reader.scroll_offset.y) == (position, line)


async def test_another_measure_keeps_the_text() -> None:
    async with reading(size=(120, 24)) as (pilot, reader):
        await pilot.press("space")
        position = reader.position
        reader.measure = 50
        await pilot.pause()
        assert reader.page is not None
        assert reader.page.measure == 50
        assert reader.position == position
