"""From pieces of text with roles to strips with styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.widgets.colours import term_style_name
from tui.widgets.looks import Look, styles_of
from tui.widgets.text import ELLIPSIS, Pieces, cut, pad

MATCH = "match-"
"""The role of lit text is this and the term's number."""


_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


class RoleStyles:
    """The Rich style of each role in a widget, on a background, remembered until `clear`.

    Args:
        widget: what is painted.
        looks: the look of each role.
        prefix: a role without a look is a component class: `cursor` is `article-list--cursor` for `article-list`.
    """

    def __init__(self, widget: Widget, looks: Mapping[str, Look], prefix: str = "") -> None:
        self._widget = widget
        self._looks = looks
        self._prefix = prefix
        self._known: dict[tuple[str, str], RichStyle] = {}

    def clear(self) -> None:
        """Forget all: the theme, the focus or a rule has changed."""
        self._known.clear()

    def style(self, role: str, overlay: str = "") -> RichStyle:
        """The style of a role (empty: the widget's own), on the rows that `overlay` names (`cursor`).

        An overlay changes the colours of what lies under it; lit text lies above it.
        """
        key = (role, overlay)
        if key not in self._known:
            self._known[key] = self._compose(role, overlay).rich_style
        return self._known[key]

    def _compose(self, role: str, overlay: str) -> Style:
        style = self._widget.visual_style
        if role.startswith(MATCH):
            return style + self._part(overlay) + self._part(term_style_name(int(role.removeprefix(MATCH))))
        over = self._part(overlay)
        # Dim text is for the widget's own background.
        legible = Style(dim=False) if over.foreground is not None else Style.null()
        return style + self._part(role) + over + legible

    def _part(self, role: str) -> Style:
        """What the part's own rules say. Textual's partial styles lose opaque backgrounds."""
        if not role:
            return Style.null()
        look = self._looks.get(role)
        styles = (
            styles_of(look, self._widget.app)
            if look is not None
            else self._widget.get_component_styles(f"{self._prefix}--{role}")
        )
        text = styles.text_style if styles.has_rule("text_style") else None
        return Style(
            styles.background if styles.has_rule("background") else None,
            styles.color if styles.has_rule("color") else None,
            **({} if text is None else {name: getattr(text, name) for name in _ATTRIBUTES}),
        )


def to_strip(pieces: Pieces, styles: RoleStyles, overlay: str = "") -> Strip:
    """The pieces as a strip; its width is the sum of theirs."""
    segments = [Segment(text, styles.style(role, overlay)) for text, role in pieces if text]
    return Strip(segments, sum(cell_len(segment.text) for segment in segments))


def width_of(pieces: Iterable[tuple[str, str]]) -> int:
    """The cells of a line of pieces."""
    return sum(cell_len(text) for text, _role in pieces)


def plain(pieces: Iterable[tuple[str, str]]) -> str:
    """The text of a line of pieces."""
    return "".join(text for text, _role in pieces)


def filled(line: Pieces, width: int) -> Pieces:
    """The line in exactly `width` cells: followed by blanks, or truncated."""
    missing = width - width_of(line)
    if missing >= 0:
        return [*line, (" " * missing, "")] if missing else line
    kept: Pieces = []
    left = width
    for text, role in line:
        cells = cell_len(text)
        if cells >= left:
            # There is more, in this piece or behind it.
            return [*kept, (pad(cut(text, left - 1) + ELLIPSIS, left), role)] if left > 0 else kept
        kept.append((text, role))
        left -= cells
    return kept
