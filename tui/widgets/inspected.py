"""An inspection as two columns of entries, laid out for a width: the raw lines, and what became of them. Pure.

Widths are terminal cells. Control characters are gone from all text that comes here; `one_line` sees to the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from index.types import Block, InspectedField, InspectedLine, Inspection
from tui.widgets.linebreak import break_lines
from tui.widgets.strips import filled, width_of
from tui.widgets.text import Pieces, fit, one_line, pad

KEPT, DROPPED, NOTE, LABEL = "kept", "dropped", "note", "label"
"""Roles of pieces, beside those of kinds of blocks."""

_GUTTER = 2
_LABEL_WIDTH = 11
_NARROWEST = 10
_NOTE_GAP = 2
_OF_HEAD: Mapping[str, tuple[str, ...]] = {
    "headline": ("headline",),
    "standfirst": ("standfirst",),
    "byline": ("authors", "place", "outlet", "published"),
    "date": ("published",),
    "section": ("section",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that the cursor stands on: a line, a field or a block.

    `sign` stands before it, `label` in a column of its own, `note` behind it, and with `gap` an empty row below.
    `pairs` are the entries of the other column that belong to it.
    """

    text: str
    role: str
    sign: str = ""
    label: str = ""
    note: str = ""
    pairs: tuple[int, ...] = ()
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Both columns. `raw[n]` is line n of the inspection."""

    raw: tuple[Entry, ...]
    cleaned: tuple[Entry, ...]


def columns_of(inspection: Inspection) -> Columns:
    """The entries of an inspection, those that belong together tied."""
    names = [shown.name for shown in inspection.fields]
    blocks = inspection.article.blocks
    pairs = [_pairs(line, names) for line in inspection.lines]
    back: defaultdict[int, list[int]] = defaultdict(list)
    for number, others in enumerate(pairs):
        for other in others:
            back[other].append(number)
    raw = tuple(_raw_entry(line, tied) for line, tied in zip(inspection.lines, pairs, strict=True))
    cleaned = [
        *(
            _field_entry(shown, tuple(back[number]), gap=number == len(names) - 1)
            for number, shown in enumerate(inspection.fields)
        ),
        *(_block_entry(block, tuple(back[len(names) + number])) for number, block in enumerate(blocks)),
    ]
    return Columns(raw, tuple(cleaned))


def _pairs(line: InspectedLine, names: Sequence[str]) -> tuple[int, ...]:
    if line.block is not None:
        return (len(names) + line.block,)
    return tuple(names.index(name) for name in _OF_HEAD.get(line.role, ()) if name in names)


def _raw_entry(line: InspectedLine, pairs: tuple[int, ...]) -> Entry:
    told = "" if line.role in {"body", "dropped"} else line.role
    rule = f"rule {line.rule}" if line.rule is not None else ""
    note = ", ".join(filter(None, (told, line.reason, rule)))
    sign = "−" if not line.kept else "+" if line.rule is not None else ""
    return Entry(one_line(line.text), KEPT if line.kept else DROPPED, sign, note=one_line(note), pairs=pairs)


def _field_entry(shown: InspectedField, pairs: tuple[int, ...], *, gap: bool) -> Entry:
    role = "headline" if shown.name == "headline" else KEPT
    note = one_line(shown.evidence or "")
    return Entry(one_line(shown.value), role, label=shown.name, note=note, pairs=pairs, gap=gap)


def _block_entry(block: Block, pairs: tuple[int, ...]) -> Entry:
    text = "\n".join(map(one_line, block.text.split("\n")))
    return Entry(text, block.kind.value, note=one_line(block.credit or ""), pairs=pairs, gap=True)


# ---- laying out -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each entry begins, for one width; `starts[-1]` is the number of all rows."""

    entries: tuple[Entry, ...] = ()
    width: int = 0
    starts: tuple[int, ...] = (0,)
    _rows: dict[int, list[Pieces]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.starts[-1]

    def entry_at(self, row: int) -> int | None:
        """The entry that a row belongs to; None below the last."""
        number = bisect_right(self.starts, row) - 1
        return number if 0 <= number < len(self.entries) else None

    def span(self, entry: int) -> tuple[int, int]:
        """The rows `[first, last)` of an entry."""
        return self.starts[entry], self.starts[entry + 1]

    def is_gap(self, row: int) -> bool:
        """Is a row the empty one below an entry?"""
        entry = self.entry_at(row)
        return entry is not None and self.entries[entry].gap and row == self.starts[entry + 1] - 1

    def row(self, row: int) -> Pieces:
        """A row in exactly `width` cells."""
        entry = self.entry_at(row)
        if entry is None:
            return [(" " * self.width, "")]
        if entry not in self._rows:
            if len(self._rows) > _ROWS_KEPT:
                self._rows.clear()
            self._rows[entry] = rows_of(self.entries[entry], self.width)
        return self._rows[entry][row - self.starts[entry]]


_ROWS_KEPT = 500


def lay_out(entries: tuple[Entry, ...], width: int, stop: Callable[[], bool] = lambda: False) -> Layout:
    """The layout of a column. Costs a look at all its text: not for the interface's thread."""
    starts = [0]
    for entry in entries:
        if stop():
            return Layout()
        starts.append(starts[-1] + len(rows_of(entry, width)))
    return Layout(entries, width, tuple(starts))


def rows_of(entry: Entry, width: int) -> list[Pieces]:
    """The rows of an entry, each in exactly `width` cells."""
    indent = _GUTTER + (_LABEL_WIDTH if entry.label else 0)
    room = max(_NARROWEST, width - indent)
    lines = [one_line(entry.text[start:end]) for start, end in break_lines(entry.text, room)]
    rows: list[Pieces] = [[*_before(entry, first=not number), (line, entry.role)] for number, line in enumerate(lines)]
    if entry.note:
        _add_note(rows, entry, room, indent)
    if entry.gap:
        rows.append([])
    return [filled(row, width) for row in rows]


def _before(entry: Entry, *, first: bool) -> Pieces:
    label = [(pad(entry.label if first else "", _LABEL_WIDTH), LABEL)] if entry.label else []
    return [(pad(entry.sign if first else "", _GUTTER), NOTE), *label]


def _add_note(rows: list[Pieces], entry: Entry, room: int, indent: int) -> None:
    """Puts the note at the right of the last row, or below where there is no room."""
    note = fit(entry.note, room)
    free = room + indent - width_of(rows[-1])
    if cell_len(note) + _NOTE_GAP > free:
        rows.append([(" " * indent, "")])
        free = room
    rows[-1] = [*rows[-1], (" " * (free - cell_len(note)), ""), (note, NOTE)]
