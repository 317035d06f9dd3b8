"""The reader: an article in a centred measure, with every match of the query lit and a walk from match to match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.message import Message

from index.types import Highlights, StoredArticle
from tui.widgets.colours import term_style_name
from tui.widgets.flow import START, Flow
from tui.widgets.keeps_focus import KeepsFocus
from tui.widgets.lit import Lit, next_match, previous_match
from tui.widgets.match_bar import Ticks, renderer_for
from tui.widgets.moving import MovingPage
from tui.widgets.paint import Layer
from tui.widgets.reader_style import CSS, CURRENT, CURRENT_TICK, LOOKS, TICK

EMPTY_HINT = "No article is open.\nChoose one in the list and press enter."


class ReaderView(KeepsFocus, MovingPage):
    """Shows one article. The app gives it data and goes on to other articles; it never looks anything up itself."""

    DEFAULT_CSS = CSS

    @dataclass
    class MatchChanged(Message):
        """Another match is the current one (None: none yet, counted from 0), or their number has changed."""

        current: int | None
        total: int
        reader: ReaderView

        @property
        def control(self) -> ReaderView:
            """The reader."""
            return self.reader

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(LOOKS, name=name, id=id, classes=classes)
        self.set_reactive(MovingPage.hint, EMPTY_HINT)
        self._article: StoredArticle | None = None
        self._lit = Lit((), Highlights())
        self._lines: list[int] = []
        self._current: int | None = None
        self._match_awaits_layout = False
        self._ticks = Ticks(lambda current: self._styles.of((CURRENT_TICK if current else TICK,)))

    def on_mount(self) -> None:
        """Put the ticks on the scroll bar."""
        self.vertical_scrollbar.renderer = renderer_for(self._ticks)  # type: ignore[misc]  # Textual documents it for instances

    # ---- data in --------------------------------------------------------------------------------------------------

    @property
    def article(self) -> StoredArticle | None:
        """What is shown."""
        return self._article

    def show(self, article: StoredArticle, highlights: Highlights, *, match: int | None = None) -> None:
        """Show an article where it was left, or at a match: counted from 0, or from the end when negative."""
        self._article = article
        flows = _composed(article)
        self._lit = Lit(flows, highlights)
        self._current = self._numbered(match)
        self._match_awaits_layout = self._current is not None
        self.set_flows(flows, article.marks.position or START)
        self._announce()

    def renew(self, article: StoredArticle, highlights: Highlights) -> None:
        """Show the same article with other marks, or as its file has changed, without moving."""
        self._article = article
        flows = _composed(article)
        self._lit = Lit(flows, highlights)
        self._current = self._current if self._current is not None and self._current < self.match_count else None
        self.set_flows(flows, self.position)
        self._announce()

    def light(self, highlights: Highlights) -> None:
        """Light another query's matches in the same article, without moving."""
        self._lit = Lit(self.flows, highlights)
        self._current = None
        self.page_changed()
        self.refresh()
        self._announce()

    def clear(self) -> None:
        """Show no article."""
        self._article = None
        self._lit = Lit((), Highlights())
        self._current = None
        self.set_flows((), START)
        self._announce()

    # ---- matches --------------------------------------------------------------------------------------------------

    @property
    def match_count(self) -> int:
        """The number of matches in the article."""
        return len(self._lit)

    @property
    def current_match(self) -> int | None:
        """The match gone to last, counted from 0."""
        return self._current

    def next_match(self) -> bool:
        """Go on to the next match, at first to the first on the screen or below it. False at the end."""
        if self.page is None:
            return self._go_to_match(self._numbered_next(1))
        sight = self.lines_in_sight
        return self._go_to_match(next_match(self._lines, self._current, sight.start, sight.stop))

    def previous_match(self) -> bool:
        """Go back to the match before. False at the beginning."""
        if self.page is None:
            return self._go_to_match(self._numbered_next(-1))
        sight = self.lines_in_sight
        return self._go_to_match(previous_match(self._lines, self._current, sight.start, sight.stop))

    def _numbered_next(self, by: int) -> int | None:
        """The match to go to before the first layout, when none is in sight."""
        start = -1 if by > 0 else self.match_count
        match = (start if self._current is None else self._current) + by
        return match if 0 <= match < self.match_count else None

    def _go_to_match(self, match: int | None) -> bool:
        if match is None:
            return False
        self._current = match
        self._match_awaits_layout = self.page is None
        self._bring_match_into_sight()
        self._mark_current()
        self.refresh()
        self._announce()
        return True

    def _bring_match_into_sight(self) -> None:
        """The current match stands in the middle third of the screen, as far as the ends of the page allow."""
        if self._current is None or self.page is None:
            return
        line, height = self._lines[self._current], self.window.height
        third = height // 3
        if not third <= line - self.scroll_offset.y < height - third:
            self.scroll_to_line(line - third)

    def _numbered(self, match: int | None) -> int | None:
        if match is None or not self.match_count:
            return None
        return max(0, min(match if match >= 0 else self.match_count + match, self.match_count - 1))

    def _announce(self) -> None:
        self.post_message(self.MatchChanged(self._current, self.match_count, self))

    # ---- the page -------------------------------------------------------------------------------------------------

    def page_changed(self) -> None:
        """Find the lines of the matches, and go to the one that was asked for."""
        self._lines = [] if self.page is None else self.page.lines_of(self._lit.starts())
        if self.page is not None and self._match_awaits_layout:
            self._match_awaits_layout = False
            self._bring_match_into_sight()
        self._ticks.set(self._lines, self.page.height if self.page is not None else 1)
        self._mark_current()

    def _mark_current(self) -> None:
        self._ticks.current = None if self._current is None or not self._lines else self._lines[self._current]
        if self.is_attached:
            self.vertical_scrollbar.refresh()

    def overlays(self, flow: int, start: int, end: int) -> Iterator[Layer]:
        """The roles of parts of a line, the lit words, the current match."""
        for tint in self.flows[flow].tints:
            if tint.start < end and tint.end > start:
                yield Layer(tint.start, tint.end, tint.role)
        for span in self._lit.within(flow, start, end):
            yield Layer(span.start, span.end, term_style_name(span.term))
        for span in self._lit.places(self._current) if self._current is not None else ():
            if span.flow == flow and span.start < end and span.end > start:
                yield Layer(span.start, span.end, CURRENT)


def _composed(article: StoredArticle) -> tuple[Flow, ...]:
    from tui.widgets.compose import compose  # with the first article: the first screen has none

    return compose(article)
