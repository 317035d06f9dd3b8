"""The help: every key, made from the table of actions, and how to search."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import ACTIONS
from tui.keymaps import Keymap

QUERIES = (
    ("a b", "both words, in any form: run finds running"),
    ("a OR b", "either word"),
    ("-a, NOT a", "not the word"),
    ('"a b"', "the phrase"),
    ("( )", "grouping"),
    ("a NEAR/5 b, a ADJ/5 b", "at most 5 words apart; in this order (also w/5, pre/5)"),
    ("a /s b, a /p b", "in one sentence; in one paragraph"),
    ("atleast3(a), lead:a", "at least 3 times; in headline, standfirst or the first 100 words"),
    ("=word, ==US", "this very form; in this very case"),
    ("word*, w?rd, word~", "any ending; any one letter; similar spellings"),
    ("name:qaddafi", "a name under its other spellings"),
    ("/privati[sz]ation/", "words that fit a regular expression"),
    ("headline: body: caption:", "in one part only, as headline:budget"),
    ("byline: place: section: outlet:", "by one author, from one place, …"),
    ("tag: note: url: path: lang: id:", "by your tags and notes, by address, language, number"),
    ("in:wire", "from one source, by its number, its address or a part of that"),
    ("since:2016-01 until:2017-03-09", "published in this time; also date:2016..2017-03"),
    ('date:"last week" newer:2w', "dates as people say them; also date:yesterday older:1y date:2017Q1"),
    ("is:unread is:starred is:liked", "also is:read is:disliked is:undated is:duplicate"),
    ("has:note has:tag words:>800", "by what you made of it, by length"),
    ("sort:newest", "also sort:oldest sort:relevance"),
    ("saved:NAME", "what a saved search finds"),
)

_NARROWEST_HELP = 16


class HelpScreen(ModalScreen[None]):
    """Every key and how to search."""

    DEFAULT_CSS = """
    HelpScreen {
        overflow: hidden;
        align: center middle;

        #help {
            width: 100%;
            max-width: 104;
            height: 100%;
            margin: 1 2;
            padding: 0 2;
            border: round $primary;
            background: $surface;
            scrollbar-size-vertical: 1;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,h,left", "dismiss", "Close"),
        Binding("j,down", "scroll('down')", show=False),
        Binding("k,up", "scroll('up')", show=False),
        Binding("space,pagedown,ctrl+f,ctrl+d", "scroll('page_down')", show=False),
        Binding("b,pageup,ctrl+b,ctrl+u", "scroll('page_up')", show=False),
        Binding("g,home", "scroll('home')", show=False),
        Binding("G,end", "scroll('end')", show=False),
    ]

    def __init__(self, keymap: Keymap, config_path: str) -> None:
        super().__init__()
        self._keymap = keymap
        self._config_path = config_path

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="help"):
            yield Static(id="help-text", markup=False)

    def on_mount(self) -> None:
        """The frame says how to close it."""
        frame = self.query_one("#help")
        frame.border_title = Content("Help")
        frame.border_subtitle = Content("esc closes")

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the text out for the width."""
        width = self.query_one("#help").content_size.width or self.size.width - 6
        text = help_text(self._keymap, self._config_path, width)
        self.query_one("#help-text", Static).update(text)

    def action_scroll(self, where: str) -> None:
        """Move through the help."""
        scroll = getattr(self.query_one("#help"), f"scroll_{where}")
        scroll(animate=False)


def help_text(keymap: Keymap, config_path: str, width: int) -> Content:
    """The help for a width in columns: all groups of actions, then the query language."""
    keys = {action.id: " ".join(keymap.shown(action.id)) or "no key" for action in ACTIONS}
    column = _column(keys.values(), width)
    parts: list[Content] = []
    for group, actions in groupby(ACTIONS, lambda action: action.group):
        rows = [(keys[action.id], action.help, action.id) for action in actions]
        parts.append(_section(group.value, rows, column, width))
    rows = [(write, means, "") for write, means in QUERIES]
    parts.append(_section("The query language", rows, _column((write for write, _ in QUERIES), width), width))
    hint = (
        f"Keys can be changed in {config_path}: under [keys], the dim name of an action and its new key, "
        'as star = "z". preset = "newsboat" or "mutt" changes them all at once.'
    )
    parts.append(Content("\n".join(textwrap.wrap(hint, max(width, _NARROWEST_HELP)))))
    return Content("\n\n").join(parts)


def _column(texts: Iterable[str], width: int) -> int:
    """The width of the left column: no more than a third of it all."""
    return min(max(map(len, texts)) + 2, max(width // 3, 10))


def _section(title: str, rows: list[tuple[str, str, str]], column: int, width: int) -> Content:
    lines = [Content.styled(title, "bold $primary")]
    for keys, text, name in rows:
        lines.extend(_row(keys, text, name, column, width))
    return Content("\n").join(lines)


def _row(keys: str, text: str, name: str, column: int, width: int) -> list[Content]:
    room = max(width - column, _NARROWEST_HELP)
    lines = textwrap.wrap(text, room)
    head = Content.styled(keys.ljust(column), "bold")
    rows = []
    if len(keys) >= column:
        rows.append(head)
        head = Content(" " * column)
    rows.append(head + Content(lines[0]))
    rows.extend(Content(" " * column + line) for line in lines[1:])
    if name:
        fits = len(rows[-1]) + 2 + len(name) <= width
        rows[-1] = rows[-1] + Content.styled(f"  {name}", "dim") if fits else rows[-1]
    return rows
