"""From a row of the page to a strip: styles in layers, lit text on top of roles, the selection on top of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.widgets.flow import Flow, Role
from tui.widgets.linebreak import break_lines, clusters
from tui.widgets.looks import Look, styles_of
from tui.widgets.page import Row

SELECTION = "selection"
"""The layer of selected text: the screen's own style for it."""


_ROLES = frozenset(Role)  # what lies above these is never dim


class Layer(NamedTuple):
    """A look, by its name, over the characters `[start, end)` of a flow."""

    start: int
    end: int
    name: str


class Styles:
    """The Rich styles of stacks of layers in a widget, remembered until `clear`."""

    def __init__(self, widget: Widget, looks: Mapping[str, Look]) -> None:
        self._widget = widget
        self._looks = looks
        self._known: dict[tuple[str, ...], RichStyle] = {}

    def clear(self) -> None:
        """Forget all: the theme or a rule has changed."""
        self._known.clear()

    def of(self, names: tuple[str, ...]) -> RichStyle:
        """The style of the layers, the first undermost; of the bare widget for none."""
        if names not in self._known:
            style = self._widget.visual_style
            for name in names:
                style += self._layer(name)
            if any(name not in _ROLES for name in names):
                style += Style(dim=False)
            self._known[names] = style.rich_style
        return self._known[names]

    def _layer(self, name: str) -> Style:
        # Not `get_visual_style(partial=True)`, which in Textual 8.2.8 loses backgrounds without transparency.
        if name == SELECTION:
            return Style.from_styles(self._widget.screen.get_component_styles("screen--selection"))
        if name == Role.BODY:
            return Style.null()
        return Style.from_styles(styles_of(self._looks[name], self._widget.app))


def paint(row: Row, flow: Flow, layers: Sequence[Layer], width: int, styles: Styles) -> Strip:
    """The row as a strip of `width` cells. Later layers lie above earlier ones, all above the flow's role."""
    plain = styles.of(())
    edge = styles.of((Role.RULE if flow.role is Role.RULE else Role.EDGE,))
    segments = [Segment(row.before, edge if row.before.strip() else plain)] if row.before else []
    segments += _text(row, flow, layers, styles)
    if row.after:
        segments.append(Segment(row.after, edge))
    return Strip(segments).crop_extend(0, width, plain)


def _text(row: Row, flow: Flow, layers: Sequence[Layer], styles: Styles) -> Iterable[Segment]:
    wholes = _Wholes(flow.text, row.start, row.end)
    within = [
        Layer(wholes.start(max(start, row.start)), wholes.end(min(end, row.end)), name)
        for start, end, name in layers
        if start < row.end and end > row.start
    ]
    bounds = {row.start, row.end, *wholes.after_joined}
    bounds.update(bound for layer in within for bound in (layer.start, layer.end))
    cuts = sorted(bounds)
    for start, end in pairwise(cuts):
        names = tuple(layer.name for layer in within if layer.start <= start and end <= layer.end)
        yield Segment(flow.text[start:end], styles.of((flow.role, *names)))


def paint_hint(text: str, y: int, size: Size, styles: Styles) -> Strip:
    """A line of a quiet sentence in the middle of an empty window."""
    lines = _hint_lines(text, max(2, min(_HINT_WIDTH, size.width - 2)))
    number = y - (size.height - len(lines)) // 2
    start, end = lines[number] if 0 <= number < len(lines) else (0, 0)
    left = " " * ((size.width - cell_len(text[start:end])) // 2)
    segments = [Segment(left, styles.of(())), Segment(text[start:end], styles.of((_HINT,)))]
    return Strip(segments).crop_extend(0, size.width, styles.of(()))


@lru_cache(maxsize=8)
def _hint_lines(text: str, width: int) -> Sequence[tuple[int, int]]:
    return break_lines(text, width)


_HINT = "hint"
_HINT_WIDTH = 48


class _Wholes:
    """The whole characters of a line, so that no layer splits a letter from its mark.

    A segment ends after each character that is made of several: Textual finds the character under the mouse by
    counting from the beginning of a segment.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self.after_joined: list[int] = []
        if text.isascii():
            return
        for left, right, _ in clusters(text, start, end):
            if right - left > 1:
                self._starts.update(dict.fromkeys(range(left + 1, right), left))
                self._ends.update(dict.fromkeys(range(left + 1, right), right))
                self.after_joined.append(right)

    def start(self, offset: int) -> int:
        return self._starts.get(offset, offset)

    def end(self, offset: int) -> int:
        return self._ends.get(offset, offset)
