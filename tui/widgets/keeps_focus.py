"""The focus stays where it is when a size of the terminal hides it."""

from __future__ import annotations

from textual import events


class KeepsFocus:
    """Stands before a widget's class: what has the focus has it still when it is shown again.

    Textual moves the focus on when it hears that its widget was hidden, which may be long after it was shown again: the
    keys then went into the search box. The screen decides where the focus goes.
    """

    def on_hide(self, event: events.Hide) -> None:
        """Keep the focus."""
        event.prevent_default()
