from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region

from index.types import Stage
from tui.widgets.status_line import Running, Status, StatusLine, running_text, status_line
from tui.widgets.strips import plain

READING = Running(Stage.READING, done=1204, total=9000, failed=2, seconds=4.0)
statuses = st.builds(
    Status,
    message=st.text(max_size=60),
    match=st.none() | st.integers(0, 10**6),
    matches=st.integers(0, 10**6),
    running=st.none()
    | st.builds(
        Running,
        st.sampled_from(Stage),
        st.integers(0, 10**7),
        st.none() | st.integers(0, 10**7),
        st.integers(0, 99),
        st.floats(0, 10**5),
    ),
)


def shown(status: Status, width: int) -> str:
    return plain(status_line(status, width))


@given(statuses, st.integers(0, 120))
def test_the_line_is_as_wide_as_told(status: Status, width: int) -> None:
    assert cell_len(shown(status, width)) == width


def test_progress_has_amount_rate_time_left_and_failures() -> None:
    assert running_text(READING) == "reading in 1,204 of 9,000 · 301/s · 26 s left · 2 failed"
    assert running_text(READING, 1) == "reading in 1,204 of 9,000 · 26 s left"
    assert running_text(READING, 2) == "reading in 13 %"


@pytest.mark.parametrize(
    ("running", "text"),
    [
        (Running(Stage.FINDING, 12, None, 0, 9.0), "looking for files 12 · 1/s"),
        (Running(Stage.INDEXING, 0, 50, 0, 9.0), "indexing 0 of 50"),
        (Running(Stage.READING, 3, 50, 0, 0.2), "reading in 3 of 50"),
        (Running(Stage.READING, 1, 2, 0, 4.0), "reading in 1 of 2 · 0.2/s · 4 s left"),
        (Running(Stage.READING, 2, 2, 0, 4.0), "reading in 2 of 2 · 0.5/s"),
        (Running(Stage.READING, 0, 0, 0, 4.0), "reading in 0 of 0"),
    ],
)
def test_progress_says_no_more_than_is_known(running: Running, text: str) -> None:
    assert running_text(running) == text


def test_the_message_has_its_room_first() -> None:
    status = Status("starred", match=2, matches=17, running=READING)
    assert shown(status, 90) == "starred           match 3 of 17   " + running_text(READING)
    assert shown(status, 64) == "starred    match 3 of 17   " + running_text(READING, 1)
    assert shown(status, 42) == "starred    match 3 of 17   reading in 13 %"
    assert shown(status, 30) == "starred          match 3 of 17"
    assert shown(Status("x" * 50, match=2, matches=17), 40) == "x" * 23 + "…" + "   match 3 of 17"


@pytest.mark.parametrize(
    ("match", "matches", "text"),
    [(None, 0, ""), (0, 0, ""), (None, 1, "1 match"), (None, 17, "17 matches"), (2, 1700, "match 3 of 1,700")],
)
def test_where_one_is_in_the_matches(match: int | None, matches: int, text: str) -> None:
    assert shown(Status(match=match, matches=matches), 30).strip() == text


class StatusApp(App[None]):
    def compose(self) -> ComposeResult:
        yield StatusLine()

    @property
    def line(self) -> StatusLine:
        return self.query_one(StatusLine)

    def text(self) -> str:
        strips = self.line.render_lines(Region(0, 0, *self.line.outer_size))
        return strips[0].text.strip()


async def test_a_message_goes_away() -> None:
    app = StatusApp()
    async with app.run_test() as pilot:
        app.line.say("kept [b]", seconds=0)
        app.line.say("starred [b]x[/b]", seconds=0.01)
        assert app.text() == "starred [b]x[/b]"
        while app.line.status.message:
            await pilot.pause(0.01)
        assert app.text() == ""


async def test_an_answer_goes_with_the_next_key_and_a_report_stays() -> None:
    app = StatusApp()
    async with app.run_test():
        app.line.say("starred", answers=True)
        app.line.key_pressed()
        assert app.text() == ""
        app.line.say("starred", answers=True)
        app.line.say("3 new")
        app.line.key_pressed()
        assert app.text() == "3 new"


async def test_it_knows_what_it_has_room_for() -> None:
    app = StatusApp()
    async with app.run_test(size=(40, 4)) as pilot:
        assert app.line.has_room_for("x" * 38)
        assert not app.line.has_room_for("x" * 39)
        app.line.show_match(2, 17)
        assert app.line.has_room_for("x" * 22)
        assert not app.line.has_room_for("x" * 23)
        app.line.styles.max_width = "50%"
        await pilot.pause()
        assert not app.line.has_room_for("x" * 19)


async def test_a_newer_message_is_not_taken_away_with_the_older() -> None:
    app = StatusApp()
    async with app.run_test() as pilot:
        app.line.say("first", seconds=0.01)
        app.line.say("second", seconds=0)
        later = asyncio.Event()
        app.set_timer(0.02, later.set)
        await later.wait()
        await pilot.pause()
        assert app.text() == "second"


async def test_it_can_be_as_wide_as_what_it_says() -> None:
    app = StatusApp()
    async with app.run_test() as pilot:
        app.line.styles.width = "auto"
        app.line.show_match(2, 17)
        await pilot.pause()
        assert app.line.outer_size == (len("match 3 of 17") + 2, 1)
        app.line.show_progress(Stage.READING, 1, 9)
        await pilot.pause()
        assert app.text() == "match 3 of 17   reading in 1 of 9"
        app.line.show_progress(None)
        await pilot.pause()
        assert app.line.outer_size.width == len("match 3 of 17") + 2


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_errors_stand_out(theme: str) -> None:
    app = StatusApp()
    async with app.run_test() as pilot:
        app.theme = theme
        styles = []
        for severity in ("information", "error"):
            app.line.say("x", severity=severity, seconds=0)
            await pilot.pause()
            strip = app.line.render_lines(Region(0, 0, *app.line.outer_size))[0]
            styles.append(next(segment.style for segment in strip if segment.text == "x"))
        assert styles[0] != styles[1]
        assert styles[1] is not None
        assert styles[1].bold
