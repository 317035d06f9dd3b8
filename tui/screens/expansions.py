"""How the query was read, condition by condition: the forms each word stands for, and keys that change that."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from index.types import Chip, Spelling, Understood
from tui.widgets.text import counted, number, one_line

_STANDS_FOR = {
    Spelling.FORMS: "all its forms",
    Spelling.EXACT: "this form only",
    Spelling.CASED: "written just so",
    Spelling.SIMILAR: "similar spellings",
    Spelling.NAME: "spellings of a name",
}
_KEYS = "= exact  C case  ~ similar  N name  d take out  a all exact  esc closes"


class Taken(Enum):
    """What a key asks for that is no spelling."""

    OUT = "out"  # the condition is taken out


Asked = Callable[[int | None, Spelling | Taken], None]
"""Told the number of a chip, None for all, and what is asked of it."""


class ExpansionsScreen(ModalScreen[None]):
    """Shows the chips of a query, and the forms of the one under the cursor.

    Args:
        understood: how the query was read.
        asked: called when a key asks for a change; `show` is to be called when it is made.
    """

    DEFAULT_CSS = """
    ExpansionsScreen {
        overflow: hidden;
        align: center middle;

        #expansions {
            width: 100%;
            max-width: 88;
            height: auto;
            max-height: 100%;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        #expansions-spoken { height: auto; max-height: 3; color: $text-muted; }
        #expansions-chips { height: auto; max-height: 10; border: none; padding: 0; background: $surface; }
        #expansions-forms { height: auto; max-height: 8; margin-top: 1; scrollbar-size-vertical: 1; }
        #expansions-repairs { height: auto; max-height: 4; color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left,w,f2", "dismiss", "Close"),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("equals_sign,space,enter", "switch('exact')", "Exact form"),
        Binding("C", "switch('cased')", "Exact case"),
        Binding("tilde", "switch('similar')", "Similar spellings"),
        Binding("N", "switch('name')", "Spellings of a name"),
        Binding("d,delete", "take_out", "Take out"),
        Binding("a", "switch_all", "All exact"),
    ]

    def __init__(self, understood: Understood, asked: Asked) -> None:
        super().__init__()
        self._understood = understood
        self._asked = asked

    def compose(self) -> ComposeResult:
        """The query in words, its conditions, the forms of one, and what was mended."""
        with Vertical(id="expansions"):
            yield Static(id="expansions-spoken", markup=False)
            yield OptionList(id="expansions-chips", markup=False)
            with VerticalScroll(id="expansions-forms", can_focus=False):
                yield Static(id="expansions-form-list", markup=False)
            yield Static(id="expansions-repairs", markup=False)

    def on_mount(self) -> None:
        """Show what the query is now."""
        frame = self.query_one("#expansions")
        frame.border_title = Content("How the query was read")
        frame.border_subtitle = Content(_KEYS)
        self.show(self._understood)

    def show(self, understood: Understood) -> None:
        """Show a query, the cursor staying on its line."""
        self._understood = understood
        chips = self._list
        at = chips.highlighted or 0
        self.query_one("#expansions-spoken", Static).update(Content(one_line(understood.spoken)))
        self.query_one("#expansions-repairs", Static).update(Content(one_line("; ".join(understood.repairs))))
        chips.clear_options()
        chips.add_options([Option(chip_line(chip)) for chip in understood.chips])
        chips.highlighted = min(at, len(understood.chips) - 1) if understood.chips else None
        self._show_forms()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#expansions-chips", OptionList)

    @property
    def _chip(self) -> Chip | None:
        at = self._list.highlighted
        return self._understood.chips[at] if at is not None and at < len(self._understood.chips) else None

    @on(OptionList.OptionHighlighted)
    def _show_forms(self) -> None:
        chip = self._chip
        self.query_one("#expansions-form-list", Static).update(forms_of(chip) if chip else Content(""))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_switch(Spelling.EXACT)

    def action_move(self, by: int) -> None:
        """Move through the conditions."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_switch(self, spelling: str) -> None:
        """Let the words of a condition stand for something else, or for all their forms again."""
        chip, at = self._chip, self._list.highlighted
        if chip is not None and chip.spelling is not None:
            wanted = Spelling(spelling)
            self._asked(at, Spelling.FORMS if chip.spelling is wanted else wanted)

    def action_switch_all(self) -> None:
        """Let all words stand for themselves only, or for all their forms again."""
        known = {chip.spelling for chip in self._understood.chips} - {None}
        if known:
            self._asked(None, Spelling.FORMS if known == {Spelling.EXACT} else Spelling.EXACT)

    def action_take_out(self) -> None:
        """Take the condition out of the query."""
        if self._chip is not None:
            self._asked(self._list.highlighted, Taken.OUT)


def chip_line(chip: Chip) -> Content:
    """A condition, how many articles meet it, and what its words stand for."""
    count = "" if chip.count is None else counted(chip.count, "article")
    what = _STANDS_FOR[chip.spelling] if chip.spelling is not None else ""
    if chip.form_count > 1:
        what = f"{what or 'forms'}: {number(chip.form_count)}"
    label = ("not " if chip.negated else "") + one_line(chip.label)
    parts = [Content.styled(label, "bold"), Content(count), Content.styled(what, "dim")]
    return Content("  ").join(part for part in parts if part)


def forms_of(chip: Chip) -> Content:
    """The forms that a condition stands for with their counts, most frequent first."""
    if not chip.form_count:
        return Content.styled("no word that stands for others", "dim")
    forms = [
        Content.assemble((one_line(form).replace(" ", "\u00a0"), "bold"), f"\u00a0{number(count)}")
        for form, count in chip.forms
    ]
    more = chip.form_count - len(chip.forms)
    if more > 0:
        forms.append(Content.styled(f"{number(more)}\u00a0more", "dim"))
    return Content("   ").join(forms)
