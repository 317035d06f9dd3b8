from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library, add_sources
from index.types import MarkChange
from tests.tui.conftest import ARTICLES, headline
from tests.tui.driving import NARROW, QUIET, Driven, driving
from tui.background import Outcome, Run, Tell
from tui.engine import Engine
from tui.places import complete
from tui.screens.welcome import WelcomeScreen
from tui.syncing import said

SYNCING = replace(QUIET, sync_on_start=True)


def page(folder: Path, name: str, title: str) -> Path:
    """A pasted page in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    text = "\n\n".join(
        ["The tide came in over the wall at noon, and the wall held as the mayor had promised it would."] * 3
    )
    path.write_text(json.dumps({"headline": title, "text": text, "date": "2040-01-01"}), encoding="utf-8")
    return path


def titles(driven: Driven) -> list[str]:
    source = driven.list.source
    hits = [source.hit(index) for index in range(min(len(source), 8))]
    return [hit.row.headline for hit in hits if hit is not None]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with one article, which is a source of the library in `with_pages`."""
    page(tmp_path / "pages", "one", "The wall holds")
    return tmp_path / "pages"


@pytest.fixture
def with_pages(folder: Path, pages: Path) -> Path:
    with Library.open(folder) as library:
        assert add_sources(library, [pages]).added == 1
    return folder


async def test_new_articles_appear_while_one_reads_and_the_cursor_stays(with_pages: Path, pages: Path) -> None:
    page(pages, "two", "The wall is raised")
    async with driving(with_pages, config=SYNCING) as driven:
        await driven.press("j", "j", "j")
        under = driven.under_cursor
        await driven.until(lambda: "The wall is raised" in titles(driven))
        assert driven.under_cursor == under
        assert driven.list.cursor == 4
        await driven.until(lambda: driven.said == "1 new")


async def test_what_changes_on_the_disk_comes_in_by_itself(with_pages: Path, pages: Path) -> None:
    async with driving(with_pages, config=replace(QUIET, watch=True)) as driven:
        await driven.until(lambda: driven.engine.is_watching)
        await driven.press("j", "j", "enter")
        await driven.until(lambda: driven.reader.has_focus)
        under, reading = driven.under_cursor, driven.reading
        page(pages, "two", "The wall is raised")
        await driven.until(lambda: "The wall is raised" in titles(driven))
        assert driven.reader.has_focus
        assert (driven.under_cursor, driven.reading) == (under, reading)
        await driven.until(lambda: driven.said == "1 new")


