"""Matches in the reader: lit, walked, and marked on the scroll bar."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from index.types import Highlights, Marks, Match, Part, PartKind, Span
from tests.tui.widgets.reading import LONG, NOTHING, paragraph, reading, screen_text, seen, style_of
from tests.tui.widgets.stories import HARBOUR, matches, paragraphs, stored
from tui.widgets.reader import ReaderView

# ---- matches ------------------------------------------------------------------------------------------------------


async def test_matches_are_lit_in_the_colour_of_their_term() -> None:
    article = stored()
    async with reading(article, matches(article, "pilots", "inspectors"), size=(100, 40)) as (_, reader):
        first, second = style_of(reader, "pilots"), style_of(reader, "inspectors")
        plain = style_of(reader, " told the Courier.")
        colours = {style.bgcolor for style in (first, second, plain)}
        assert len(colours) == 3


async def test_the_current_match_stands_out() -> None:
    article = stored()
    async with reading(article, matches(article, "pilots"), size=(100, 40)) as (pilot, reader):
        before = style_of(reader, "pilots")
        assert reader.next_match()
        await pilot.pause()
        assert style_of(reader, "pilots").bgcolor != before.bgcolor
        assert style_of(reader, "pilots", 1) != style_of(reader, "pilots")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord"])
async def test_matches_are_seen_in_every_theme(theme: str) -> None:
    article = stored()
    async with reading(article, matches(article, "pilot house", "pilots"), size=(100, 40)) as (pilot, reader):
        pilot.app.theme = theme
        await pilot.pause()
        assert reader.next_match()
        await pilot.pause()
        current, other = style_of(reader, "pilots"), style_of(reader, "pilot house")
        assert (current.bgcolor, current.reverse) != (other.bgcolor, other.reverse)
        assert current.bold
        assert other.bold
        assert not other.dim


async def test_a_theme_changes_what_was_painted() -> None:
    async with reading(stored(), size=(100, 40)) as (pilot, reader):
        before = style_of(reader, HARBOUR.headline)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert style_of(reader, HARBOUR.headline) != before


async def test_matches_are_walked_to_the_end_and_back() -> None:
    article = stored()
    highlights = matches(article, "nspect")
    async with reading(article, highlights, size=(60, 12)) as (pilot, reader):
        assert (reader.match_count, reader.current_match) == (4, None)
        walked = []
        while reader.next_match():
            walked.append(reader.current_match)
            await pilot.pause()
            assert "nspect" in screen_text(reader)
        assert walked == [0, 1, 2, 3]
        assert not reader.next_match()
        assert reader.current_match == 3
        while reader.previous_match():
            walked.append(reader.current_match)
        assert walked == [0, 1, 2, 3, 2, 1, 0]
        await pilot.pause()
        told = [(message.current, message.total) for message in seen(pilot, ReaderView.MatchChanged)]
        assert told == [(None, 4), *((match, 4) for match in walked)]


async def test_a_match_is_brought_into_the_middle_third() -> None:
    async with reading(highlights=matches(LONG, "Paragraph (1|3|4)0")) as (_, reader):
        for _ in range(3):
            assert reader.next_match()
            line = reader._lines[reader.current_match or 0] - reader.scroll_offset.y
            assert 8 <= line < 16


async def test_the_walk_begins_at_the_top_of_the_screen() -> None:
    async with reading(highlights=matches(LONG, r"Paragraph \d+")) as (pilot, reader):
        await pilot.press("space", "space")
        assert reader.next_match()
        assert reader.current_match is not None
        assert reader.current_match > 5
        assert f"Paragraph {reader.current_match}." in screen_text(reader)


@pytest.mark.parametrize(("match", "current"), [(0, 0), (2, 2), (-1, 3), (99, 3), (None, None)])
async def test_an_article_opens_at_a_match(match: int | None, current: int | None) -> None:
    article = stored()
    async with reading(article, matches(article, "nspect"), size=(60, 12), match=match) as (_, reader):
        assert reader.current_match == current
        if current is not None:
            assert reader._lines[current] in reader.lines_in_sight


async def test_a_phrase_over_two_lines_is_one_match() -> None:
    article = stored(replace(HARBOUR, blocks=(paragraph("x" * 60 + " the harbour police of the old town"),)))
    highlights = matches(article, "harbour police of the old town")
    async with reading(article, highlights, size=(80, 24)) as (_, reader):
        assert reader.match_count == 1
        assert reader.next_match()
        assert not reader.next_match()
        first, second = style_of(reader, "harbour"), style_of(reader, "police of the old town")
        assert first.bgcolor == second.bgcolor


async def test_matches_survive_a_resize() -> None:
    async with reading(highlights=matches(LONG, "Paragraph 30")) as (pilot, reader):
        assert reader.next_match()
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert reader.current_match == 0
        assert reader._lines[0] in reader.lines_in_sight


async def test_another_query_lights_other_words() -> None:
    async with reading(highlights=matches(LONG, "ferry")) as (pilot, reader):
        reader.next_match()
        await pilot.press("space")
        top = reader.scroll_offset.y
        reader.light(matches(LONG, "harbour", "dawn"))
        await pilot.pause()
        assert reader.current_match is None
        assert reader.match_count == 120
        assert reader.scroll_offset.y == top
        assert style_of(reader, "harbour") != style_of(reader, "dawn")


async def test_matches_in_every_part_can_be_gone_to() -> None:
    article = stored(marks=Marks(note="Ask the pilots."))
    highlights = matches(article, "Coast|Harbour|inspectors|Ruiz|Port|Vell|Arno|pilots|Aurora")
    async with reading(article, highlights, size=(50, 10)) as (pilot, reader):
        for number in range(reader.match_count):
            assert reader.next_match()
            assert reader.current_match == number
            await pilot.pause()
            assert reader._lines[number] in reader.lines_in_sight


async def test_a_match_that_is_not_shown_is_no_trouble() -> None:
    highlights = Highlights((Match(Part(PartKind.NOTE), (Span(0, 3, 0),)), Match(Part(PartKind.BLOCK, 99), ())))
    async with reading(highlights=highlights) as (_, reader):
        assert reader.next_match()
        assert reader.next_match()
        assert not reader.next_match()


# ---- scroll bar ---------------------------------------------------------------------------------------------------


def bar_rows(reader: ReaderView) -> dict[int, str]:
    """The ticks on the scroll bar: row and glyph."""
    lines = reader.vertical_scrollbar.render_lines(reader.vertical_scrollbar.size.region)
    return {y: line.text for y, line in enumerate(lines) if line.text in {"━", "█"}}


async def test_the_scroll_bar_shows_where_matches_are() -> None:
    async with reading(highlights=matches(LONG, "Paragraph (2|30|58)\\.")) as (pilot, reader):
        assert reader.page is not None
        expected = [int(line / reader.page.height * 24) for line in reader._lines]
        assert list(bar_rows(reader)) == expected
        reader.next_match()
        await pilot.pause()
        assert bar_rows(reader) == {expected[0]: "█", expected[1]: "━", expected[2]: "━"}
        reader.light(NOTHING)
        await pilot.pause()
        assert bar_rows(reader) == {}


async def test_the_scroll_bar_still_scrolls() -> None:
    async with reading(highlights=matches(LONG, "ferry")) as (pilot, reader):
        bar = reader.vertical_scrollbar
        assert bar_rows(reader)
        await pilot.click(offset=(bar.region.x, bar.region.bottom - 2))
        await _settle(pilot, reader)
        down = reader.scroll_offset.y
        assert down > 0
        await pilot.mouse_down(offset=(bar.region.x, bar.region.y + 3))
        await pilot.hover(offset=(bar.region.x, bar.region.y + 12))
        await pilot.mouse_up(offset=(bar.region.x, bar.region.y + 12))
        await _settle(pilot, reader)
        assert reader.scroll_offset.y > down


async def test_a_short_article_has_no_scroll_bar_but_its_column() -> None:
    short = stored(replace(HARBOUR, blocks=()))
    async with reading(short, size=(80, 40)) as (_, reader):
        assert not reader.show_vertical_scrollbar
        assert reader.window.width == 79
        assert reader.is_vertical_scroll_end


# ---- size ---------------------------------------------------------------------------------------------------------


async def test_a_very_long_article_opens_and_moves_at_once() -> None:
    sentence = "The harbour police of the old town said nothing about the ferry. "
    article = stored(paragraphs(3300, every=sentence * 5))
    highlights = matches(article, "harbour", "ferry")
    async with reading(None) as (pilot, reader):
        start = time.perf_counter()
        reader.show(article, highlights)
        opened = time.perf_counter() - start
        await pilot.press("G", "b", "g")
        start = time.perf_counter()
        for _ in range(50):
            assert reader.next_match()
        walked = (time.perf_counter() - start) / 50
        print(f"opened in {1000 * opened:.0f} ms, a match in {1000 * walked:.1f} ms")  # noqa: T201 - a measurement
        assert reader.match_count == 33000


async def _settle(pilot: Pilot[None], reader: ReaderView) -> None:
    """Until an animated scroll has come to rest."""
    await pilot.wait_for_animation()
    await pilot.wait_for_scheduled_animations()
    assert reader.is_attached


async def test_matches_are_walked_by_number_before_the_first_layout() -> None:
    article = stored()
    async with reading(article, matches(article, "pilots"), size=(100, 40)) as (pilot, reader):
        last = reader.match_count - 1
        assert last > 0
        reader.display = False
        reader.page = None
        reader.show(article, matches(article, "pilots"), match=0)
        reader.page = None
        assert reader.next_match()
        assert reader.current_match == 1
        assert reader.previous_match()
        assert not reader.previous_match()
        while reader.next_match():
            pass
        assert reader.current_match == last
        reader.display = True
        await pilot.pause()
        assert reader.current_match == last
