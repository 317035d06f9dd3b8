"""Editing keys that act in their turn."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


async def act_in_turn(field: Widget, event: events.Key) -> None:
    """Do what a key in a field of text is bound to before what was typed after it; for the field's `on_key`.

    Textual lets such a key travel to the app, which acts on it behind the letters that wait here already. Of keys that
    come in one breath (over a slow line, or typed fast) a backspace would then delete the last letter of them all.
    """
    if not event.is_printable and await field.app._check_bindings(event.key):  # noqa: SLF001 - what the app does later
        event.stop()
        event.prevent_default()
