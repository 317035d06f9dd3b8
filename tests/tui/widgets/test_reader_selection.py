"""Selecting text in the reader with the mouse: what comes out is the article's text, not its lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.tui.widgets.reading import LONG, NOTHING, line_text, paragraph, reading, style_of
from tests.tui.widgets.stories import HARBOUR, stored
from tui.widgets.reader import ReaderView


async def _select(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> str | None:
    await pilot.mouse_down(ReaderView, offset=start)
    await pilot.hover(ReaderView, offset=end)
    await pilot.mouse_up(ReaderView, offset=end)
    await pilot.pause()
    return pilot.app.screen.get_selected_text()


def _find(reader: ReaderView, text: str) -> tuple[int, int]:
    """Where a text begins on the screen."""
    for y in range(reader.window.height):
        line = line_text(reader, y)
        if text in line:
            return cell_len(line[: line.index(text)]), y
    raise AssertionError(text)


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_the_mouse_selects_logical_text(width: int) -> None:
    async with reading(stored(), size=(width, 60)) as (pilot, reader):
        x, y = _find(reader, "pilots have")
        end_x, end_y = _find(reader, "Calls on")
        selected = await _select(pilot, (x, y), (end_x + 4, end_y))
        assert selected == (
            "pilots have been pressed to wave through ships that had failed their inspection, two former inspectors "
            "told the Courier.\n\nCalls"
        )


async def test_selecting_upwards_is_the_same() -> None:
    async with reading(stored(), size=(80, 60)) as (pilot, reader):
        x, y = _find(reader, "pilots have")
        assert await _select(pilot, (x + 10, y), (x, y)) == "pilots have"


async def test_margins_belong_to_the_lines_beside_them() -> None:
    async with reading(stored(), size=(120, 60)) as (pilot, reader):
        _, y = _find(reader, "Harbour pilots have")
        selected = await _select(pilot, (2, y), (110, y + 1))
        assert selected is not None
        assert selected.startswith("Harbour pilots have")
        assert selected.endswith("the Courier.")
        assert "  " not in selected


async def test_wide_characters_and_marks_are_selected_whole() -> None:
    text = "e\u0301te\u0301 報道によると harbour"
    async with reading(stored(replace(HARBOUR, blocks=(paragraph(text),))), size=(80, 40)) as (pilot, reader):
        x, y = _find(reader, "e\u0301te\u0301")
        assert await _select(pilot, (x, y), (x + 2, y)) == "e\u0301te\u0301"
        assert await _select(pilot, (x + 1, y), (x + 1, y)) in {None, "t"}
        assert await _select(pilot, (x + 4, y), (x + 6, y)) == "報道"


async def test_selected_text_is_painted_and_outlives_a_resize() -> None:
    async with reading(stored(), size=(120, 60)) as (pilot, reader):
        x, y = _find(reader, "told the Courier")
        selected = await _select(pilot, (x, y), (x + 15, y))
        assert selected == "told the Courier"
        painted = style_of(reader, selected)
        await pilot.resize_terminal(40, 60)
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() == selected
        assert style_of(reader, selected).bgcolor == painted.bgcolor


async def test_another_article_ends_the_selection() -> None:
    async with reading(stored(), size=(80, 60)) as (pilot, reader):
        x, y = _find(reader, "pilots have")
        assert await _select(pilot, (x, y), (x + 5, y)) == "pilots"
        reader.show(LONG, NOTHING)
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() is None


async def test_two_clicks_select_a_word_and_three_aparagraph() -> None:
    async with reading(stored(), size=(80, 60)) as (pilot, reader):
        x, y = _find(reader, "pilots have")
        await pilot.double_click(ReaderView, offset=(x + 2, y))
        await pilot.pause()
        assert pilot.app.screen.get_selected_text() == "pilots"
        await pilot.triple_click(ReaderView, offset=(x + 2, y))
        await pilot.pause()
        selected = pilot.app.screen.get_selected_text()
        assert selected == HARBOUR.blocks[1].text


async def test_everything_can_be_selected() -> None:
    async with reading(stored()) as (pilot, reader):
        reader.text_select_all()
        await pilot.pause()
        selected = pilot.app.screen.get_selected_text()
        assert selected is not None
        assert selected.startswith("Coast News\n\nHarbour pilots")
        assert selected.endswith("harbour.txt#17")
