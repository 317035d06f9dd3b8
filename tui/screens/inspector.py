"""The inspector: an article's raw text and what was made of it, side by side; lines are dropped and restored here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from index.errors import ArticleNotFoundError
from index.types import ArticleId, InspectedLine, Inspection, Rule, RuleAction, RuleScope
from tui.inspect_engine import InspectEngine
from tui.jobs import Jobs, sentence
from tui.ruling import Ruling
from tui.screens.choice import Choice, ChoiceScreen
from tui.screens.panes import WIDE
from tui.widgets.inspected import columns_of
from tui.widgets.inspected_pane import InspectedPane
from tui.widgets.text import fit, one_line

BACK = "back"
"""What is chosen to take a rule back, instead of a scope for another."""

_KEYS = "n N next change  x drop  r restore  R rules  u undo  v other side  esc closes"
_SHOWN = 60  # characters of a line in a title
_SCOPES = {
    RuleScope.ARTICLE: ("a", "this line, in this article"),
    RuleScope.FILE: ("f", "lines like this, in all articles of this file"),
    RuleScope.FOLDER: ("o", "lines like this, in files of this folder and those below"),
    RuleScope.SOURCE: ("s", "lines like this, in all of the source"),
}


class InspectorScreen(Screen[bool]):
    """Gives whether rules were made or taken back.

    Args:
        engine: inspects, and keeps rules.
        article_id: what is inspected.
        follow: has the articles follow the rules; raises DatelineError when they cannot.
        writable: can rules be kept?
    """

    DEFAULT_CSS = """
    InspectorScreen {
        #inspector-title { height: 1; padding: 0 1; background: $surface; text-style: bold; }
        #inspector-panes { height: 1fr; }
        #raw { width: 1fr; padding: 0 1; }
        #cleaned { width: 1fr; padding: 0 1; }
        &.-both #cleaned { border-left: solid $primary 40%; }
        #inspector-line { height: 1; padding: 0 1; background: $surface; }
        #inspector-keys { height: 1; padding: 0 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "close", "Close"),
        Binding("v,tab,shift+tab,l,right", "switch", show=False),
        Binding("n", "change(1)", show=False),
        Binding("N", "change(-1)", show=False),
        Binding("x,d", "rule('drop')", show=False),
        Binding("r", "rule('keep')", show=False),
        Binding("R,L", "rules", show=False),
        Binding("u,U,ctrl+z", "undo", show=False),
    ]

    def __init__(
        self,
        engine: InspectEngine,
        article_id: ArticleId,
        follow: Callable[[], Awaitable[None]],
        *,
        writable: bool,
    ) -> None:
        super().__init__()
        self._engine = engine
        self._article_id = article_id
        self._follow = follow
        self._writable = writable
        self._ruling = Ruling(engine, article_id)
        self._jobs = Jobs(self, tell=self._say, report=self._say, fail=self._say)
        self._has_changed = False
        self._at_work = 0
        self.inspection: Inspection | None = None
        self.raw = InspectedPane(id="raw")
        self.cleaned = InspectedPane(id="cleaned")

    def compose(self) -> ComposeResult:
        """A title, both sides, the line in use, the keys."""
        yield Static(id="inspector-title", markup=False)
        with Horizontal(id="inspector-panes"):
            yield self.raw
            yield self.cleaned
        yield Static(id="inspector-line", markup=False)
        yield Static(Content(_KEYS), id="inspector-keys")

    def on_mount(self) -> None:
        """Begin to read."""
        self._show_panes(self.raw)
        self._start(self._load)

    @property
    def is_busy(self) -> bool:
        """Is anything being read, or a rule kept?"""
        return self._at_work > 0

    @property
    def said(self) -> str:
        """What the line at the bottom says."""
        return str(self.query_one("#inspector-line", Static).content)

    # ---- by key ---------------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Back to the reader."""
        self.dismiss(self._has_changed)

    def action_switch(self) -> None:
        """To the other side."""
        self._show_panes(self.cleaned if self.raw.has_focus else self.raw)

    def action_change(self, by: int) -> None:
        """To the next (1) or previous (-1) line where dropped ones begin, or end."""
        if self.inspection is None or not self.inspection.lines:
            return
        lines, at = self.inspection.lines, self.raw.cursor
        if not self.raw.has_focus:
            self._show_panes(self.raw)
        beyond = range(at + 1, len(lines)) if by > 0 else range(at - 1, -1, -1)
        found = next((n for n in beyond if n == 0 or lines[n].kept != lines[n - 1].kept), None)
        if found is None:
            self._say("No further change." if by > 0 else "No change before this.")
        else:
            self.raw.go_to(found)

    def action_rule(self, name: str) -> None:
        """Drop or restore the line in use: ask for which articles."""
        action, line = RuleAction(name), self._line
        if line is None:
            self._say("There is no line here that a rule could be made for.")
        elif not self._writable:
            self._say("The library can only be read: no rule can be kept.")
        elif line.kept == (action is RuleAction.KEEP) and line.rule is None:
            self._say("It is kept already." if line.kept else "It is left out already.")
        else:
            self._ask(action, line)

    def action_rules(self) -> None:
        """List the rules; one that is chosen is taken back."""
        self._start(self._list_rules)

    def action_undo(self) -> None:
        """Take back the last rule, or the taking back of one."""
        self._start(self._undo)

    def _ask(self, action: RuleAction, line: InspectedLine) -> None:
        assert self.inspection is not None  # noqa: S101 - there is a line
        choices: list[Choice[RuleScope | str]] = []
        if line.rule is not None and line.kept != (action is RuleAction.KEEP):
            choices.append(Choice("b", f"take rule {line.rule} back", BACK))
        choices += [Choice(key, label, scope) for scope, (key, label) in _SCOPES.items() if scope in self._scopes]
        title = f"{action.value.capitalize()} “{fit(one_line(line.text), _SHOWN)}”"
        self.app.push_screen(ChoiceScreen(title, choices), partial(self._chosen, action, line))

    @property
    def _scopes(self) -> tuple[RuleScope, ...]:
        return self.inspection.scopes if self.inspection is not None else ()

    def _chosen(self, action: RuleAction, line: InspectedLine, chosen: RuleScope | str | None) -> None:
        if chosen == BACK and line.rule is not None:
            self._start(partial(self._take_back, line.rule))
        elif isinstance(chosen, RuleScope):
            self._start(partial(self._add, line.text, action, chosen))

    @property
    def _number(self) -> int | None:
        """The number of the raw line in use; on the other side, that of the block's first one."""
        if not self.cleaned.has_focus:
            return self.raw.cursor
        pairs = self.cleaned.entries[self.cleaned.cursor].pairs if self.cleaned.entries else ()
        return pairs[0] if pairs else None

    @property
    def _line(self) -> InspectedLine | None:
        """The raw line in use."""
        number = self._number
        if self.inspection is None or number is None or number >= len(self.inspection.lines):
            return None
        return self.inspection.lines[number]

    # ---- at work --------------------------------------------------------------------------------------------------

    def _start(self, job: Callable[[], Awaitable[None]]) -> None:
        async def work() -> None:
            self._at_work += 1
            try:
                await job()
            finally:
                self._at_work -= 1

        self._jobs.start(work, "inspect")

    async def _load(self) -> None:
        try:
            inspection = await self._engine.inspect(self._article_id)
        except ArticleNotFoundError:
            self.dismiss(True)
            return
        columns = await asyncio.to_thread(columns_of, inspection)
        self.inspection = inspection
        self.raw.show(columns.raw)
        self.cleaned.show(columns.cleaned)
        self.query_one("#inspector-title", Static).update(Content(_title(inspection)))
        if not inspection.lines:
            self._show_panes(self.cleaned)
        self._light()

    async def _add(self, text: str, action: RuleAction, scope: RuleScope) -> None:
        await self._changed(await self._ruling.add(text, action, scope))

    async def _take_back(self, number: int) -> None:
        await self._changed(await self._ruling.take_back(number))

    async def _undo(self) -> None:
        done = await self._ruling.undo()
        if done is None:
            self._say("Nothing to undo.")
        else:
            await self._changed(done)

    async def _changed(self, done: str) -> None:
        """A rule was made or taken back: have the articles follow, and look again."""
        self._has_changed = True
        done = sentence(done)
        self._say(f"{done}; reading again …")
        await self._follow()
        await self._load()
        self._say(f"{done}.")

    async def _list_rules(self) -> None:
        rules = await self._engine.rules()
        if not rules:
            self._say("There are no rules yet: x drops a line, r restores one.")
            return
        choices = [Choice("", _rule_label(rule), rule.id) for rule in rules]
        self.app.push_screen(ChoiceScreen("Rules: enter takes one back", choices), self._rule_chosen)

    def _rule_chosen(self, number: int | None) -> None:
        if number is not None:
            self._start(partial(self._take_back, number))

    # ---- the screen -----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Both sides where there is room, otherwise the one in use."""
        self._show_panes(self.cleaned if self.cleaned.has_focus else self.raw, event.size.width)

    def _show_panes(self, used: InspectedPane, width: int | None = None) -> None:
        both = (self.size.width if width is None else width) >= WIDE
        self.set_class(both, "-both")
        for pane in (self.raw, self.cleaned):
            pane.display = both or pane is used
        used.focus()

    @on(InspectedPane.Moved)
    def _moved(self, event: InspectedPane.Moved) -> None:
        event.stop()
        self._light()

    def on_descendant_focus(self) -> None:
        """The other side is in use."""
        self._light()

    def _light(self) -> None:
        """Light what belongs to the entry in use on the other side, and say what became of it."""
        used, other = (self.cleaned, self.raw) if self.cleaned.has_focus else (self.raw, self.cleaned)
        used.light(())
        other.light(used.entries[used.cursor].pairs if used.entries else ())
        line, number = self._line, self._number
        if self.inspection is not None and line is not None and number is not None:
            self._say(_told(line, number + 1, len(self.inspection.lines)))

    def _say(self, text: str) -> None:
        if self.is_mounted:
            self.query_one("#inspector-line", Static).update(Content(text))


def _title(inspection: Inspection) -> str:
    return one_line(" · ".join(filter(None, (inspection.message, inspection.location))))


def _told(line: InspectedLine, number: int, lines: int) -> str:
    rule = f"rule {line.rule}" if line.rule is not None else ""
    why = ", ".join(filter(None, (line.reason, rule)))
    return one_line(f"line {number:,} of {lines:,} · {line.role}" + (f": {why}" if why else ""))


def _rule_label(rule: Rule) -> str:
    like = "lines like " if rule.like else ""
    text = fit(one_line(rule.text), _SHOWN)
    return f"{rule.id}  {rule.action.value} {like}“{text}”  {one_line(rule.place)}"
