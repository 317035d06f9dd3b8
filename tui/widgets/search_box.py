"""The search box, and under it how the query was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from index.types import Order, Suggestion, Understood
from tui.widgets.colours import TERM_LOOKS
from tui.widgets.looks import Look, pale
from tui.widgets.query_input import QueryInput, Recall
from tui.widgets.strips import RoleStyles, to_strip
from tui.widgets.text import Pieces, one_line
from tui.widgets.understanding import SUGGESTION, Answer, answer_lines, details

_LOOKS = {
    **TERM_LOOKS,
    "chip": Look(
        "background: $foreground 12%; color: $foreground;",
        ansi="background: ansi_default; color: ansi_default; text-style: reverse;",
    ),
    "count": Look("color: $foreground 75%;", ansi="color: ansi_default;"),
    "none": Look("color: $text-error; text-style: bold;"),
    "spoken": pale("color: $foreground 55%;"),
    "repair": Look("color: $text-warning; text-style: italic;"),
    "total": Look("color: $foreground; text-style: bold;"),
    "busy": Look("color: $text-accent;"),
    "suggestion": Look("color: $text-primary; text-style: underline;"),
}


class SearchBox(HorizontalGroup):
    """The query, behind its prompt. It only says what is typed; when to search is for others to decide."""

    DEFAULT_CSS = """
    SearchBox {
        height: 1;
        background: $surface;
        & > .search-box--prompt {
            width: 3;
            padding: 0 1;
            color: $foreground 60%;
            text-style: bold;
        }
        & > QueryInput { width: 1fr; background: transparent; }
        & > QueryInput:focus { background-tint: transparent; }
        &:focus-within { background: $surface-lighten-1; }
        &:focus-within > .search-box--prompt { color: $accent; }
        &:ansi > .search-box--prompt { color: ansi_default; }
        &:ansi:focus-within > .search-box--prompt { color: $accent; }
    }
    """

    @dataclass
    class QueryChanged(Message):
        """The text was edited."""

        text: str

    @dataclass
    class Submitted(Message):
        """Enter was pressed; `Left` follows."""

        text: str

    class Left(Message):
        """The user is done with the box: the focus belongs to the list."""

    class Stayed(Message):
        """A key that may lead to the list did not."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        # A steady cursor: a blinking one sends bytes over the line for ever.
        self._input = QueryInput(placeholder=placeholder, compact=True, select_on_focus=False)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """The prompt and the input."""
        yield Static(Content("/"), classes="search-box--prompt")
        yield self._input

    @property
    def text(self) -> str:
        """What is in the box. Setting it puts the cursor at the end and says nothing."""
        return self._input.value

    @text.setter
    def text(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = one_line(text)
        self._input.cursor_position = len(self._input.value)

    @property
    def cursor(self) -> int:
        """Where the cursor stands in the text; nowhere (-1) while a part of it is selected."""
        return self._input.cursor_position if self._input.selection.is_empty else -1

    def put(self, text: str, cursor: int) -> None:
        """Edit the text as typing does."""
        self._input.value = one_line(text)
        self._input.cursor_position = cursor

    def offer(self, texts: Sequence[str], whole: str = "", *, taken: int | None = None) -> None:
        """Show what could stand in the place of the last word: see `QueryInput.offer`."""
        self._input.offer(texts, whole, taken=taken)

    def remember_by(self, recall: Recall) -> None:
        """Go through earlier queries, which `recall` gives."""
        self._input.recall = recall

    def press(self, action: str) -> None:
        """Do what a key of the box does."""
        self.call_later(self._input.run_action, action)

    def edit(self, *, refine: bool = False) -> None:
        """Put the cursor into the box. The next character replaces the query, or with `refine` goes on with it."""
        self.screen.set_focus(self._input)  # at once: `focus` would come after the next key
        if refine:
            if self.text and not self.text.endswith(" "):
                self.text += " "
            self._input.cursor_position = len(self.text)
        else:
            self._input.select_all()

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.QueryChanged(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))
        self.post_message(self.Left())

    @on(QueryInput.Stayed)
    def _stayed(self, event: QueryInput.Stayed) -> None:
        event.stop()
        self.post_message(self.Stayed())

    @on(QueryInput.Left)
    def _left(self, event: QueryInput.Left) -> None:
        event.stop()
        self.post_message(self.Left())


class UnderstoodLine(Widget):
    """How the query was read: its conditions with their counts, what was mended, the total and the time.

    One line; a second one only for what has no room, or to say what would match where nothing does.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    UnderstoodLine {
        height: auto;
        min-height: 1;
        max-height: 2;
        padding: 0 1;
    }
    """

    @dataclass
    class Chosen(Message):
        """A suggestion was clicked."""

        suggestion: Suggestion

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(name=name, id=id, classes=classes)
        self._answer = Answer()
        self._role_styles = RoleStyles(self, _LOOKS)

    def show(
        self,
        understood: Understood | None,
        total: int | None = None,
        took_ms: float | None = None,
        *,
        order: Order | None = None,
    ) -> None:
        """Show an answer.

        Args:
            understood: how the query was read; None when nothing was asked.
            total: how many articles there are; None while that is not known.
            took_ms: the time of the search.
            order: how the articles are sorted.
        """
        self._take(Answer(understood, total, took_ms, order))

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - the state itself
        """Say that a search is running, or no longer, beside what is shown."""
        self._take(replace(self._answer, busy=busy))

    def _take(self, answer: Answer) -> None:
        if answer == self._answer:
            return
        before = len(self._lines())
        self._answer = answer
        self.tooltip = Content(details(answer.understood)) if answer.understood and answer.understood.chips else None
        self.refresh(layout=len(self._lines()) != before)

    def _lines(self) -> list[Pieces]:
        return answer_lines(self._answer, self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """A line, or two."""
        return len(answer_lines(self._answer, width))

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._role_styles.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the answer."""
        lines = self._lines()
        if y >= len(lines):
            return Strip.blank(self.content_size.width, self._role_styles.style(""))
        return to_strip([(text, _without_number(role)) for text, role in lines[y]], self._role_styles)

    def on_click(self, event: events.Click) -> None:
        """A click on a suggestion chooses it."""
        offset = event.get_content_offset(self)
        lines = self._lines()
        if offset is None or offset.y >= len(lines):
            return
        end = 0
        for text, role in lines[offset.y]:
            end += cell_len(text)
            if offset.x < end:
                if role.startswith(SUGGESTION):
                    event.stop()
                    suggestion = self._answer.suggestions[int(role.removeprefix(SUGGESTION))]
                    self.post_message(self.Chosen(suggestion))
                return


def _without_number(role: str) -> str:
    return "suggestion" if role.startswith(SUGGESTION) else role
