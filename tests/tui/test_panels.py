"""The filter panel and the timeline, by keys, on wide and narrow screens."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library, Searcher, add_sources
from tests.tui.conftest import ARTICLES, LIGHTHOUSES
from tests.tui.driving import NARROW, WIDE, Driven, driving
from tui.actions import Scope
from tui.screens.facets import OPEN
from tui.widgets.facet_panel import FacetPanel
from tui.widgets.timeline_strip import TimelineStrip

TINY = (40, 20)


def found(driven: Driven) -> int:
    listing = driven.main.searching.listing
    assert listing is not None
    return len(listing)


def panel(driven: Driven) -> FacetPanel:
    return driven.main.query_one(FacetPanel)


def strip(driven: Driven) -> TimelineStrip:
    return driven.main.query_one(TimelineStrip)


def counts(driven: Driven, facet: str) -> dict[str, int]:
    rows = (row.value for row in panel(driven).rows if row.facet == facet)
    return {value.value: value.count for value in rows if value is not None}


def under_cursor(driven: Driven) -> str | None:
    current = panel(driven).current
    return current.value.value if current is not None and current.value is not None else None


async def opened(driven: Driven) -> None:
    """Open the filter panel, and wait for its counts."""
    await driven.press("f")
    await driven.until(lambda: driven.main.panes.scope is Scope.FACETS and not panel(driven).is_stale)


async def go_to(driven: Driven, value: str) -> None:
    await driven.press("g")
    for _ in panel(driven).rows:
        if under_cursor(driven) == value:
            return
        await driven.press("j")
    raise AssertionError(f"{value} is not in the panel")


async def until_counted(driven: Driven, total: int) -> None:
    await driven.until(lambda: found(driven) == total and not panel(driven).is_stale)


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_a_value_narrows_the_query_and_is_taken_out_again(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await driven.search("lighthouse")
        await opened(driven)
        assert counts(driven, "section") == {"Harbour": 2, "Town": 1}
        await go_to(driven, "Harbour")
        await driven.press("enter")
        await until_counted(driven, 2)
        assert driven.box.text == 'lighthouse section:=="Harbour"'
        assert counts(driven, "section") == {"Harbour": 2}
        assert under_cursor(driven) == "Harbour"
        assert driven.main.panes.scope is Scope.FACETS
        await driven.press("backspace")
        await until_counted(driven, len(LIGHTHOUSES))
        assert driven.box.text == "lighthouse"
        assert under_cursor(driven) == "Harbour"
        await driven.press("f")
        await driven.until(lambda: driven.list.has_focus and not driven.main.has_class(OPEN))


async def test_a_value_is_excluded_and_stays_in_the_panel(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse")
        await opened(driven)
        await go_to(driven, "Harbour")
        await driven.press("minus")
        await until_counted(driven, 1)
        assert driven.box.text == 'lighthouse -section:=="Harbour"'
        assert counts(driven, "section") == {"Harbour": 0, "Town": 1}
        await driven.press("space")  # the one in the place of the other
        await until_counted(driven, 2)
        assert driven.box.text == 'lighthouse section:=="Harbour"'
        await driven.press("space")  # again takes it back
        await until_counted(driven, len(LIGHTHOUSES))
        assert driven.box.text == "lighthouse"
        await driven.press("backspace")
        await driven.until(lambda: driven.said == "The query says nothing of this value.")


async def test_what_is_chosen_is_marked_where_nothing_matches(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search('zebra section:=="Harbour"')
        await opened(driven)
        assert counts(driven, "section") == {"Harbour": 0}
        await driven.press("backspace")
        await driven.until(lambda: driven.box.text == "zebra")


async def test_keys_of_one_breath_wait_for_the_query(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("ferry")
        await opened(driven)
        await go_to(driven, "Harbour")
        driven.breathe("enter", "backspace", "minus")
        await until_counted(driven, ARTICLES // 2)
        assert driven.box.text == 'ferry -section:=="Harbour"'


async def test_the_panel_follows_what_is_typed(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        assert counts(driven, "author") == {"Ida Vane": ARTICLES // 2, "Tom Orr": ARTICLES // 2}
        await driven.press("slash", *"lighthouse")
        await until_counted(driven, len(LIGHTHOUSES))
        assert driven.main.panes.scope is Scope.SEARCH
        await driven.until(lambda: counts(driven, "author") == {"Ida Vane": 2, "Tom Orr": 1})
        await driven.press("escape", "f", "tab")
        await driven.until(lambda: under_cursor(driven) == "Harbour")


async def test_facets_are_those_of_the_cursor(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        walked = [under_cursor(driven)]
        for key in ("tab", "tab", "right_curly_bracket", "left_curly_bracket", "shift+tab", "shift+tab", "shift+tab"):
            await driven.press(key)
            walked.append(under_cursor(driven))
        # Neither places nor tags are known of these articles.
        assert walked[:4] == ["The Fictional Post", "Harbour", "Ida Vane", "en"]
        assert walked[4:] == ["Ida Vane", "Harbour", "The Fictional Post", "2031"]


async def test_results_come_before_facets_and_old_ones_are_dimmed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    facets = Searcher.facets

    def held(self: Searcher, text: str, *, cancelled: Callable[[], bool], **how: Any) -> Any:
        asked.append(text)
        while text != "lighthouse ferry" and not cancelled():
            threading.Event().wait(0.001)
        return facets(self, text, cancelled=cancelled, **how)

    async with driving(folder) as driven:
        await opened(driven)
        before = list(panel(driven).rows)
        monkeypatch.setattr(Searcher, "facets", held)
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: found(driven) == len(LIGHTHOUSES) and "lighthouse" in asked)
        assert panel(driven).is_stale
        assert list(panel(driven).rows) == before
        await driven.press(*" ferry")  # the newest wins
        await until_counted(driven, len(LIGHTHOUSES))
        assert asked[-1] == "lighthouse ferry"
        assert counts(driven, "section") == {"Harbour": 2, "Town": 1}


async def test_nothing_is_counted_while_the_panel_is_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    facets = Searcher.facets

    def watched(self: Searcher, text: str, **how: Any) -> Any:
        asked.append(text)
        return facets(self, text, **how)

    monkeypatch.setattr(Searcher, "facets", watched)
    async with driving(folder) as driven:
        await driven.search("ferry")
        await opened(driven)
        await driven.press("escape")
        await driven.search("lighthouse")
        assert asked == ["ferry"]
        await opened(driven)
        assert asked == ["ferry", "lighthouse"]


@pytest.mark.parametrize("size", [NARROW, TINY])
async def test_on_a_narrow_screen_it_lies_over_the_list(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await opened(driven)
        await driven.until(lambda: not driven.list.region and panel(driven).region.width == size[0])
        await driven.press("slash", *"lighthouse")
        await until_counted(driven, len(LIGHTHOUSES))
        assert panel(driven).region
        await driven.press("enter")
        await driven.until(lambda: driven.list.has_focus and bool(driven.list.region) and not panel(driven).region)


async def test_on_a_wide_screen_it_stays_beside_the_list(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        await driven.press("l")
        await driven.until(lambda: driven.list.has_focus and bool(panel(driven).region))
        await driven.press("j", "enter")
        await driven.until(lambda: driven.reader.has_focus and bool(panel(driven).region))
        await driven.app.run_action("do('facets')")
        await driven.until(lambda: driven.main.panes.scope is Scope.FACETS)


async def test_no_list_in_use_is_hidden_by_a_smaller_terminal(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        await driven.pilot.resize_terminal(*NARROW)
        await driven.until(lambda: panel(driven).region.width == NARROW[0])  # in use, it stays
        await driven.pilot.resize_terminal(*WIDE)
        await driven.until(lambda: bool(driven.list.region))
        await driven.press("l")
        await driven.pilot.resize_terminal(*NARROW)
        await driven.until(lambda: driven.list.region.width == NARROW[0] and not panel(driven).region)


async def test_the_mouse_chooses(folder: Path) -> None:
    async with driving(folder) as driven:
        await opened(driven)
        line = next(place for place, row in enumerate(panel(driven).rows) if row.value and row.value.value == "Town")
        await driven.pilot.click(FacetPanel, offset=(5, line))
        await until_counted(driven, ARTICLES // 2)
        assert driven.box.text == 'section:=="Town"'


async def test_hostile_values_are_shown_harmlessly_and_can_be_narrowed_to(tmp_path: Path) -> None:
    outlets = ['[bold]The "Red"[/bold]', "\u202eevil\u202c", "a\x1b[2Jb", "L" * 150, "x (y) | NOT -z"]
    archive, folder = tmp_path / "hostile.jsonl", tmp_path / "library"
    articles = [
        {"headline": f"Report {number}", "text": "A ferry. " * 30, "source": outlet}
        for number, outlet in enumerate(outlets)
    ]
    archive.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    with Library.open(folder) as library:
        assert add_sources(library, [archive]).added == len(outlets)
    async with driving(folder) as driven:
        await opened(driven)
        values = list(counts(driven, "outlet"))
        assert len(values) == len(outlets)
        width = panel(driven).size.width
        for y in range(panel(driven).size.height):
            strip = panel(driven).render_line(y)
            assert strip.text.isprintable()
            assert strip.cell_length <= width
        for value in values:
            await go_to(driven, value)
            await driven.press("enter")
            await until_counted(driven, 1)
            assert counts(driven, "outlet") == {value: 1} or len(value) > 60
            await driven.press("backspace")
            await until_counted(driven, len(outlets))
            assert driven.box.text == ""


# ---- the timeline -------------------------------------------------------------------------------------------------


async def timed(driven: Driven) -> None:
    await driven.press("T")
    await driven.until(lambda: driven.main.panes.scope is Scope.TIMELINE and not strip(driven).is_stale)


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_a_span_is_cut_from_the_timeline_and_given_back(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        await timed(driven)
        assert sum(count for _, count in strip(driven).timeline.buckets) == ARTICLES
        await driven.press("G", "left", "shift+left")
        span = strip(driven).span
        assert span is not None
        assert strip(driven).is_marked
        await driven.press("enter")
        await driven.until(lambda: driven.box.text.startswith("date:2031-") and not strip(driven).is_stale)
        with Library.open(folder) as library:
            inside = len(library.ids_published(span.first, span.last))
        await driven.until(lambda: found(driven) == inside)
        assert 0 < inside < ARTICLES
        assert driven.main.panes.scope is Scope.TIMELINE
        await driven.press("g", "enter")  # further in
        await driven.until(lambda: 0 < found(driven) < inside and not strip(driven).is_stale)
        await driven.press("backspace")
        await driven.until(lambda: found(driven) == ARTICLES and driven.box.text == "")
        await driven.press("backspace")
        nothing = "The query says nothing of days."
        await driven.until(lambda: driven.said == nothing or nothing in driven.toasts)
        await driven.press("T")
        await driven.until(lambda: driven.list.has_focus and not strip(driven).region)


async def test_a_span_is_begun_by_a_key_and_given_up(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("ferry")
        await timed(driven)
        await driven.press("g", "v", "right", "l")
        await driven.until(lambda: strip(driven).is_marked)
        span = strip(driven).span
        await driven.press("v")
        await driven.until(lambda: not strip(driven).is_marked and strip(driven).span != span)
        await driven.press("space", "h", "enter")
        await driven.until(lambda: driven.box.text.startswith("ferry date:2031-"))


async def test_both_stay_open_and_follow_one_another(folder: Path) -> None:
    async with driving(folder) as driven:
        await timed(driven)
        await opened(driven)
        await go_to(driven, "Harbour")
        await driven.press("enter")
        await until_counted(driven, ARTICLES // 2)
        await driven.until(
            lambda: (
                not strip(driven).is_stale
                and sum(count for _, count in strip(driven).timeline.buckets) == ARTICLES // 2
            )
        )
        await driven.press("escape")
        await driven.until(lambda: driven.list.has_focus and not panel(driven).region and bool(strip(driven).region))


async def test_the_timeline_takes_the_mouse(folder: Path) -> None:
    async with driving(folder) as driven:
        await timed(driven)
        buckets = strip(driven).timeline.buckets
        await driven.press("g")
        left = strip(driven)._bars().left
        await driven.pilot.click(TimelineStrip, offset=(1 + left, 1))
        await driven.until(lambda: driven.box.text == f"date:{buckets[0][0]}")


async def test_a_resized_timeline_has_as_many_bars_as_there_is_room_for(long_folder: Path) -> None:
    async with driving(long_folder) as driven:
        await timed(driven)
        wide = len(strip(driven).timeline.buckets)
        await driven.pilot.resize_terminal(24, 30)
        await driven.until(lambda: len(strip(driven).timeline.buckets) <= 22 and not strip(driven).is_stale)
        assert len(strip(driven).timeline.buckets) <= wide


async def test_the_panels_actions_say_what_they_need(folder: Path) -> None:
    async with driving(folder) as driven:
        for action, need in [("narrow", "Open the filter panel first."), ("cut", "Open the timeline first.")]:
            driven.main.commands.do(action)
            await driven.until(lambda: driven.said == need)  # noqa: B023 - awaited here
