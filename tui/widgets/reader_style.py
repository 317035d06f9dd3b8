"""The parts of the reader and how they look, in theme variables only."""

from __future__ import annotations

from tui.widgets.colours import term_components, term_css
from tui.widgets.flow import Role

PREFIX = "reader"
CURRENT = "current"
TICK = "tick"
CURRENT_TICK = "current-tick"
HINT = "hint"

_PARTS = {
    Role.SECTION: "color: $text-primary;",
    Role.HEADLINE: "color: $foreground; text-style: bold;",
    Role.STANDFIRST: "color: $foreground 85%; text-style: italic;",
    Role.BYLINE: "color: $foreground 60%;",
    Role.NAME: "color: $foreground 90%;",
    Role.MARKS: "color: $text-accent;",
    Role.STAR: "color: $text-warning;",
    Role.SUBHEAD: "color: $foreground; text-style: bold;",
    Role.CAPTION: "color: $foreground 65%;",
    Role.CREDIT: "color: $foreground 50%; text-style: italic;",
    Role.QUOTE: "color: $foreground 90%; text-style: italic;",
    Role.PRE: "color: $foreground 90%;",
    Role.NOTE: "color: $foreground;",
    Role.NOTE_TITLE: "color: $text-accent; text-style: bold;",
    Role.EDGE: "color: $foreground 40%;",
    Role.RULE: "color: $foreground 25%;",
    Role.FOOT: "color: $foreground 50%;",
    CURRENT: "background: $warning; color: auto; text-style: bold;",
    TICK: "color: $warning;",
    CURRENT_TICK: "color: $foreground;",
    HINT: "color: $foreground 55%;",
}
_DIM_IN_ANSI = (Role.BYLINE, Role.CAPTION, Role.EDGE, Role.RULE, Role.FOOT, HINT)

COMPONENTS = term_components(PREFIX) | {f"{PREFIX}--{part}" for part in _PARTS}
"""The component classes of the reader."""


def _rules() -> str:
    parts = [f"& > .{PREFIX}--{part} {{ {rule} }}" for part, rule in _PARTS.items()]
    # The terminal's own colours cannot be mixed, so what is pale elsewhere is dim there.
    dim = [f"&:ansi > .{PREFIX}--{part} {{ color: ansi_default; text-style: dim; }}" for part in _DIM_IN_ANSI]
    return "\n".join([*parts, *dim])


CSS = f"""
ReaderView {{
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    {term_css(PREFIX)}
    {_rules()}
    &:ansi > .{PREFIX}--{Role.CREDIT} {{ color: ansi_default; text-style: dim italic; }}
    &:ansi > .{PREFIX}--{CURRENT} {{
        background: ansi_default;
        color: ansi_default;
        text-style: bold reverse;
    }}
}}
"""
