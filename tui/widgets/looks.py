"""What the parts of a line look like: written as CSS declarations in theme variables, read when they are first painted.

In a stylesheet each part would be a component class, which Textual styles, by all rules there are, before the first
screen. What depends on the state of a widget, as a cursor does on the focus, stays in the widget's own CSS.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from textual.app import App
from textual.css.parse import parse_declarations
from textual.css.styles import Styles

_VARIABLE = re.compile(r"\$([a-z-]+)")


class Look(NamedTuple):
    """Declarations that always hold, and further ones for light and for ANSI themes, which come after them."""

    css: str
    light: str = ""
    ansi: str = ""


def pale(css: str, more: str = "") -> Look:
    """A look that fades into the background. The terminal's own colours cannot be mixed: there it is dim."""
    return Look(css, ansi=f"color: ansi_default; text-style: dim {more};")


def styles_of(look: Look, app: App[Any]) -> Styles:
    """The styles of a look under the app's theme; only the rules it has are set."""
    light = "" if app.current_theme.dark else look.light
    css = f"{look.css} {light} {look.ansi if app.native_ansi_color else ''}"
    declared = parse_declarations(_VARIABLE.sub(lambda name: app.theme_variables[name[1]], css), ("look", css))
    styles = Styles()
    for name, value in declared.get_rules().items():
        setattr(styles, name, value)  # turns the words of a text style into the style
    return styles
