from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events

from index import Library
from index.errors import LibraryError
from index.types import Hit, Order, Results
from tests.tui.conftest import ARTICLES, LIGHTHOUSES, headline
from tests.tui.driving import NARROW, QUIET, WIDE, Driven, driving
from tui.actions import Scope
from tui.app import DatelineApp
from tui.engine import Engine
from tui.lookups import LazySearcher
from tui.screens.commands import quoted, refined
from tui.widgets.article_list import ArticleList
from tui.widgets.paging import HitSource
from tui.widgets.search_box import UnderstoodLine

LIT = [headline(number) for number in sorted(LIGHTHOUSES, reverse=True)]


def found(driven: Driven) -> int:
    listing = driven.main.searching.listing
    assert listing is not None
    return len(listing)


def headlines(driven: Driven) -> list[str | None]:
    source = driven.list.source
    hits = [source.hit(index) for index in range(len(source))]
    return [hit.row.headline if hit else None for hit in hits]


async def test_results_come_as_one_types(folder: Path) -> None:
    async with driving(folder) as driven:
        assert found(driven) == ARTICLES
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: found(driven) == len(LIGHTHOUSES))
        assert driven.main.panes.scope is Scope.SEARCH
        await driven.until(lambda: all(headlines(driven)))
        hit = driven.list.current
        assert hit is not None
        assert next(hit.snippets[0].text[start:end] for start, end in hit.snippets[0].marks) == "lighthouse"
        await driven.press("enter")
        await driven.until(lambda: driven.list.has_focus)


