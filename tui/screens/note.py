"""Writing a note on an article: at most 1,500 characters, counted as they are typed."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from index.types import NOTE_LIMIT
from tui.widgets.in_turn import act_in_turn

REMOVED = ""
"""What the screen gives when the note is to be removed."""


class NoteArea(TextArea):
    """The text of the note. What saves it comes after all that was typed before."""

    async def on_key(self, event: events.Key) -> None:
        """A key that edits does so before the letters behind it."""
        await act_in_turn(self, event)


class NoteScreen(ModalScreen[str | None]):
    """Gives the note's text, `REMOVED`, or None when nothing is to change."""

    DEFAULT_CSS = """
    NoteScreen {
        overflow: hidden;
        align: center middle;

        #note {
            width: 100%;
            max-width: 84;
            height: 16;
            max-height: 100%;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }

        #note-text {
            height: 1fr;
            border: none;
            padding: 0;
            background: $surface;
        }

        #note-says {
            height: auto;
            color: $text-warning;
        }

        #note-count {
            text-align: right;
            color: $text-muted;

            &.-over {
                color: $text-error;
                text-style: bold;
            }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "save", "Save"),
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+r", "remove", "Remove"),
    ]

    def __init__(self, headline: str, note: str | None, draft: str | None = None) -> None:
        super().__init__()
        self._headline = headline
        self._note = note or ""
        self._draft = draft or self._note
        self._warned = False

    def compose(self) -> ComposeResult:
        """A text area, a line for words, and the counter."""
        with Vertical(id="note") as frame:
            frame.border_title = Content(f"Note on “{self._headline}”")
            removes = " · ctrl+r removes" if self._note else ""
            frame.border_subtitle = Content(f"ctrl+s saves{removes} · esc cancels")
            yield NoteArea(self._draft, id="note-text", soft_wrap=True, highlight_cursor_line=False)
            yield Static(id="note-says", markup=False)
            yield Static(id="note-count", markup=False)

    def on_mount(self) -> None:
        """Go on at the end of what is there."""
        area = self._area
        area.move_cursor(area.document.end)
        self._count()

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Count with every key."""
        self._warned = False
        self._say("")
        self._count()

    def on_key(self, event: events.Key) -> None:
        """What was typed before the text area had the focus belongs into it, also when it comes here after that."""
        if event.is_printable and event.character:
            event.stop()
            self._area.insert(event.character)

    def action_save(self) -> None:
        """Give the note back, unless it is empty or too long."""
        text = self._area.text.strip()
        over = len(text) - NOTE_LIMIT
        if over > 0:
            self._say(f"{over:,} characters too many: a note has room for {NOTE_LIMIT:,}.")
        elif text:
            self.dismiss(text)
        elif self._note:
            self._say("There is nothing to save; ctrl+r removes the note.")
        else:
            self._say("There is nothing to save yet; esc leaves without a note.")

    def action_cancel(self) -> None:
        """Leave the note as it was; what was written is thrown away only on the second time."""
        if self._warned or self._area.text.strip() in {"", self._note.strip()}:
            self.dismiss(None)
            return
        self._warned = True
        self._say("Not saved. esc again throws the change away, ctrl+s saves it.")

    def action_remove(self) -> None:
        """Take the note away."""
        if self._note:
            self.dismiss(REMOVED)
        else:
            self._say("There is no note to remove.")

    @property
    def _area(self) -> TextArea:
        return self.query_one("#note-text", TextArea)

    def _count(self) -> None:
        length = len(self._area.text.strip())
        count = self.query_one("#note-count", Static)
        count.update(Content(f"{length} / {NOTE_LIMIT}"))
        count.set_class(length > NOTE_LIMIT, "-over")

    def _say(self, words: str) -> None:
        self.query_one("#note-says", Static).update(Content(words))
