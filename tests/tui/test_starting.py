from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.strip import Strip

from index import Library
from tests.tui.driving import QUIET, WIDE, driving
from tests.tui.waiting import until
from tui import collector
from tui.app import DatelineApp
from tui.engine import Engine
from tui.widgets.article_list import ArticleList

NOT_ON_THE_FIRST_SCREEN = {
    "index.library.packing",
    "index.library.writer",
    "index.query",
    "index.search",
    "index.sync",
    "index.types.libraries",
    "index.types.timelines",
    "tomllib",
    "tui.background",
    "tui.browser",
    "tui.screens.choice",
    "tui.screens.facets",
    "tui.screens.help",
    "tui.screens.note",
    "tui.screens.timelines",
    "tui.screens.welcome",
    "tui.widgets.compose",
    "tui.widgets.facet_panel",
    "tui.widgets.timeline_strip",
    "tui.yanking",
    "whoosh",
}

MODULES_OF_THE_FIRST_SCREEN = 87
"""The most of our own modules that are loaded for it. Raise it only for what cannot come later."""


def test_what_is_not_on_the_first_screen_is_not_loaded(tmp_path: Path) -> None:
    code = (
        "import sys, tui.app\nfrom pathlib import Path\nfrom index import Library\n"
        f"Library.open(Path({str(tmp_path / 'library')!r})).close()\n"
        "print(*sys.modules, sep='\\n')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert set(loaded) & NOT_ON_THE_FIRST_SCREEN == set()
    assert sum(name.split(".")[0] in {"index", "tui"} for name in loaded) <= MODULES_OF_THE_FIRST_SCREEN


async def test_a_page_that_is_ready_is_on_the_first_screen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    render_lines = ArticleList.render_lines

    def watched(articles: ArticleList, crop: Region) -> list[Strip]:
        painted.append(len(articles._source))
        return render_lines(articles, crop)

    monkeypatch.setattr(ArticleList, "render_lines", watched)
    engine = Engine(Library.open(folder))
    try:
        app = DatelineApp(engine, QUIET)
        await asyncio.wrap_future(app._main._first)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, lambda: painted)
            assert 0 not in painted
            await app._main.leave()
    finally:
        engine.close()


async def test_the_collector_collects_again_behind_the_first_screen(folder: Path) -> None:
    collector.pause()
    try:
        async with driving(folder) as driven:
            await driven.until(gc.isenabled)
    finally:
        collector.resume()