async def test_no_row_is_empty_for_a_blink(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    show = ArticleList.show

    def look(self: ArticleList, source: HitSource, **how: Any) -> None:
        shown.append((len(source), [source.hit(row) for row in range(min(len(source), 10))]))
        show(self, source, **how)

    monkeypatch.setattr(ArticleList, "show", look)
    async with driving(folder) as driven:
        await driven.press("slash", *"ferry")
        await driven.until(lambda: len(shown) > 1 and found(driven) == ARTICLES)
        await driven.press(*" lighthouse")
        await driven.until(lambda: found(driven) == len(LIGHTHOUSES))
    assert (len(LIGHTHOUSES), len(LIGHTHOUSES)) in [(total, len(hits)) for total, hits in shown]
    assert all(hit is not None for _, hits in shown for hit in hits)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_keys_typed_behind_a_query_are_for_its_results(folder: Path, size: tuple[int, int]) -> None:
    async with driving(folder, size) as driven:
        for key in ("slash", *"lighthouse sort:oldest", "enter", "j", "enter", "s"):
            driven.app.post_message(events.Key(*_key(key)))
        await driven.until(lambda: driven.reading == headline(7) and driven.reader.has_focus and driven.marks.starred)
        assert driven.box.text == "lighthouse sort:oldest"


def _key(name: str) -> tuple[str, str | None]:
    characters = {"slash": "/", " ": " ", ":": ":", "enter": "\r"}
    names = {" ": "space", ":": "colon"}
    return names.get(name, name), characters.get(name, name if len(name) == 1 else None)


async def test_opening_a_result_goes_to_its_first_match(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.search("lighthouse sort:oldest")
        await driven.until(lambda: driven.list.current is not None)
        await driven.press("enter")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.current_match == 0)
        assert driven.reader.match_count == 2


async def test_matches_are_walked_on_into_the_next_articles_and_back(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:  # nothing is shown beside the list before it is opened
        await driven.search("lighthouse sort:oldest")
        walked = []
        await driven.press("n")
        for article, match in [(3, 0), (3, 1), (7, 0), (20, 0)]:
            await driven.until(
                lambda: driven.reading == headline(article) and driven.reader.current_match == match  # noqa: B023 - awaited here
            )
            walked.append(article)
            await driven.press("n")
        assert walked == [3, 3, 7, 20]
        await driven.until(lambda: driven.said == "No further match.")
        await driven.press("N")
        await driven.until(lambda: driven.reading == headline(7) and driven.marks.read)
        await driven.press("N")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.current_match == 1)


async def test_escape_leaves_the_box_then_the_search(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: found(driven) == len(LIGHTHOUSES))
        await driven.press("escape")
        await driven.until(lambda: driven.list.has_focus)
        assert driven.box.text == "lighthouse"
        assert found(driven) == len(LIGHTHOUSES)
        await driven.press("q")
        await driven.until(lambda: driven.said == "esc shows all articles again, Q quits")
        await driven.press("escape")
        await driven.until(lambda: found(driven) == ARTICLES)
        assert driven.box.text == ""
        await driven.press("escape")
        await driven.until(lambda: driven.said == "Q quits")


async def test_an_empty_result_says_how_to_leave_it_from_where_one_is(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"zebra")
        await driven.until(lambda: not len(driven.list.source))
        assert driven.list.empty_text.splitlines()[-1] == "esc goes to the list; there esc shows all articles again"
        await driven.press("escape")
        await driven.until(lambda: driven.list.has_focus)
        await driven.until(lambda: driven.list.empty_text.splitlines()[-1] == "esc shows all articles again")
        await driven.press("escape")
        await driven.until(lambda: found(driven) == ARTICLES)


async def test_what_a_key_was_told_goes_with_the_next_key(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse sort:newest")
        await driven.press("G", "n")
        await driven.until(lambda: driven.reading == headline(3) and driven.reader.has_focus)
        await driven.press("n", "n")
        await driven.until(lambda: driven.said == "No further match.")
        await driven.press("k")
        assert driven.said == ""


async def test_refining_adds_a_condition(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse OR ferry")
        assert found(driven) == ARTICLES
        await driven.press("backslash", *"byline:orr")
        await driven.until(lambda: driven.box.text == "(lighthouse OR ferry) byline:orr")
        await driven.until(lambda: found(driven) == ARTICLES // 2)


async def test_a_new_query_replaces_the_old_one(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse")
        await driven.search("ferry")
        assert driven.box.text == "ferry"


@pytest.mark.parametrize(
    ("query", "refinable"),
    [("a b", "a b"), ("a OR b", "(a OR b) "), ("a | b ", "(a | b) "), ("(a OR b)", "(a OR b)"), ("  ", "")],
)
def test_brackets_only_where_or_needs_them(query: str, refinable: str) -> None:
    assert refined(query) == refinable


def test_a_selection_becomes_a_phrase() -> None:
    assert quoted("wadi") == "wadi"
    assert quoted('the "old" wadi') == '"the  old  wadi"'


async def test_the_order_is_chosen(folder: Path) -> None:
    async with driving(folder) as driven:
        assert driven.under_cursor == headline(ARTICLES - 1)
        await driven.press("S", "o")
        await driven.until(lambda: driven.under_cursor == headline(0))
        await driven.search("lighthouse")
        await driven.until(lambda: headlines(driven) == LIT[::-1])
        await driven.press("S", "n")
        await driven.until(lambda: headlines(driven) == LIT)
        await driven.press("S", "r")
        await driven.until(lambda: driven.main.searching.order is Order.RELEVANCE)
        await driven.until(lambda: driven.under_cursor == headline(3))


async def test_an_order_in_the_query_is_respected(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse sort:oldest")
        await driven.until(lambda: headlines(driven) == LIT[::-1])
        await driven.press("S")
        await driven.until(lambda: driven.said == "The search itself says sort:oldest.")


async def test_nothing_found_offers_what_would_match(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse zebra")
        assert found(driven) == 0
        await driven.until(lambda: driven.main.searching.understood and driven.main.searching.understood.suggestions)
        assert driven.main.searching.understood is not None
        suggestion = driven.main.searching.understood.suggestions[0]
        driven.main.query_one(UnderstoodLine).post_message(UnderstoodLine.Chosen(suggestion))
        await driven.until(lambda: found(driven) == suggestion.count > 0)
        assert driven.box.text == suggestion.query


@pytest.mark.parametrize("keys", [["tab"], ["enter", "tab"]])
async def test_what_would_match_is_taken_by_key(folder: Path, keys: list[str]) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lighthouse zebra")
        await driven.until(lambda: driven.main.commands.suggestions)
        assert "try_another" in [hint.action for hint in driven.keys.shown]
        await driven.press(*keys)
        await driven.until(lambda: driven.box.text == "lighthouse" and found(driven) == len(LIGHTHOUSES))
        await driven.until(lambda: driven.list.has_focus)


async def test_one_of_several_that_would_match_is_chosen(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lighthouse fery")
        await driven.until(lambda: len(driven.main.commands.suggestions) > 1)
        wanted = driven.main.commands.suggestions[1]
        await driven.press("tab", "2")
        await driven.until(lambda: driven.box.text == wanted.query and found(driven) == wanted.count)


async def test_listing_anew_keeps_what_would_match(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse zebra")
        line = driven.main.query_one(UnderstoodLine)
        await driven.until(lambda: line._answer.suggestions)
        before = driven.main.searching.listing
        await driven.main.searching.list_anew()
        assert driven.main.searching.listing is not before
        assert line._answer.suggestions


async def test_any_text_is_a_query(folder: Path) -> None:
    async with driving(folder) as driven:
        for text in ('"', "(((", "OR", "-", "[b]x[/b]", "headline:", "*", "sort:", "is:nonsense", "\\"):
            driven.main.commands.search_for(text)
            await driven.until(
                lambda: driven.main.searching.understood and driven.main.searching.understood.text == text  # noqa: B023 - awaited here
            )


async def test_the_selected_text_is_searched(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.search("lighthouse sort:oldest")
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.reading == headline(3))
        await driven.press("asterisk")
        await driven.until(lambda: driven.said.startswith("Select text"))
        driven.main.text_select_all()
        text = driven.main.get_selected_text()
        assert text
        driven.main.clear_selection()
        await driven.pilot.click("#reader", offset=(8, 3), times=2)
        await driven.until(driven.main.get_selected_text)
        word = driven.main.get_selected_text()
        assert word
        await driven.press("asterisk")
        await driven.until(lambda: driven.box.text == word.strip())


class SlowSearcher(LazySearcher):
    """Searches for the word "slow" as long as it is wanted."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.begun = threading.Event()
        self.given_up = threading.Event()

    def search(self, text: str, order: Order | None, most: int | None, overtaken: Callable[[], bool]) -> Results:
        if text == "slow":
            self.begun.set()
            while not overtaken():
                threading.Event().wait(0.001)
            self.given_up.set()
        return super().search(text, order, most, overtaken)


def slow_engine(folder: Path) -> tuple[Engine, SlowSearcher]:
    library = Library.open(folder)
    engine = Engine(library)
    engine._searcher = searcher = SlowSearcher(library)
    return engine, searcher


async def test_the_newest_query_wins(folder: Path) -> None:
    engine, slow = slow_engine(folder)
    app = DatelineApp(engine, QUIET)
    try:
        async with app.run_test() as pilot:
            driven = Driven(app, engine, pilot)
            await driven.until(lambda: driven.main.searching.listing is not None)
            driven.main.commands.search_for("slow")
            await driven.until(slow.begun.is_set)
            await driven.until(lambda: driven.main.query_one(UnderstoodLine)._answer.busy)
            assert found(driven) == ARTICLES, "the old list stays until the new one is here"
            await driven.press("j", "j")
            await driven.until(lambda: driven.list.cursor == 2)
            driven.main.commands.search_for("lighthouse")
            await driven.until(lambda: found(driven) == len(LIGHTHOUSES))
            assert slow.given_up.is_set()
            assert not driven.main.query_one(UnderstoodLine)._answer.busy
            assert driven.main.searching.understood is not None
            assert driven.main.searching.understood.text == "lighthouse"
    finally:
        engine.close()


async def test_what_is_opened_before_the_results_are_here_is_the_first_of_them(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        for key in ["slash", *"lighthouse", "enter", "enter"]:
            driven.app.simulate_key(key)
        await driven.until(lambda: driven.reader.has_focus and driven.reader.current_match == 0)
        assert driven.reading in LIT
        assert found(driven) == len(LIGHTHOUSES)


async def test_clearing_gives_up_a_search_that_runs(folder: Path) -> None:
    engine, slow = slow_engine(folder)
    app = DatelineApp(engine, QUIET)
    try:
        async with app.run_test() as pilot:
            driven = Driven(app, engine, pilot)
            await driven.until(lambda: driven.main.searching.listing is not None)
            driven.main.commands.search_for("slow")
            await driven.until(slow.begun.is_set)
            await driven.press("escape")
            await driven.until(slow.given_up.is_set)
            await driven.until(lambda: not driven.main.query_one(UnderstoodLine)._answer.busy)
            assert found(driven) == ARTICLES
    finally:
        engine.close()


class BrokenEngine(Engine):
    """Gives no row of a search while it is broken."""

    broken = True
    asked = 0

    async def hits(self, results: Results, first: int, last: int) -> list[Hit]:
        self.asked += 1
        if self.broken:
            raise LibraryError("the disk is gone", "library", "Mount it.")
        return await super().hits(results, first, last)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_rows_that_failed_are_fetched_by_the_next_move(folder: Path, size: tuple[int, int]) -> None:
    engine = BrokenEngine(Library.open(folder))
    async with driving(folder, size, engine=engine) as driven:
        driven.main.commands.search_for("lighthouse")
        await driven.until(lambda: engine.asked == 2)  # before the list is shown, and as it is painted
        driven.list.refresh()
        await driven.pilot.pause()
        assert headlines(driven) == [None] * len(LIT)
        await driven.press("j")
        await driven.until(lambda: engine.asked == 3)
        engine.broken = False
        await driven.press("k")
        await driven.until(lambda: all(headlines(driven)))
        assert engine.asked == 4
