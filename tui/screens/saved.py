"""The saved searches, with how much each finds and how much of it is new: counted behind the screen, one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from index.errors import DatelineError, SearchCancelledError
from index.types import SavedCounts, SavedSearch, SearchState
from tui.engine import Engine
from tui.jobs import Jobs, sentence
from tui.screens.saved_name import NameScreen, replace_choice
from tui.widgets.text import fit, one_line, pad

_NAME_SHORTEST, _NAME_LEAST, _NAME_MOST = 4, 8, 28
_COUNTS = 25  # the columns of both counts, with the blanks around them
_KEYS = "enter runs · r reviews · a adds · R renames · d deletes · A all seen · S sorts · U undoes · esc closes"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The saved search that was chosen, to be run or to be reviewed."""

    search: SavedSearch
    review: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """One step: what was done, in words, and what takes it back."""

    done: str
    back: Callable[[], Awaitable[None]]


class _Searches(OptionList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
        Binding("space", "page_down", show=False),
    ]


class SavedScreen(ModalScreen[Chosen | None]):
    """Gives the search that was chosen, or None.

    Args:
        engine: keeps and counts the searches.
        query: the present query, which can be saved; may be empty.
    """

    DEFAULT_CSS = """
    SavedScreen {
        overflow: hidden;
        align: center middle;

        #saved-frame {
            width: 100%;
            max-width: 120;
            height: auto;
            max-height: 90%;
            margin: 0 2;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }

        #saved {
            height: auto;
            max-height: 100%;
            border: none;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
        }

        #saved-says {
            height: auto;
            color: $text-warning;
        }

        #saved-keys {
            height: auto;
            color: $text-muted;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "close", "Close"),
        Binding("r", "review", "Review"),
        Binding("a,ctrl+s", "add", "Save the present search"),
        Binding("R,f2", "rename", "Rename"),
        Binding("d,delete", "delete", "Delete"),
        Binding("A", "see_all", "Mark all seen"),
        Binding("S", "sort", "Sort"),
        Binding("U,ctrl+z", "undo", "Undo"),
    ]

    def __init__(self, engine: Engine, query: str) -> None:
        super().__init__()
        self._engine = engine
        self._query = query
        self._searches: list[SavedSearch] = []
        self._counts: dict[SavedSearch, SavedCounts | None] = {}
        self._by_new = False
        self._undo: list[Undo] = []
        self._jobs = Jobs(self, tell=self._say, report=self._say, fail=self._say)

    def compose(self) -> ComposeResult:
        """The list, a line for words, and the keys."""
        with Vertical(id="saved-frame") as frame:
            frame.border_title = Content("Saved searches")
            yield _Searches(id="saved", markup=False)
            yield Static(id="saved-says", markup=False)
            yield Static(_KEYS, id="saved-keys", markup=False)

    def on_mount(self) -> None:
        """List them, then count."""
        self._jobs.start(self._load, "saved", exclusive=True)

    def on_unmount(self) -> None:
        """Nobody waits for counts any more."""
        self._engine.saved.give_up()

    def on_resize(self) -> None:
        """Lay the rows out for the width."""
        self._show()

    # ---- keys -----------------------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click runs it."""
        event.stop()
        self.dismiss(Chosen(self._searches[event.option_index]))

    def action_close(self) -> None:
        """Back to what was."""
        self.dismiss(None)

    def action_review(self) -> None:
        """Go through its results, with those that were seen told apart."""
        if (search := self._current) is not None:
            self.dismiss(Chosen(search, review=True))

    def action_add(self) -> None:
        """Save the present query."""
        if not self._query:
            self._say("There is nothing to save: search for something first.")
            return
        from tui.following import proposed

        self.app.push_screen(NameScreen(self._query, proposed(self._query)), self._named)

    def action_rename(self) -> None:
        """Give the search another name."""
        if (search := self._current) is not None:
            screen = NameScreen(search.query, search.name, title="Rename the saved search")
            self.app.push_screen(screen, partial(self._renamed, search))

    def action_delete(self) -> None:
        """Forget the search; it can be undone."""
        if (search := self._current) is not None:
            self._start(partial(self._delete, search))

    def action_see_all(self) -> None:
        """Nothing is new in it, and nothing remains of its review; it can be undone."""
        if (search := self._current) is not None:
            self._start(partial(self._see_all, search))

    def action_sort(self) -> None:
        """By name, or those with most that is new first."""
        self._by_new = not self._by_new
        self._say("Sorted by what is new." if self._by_new else "Sorted by name.")
        self._show()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._start(self._undone)

    # ---- at work --------------------------------------------------------------------------------------------------

    def _start(self, job: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await job()
            await self._load()

        self._jobs.start(run, "saved change")

    def _named(self, name: str | None) -> None:
        if name is not None:
            self._start(partial(self._save, name))

    async def _save(self, name: str) -> None:
        before = await self._engine.saved.named(name)
        if before is not None and before.query != self._query:
            self.app.push_screen(replace_choice(before), partial(self._replaced, name))
        else:
            await self._keep(name)

    def _replaced(self, name: str, replace: bool | None) -> None:  # noqa: FBT001 - a callback
        if replace:
            self._start(partial(self._keep, name))

    async def _keep(self, name: str) -> None:
        before = await self._engine.saved.state(name)
        kept = await self._engine.saved.save(name, self._query)
        await self._engine.saved.look_at(kept.name)  # its results are on the screen behind this one
        self._remember(f"saved {kept.name}", partial(self._back_to, kept.name, before))

    def _renamed(self, search: SavedSearch, name: str | None) -> None:
        if name is not None and name != search.name:
            self._start(partial(self._rename, search, name))

    async def _rename(self, search: SavedSearch, name: str) -> None:
        new = await self._engine.saved.rename(search.name, name)

        async def back() -> None:
            await self._engine.saved.rename(new, search.name)

        self._remember(f"renamed {search.name} to {new}", back)

    async def _delete(self, search: SavedSearch) -> None:
        before = await self._engine.saved.forget(search.name)
        if before is not None:
            self._remember(f"deleted {search.name}", partial(self._engine.saved.put_back, before))

    async def _see_all(self, search: SavedSearch) -> None:
        before = await self._engine.saved.state(search.name)
        await self._engine.saved.look_at(search.name, see_all=True)
        if before is not None:
            self._remember(f"marked all of {search.name} seen", partial(self._engine.saved.put_back, before))

    async def _back_to(self, name: str, before: SearchState | None) -> None:
        if before is None:
            await self._engine.saved.forget(name)
        else:
            await self._engine.saved.put_back(before)

    def _remember(self, done: str, back: Callable[[], Awaitable[None]]) -> None:
        self._undo.append(Undo(done, back))
        self._say(f"{sentence(done)}; U takes it back.")

    async def _undone(self) -> None:
        if not self._undo:
            self._say("Nothing to undo.")
            return
        step = self._undo.pop()
        await step.back()
        self._say(f"Undone: {step.done}.")

    async def _load(self) -> None:
        self._searches = await self._engine.saved.all()
        self._counts.clear()
        self._show()
        if not self._searches:
            self._say("None yet: search for something, then ctrl+s saves it.")
        self._jobs.start(self._count, "saved counts", exclusive=True)

    async def _count(self) -> None:
        for search in list(self._searches):
            try:
                self._counts[search] = await self._engine.saved.counts(search.name)
            except SearchCancelledError:
                raise
            except DatelineError:
                self._counts[search] = None
            self._show()

    # ---- what is shown --------------------------------------------------------------------------------------------

    @property
    def _list(self) -> OptionList:
        return self.query_one("#saved", OptionList)

    @property
    def _current(self) -> SavedSearch | None:
        at = self._list.highlighted
        return self._searches[at] if at is not None and at < len(self._searches) else None

    def _show(self) -> None:
        current = self._current
        if self._by_new:
            self._searches.sort(key=lambda search: (-self._new(search), search.name.casefold()))
        else:
            self._searches.sort(key=lambda search: search.name.casefold())
        width = max(20, self._list.scrollable_content_region.width - 2 or self.size.width - 8)
        rows = [Option(row(search, self._told(search), self._names, width)) for search in self._searches]
        at = self._list.highlighted or 0
        self._list.set_options(rows)
        if current in self._searches:
            at = self._searches.index(current)
        self._list.highlighted = min(at, len(rows) - 1) if rows else None

    @property
    def _names(self) -> int:
        longest = max((len(search.name) for search in self._searches), default=0)
        return min(max(longest, _NAME_LEAST), _NAME_MOST)

    def _told(self, search: SavedSearch) -> str | SavedCounts:
        if search not in self._counts:
            return "…"
        return self._counts[search] or "?"

    def _new(self, search: SavedSearch) -> int:
        counts = self._counts.get(search)
        return counts.new if counts is not None else 0

    def _say(self, text: str) -> None:
        self.query_one("#saved-says", Static).update(Content(one_line(text)))


def row(search: SavedSearch, counts: SavedCounts | str, names: int, width: int) -> Content:
    """A saved search in a line: its name, how many it finds, how many are new, its query."""
    names = min(names, max(_NAME_SHORTEST, width - _COUNTS))
    name = pad(fit(one_line(search.name), names), names)
    if isinstance(counts, str):
        total, new = counts, ""
    else:
        total, new = f"{counts.total:,}", f"{counts.new:,} new" if counts.new else ""
    query = fit(one_line(search.query), max(0, width - names - _COUNTS))
    return Content.assemble((name, "bold"), f"  {total:>9}  ", (f"{new:<12}", "$text-accent"), (query, "dim"))
