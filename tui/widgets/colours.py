"""One palette for query terms: chips, lists and the reader light the same term in the same colour.

Each look pairs a muted background of the theme with the text colour made for it, so that a match stays visible on a
cursor row; under a light theme the text is plain, as under a highlighter pen, for its contrast. Under an ANSI theme the
pairs are the terminal's own colours, with black text, and an underline, which survives where no colour does. The last
two looks are italic as well: some themes have fewer than six hues.
"""

from __future__ import annotations

from tui.widgets.looks import Look

_HUES = (
    ("warning", "ansi_yellow", "bold"),
    ("primary", "ansi_cyan", "bold"),
    ("success", "ansi_green", "bold"),
    ("error", "ansi_bright_red", "bold"),
    ("secondary", "ansi_bright_blue", "bold italic"),
    ("accent", "ansi_bright_magenta", "bold italic"),
)
TERM_STYLES = len(_HUES)
"""How many looks there are; term 6 looks like term 0 again."""


def _look(hue: str, ansi: str, text_style: str) -> Look:
    return Look(
        f"background: ${hue}-muted; color: $text-{hue}; text-style: {text_style};",
        light="color: $foreground;",
        ansi=f"background: {ansi}; color: ansi_black; text-style: {text_style} underline;",
    )


TERM_LOOKS = {f"match-{term}": _look(*hue) for term, hue in enumerate(_HUES)}
"""The look of each term, by its name."""


def term_style_name(term: int) -> str:
    """The look of a term number: `match-0` to `match-5`, over again for higher numbers."""
    return f"match-{term % TERM_STYLES}"
