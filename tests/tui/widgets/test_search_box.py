from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from index.types import Chip, Suggestion, Understood
from tui.widgets.colours import TERM_LOOKS
from tui.widgets.looks import styles_of
from tui.widgets.query_input import QueryInput
from tui.widgets.search_box import SearchBox, UnderstoodLine

FERRY = Understood("ferry", "ferry", None, (Chip("ferry", term=0, count=12),))
NOTHING = Understood(
    "wadi [b]",
    "wadi",
    None,
    (Chip("wadi", term=0, count=0),),
    suggestions=(Suggestion("wade", "wade", 3), Suggestion("without [b]", "wadi", 5)),
)


class BoxApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield SearchBox(placeholder="search")
        yield UnderstoodLine()

    def on_search_box_query_changed(self, message: SearchBox.QueryChanged) -> None:
        self.seen.append(message)

    def on_search_box_submitted(self, message: SearchBox.Submitted) -> None:
        self.seen.append(message)

    def on_search_box_left(self, message: SearchBox.Left) -> None:
        self.seen.append(message)

    def on_understood_line_chosen(self, message: UnderstoodLine.Chosen) -> None:
        self.seen.append(message)

    def on_input_changed(self, message: Input.Changed) -> None:
        self.seen.append(message)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.seen.append(message)

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def line(self) -> UnderstoodLine:
        return self.query_one(UnderstoodLine)

    def texts(self) -> list[str]:
        return [message.text for message in self.seen if isinstance(message, SearchBox.QueryChanged)]

    def names(self) -> list[str]:
        return [f"{type(message).__qualname__}" for message in self.seen]

    def lines(self) -> list[str]:
        line = self.line
        strips = line.render_lines(Region(0, 0, *line.outer_size))
        return [strip.text.strip() for strip in strips]


async def test_every_edit_is_told() -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.edit()
        await pilot.press(*"wad", "backspace", "ctrl+u")
        assert app.texts() == ["w", "wa", "wad", "wa", ""]
        assert set(app.names()) == {"SearchBox.QueryChanged"}


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("enter", ["SearchBox.Submitted", "SearchBox.Left"]),
        ("escape", ["SearchBox.Left"]),
        ("down", ["SearchBox.Left"]),
    ],
)
async def test_the_box_is_left(key: str, told: list[str]) -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.edit()
        await pilot.press(key)
        await pilot.pause()
        assert app.names() == told


async def test_text_set_from_outside_is_not_an_edit() -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.text = "ferry\nlamps"
        await pilot.pause()
        assert app.box.text == "ferry lamps"
        assert app.seen == []


async def test_a_new_query_replaces_the_old_one_and_a_refined_one_goes_on() -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.text = "ferry"
        app.box.edit()
        await pilot.press("x")
        assert app.box.text == "x"
        app.box.text = "ferry"
        app.box.edit(refine=True)
        await pilot.press("x")
        assert app.box.text == "ferry x"
        assert app.texts() == ["x", "ferry x"]
        assert app.query_one(QueryInput).has_focus


async def test_pasted_lines_become_one() -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.edit()
        await pilot.press("a")
        app.query_one(QueryInput).post_message(events.Paste(" harbour\r\n\tcouncil\x1b[31m\n"))
        await pilot.pause()
        assert app.box.text == "aharbour council [31m"
        assert app.texts() == ["a", "aharbour council [31m"]


async def test_a_paste_replaces_the_selection_once() -> None:
    app = BoxApp()
    async with app.run_test() as pilot:
        app.box.text = "ferry"
        app.box.edit()
        app.query_one(QueryInput).post_message(events.Paste("lamps"))
        await pilot.pause()
        assert app.box.text == "lamps"


@pytest.mark.parametrize("width", [20, 40, 80, 300])
async def test_the_box_and_its_line_take_a_row_each(width: int) -> None:
    app = BoxApp()
    async with app.run_test(size=(width, 10)) as pilot:
        app.line.show(FERRY, 12, 1.7)
        await pilot.pause()
        assert app.box.outer_size == (width, 1)
        assert app.line.outer_size == (width, 1)
        assert app.lines()[0].startswith("ferry")
        assert "12" in app.lines()[0]


async def test_suggestions_take_a_second_row_and_can_be_clicked() -> None:
    app = BoxApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.show(NOTHING, 0, 1.7)
        await pilot.pause()
        assert app.line.outer_size.height == 2
        first, second = app.lines()
        assert first.endswith("nothing matches · 1.7 ms")
        assert second == "try   wade  3   without [b]  5"
        await pilot.click(UnderstoodLine, offset=(second.index("without") + 2, 1))
        chosen = [message for message in app.seen if isinstance(message, UnderstoodLine.Chosen)]
        assert [message.suggestion.query for message in chosen] == ["wadi"]
        app.line.show(FERRY, 12, 1.7)
        await pilot.pause()
        assert app.line.outer_size.height == 1


async def test_a_running_search_is_told_beside_the_last_total() -> None:
    app = BoxApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.show(FERRY, 12, 1.7)
        app.line.show_busy(True)
        await pilot.pause()
        assert app.lines()[0].endswith("12 articles · searching…")
        app.line.show_busy(False)
        await pilot.pause()
        assert app.lines()[0].endswith("12 articles · 1.7 ms")


async def test_the_tooltip_is_text_and_no_markup() -> None:
    app = BoxApp()
    async with app.run_test(size=(60, 10)):
        app.line.show(Understood("x", "[b]x[/b]", None, (Chip("x", term=0),)), 1)
        assert str(app.line.tooltip) == "[b]x[/b]"
        app.line.show(None, 5)
        assert app.line.tooltip is None


async def test_terms_look_as_in_the_list() -> None:
    app = BoxApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.show(FERRY, 12)
        await pilot.pause()
        strip = app.line.render_lines(Region(0, 0, *app.line.outer_size))[0]
        chip = next(segment.style for segment in strip if segment.text == " ferry ")
        assert chip is not None
        assert chip.bgcolor == styles_of(TERM_LOOKS["match-0"], app).background.rich_color
