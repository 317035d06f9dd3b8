"""One palette for query terms: chips, lists and the reader light the same term in the same colour.

A widget that lights matches takes three things from here:

- `term_components("reader")` in its `COMPONENT_CLASSES`;
- `term_css("reader")` inside the braces of its own rule in `DEFAULT_CSS`;
- `term_component("reader", term)` as the component class to ask `get_component_styles` for (not a partial visual style:
  Textual 8.2.8 loses opaque backgrounds there).

Each style pairs a muted background of the theme with the text colour made for it, so that a match stays visible on a
cursor row; under a light theme the text is plain, as under a highlighter pen, for its contrast. Under an ANSI theme the
pairs are the terminal's own colours, with black text, and an underline, which survives where no colour does. The last
two styles are italic as well: some themes have fewer than six hues.
"""

from __future__ import annotations

from typing import NamedTuple

TERM_STYLES = 6
"""How many styles there are; term 6 looks like term 0 again."""


class _TermStyle(NamedTuple):
    hue: str
    ansi: str
    text_style: str


_STYLES = (
    _TermStyle("warning", "ansi_yellow", "bold"),
    _TermStyle("primary", "ansi_cyan", "bold"),
    _TermStyle("success", "ansi_green", "bold"),
    _TermStyle("error", "ansi_bright_red", "bold"),
    _TermStyle("secondary", "ansi_bright_blue", "bold italic"),
    _TermStyle("accent", "ansi_bright_magenta", "bold italic"),
)


def term_style_name(term: int) -> str:
    """The style of a term number: `match-0` to `match-5`, over again for higher numbers."""
    return f"match-{term % TERM_STYLES}"


def term_component(prefix: str, term: int) -> str:
    """The component class of a term in a widget: `reader--match-2`."""
    return f"{prefix}--{term_style_name(term)}"


def term_components(prefix: str) -> set[str]:
    """Every term's component class in a widget, for its `COMPONENT_CLASSES`."""
    return {term_component(prefix, term) for term in range(TERM_STYLES)}


def term_css(prefix: str) -> str:
    """The rules of the term styles, to stand inside the braces of the widget's own rule."""
    return "\n".join(_rules(term_component(prefix, term), style) for term, style in enumerate(_STYLES))


def _rules(component: str, style: _TermStyle) -> str:
    return f"""
    & > .{component} {{
        background: ${style.hue}-muted;
        color: $text-{style.hue};
        text-style: {style.text_style};
    }}
    &:light > .{component} {{
        color: $foreground;
    }}
    &:ansi > .{component} {{
        background: {style.ansi};
        color: ansi_black;
        text-style: {style.text_style} underline;
    }}"""
