"""The parts of a row and how they look, in theme variables only."""

from __future__ import annotations

from tui.widgets.colours import TERM_LOOKS
from tui.widgets.looks import Look, pale

PREFIX = "article-list"

LOOKS = {
    **TERM_LOOKS,
    "headline": Look("color: $foreground 85%;"),
    "unread": Look("color: $foreground; text-style: bold;"),
    "faded": pale("color: $foreground 55%;"),
    "date": pale("color: $foreground 60%;"),
    "source": Look("color: $text-primary;"),
    "meta": pale("color: $foreground 60%;"),
    "separator": pale("color: $foreground 35%;"),
    "snippet": pale("color: $foreground 65%;"),
    "state": pale("color: $foreground 60%; text-style: italic;"),
    "tag": Look("color: $text-accent;"),
    "mark": Look("color: $text-primary;"),
    "star": Look("color: $text-warning;"),
    "liked": Look("color: $text-success; text-style: bold;"),
    "disliked": Look("color: $text-error; text-style: bold;"),
    "note": Look("color: $text-accent;"),
    "placeholder": pale("color: $foreground 35%;"),
    "empty": pale("color: $foreground 65%;"),
    "empty-first": Look("color: $foreground; text-style: bold;"),
}
"""The look of each part but the two that depend on the focus."""

COMPONENTS = {f"{PREFIX}--{part}" for part in ("cursor", "bar")}
"""The component classes of the list."""

CSS = f"""
ArticleList {{
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    & > .{PREFIX}--bar {{ color: $foreground 40%; }}
    & > .{PREFIX}--cursor {{ background: $primary 15%; }}
    &:focus > .{PREFIX}--cursor {{ background: $primary 35%; }}
    &:focus > .{PREFIX}--bar {{ color: $accent; }}
    &:ansi > .{PREFIX}--cursor {{ background: transparent; text-style: bold; }}
    &:ansi:focus > .{PREFIX}--cursor {{
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: none;
    }}
}}
"""
