"""The parts of a row and how they look, in theme variables only."""

from __future__ import annotations

from tui.widgets.colours import term_components, term_css

PREFIX = "article-list"

_PARTS = {
    "headline": "color: $foreground 85%;",
    "unread": "color: $foreground; text-style: bold;",
    "faded": "color: $foreground 55%;",
    "date": "color: $foreground 60%;",
    "source": "color: $text-primary;",
    "meta": "color: $foreground 60%;",
    "separator": "color: $foreground 35%;",
    "snippet": "color: $foreground 65%;",
    "state": "color: $foreground 60%; text-style: italic;",
    "tag": "color: $text-accent;",
    "mark": "color: $text-primary;",
    "star": "color: $text-warning;",
    "liked": "color: $text-success; text-style: bold;",
    "disliked": "color: $text-error; text-style: bold;",
    "note": "color: $text-accent;",
    "bar": "color: $foreground 40%;",
    "cursor": "background: $primary 15%;",
    "placeholder": "color: $foreground 35%;",
    "empty": "color: $foreground 65%;",
    "empty-first": "color: $foreground; text-style: bold;",
}
_DIM_IN_ANSI = ("faded", "date", "meta", "separator", "snippet", "state", "placeholder", "empty")

COMPONENTS = term_components(PREFIX) | {f"{PREFIX}--{part}" for part in _PARTS}
"""The component classes of the list."""


def _rules() -> str:
    parts = [f"& > .{PREFIX}--{part} {{ {rule} }}" for part, rule in _PARTS.items()]
    # The terminal's own colours cannot be mixed, so what is pale elsewhere is dim there.
    dim = [f"&:ansi > .{PREFIX}--{part} {{ color: ansi_default; text-style: dim; }}" for part in _DIM_IN_ANSI]
    return "\n".join([*parts, *dim])


CSS = f"""
ArticleList {{
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    {_rules()}
    &:focus > .{PREFIX}--cursor {{ background: $primary 35%; }}
    &:focus > .{PREFIX}--bar {{ color: $accent; }}
    &:ansi > .{PREFIX}--cursor {{ background: transparent; text-style: bold; }}
    &:ansi:focus > .{PREFIX}--cursor {{
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: none;
    }}
    {term_css(PREFIX)}
}}
"""
