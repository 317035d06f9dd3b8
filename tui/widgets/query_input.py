"""The line of text in the search box: pasted text, earlier queries, and what the query could go on with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from tui.widgets.in_turn import act_in_turn
from tui.widgets.keeps_focus import KeepsFocus
from tui.widgets.looks import Look, pale
from tui.widgets.strips import RoleStyles, to_strip, width_of
from tui.widgets.text import Pieces, fit, one_line

_LOOKS = {
    "offer": pale("color: $foreground 55%;"),
    "between": pale("color: $foreground 35%;"),
    "taken": Look("color: $text-accent; text-style: bold reverse;"),
}
_GAP = 3
_LEAST_OFFER = 12
_BETWEEN = "  "

Recall = Callable[[], Awaitable[Sequence[str]]]
"""Gives the queries that were asked before, the newest last."""


@dataclass(slots=True)
class Walk:
    """A way through earlier queries; `draft` is what was typed before it began, and stands at its end."""

    queries: Sequence[str]
    draft: str
    place: int

    @property
    def text(self) -> str:
        """What stands at this place."""
        return self.queries[self.place] if self.place < len(self.queries) else self.draft

    def go(self, by: int, having: str = "") -> bool:
        """Go to the next older (-1) or newer (1) query that has a text in it; False where there is none."""
        place = self.place + by
        while 0 <= place < len(self.queries) and having.casefold() not in self.queries[place].casefold():
            place += by
        if not 0 <= place <= len(self.queries):
            return False
        self.place = place
        return True


class QueryInput(KeepsFocus, Input):
    """One line of text. What is pasted becomes one line, too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "To the list", id="search.leave", tooltip="Leave the search box for the list"),
        Binding("up", "older", "Older query", id="search.older_query", show=False),
        Binding("down", "newer", "Newer query", id="search.newer_query", show=False),
        Binding("ctrl+r", "look_back", "Look back", id="search.look_back", show=False),
    ]

    class Left(Message):
        """The user is done with the box."""

    class Stayed(Message):
        """A key that may lead out of the box did not."""

    recall: Recall | None = None
    _walk: Walk | None = None
    _offers: tuple[str, ...] = ()
    _taken: int | None = None
    _role_styles: RoleStyles | None = None

    async def on_key(self, event: events.Key) -> None:
        """A key that edits does so before the letters behind it."""
        await act_in_turn(self, event)

    def action_leave(self) -> None:
        """Say that the box is left."""
        self._walk = None
        self.post_message(self.Left())

    def on_paste(self, event: events.Paste) -> None:
        """Put pasted text in, line breaks as blanks; Textual's own takes the first line only."""
        event.stop()
        event.prevent_default()
        text = " ".join(one_line(event.text).split())
        start, end = sorted(self.selection)
        self.replace(text, start, end)

    # ---- earlier queries ------------------------------------------------------------------------------------------

    async def action_older(self) -> None:
        """Go back to the query that was asked before."""
        walk = await self._walking()
        if walk.go(-1):
            self._show(walk.text)

    async def action_newer(self) -> None:
        """Go forward again; from what was typed last, out of the box."""
        if self._walk is None or self._walk.text != self.value or not self._walk.go(1):
            self.action_leave()
        else:
            self._show(self._walk.text)
            self.post_message(self.Stayed())

    async def action_look_back(self) -> None:
        """Go back to an earlier query that has in it what was typed."""
        walk = await self._walking()
        if walk.go(-1, having=walk.draft):
            self._show(walk.text)

    async def _walking(self) -> Walk:
        """The way on which the box is, or a new one from here."""
        if self._walk is None or self._walk.text != self.value:
            queries = list(await self.recall()) if self.recall is not None else []
            while queries and queries[-1] == self.value.strip():
                queries.pop()
            self._walk = Walk([one_line(query) for query in queries], self.value, len(queries))
        return self._walk

    def _show(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)

    # ---- what can follow ------------------------------------------------------------------------------------------

    def offer(self, texts: Sequence[str], whole: str = "", *, taken: int | None = None) -> None:
        """Show what could stand in the place of the last word, in the free room behind the text.

        Args:
            texts: what could stand there, the best first.
            whole: the query with the first of them; its end is shown behind the cursor, where → takes it.
            taken: which of them stands there.
        """
        self._offers, self._taken = tuple(one_line(text) for text in texts), taken
        goes_on = len(whole) > len(self.value) and whole.startswith(self.value) and self.cursor_at_end
        self._suggestion = whole if goes_on else ""
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._role_styles = None

    def render_line(self, y: int) -> Strip:
        """The text, and behind it what could follow, as far as there is room."""
        strip = super().render_line(y)
        room = self.size.width - cell_len(max(self.value, self._suggestion, key=len)) - _GAP
        if y or not self._offers or not self.has_focus or room < _LEAST_OFFER:
            return strip
        pieces = offered(self._offers, self._taken, min(room, self.size.width // 2))
        if self._role_styles is None:
            self._role_styles = RoleStyles(self, _LOOKS)
        return Strip.join([strip.crop(0, self.size.width - width_of(pieces)), to_strip(pieces, self._role_styles)])


def offered(texts: Sequence[str], taken: int | None, room: int) -> Pieces:
    """As many of the texts as there is room for, from the first, or from the one that is taken where that is not."""
    pieces = _pieces(texts, 0, taken, room)
    if taken is not None and not any(role == "taken" for _, role in pieces):
        pieces = _pieces(texts, taken, taken, room)
    return pieces


def _pieces(texts: Sequence[str], first: int, taken: int | None, room: int) -> Pieces:
    pieces: Pieces = [("tab ", "between")]
    for place, text in enumerate(texts[first:], first):
        before: Pieces = [(_BETWEEN, "between")] if len(pieces) > 1 else []
        shown = fit(text, room - width_of(pieces) - width_of(before))
        if shown != text and before:
            break
        pieces += [*before, (shown, "taken" if place == taken else "offer")]
    return pieces