async def test_what_changes_while_another_process_writes_comes_in_later(
    with_pages: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_WAIT", "0")
    monkeypatch.setattr("tui.syncing.LATER", 0.1)
    async with driving(with_pages, config=replace(QUIET, watch=True)) as driven:
        await driven.until(lambda: driven.engine.is_watching)
        outcomes: list[Outcome] = []
        follow = Run.follow

        async def told(run: Run, tell: Tell) -> Outcome:
            outcomes.append(await follow(run, tell))
            return outcomes[-1]

        monkeypatch.setattr(Run, "follow", told)
        with Library.open(with_pages) as library, library.write_lock("dateline add"):
            page(pages, "two", "The wall is raised")
            await driven.until(lambda: outcomes)
            assert outcomes[0].locked
        await driven.until(lambda: "The wall is raised" in titles(driven))
        assert not driven.toasts


async def test_a_library_that_may_only_be_read_is_not_watched(with_pages: Path) -> None:
    engine = Engine(Library.open(with_pages))
    engine._library.writable = False
    async with driving(with_pages, config=replace(QUIET, watch=True), engine=engine) as driven:
        await driven.until(lambda: driven.main.syncing._seen)
        assert engine._watching is None


async def test_results_of_a_search_grow_too(with_pages: Path, pages: Path) -> None:
    async with driving(with_pages) as driven:
        await driven.search("tide wall")
        assert titles(driven) == ["The wall holds"]
        page(pages, "two", "The wall is raised")
        await driven.press("R")
        await driven.until(lambda: "The wall is raised" in titles(driven))
        assert driven.box.text == "tide wall"


async def test_what_another_process_adds_appears(folder: Path, tmp_path: Path) -> None:
    async with driving(folder) as driven:
        await driven.until(lambda: driven.main.syncing._seen)
        added = page(tmp_path / "others", "three", "A third wall")

        def add() -> None:
            with Library.open(folder) as library:
                add_sources(library, [added])

        await asyncio.to_thread(add)
        await driven.until(lambda: "A third wall" in titles(driven))


async def test_marks_of_another_process_appear(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.until(lambda: driven.main.syncing._seen)
        row = driven.row

        def mark() -> None:
            with Library.open(folder) as library:
                library.mark([MarkChange(row.id, starred=True)])

        await asyncio.to_thread(mark)
        await driven.until(lambda: driven.row.starred)


async def test_marks_of_another_process_appear_on_rows_that_were_out_of_sight(long_folder: Path) -> None:
    async with driving(long_folder) as driven:
        await driven.until(lambda: driven.main.syncing._seen)
        await driven.press("G")
        await driven.until(lambda: driven.under_cursor == headline(0))
        last = driven.row
        await driven.press("g")
        first = driven.row

        def mark() -> None:
            with Library.open(long_folder) as library:
                library.mark([MarkChange(row.id, starred=True) for row in (first, last)])

        await asyncio.to_thread(mark)
        await driven.until(lambda: driven.row.starred)
        await driven.press("G")
        await driven.until(lambda: driven.row.starred)


async def test_articles_that_come_in_leave_no_old_marks_out_of_sight(long_folder: Path, tmp_path: Path) -> None:
    async with driving(long_folder) as driven:
        await driven.until(lambda: driven.main.syncing._seen)
        await driven.press("G")
        await driven.until(lambda: driven.under_cursor == headline(0))
        last = driven.row
        await driven.press("g")
        added = page(tmp_path / "others", "three", "A third wall")

        def mark_and_add() -> None:
            with Library.open(long_folder) as library:
                library.mark([MarkChange(last.id, starred=True)])
                add_sources(library, [added])

        await asyncio.to_thread(mark_and_add)
        await driven.until(lambda: "A third wall" in titles(driven))
        await driven.press("G")
        await driven.until(lambda: driven.row.starred)


async def test_syncing_says_when_there_is_nothing_new(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("R")
        await driven.until(lambda: driven.said == "Nothing new.")


async def test_a_library_that_is_being_written_says_by_whom(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_WAIT", "0")
    with Library.open(folder) as library, library.write_lock("dateline add"):
        async with driving(folder) as driven:
            await driven.press("R")
            await driven.until(lambda: any("dateline add" in toast for toast in driven.toasts))


async def test_an_index_that_is_missing_is_built(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder / "search")
    async with driving(folder) as driven:
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: driven.main.searching.listing and len(driven.main.searching.listing) == 3)


async def test_the_first_source_is_added(empty_folder: Path, archive_file: Path) -> None:
    async with driving(empty_folder, NARROW) as driven:
        await driven.until(lambda: isinstance(driven.app.screen, WelcomeScreen))
        await driven.press(*"/nowhere/at/all", "enter")
        await driven.until(lambda: "no such file" in welcome_says(driven))
        await driven.press("ctrl+u", *str(archive_file)[:-3], "tab", "enter")
        await driven.until(lambda: not isinstance(driven.app.screen, WelcomeScreen))
        await driven.until(lambda: headline(ARTICLES - 1) in titles(driven))  # some may have been listed before it
        assert driven.list.has_focus


async def test_a_first_source_without_articles_is_told(empty_folder: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    async with driving(empty_folder, NARROW) as driven:
        await driven.until(lambda: isinstance(driven.app.screen, WelcomeScreen))
        await driven.press(*str(nothing), "enter")
        await driven.until(lambda: "No article was found there." in welcome_says(driven))


async def test_the_welcome_can_be_left(empty_folder: Path) -> None:
    async with driving(empty_folder) as driven:
        await driven.until(lambda: isinstance(driven.app.screen, WelcomeScreen))
        await driven.press("escape")
        await driven.until(lambda: driven.list.has_focus and not isinstance(driven.app.screen, WelcomeScreen))
        assert driven.list.empty_text.startswith("No articles yet")
        await driven.press("R")
        await driven.until(lambda: driven.said.startswith("There are no sources yet"))


def welcome_says(driven: Driven) -> str:
    from textual.widgets import Static

    if not isinstance(driven.app.screen, WelcomeScreen):
        return ""
    return str(driven.app.screen.query_one("#welcome-says", Static).content)


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news.txt").touch()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "bad\nname").mkdir()
    assert complete(f"{tmp_path}/ne") == f"{tmp_path}/news/"
    assert complete(f"{tmp_path}/news.") == f"{tmp_path}/news.txt"
    assert complete(f"{tmp_path}/.h") == f"{tmp_path}/.hidden/"
    assert complete(f"{tmp_path}/x") is None
    assert complete(f"{tmp_path}/bad") is None
    assert complete("") is None
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("~/ne") == "~/news/"
    assert complete("~nobody/x") is None
    assert complete("~nobody-of-that-name/x") is None
    monkeypatch.chdir(tmp_path)
    assert complete("ne") == "news/"


async def test_a_run_can_be_stopped_at_once(folder: Path) -> None:
    run = Run(folder, ["sync"])
    following = asyncio.ensure_future(run.follow(lambda _: None))
    await asyncio.sleep(0)
    run.stop()
    outcome = await following
    assert outcome.interrupted or outcome == Outcome()


async def test_a_run_that_breaks_is_told(tmp_path: Path) -> None:
    outcome = await Run(tmp_path / "library", ["no-such-command"]).follow(lambda _: None)
    assert outcome.error is not None
    assert "no-such-command" in outcome.error


def test_what_a_run_did_in_a_line() -> None:
    assert said(Outcome()) == ""
    assert said(Outcome(added=1200, gone=3, failed=1)) == "1,200 new · 3 gone · 1 failed"
