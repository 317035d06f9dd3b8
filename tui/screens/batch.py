"""Many names or queries: what asks for them, and the table of what each found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Input, Static
from textual.worker import Worker

from index.errors import DatelineError
from tui.batches import Line, Row, export, lines_in, outlets_text
from tui.jobs import sentence
from tui.screens.note import NoteArea
from tui.view_engine import ViewEngine
from tui.widgets.text import counted, fit, number, one_line

ANOTHER = ""
"""What the table gives when another batch is wanted."""

_AT_A_TIME = 20  # lines that are asked before the table shows them
_COLUMNS = ("query", "hits", "first", "last", "outlets")
_HITS, _DAY, _LEAST = 9, 10, 12
_PADDING = 2  # of a cell
_KEYS = "enter searches  1–5 sort  e export  n another  esc {}"


class BatchAskScreen(ModalScreen[Path | list[Line] | None]):
    """Gives the path of a file, or the lines that were pasted; None when there is nothing to ask."""

    DEFAULT_CSS = """
    BatchAskScreen {
        overflow: hidden;
        align: center middle;

        #batch-ask { width: 100%; max-width: 84; height: 16; max-height: 100%; margin: 0 2; padding: 0 1;
            border: round $primary; background: $surface; }
        #batch-file { border: none; height: 1; padding: 0; background: $panel; }
        #batch-lines { height: 1fr; border: none; padding: 0; background: $surface; }
        .says { color: $text-muted; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel"),
        Binding("ctrl+s,ctrl+enter", "ask", "Ask", priority=True),
        Binding("tab,shift+tab", "other", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """A line for the path, and room for lines."""
        with Vertical(id="batch-ask") as frame:
            frame.border_title = Content("Batch")
            frame.border_subtitle = Content("enter takes the file · tab · ctrl+s asks the lines · esc cancels")
            yield Static("A file of names or queries, one a line:", classes="says", markup=False)
            yield _FileInput(self._paste, id="batch-file", placeholder="path of the file")
            yield Static("or the lines themselves:", classes="says", markup=False)
            yield NoteArea(id="batch-lines", soft_wrap=True, highlight_cursor_line=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the file."""
        event.stop()
        self.action_ask()

    def action_other(self) -> None:
        """Between the path and the lines."""
        path, area = self.query_one(_FileInput), self.query_one(NoteArea)
        (area if path.has_focus else path).focus()

    def action_ask(self) -> None:
        """Give what was written: the path, if there is one."""
        path, text = self.query_one(_FileInput).value.strip(), self.query_one(NoteArea).text
        self.dismiss(Path(path) if path else list(lines_in(text)) or None)

    def _paste(self, text: str) -> None:
        area = self.query_one(NoteArea)
        area.insert(text)
        area.focus()


class _FileInput(Input):
    """The path. Several lines that are pasted into it are for the area below."""

    def __init__(self, pasted: Callable[[str], None], *, id: str, placeholder: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False)
        self._pasted = pasted

    def on_paste(self, event: events.Paste) -> None:
        """Keep the lines together."""
        if "\n" in event.text.strip():
            event.prevent_default()
            event.stop()
            self._pasted(event.text)


class BatchScreen(Screen[str | None]):
    """Fills as the lines are asked. Gives the query of a row that is to be searched, `ANOTHER`, or None.

    Args:
        engine: asks the lines.
        lines: what is to be asked.
        rows: what was found already; further rows are added to it.
    """

    DEFAULT_CSS = """
    BatchScreen {
        #batch-title { height: 1; padding: 0 1; background: $surface; text-style: bold; }
        #batch-rows { height: 1fr; scrollbar-size-vertical: 1; }
        #batch-keys { height: 1; padding: 0 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Close"),
        Binding("j", "table('cursor_down')", show=False),
        Binding("k", "table('cursor_up')", show=False),
        Binding("g", "table('scroll_top')", show=False),
        Binding("G", "table('scroll_bottom')", show=False),
        Binding("space", "table('page_down')", show=False),
        Binding("b", "table('page_up')", show=False),
        *(Binding(str(place), f"sort({place - 1})", show=False) for place in range(1, len(_COLUMNS) + 1)),
        Binding("e", "export", "Export"),
        Binding("n", "another", "Another batch"),
    ]

    def __init__(self, engine: ViewEngine, lines: Sequence[Line], rows: list[Row | Line]) -> None:
        super().__init__()
        self._engine = engine
        self._lines = lines
        self.rows = rows
        self._shown: list[Row | Line] = []
        self._sorted: tuple[int, bool] | None = None
        self._stopped = False
        self.is_busy = False
        self.says = ""
        self._table: DataTable[Text] = DataTable(id="batch-rows", cursor_type="row", zebra_stripes=True)

    def compose(self) -> ComposeResult:
        """A title, the table, the keys."""
        yield Static(id="batch-title", markup=False)
        yield self._table
        yield Static(id="batch-keys", markup=False)

    def on_mount(self) -> None:
        """Begin to ask."""
        self._table.focus()
        self._draw()
        if self._lines:
            _worker: Worker[None] = self.run_worker(self._ask, group="batch", description="batch")

    def on_unmount(self) -> None:
        """Nobody wants the rest."""
        self._stopped = True

    def on_resize(self, _event: events.Resize) -> None:
        """The columns take the room that there is."""
        self._draw()

    # ---- asking ---------------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        self.is_busy = True
        try:
            for first in range(0, len(self._lines), _AT_A_TIME):
                found = await self._engine.rows(self._lines[first : first + _AT_A_TIME], lambda: self._stopped)
                self.rows += found
                for row in found:
                    self._add(row)
                self._say()
        except DatelineError as error:
            self.says = "stopped" if self._stopped else sentence(str(error))
        finally:
            self.is_busy = False
        if self._sorted is not None:
            self._draw()
        self._say()

    # ---- the table ------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Search for the row's query."""
        event.stop()
        if self._shown:
            self.dismiss(self._shown[event.cursor_row].query)

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """Sort by the column that was clicked on."""
        self.action_sort(event.column_index)

    def action_table(self, how: str) -> None:
        """Move in the table."""
        getattr(self._table, f"action_{how}")()

    def action_sort(self, column: int) -> None:
        """Sort by a column; again the other way round."""
        numbers_first = column == _COLUMNS.index("hits")
        known = self._sorted is not None and self._sorted[0] == column
        self._sorted = column, not self._sorted[1] if known and self._sorted else numbers_first
        self._draw()

    def action_leave(self) -> None:
        """Stop what runs; when nothing does, close."""
        if self.is_busy:
            self._stopped = True
        else:
            self.dismiss(None)

    def action_another(self) -> None:
        """Ask for another batch."""
        self._stopped = True
        self.dismiss(ANOTHER)

    def _draw(self) -> None:
        """Draw the table anew: in another order, for another width."""
        at = self._table.cursor_row
        self._table.clear(columns=True)
        room = self.size.width - _HITS - 2 * _DAY - len(_COLUMNS) * _PADDING - 1
        query = max(_LEAST, room // 2)
        self._widths = (query, _HITS, _DAY, _DAY, max(_LEAST, room - query))
        for place, (name, width) in enumerate(zip(_COLUMNS, self._widths, strict=True)):
            arrow = "" if self._sorted is None or self._sorted[0] != place else " ▼" if self._sorted[1] else " ▲"
            self._table.add_column(Text(name + arrow), width=width)
        self._shown = []
        for row in self._arranged():
            self._add(row)
        self._table.move_cursor(row=at)
        self._say()

    def _arranged(self) -> list[Row | Line]:
        if self._sorted is None:
            return list(self.rows)
        column, backwards = self._sorted
        good = [row for row in self.rows if isinstance(row, Row)]
        known = [row for row in good if _value(row, column) is not None]
        known.sort(key=lambda row: _value(row, column), reverse=backwards)  # type: ignore[arg-type,return-value]
        bad = [row for row in self.rows if isinstance(row, Line)]
        return [*known, *(row for row in good if _value(row, column) is None), *bad]

    def _add(self, row: Row | Line) -> None:
        self._shown.append(row)
        if isinstance(row, Line):
            cells = (row.query, "–", "", "", f"line {row.number}: {row.problem}")
        else:
            cells = (row.query, number(row.total), row.first or "", row.last or "", outlets_text(row.outlets))
        self._table.add_row(
            *(
                Text(fit(one_line(cell), width), justify="right" if place == 1 else "left")
                for place, (cell, width) in enumerate(zip(cells, self._widths, strict=True))
            )
        )

    # ---- what is said ---------------------------------------------------------------------------------------------

    def _say(self) -> None:
        done = f"{len(self.rows):,} of {counted(len(self._lines), 'line')}" if self._lines else ""
        bad = sum(isinstance(row, Line) for row in self.rows)
        told = [done or counted(len(self.rows), "line"), f"{bad:,} left out" if bad else "", self.says]
        self.query_one("#batch-title", Static).update(Content("Batch · " + " · ".join(filter(None, told))))
        self.query_one("#batch-keys", Static).update(Content(_KEYS.format("stops" if self.is_busy else "closes")))

    # ---- export ---------------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Write the table to a file, in the order that is shown."""
        rows = [row for row in self._shown if isinstance(row, Row)]

        def exported(said: str | None) -> None:
            self.says = said or self.says
            self._say()

        self.app.push_screen(ExportScreen(rows), exported)


class ExportScreen(ModalScreen[str | None]):
    """Writes a table to a file; gives what is to be said of it. A file that is there is not overwritten unasked."""

    DEFAULT_CSS = """
    ExportScreen {
        align: center middle;
        #export { width: 100%; max-width: 72; height: 5; margin: 0 2; padding: 0 1; border: round $primary;
            background: $surface; }
        #export-file { border: none; height: 1; padding: 0; background: $panel; }
        #export-says { height: 1; color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = rows
        self._refused: Path | None = None

    def compose(self) -> ComposeResult:
        """The path, and a line for words."""
        with Vertical(id="export") as frame:
            frame.border_title = Content("Export")
            frame.border_subtitle = Content("enter writes · esc cancels")
            yield Static(".csv, .json or .jsonl:", markup=False)
            yield Input("batch.csv", id="export-file", select_on_focus=False)
            yield Static(id="export-says", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it."""
        event.stop()
        path = Path(event.value.strip() or "batch.csv")
        _worker: Worker[None] = self.run_worker(partial(self._write, path), description="export", exclusive=True)

    async def _write(self, path: Path) -> None:
        try:
            await asyncio.to_thread(_written, path, self._rows, over=path == self._refused)
        except FileExistsError:
            self._refused = path
            self._say("It is there already: enter again overwrites it.")
        except (OSError, RuntimeError) as error:
            self._say(f"It cannot be written: {getattr(error, 'strerror', None) or error}.")
        else:
            self.dismiss(f"wrote {counted(len(self._rows), 'row')} to {path}")

    def _say(self, words: str) -> None:
        self.query_one("#export-says", Static).update(Content(words))


def _written(path: Path, rows: Sequence[Row], *, over: bool) -> None:
    path = path.expanduser()
    with path.open("w" if over else "x", encoding="utf-8", newline="") as file:
        file.write(export(rows, path.suffix.lower()))


def _value(row: Row, column: int) -> int | str | None:
    """What a row is sorted by; rows without it come last."""
    outlet = row.outlets[0][0].casefold() if row.outlets else None
    return (row.query.casefold(), row.total, row.first, row.last, outlet)[column]
