from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from tests.tui.waiting import until
from tui.widgets.key_line import KeyHint, KeyLine

HINTS = (KeyHint("enter", "open", "open"), KeyHint("/", "search", "search"), KeyHint("?", "help", "help"))


class Harness(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield KeyLine(id="keys")

    @on(KeyLine.Chosen)
    def choose(self, event: KeyLine.Chosen) -> None:
        self.chosen.append(event.action)


async def test_the_keys_are_shown_and_can_be_clicked() -> None:
    app = Harness()
    async with app.run_test(size=(60, 3)) as pilot:
        line = app.query_one(KeyLine)
        line.show(HINTS)
        assert line.shown == HINTS
        text = line.render_line(0).text
        assert text.rstrip() == " enter open  / search  ? help"
        await pilot.click("#keys", offset=(text.index("search"), 0))
        await until(pilot, lambda: app.chosen == ["search"])
        await pilot.click("#keys", offset=(50, 0))
        assert app.chosen == ["search"]


async def test_what_does_not_fit_is_left_out() -> None:
    app = Harness()
    async with app.run_test(size=(20, 3)) as pilot:
        line = app.query_one(KeyLine)
        line.show(HINTS)
        await pilot.pause()
        assert line.shown == (HINTS[0], HINTS[2])
        assert len(line.render_line(0).text) == 20
