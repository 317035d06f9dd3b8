"""Earlier queries in the search box, and how a query goes on."""

from __future__ import annotations

from pathlib import Path

from index import Library
from tests.tui.conftest import ARTICLES, LIGHTHOUSES
from tests.tui.driving import NARROW, Driven, driving, held_up
from tui.widgets.query_input import QueryInput, offered


def found(driven: Driven) -> int:
    return len(driven.list.source)


def field(driven: Driven) -> QueryInput:
    return driven.main.query_one(QueryInput)


def offers(driven: Driven) -> tuple[str, ...]:
    return field(driven)._offers


def asked_in(folder: Path) -> list[str]:
    with Library.open(folder) as library:
        return library.asked_queries()


# ---- earlier queries ------------------------------------------------------------------------------------------------


async def test_earlier_queries_come_back_with_what_was_typed_behind_them(folder: Path) -> None:
    async with driving(folder) as driven:
        for query in ("ferry", "lighthouse", "bridge"):
            await driven.search(query)
        await driven.press("slash", *"tide", "up")
        await driven.until(lambda: driven.box.text == "bridge")
        await driven.press("up")
        await driven.until(lambda: driven.box.text == "lighthouse" and found(driven) == len(LIGHTHOUSES))
        await driven.press("up", "up", "up")
        await driven.until(lambda: driven.box.text == "ferry")
        await driven.press("down", "down", "down")
        await driven.until(lambda: driven.box.text == "tide")
        assert field(driven).has_focus
        await driven.press("down")
        await driven.until(lambda: driven.list.has_focus and driven.box.text == "tide")
    async with driving(folder) as driven:
        await driven.press("slash", "up")
        await driven.until(lambda: driven.box.text == "bridge")
        await driven.press("x", "up")
        await driven.until(lambda: driven.box.text == "bridge")
        await driven.press("down")
        await driven.until(lambda: driven.box.text == "bridgex")


async def test_keys_in_one_breath_go_back_and_forth(folder: Path) -> None:
    with Library.open(folder) as library:
        library.remember_query("ferry")
        library.remember_query("lighthouse")
    async with driving(folder, NARROW) as driven:
        driven.breathe("slash", "up", "up", "down", "backspace", "e")
        await driven.until(lambda: driven.box.text == "lighthouse" and found(driven) == len(LIGHTHOUSES))
        driven.breathe("enter", "j")
        await driven.until(lambda: driven.list.cursor == 1)


async def test_a_query_counts_when_it_was_submitted_or_led_to_an_article(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lighthouse")
        await driven.until(lambda: found(driven) == len(LIGHTHOUSES))
        await driven.press("escape")
        await driven.until(lambda: driven.list.has_focus)
        assert asked_in(folder) == []
        await driven.press("enter")
        await driven.until(lambda: asked_in(folder) == ["lighthouse"])
        await driven.press("q")
        await driven.search("ferry")
        await driven.until(lambda: asked_in(folder) == ["lighthouse", "ferry"])


async def test_an_earlier_query_is_looked_back_for(folder: Path) -> None:
    with Library.open(folder) as library:
        for query in ("ferry one", "bridge", "Ferry two", "council"):
            library.remember_query(query)
    async with driving(folder) as driven:
        await driven.press("slash", *"ferry", "ctrl+r")
        await driven.until(lambda: driven.box.text == "Ferry two")
        await driven.press("ctrl+r", "ctrl+r")
        await driven.until(lambda: driven.box.text == "ferry one")


async def test_without_earlier_queries_up_does_nothing(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"tide", "up", "ctrl+r", "x")
        assert driven.box.text == "tidex"


async def test_nothing_is_read_or_written_by_a_key(folder: Path) -> None:
    async with driving(folder) as driven:
        with held_up(driven.engine._reading):
            driven.breathe("slash", *"ferry", "enter", "slash", "up")
            await driven.until(lambda: found(driven) == ARTICLES and driven.main.searching.text == "ferry")


# ---- how it goes on -------------------------------------------------------------------------------------------------


async def test_words_fields_and_values_are_completed(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lightho")
        await driven.until(lambda: offers(driven) == ("lighthouse",))
        assert field(driven)._suggestion == "lighthouse"
        await driven.press("tab")
        await driven.until(lambda: driven.box.text == "lighthouse")
        await driven.press(*" by", "tab")
        await driven.until(lambda: driven.box.text == "lighthouse byline:")
        await driven.press(*"va", "tab")
        await driven.until(lambda: driven.box.text == 'lighthouse byline:"Ida Vane"')
        await driven.until(lambda: found(driven) == 2)


async def test_tab_goes_through_all_and_comes_back(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"section:")
        await driven.until(lambda: offers(driven) == ("Harbour", "Town"))
        for text in ("section:Harbour", "section:Town", "section:", "section:Harbour"):
            await driven.press("tab")
            await driven.until(lambda: driven.box.text == text)  # noqa: B023 - awaited here
        assert offers(driven) == ("Harbour", "Town")
        await driven.press("enter")
        await driven.until(lambda: found(driven) == ARTICLES // 2 and driven.list.has_focus)
        assert offers(driven) == ()


async def test_in_one_breath_tab_completes_what_was_typed(folder: Path) -> None:
    async with driving(folder) as driven:
        driven.breathe("slash", *"lightho", "tab", *"x", "backspace", "enter")
        await driven.until(lambda: driven.box.text == "lighthouse" and found(driven) == len(LIGHTHOUSES))


async def test_enter_takes_nothing_that_was_not_chosen(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lightho")
        await driven.until(lambda: offers(driven))
        await driven.press("enter")
        await driven.until(lambda: driven.list.has_focus)
        assert driven.box.text == "lightho"


async def test_the_right_arrow_takes_the_grey_text(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("slash", *"lightho")
        await driven.until(lambda: field(driven)._suggestion)
        await driven.press("right")
        await driven.until(lambda: driven.box.text == "lighthouse" and found(driven) == len(LIGHTHOUSES))


async def test_what_can_follow_is_shown_where_there_is_room(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("slash", *"section:")
        await driven.until(lambda: offers(driven))
        line = field(driven).render_line(0).text
        assert line.rstrip().endswith("tab Harbour  Town")
        assert len(line) == field(driven).size.width
        await driven.press(*("x" * 60))
        await driven.until(lambda: offers(driven) == ())


def test_as_many_are_offered_as_there_is_room_for() -> None:
    texts = ("alpha", "beta", "gamma")
    assert "".join(text for text, _ in offered(texts, None, 40)) == "tab alpha  beta  gamma"
    assert "".join(text for text, _ in offered(texts, None, 16)) == "tab alpha  beta"
    assert offered(texts, 2, 16)[-1] == ("gamma", "taken")
    assert "".join(text for text, _ in offered(("long" * 20,), None, 16)) == "tab longlonglon…"
