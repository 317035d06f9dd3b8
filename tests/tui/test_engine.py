"""Counting what a query found, off the interface thread: the newest query wins, and no search waits or is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from index import Library, Searcher
from index.errors import SearchCancelledError
from index.types import ArticleId, MarkChange, SavedCounts
from tests.tui.conftest import ARTICLES, LIGHTHOUSES
from tests.tui.driving import held_up
from tui.engine import Engine


@pytest_asyncio.fixture
async def engine(folder: Path) -> AsyncIterator[Engine]:
    engine = Engine(Library.open(folder))
    yield engine
    engine.close()


async def test_facets_and_timelines_are_of_the_query(engine: Engine) -> None:
    assert (await engine.facets(""))["outlet"] == [("The Fictional Post", ARTICLES)]
    assert (await engine.facets("lighthouse"))["section"] == [("Harbour", 2), ("Town", 1)]
    timeline = await engine.timeline("lighthouse", 30)
    assert (timeline.unit, sum(count for _, count in timeline.buckets)) == ("day", len(LIGHTHOUSES))
    everything = await engine.timeline("", 30)
    assert (everything.unit, everything.undated) == ("month", 0)


async def test_they_are_counted_off_the_interface_thread(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    counting: list[str] = []
    facets = Searcher.facets

    def watched(self: Searcher, text: str, **how: Any) -> Any:
        counting.append(threading.current_thread().name)
        return facets(self, text, **how)

    monkeypatch.setattr(Searcher, "facets", watched)
    await engine.facets("ferry")
    assert counting[0].startswith("dateline-search")


async def test_facets_follow_the_library(engine: Engine, folder: Path) -> None:
    assert not (await engine.facets("lighthouse"))["tag"]
    with Library.open(folder) as library:
        found = await engine.search("lighthouse")
        changed = library.mark([MarkChange(ArticleId(article_id), tags=("dark",)) for article_id in found.ids])
    assert len(changed) == len(LIGHTHOUSES)
    assert (await engine.facets("lighthouse"))["tag"] == [("dark", len(LIGHTHOUSES))]


async def ends(call: asyncio.Task[Any]) -> bool:
    """Did it end with an answer?"""
    try:
        await call
    except SearchCancelledError:
        return False
    return True


async def begun(*calls: Any) -> list[asyncio.Task[Any]]:
    """Calls that stand in the search thread's queue, one after the other."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(0)
    return tasks


Overtaking = Callable[[Engine], Any]


@pytest.mark.parametrize(
    ("newer", "answered"),
    [
        (lambda engine: engine.search("ferry"), (False, False)),
        (lambda engine: engine.search("lighthouse"), (True, True)),
        (lambda engine: engine.facets("ferry"), (False, True)),
        (lambda engine: engine.facets("lighthouse"), (False, True)),
        (lambda engine: engine.timeline("", 9), (True, False)),
    ],
)
async def test_the_newest_query_wins(engine: Engine, newer: Overtaking, answered: tuple[bool, bool]) -> None:
    with held_up(engine._searching) as go_on:
        waiting = await begun(engine.facets("lighthouse"), engine.timeline("lighthouse", 9))
        (newest,) = await begun(newer(engine))
        go_on()
        assert tuple([await ends(call) for call in waiting]) == answered
        assert await ends(newest)


async def test_a_new_question_gives_counting_up(engine: Engine) -> None:
    with held_up(engine._searching) as go_on:
        waiting = await begun(engine.facets("lighthouse"), engine.timeline("lighthouse", 9))
        engine.give_up_search()
        go_on()
        assert [await ends(call) for call in waiting] == [False, False]


async def test_no_search_is_given_up_for_counting(engine: Engine) -> None:
    with held_up(engine._searching) as go_on:
        (searching,) = await begun(engine.search("ferry"))
        (late,) = await begun(engine.facets("lighthouse"))
        go_on()
        assert await ends(searching)
        assert await ends(late)
    assert searching.result().total == ARTICLES


async def test_counting_that_runs_is_overtaken(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    polled = threading.Event()
    facets = Searcher.facets

    def endless(self: Searcher, text: str, *, cancelled: Callable[[], bool], **how: Any) -> Any:
        while text == "lighthouse" and not cancelled():
            polled.set()
        return facets(self, text, cancelled=cancelled, **how)

    monkeypatch.setattr(Searcher, "facets", endless)
    running = asyncio.ensure_future(engine.facets("lighthouse"))
    await asyncio.to_thread(polled.wait)
    assert (await engine.search("ferry")).total == ARTICLES
    assert not await ends(running)


async def test_saved_searches_are_kept_counted_and_reviewed(engine: Engine) -> None:
    saved = engine.saved
    await saved.save("Lights", "lighthouse")
    assert [search.name for search in await saved.all()] == ["Lights"]
    assert await saved.counts("lights") == SavedCounts(3, new=3, seen=0)
    await saved.look_at("lights")
    everything = (await engine.search("lighthouse")).ids
    await saved.see("lights", everything[:1], seen=True)
    assert await saved.counts("lights") == SavedCounts(3, new=0, seen=1)
    reviewed = await saved.reviewed("lights")
    assert reviewed is not None
    assert list(reviewed.seen) == list(everything[:1])
    rest = await engine.search("lighthouse", most=1, without=reviewed.seen)
    assert (rest.total, list(rest.ids)) == (2, list(everything[1:2]))
    state = await saved.forget("lights")
    assert state is not None
    assert await saved.reviewed("lights") is None
    await saved.put_back(state)
    assert await saved.rename("lights", "Lamps") == "Lamps"
    await saved.look_at("lamps", see_all=True)
    assert await saved.counts("lamps") == SavedCounts(3, new=0, seen=3)
    await saved.remember("lighthouse")
    assert await saved.asked() == ["lighthouse"]
    completions = await saved.completions("lightho", 7)
    assert completions.taken(0) == ("lighthouse", 10)


async def test_a_search_goes_before_counts_and_completions(engine: Engine) -> None:
    await engine.saved.save("Lights", "lighthouse")
    with held_up(engine._searching) as go_on:
        waiting = [
            asyncio.ensure_future(engine.saved.counts("lights")),
            asyncio.ensure_future(engine.saved.completions("lightho", 7)),
        ]
        await asyncio.sleep(0)
        engine.give_up_search()
        go_on()
        for task in waiting:
            with pytest.raises(SearchCancelledError):
                await task
