"""How the screens look, as pictures. `pytest --snapshot-update` accepts a new look."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot

from index import Library, add_sources
from tests.index.writing import write
from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import QUIET, Driven
from tui.app import DatelineApp
from tui.engine import Engine
from tui.screens.help import HelpScreen
from tui.screens.note import NoteScreen
from tui.screens.sources import SourcesScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.facet_panel import FacetPanel
from tui.widgets.timeline_strip import TimelineStrip

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures were taken on Python 3.11; others may differ in a detail"
)

SMALL, COMMON, LARGE = (40, 20), (80, 24), (120, 40)
Compare = Callable[..., bool]
Panel = TypeVar("Panel", FacetPanel, TimelineStrip)
Steps = Callable[[Driven], Awaitable[None]]


@contextmanager
def opened(folder: Path, theme: str = "dateline-dark") -> Iterator[tuple[DatelineApp, Engine]]:
    engine = Engine(Library.open(folder))
    try:
        yield DatelineApp(engine, replace(QUIET, theme=theme)), engine
    finally:
        engine.close()


def looks(compare: Compare, folder: Path, size: tuple[int, int], steps: Steps, theme: str = "dateline-dark") -> bool:
    """Does the screen look as it did, after some steps?"""
    with opened(folder, theme) as (app, engine):

        async def before(pilot: Pilot[None]) -> None:
            driven = Driven(app, engine, pilot)
            await driven.until(lambda: driven.main.searching.listing is not None)
            await steps(driven)

        return compare(app, terminal_size=size, run_before=before)


async def searched(driven: Driven) -> None:
    await driven.search("lighthouse sort:oldest")
    await driven.press("enter")
    await driven.until(lambda: driven.reader.current_match == 0 and driven.row.read)
    await driven.until(lambda: driven.reader.has_focus)


@pytest.fixture(autouse=True)
def _nothing_of_this_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search takes another time, and the file stands elsewhere, at each run."""
    get = Library.get
    monkeypatch.setattr(Library, "get", lambda self, number: replace(get(self, number), location="reports.jsonl#4"))
    monkeypatch.setattr("tui.widgets.understanding.duration", lambda _ms: "1.0 ms")


@pytest.mark.parametrize("theme", ["dateline-dark", "dateline-light", "ansi-dark"])
def test_two_panes_with_a_search(snap_compare: Compare, folder: Path, theme: str) -> None:
    assert looks(snap_compare, folder, LARGE, searched, theme)


@pytest.mark.parametrize("size", [COMMON, SMALL])
def test_one_pane_with_an_article(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    assert looks(snap_compare, folder, size, searched)


@pytest.mark.parametrize(("size", "theme"), [(LARGE, "dateline-dark"), (COMMON, "ansi-dark")])
def test_the_filter_panel(snap_compare: Compare, folder: Path, size: tuple[int, int], theme: str) -> None:
    async def narrow(driven: Driven) -> None:
        await driven.search("ferry sort:oldest")
        await driven.press("f")
        panel = await mounted(driven, FacetPanel)
        await driven.press("tab", "enter")
        await driven.until(lambda: len(driven.list.source) == ARTICLES // 2 and not panel.is_stale)
        facets = driven.main.panels._facets
        await driven.until(lambda: facets is not None and facets._risen_in == driven.box.text)
        await previewed(driven, size, headline(1))

    assert looks(snap_compare, folder, size, narrow, theme)


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_the_timeline(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    async def mark(driven: Driven) -> None:
        await driven.search("ferry sort:oldest")
        await driven.press("T")
        strip = await mounted(driven, TimelineStrip)
        await driven.press("g", "right", "right", "v", "right", "right", "right")
        await driven.until(lambda: strip.is_marked and driven.list.current is not None)
        await previewed(driven, size, headline(0))

    assert looks(snap_compare, folder, size, mark)


async def previewed(driven: Driven, size: tuple[int, int], article: str) -> None:
    """Where there is room for it, the article under the cursor is in the reader with its matches."""
    if size == LARGE:
        await driven.until(lambda: driven.reading == article and driven.reader.current_match == 0)


async def mounted(driven: Driven, kind: type[Panel]) -> Panel:
    """The panel that was opened, with what it shows."""
    await driven.until(lambda: driven.main.query(kind) and not driven.main.query_one(kind).is_stale)
    return driven.main.query_one(kind)


def test_the_help(snap_compare: Compare, folder: Path) -> None:
    async def ask(driven: Driven) -> None:
        await driven.press("question_mark")
        await driven.until(lambda: isinstance(driven.app.screen, HelpScreen))

    assert looks(snap_compare, folder, COMMON, ask)


def test_a_note(snap_compare: Compare, folder: Path) -> None:
    async def write(driven: Driven) -> None:
        await driven.until(lambda: driven.list.current is not None)
        await driven.press("c")
        await driven.until(lambda: isinstance(driven.app.screen, NoteScreen))
        await driven.press(*"ask the mayor")

    assert looks(snap_compare, folder, COMMON, write)


@pytest.mark.parametrize("size", [COMMON, SMALL])
def test_the_sources(snap_compare: Compare, folder: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    for name, articles in (("press", 2), ("wire", 1)):
        for number in range(articles):
            write(tmp_path / name / f"{number}.txt", f"Report {number} of the {name}")
    (tmp_path / "press" / "broken.json").write_text('{"headline": "no', encoding="utf-8")
    with Library.open(folder) as library:
        add_sources(library, [tmp_path / "press", tmp_path / "wire"])
        for name in ("press", "wire", "reports"):  # stand elsewhere at each run
            library.database.connection().execute(
                "UPDATE sources SET label = ?1, last_sync = NULL WHERE label LIKE '%' || ?2 || '%'",
                (f"/archive/{name}", f"/{name}"),
            )

    async def ask(driven: Driven) -> None:
        await driven.press("F")
        await driven.until(lambda: isinstance(driven.app.screen, SourcesScreen))
        screen = driven.app.screen
        assert isinstance(screen, SourcesScreen)
        await driven.until(lambda: [row.kind for row in screen.list.rows] == ["file", "folder", "folder"])
        await driven.press("j")

    assert looks(snap_compare, folder, size, ask)


def test_the_welcome(snap_compare: Compare, empty_folder: Path) -> None:
    async def come(driven: Driven) -> None:
        await driven.until(lambda: isinstance(driven.app.screen, WelcomeScreen))

    assert looks(snap_compare, empty_folder, COMMON, come)
