"""Dateline's own themes, dark and light, beside Textual's ANSI ones for a terminal's own colours."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT_THEME = "dateline-dark"
THEME_NAMES = (DEFAULT_THEME, "dateline-light", "ansi-dark", "ansi-light")
"""The themes that can be set, in the order of the palette."""


_DARK = Theme(
    name="dateline-dark",
    primary="#7aa2d6",
    secondary="#9d8fd0",
    accent="#d98fb8",
    warning="#dfb35d",
    error="#e0796d",
    success="#8fb573",
    foreground="#d9d7d2",
    background="#17181b",
    surface="#1d1f23",
    panel="#272a30",
    variables={
        "block-cursor-background": "#34506f",
        "block-cursor-foreground": "#f4f2ee",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#2a2e36",
        "block-cursor-blurred-foreground": "#d9d7d2",
        "border": "#3b4049",
        "border-blurred": "#2b2f36",
        "scrollbar": "#3b4049",
        "scrollbar-hover": "#4c535e",
        "scrollbar-active": "#7aa2d6",
        "scrollbar-background": "#1b1d20",
        "scrollbar-background-hover": "#1b1d20",
        "scrollbar-background-active": "#1b1d20",
        "footer-key-foreground": "#7aa2d6",
    },
)

_LIGHT = Theme(
    name="dateline-light",
    primary="#1f5c9a",
    secondary="#6a4fa3",
    accent="#a83c74",
    warning="#9a6a00",
    error="#b3392c",
    success="#3f7a2a",
    foreground="#26241f",
    background="#faf8f3",
    surface="#f3f0e9",
    panel="#e8e4da",
    dark=False,
    variables={
        "block-cursor-background": "#cfe0f2",
        "block-cursor-foreground": "#14202c",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e6e3da",
        "block-cursor-blurred-foreground": "#26241f",
        "border": "#c9c3b4",
        "border-blurred": "#ddd8cc",
        "scrollbar": "#c9c3b4",
        "scrollbar-hover": "#b3ac9a",
        "scrollbar-active": "#1f5c9a",
        "scrollbar-background": "#f0ece3",
        "scrollbar-background-hover": "#f0ece3",
        "scrollbar-background-active": "#f0ece3",
        "footer-key-foreground": "#1f5c9a",
    },
)
OWN_THEMES = (_DARK, _LIGHT)
"""The themes to register with the app."""
