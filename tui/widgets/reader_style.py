"""The parts of the reader and how they look, in theme variables only."""

from __future__ import annotations

from tui.widgets.colours import TERM_LOOKS
from tui.widgets.flow import Role
from tui.widgets.looks import Look, pale

CURRENT = "current"
TICK = "tick"
CURRENT_TICK = "current-tick"
HINT = "hint"

LOOKS = {
    **TERM_LOOKS,
    Role.SECTION: Look("color: $text-primary;"),
    Role.HEADLINE: Look("color: $foreground; text-style: bold;"),
    Role.STANDFIRST: Look("color: $foreground 85%; text-style: italic;"),
    Role.BYLINE: pale("color: $foreground 60%;"),
    Role.NAME: Look("color: $foreground 90%;"),
    Role.MARKS: Look("color: $text-accent;"),
    Role.STAR: Look("color: $text-warning;"),
    Role.SUBHEAD: Look("color: $foreground; text-style: bold;"),
    Role.CAPTION: pale("color: $foreground 65%;"),
    Role.CREDIT: pale("color: $foreground 50%; text-style: italic;", "italic"),
    Role.QUOTE: Look("color: $foreground 90%; text-style: italic;"),
    Role.PRE: Look("color: $foreground 90%;"),
    Role.NOTE: Look("color: $foreground;"),
    Role.NOTE_TITLE: Look("color: $text-accent; text-style: bold;"),
    Role.EDGE: pale("color: $foreground 40%;"),
    Role.RULE: pale("color: $foreground 25%;"),
    Role.FOOT: pale("color: $foreground 50%;"),
    CURRENT: Look(
        "background: $warning; color: auto; text-style: bold;",
        ansi="background: ansi_default; color: ansi_default; text-style: bold reverse;",
    ),
    TICK: Look("color: $warning;"),
    CURRENT_TICK: Look("color: $foreground;"),
    HINT: pale("color: $foreground 55%;"),
}
"""The look of each part."""

CSS = """
ReaderView {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
}
"""
