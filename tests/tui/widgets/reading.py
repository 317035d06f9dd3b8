"""An app with nothing but a reader, and ways to look at what it paints."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from rich.style import Style
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from index.types import Block, BlockKind, Highlights, StoredArticle
from tests.tui.widgets.stories import paragraphs, stored
from tui.widgets.reader import ReaderView

MessageKind = TypeVar("MessageKind", bound=Message)

LONG = stored(paragraphs(60))
NOTHING = Highlights()


class ReaderApp(App[None]):
    CSS = "ReaderView { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Message] = []
        self.bells = 0

    def compose(self) -> ComposeResult:
        yield ReaderView()

    def bell(self) -> None:
        self.bells += 1

    def on_reader_view_match_changed(self, message: ReaderView.MatchChanged) -> None:
        self.seen.append(message)

    def on_reader_view_moved(self, message: ReaderView.Moved) -> None:
        self.seen.append(message)

    def on_reader_view_end_reached(self, message: ReaderView.EndReached) -> None:
        self.seen.append(message)


@asynccontextmanager
async def reading(
    article: StoredArticle | None = LONG,
    highlights: Highlights = NOTHING,
    *,
    size: tuple[int, int] = (80, 24),
    match: int | None = None,
) -> AsyncIterator[tuple[Pilot[None], ReaderView]]:
    app = ReaderApp()
    async with app.run_test(size=size) as pilot:
        reader = app.query_one(ReaderView)
        reader.focus()
        if article is not None:
            reader.show(article, highlights, match=match)
        await pilot.pause()
        yield pilot, reader


def seen(pilot: Pilot[None], kind: type[MessageKind]) -> list[MessageKind]:
    app = pilot.app
    assert isinstance(app, ReaderApp)
    return [message for message in app.seen if isinstance(message, kind)]


def line_text(reader: ReaderView, y: int) -> str:
    return reader.render_line(y).text


def screen_text(reader: ReaderView) -> str:
    return "\n".join(line_text(reader, y).rstrip() for y in range(reader.window.height))


def style_of(reader: ReaderView, text: str, occurrence: int = 0) -> Style:
    """The style in which a text on the screen is painted."""
    found = [
        segment.style for y in range(reader.window.height) for segment in reader.render_line(y) if segment.text == text
    ]
    assert found, f"{text!r} is not a segment on the screen"
    style = found[occurrence]
    assert style is not None
    return style


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)
