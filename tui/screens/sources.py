"""The sources: what each holds, what of it is unread, how syncing goes, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from index.types import FullPage, Source, SourceId
from tui.jobs import Jobs, sentence
from tui.screens.choice import Choice, ChoiceScreen
from tui.widgets.source_list import SourceList
from tui.widgets.source_rows import FULL_PAGES, SourceRow, about, heading, summed_up
from tui.widgets.status_line import running_text
from tui.widgets.strips import plain
from tui.widgets.text import counted, fit, number, one_line

if TYPE_CHECKING:
    from tui.sources import Sources
    from tui.sources_engine import Listed

_KEYS = (
    "enter articles · u unread · a adds · r syncs · R all · x stops · ! failures · A all read · "
    "p full pages · S sorts · d removes · e exports · U undoes · esc closes"
)
_ORDERS: tuple[tuple[str, Callable[[Source], object]], ...] = (
    ("as they were added", lambda source: source.id),
    ("by name", lambda source: (source.name.casefold(), source.id)),
    ("most unread first", lambda source: (-source.unread, source.id)),
    ("failures first", lambda source: (source.problem is None, -source.failures, source.id)),
)
_WORDS = "A folder, a file or an archive; a feed, a page or a site by its address; a list of feeds (OPML)."


class SourcesScreen(Screen[str | None]):
    """Gives the query that is to be searched, or None.

    Args:
        sources: lists and changes them.
        begins_at: the source that the cursor is on at first.
    """

    DEFAULT_CSS = """
    SourcesScreen {
        #sources-title { height: 1; padding: 0 1; background: $surface; text-style: bold; }
        #sources-heading { height: 1; padding: 0 1; color: $text-muted; }
        SourceList { height: 1fr; padding: 0 0 0 1; }
        #sources-about { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
        #sources-progress { height: auto; padding: 0 1; color: $text-primary; display: none; }
        #sources-says { height: auto; max-height: 3; padding: 0 1; color: $text-warning; display: none; }
        #sources-keys { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "close", "Close"),
        Binding("u", "unread", "Unread articles"),
        Binding("a", "add", "Add"),
        Binding("r", "sync", "Sync"),
        Binding("R", "sync_all", "Sync all"),
        Binding("x", "stop", "Stop"),
        Binding("exclamation_mark", "failures", "Failures"),
        Binding("A,m", "read_all", "All read"),
        Binding("p", "full_page", "Full pages"),
        Binding("S", "sort", "Sort"),
        Binding("d,delete", "remove", "Remove"),
        Binding("e", "export", "Export"),
        Binding("U,ctrl+z", "undo", "Undo"),
        Binding("right_square_bracket", "next_unread(1)", "Next with unread"),
        Binding("left_square_bracket", "next_unread(-1)", "Previous with unread"),
    ]

    def __init__(self, sources: Sources, begins_at: SourceId | None = None) -> None:
        super().__init__()
        self._sources = sources
        self._known: list[Source] = []
        self._kinds: dict[SourceId, str] = {}
        self._order = 0
        self.goes_to = begins_at
        self._jobs = Jobs(self, tell=self.say, report=self.say, fail=self.say)
        self.list = SourceList(id="sources-list")

    def compose(self) -> ComposeResult:
        """A title, the list, what is known of the source under the cursor, what happens, the keys."""
        yield Static(id="sources-title", markup=False)
        yield Static(id="sources-heading", markup=False)
        yield self.list
        yield Static(id="sources-about", markup=False)
        yield Static(id="sources-progress", markup=False)
        yield Static(id="sources-says", markup=False)
        yield Static(Content(_KEYS), id="sources-keys")

    def on_mount(self) -> None:
        """List them."""
        self.list.focus()
        self.progress()
        self.reload()

    def on_resize(self) -> None:
        """What is laid out for the width."""
        self._show_words()
        self.call_after_refresh(self._show_words)

    # ---- what is told from outside --------------------------------------------------------------------------------

    def reload(self) -> None:
        """The library has changed: list anew, the cursor staying on its source."""
        self._jobs.start(self._load, "sources", exclusive=True)

    def progress(self) -> None:
        """How reading in goes."""
        running = self._sources.running
        self._show("progress", running_text(running) if running is not None else "")
        self._show_rows()

    def say(self, text: str) -> None:
        """Say a sentence; an empty one clears the line."""
        self._show("says", sentence(text))

    # ---- keys -----------------------------------------------------------------------------------------------------

    @on(SourceList.Opened)
    def _opened(self, event: SourceList.Opened) -> None:
        event.stop()
        source = event.row.source
        if source.failures and not source.articles:
            self.action_failures()
        else:
            self.dismiss(self._sources.query(source))

    @on(SourceList.Moved)
    def _moved(self, event: SourceList.Moved) -> None:
        event.stop()
        self._show_words()

    def action_close(self) -> None:
        """Back to what was; what is being read in goes on."""
        self.dismiss(None)

    def action_unread(self) -> None:
        """List what of the source was not read."""
        if (source := self._current) is not None:
            self.dismiss(f"{self._sources.query(source)} is:unread")

    def action_add(self) -> None:
        """Ask for a new source."""
        from tui.screens.place import PlaceScreen, is_there

        if self._sources.may_write():
            self.app.push_screen(PlaceScreen("Add a source", _WORDS, is_there), self._add)

    def action_sync(self) -> None:
        """Read in what is new in the source under the cursor."""
        if (source := self._current) is not None and self._sources.may_write():
            self.say("")
            self._sources.sync([source])

    def action_sync_all(self) -> None:
        """Read in what is new in all of them."""
        if self._sources.may_write():
            self.say("")
            self._sources.sync(None)

    def action_stop(self) -> None:
        """Stop reading in."""
        self.say("Stopping; nothing is lost." if self._sources.stop() else "Nothing is being read in.")

    def action_failures(self) -> None:
        """Show what of the source could not be read."""
        if (source := self._current) is not None:
            if source.failures:
                self._jobs.start(partial(self._failures, source), "failures", exclusive=True)
            else:
                self.say("All of it could be read.")

    def action_read_all(self) -> None:
        """Mark all articles of the source read; it can be undone."""
        if (source := self._current) is not None and self._sources.may_write():
            self._sources.mark_read(source)

    def action_undo(self) -> None:
        """Take back the last change to marks."""
        self._sources.undo()

    def action_full_page(self) -> None:
        """Choose when the pages of the feed's items are fetched."""
        source = self._current
        if source is None or not self._sources.may_write():
            return
        if source.full_page is None:
            self.say("Only feeds have this: whether the pages of their items are fetched.")
            return
        choices = [
            Choice(key, f"{FULL_PAGES[setting.value]}: {words}", setting)
            for key, setting, words in (
                ("n", FullPage.NEVER, "what the feed carries is the article"),
                ("s", FullPage.SHORT, "the page is fetched where the feed carries only a summary"),
                ("a", FullPage.ALWAYS, "the page of every item is fetched"),
            )
        ]
        now = [choice.value for choice in choices].index(source.full_page)
        self.app.push_screen(ChoiceScreen("Full pages", choices, first=now), partial(self._set_full_page, source))

    def action_sort(self) -> None:
        """Sort in the next way."""
        self._order = (self._order + 1) % len(_ORDERS)
        self._show_rows()
        self.say(f"Sorted {_ORDERS[self._order][0]}.")

    def action_remove(self) -> None:
        """Ask whether the source is to go, and what becomes of its marked articles."""
        source = self._current
        if source is None or not self._sources.may_write():
            return
        articles = counted(source.articles, "article")
        choices = [Choice("r", f"remove it with its {articles}", "--remove-marked"), Choice("k", "keep it", "")]
        if source.marked:
            choices = [
                Choice(
                    "m", f"remove it, but keep the {number(source.marked)} marked of its {articles}", "--keep-marked"
                ),
                Choice("r", f"remove it with all its {articles}, marks and notes too", "--remove-marked"),
                Choice("k", "keep it", ""),
            ]
        title = f"Remove {fit(one_line(source.name), 60)}?"
        last = len(choices) - 1
        self.app.push_screen(ChoiceScreen(title, choices, first=last), partial(self._remove, source))

    def action_export(self) -> None:
        """Ask for the file that the feeds are written to."""
        from tui.screens.place import PlaceScreen

        if not any(source.full_page for source in self._known):
            self.say("There is no feed to export.")
            return
        refused: list[str] = []

        async def write(text: str) -> str | None:
            problem, done = await self._sources.export(Path(text), over=text in refused)
            if problem is not None:
                refused.append(text)
                return problem
            self.say(done)
            return None

        words = "All feeds, as a list that other readers take (OPML)."
        self.app.push_screen(PlaceScreen("Export the feeds", words, write, value="~/feeds.opml", does="writes"))

    def action_next_unread(self, step: int) -> None:
        """To the next source with unread articles, round from the other end."""
        rows, at = self.list.rows, self.list.cursor
        places = [(at + step * by) % len(rows) for by in range(1, len(rows) + 1)] if rows else []
        found = next((place for place in places if rows[place].source.unread), None)
        if found is None:
            self.say("All is read.")
        else:
            self.list.cursor = found

    # ---- at work --------------------------------------------------------------------------------------------------

    def _add(self, text: str | None) -> None:
        if text is not None:
            self.say("")
            self._sources.add(text)

    def _set_full_page(self, source: Source, setting: FullPage | None) -> None:
        if setting is not None and setting is not source.full_page:
            self._sources.set_full_page(source, setting)

    def _remove(self, source: Source, how: str | None) -> None:
        if how:
            self.say("")
            self._sources.remove(source, how)

    async def _failures(self, source: Source) -> None:
        from tui.screens.failures import FailuresScreen

        failures = await self._sources.failures(source)
        self.app.push_screen(FailuresScreen(source.label, source.name, failures))

    async def _load(self) -> None:
        self._known = await self._sources.all()
        self._show_rows()
        self._go()
        if not self._known:
            self.say("No sources yet: a adds one.")
        if any(source.id not in self._kinds for source in self._known):
            listed: list[Listed] = await self._sources.kinds(self._known)
            self._kinds = {each.source.id: each.kind for each in listed}
            self._show_rows()

    def _go(self) -> None:
        """Put the cursor on the source where it is to be."""
        places = [place for place, row in enumerate(self.list.rows) if row.source.id == self.goes_to]
        if places:
            self.list.cursor = places[0]
            self.goes_to = None

    # ---- what is shown --------------------------------------------------------------------------------------------

    @property
    def _current(self) -> Source | None:
        return self.list.current.source if self.list.current is not None else None

    def _show_rows(self) -> None:
        busy = self._sources.busy
        rows = [
            SourceRow(source, self._kinds.get(source.id, ""), "syncing" if source.id in busy else "")
            for source in sorted(self._known, key=_ORDERS[self._order][1])  # type: ignore[arg-type] # keys of one kind
        ]
        self.list.show(rows)

    def _show_words(self) -> None:
        width = max(1, self.size.width - 2)
        self._show("title", summed_up(self._known, width) if self._known else "Sources")
        self._show("heading", plain(heading(max(1, self.list.scrollable_content_region.width))))
        self._show("about", about(self.list.current, width) if self.list.current is not None else "")

    def _show(self, part: str, text: str) -> None:
        if self.is_attached:
            widget = self.query_one(f"#sources-{part}", Static)
            widget.update(Content(one_line(text)))
            widget.display = bool(text)
