"""The main screen: search box, list, reader, status line, keys. It wires widgets to the controllers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.actions import Scope
from tui.config import Config
from tui.engine import Engine
from tui.in_use import InUse
from tui.jobs import Jobs
from tui.key_gate import Awaited, KeyGate
from tui.lookups import FirstPage
from tui.marking import Marking
from tui.reading import Reading
from tui.screens.answer import Answer
from tui.screens.bottom import Bottom
from tui.screens.commands import Commands
from tui.screens.dialogs import Dialogs
from tui.screens.first_source import FirstSource
from tui.screens.panels import Panels, Rewriting
from tui.screens.panes import COLUMNS, ROWS, WIDE, Panes
from tui.screens.saying import Saying
from tui.screens.selection import SelectingScreen
from tui.searching import Searching
from tui.syncing import Syncing
from tui.widgets.article_list import ArticleList
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox, UnderstoodLine
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.asking import Asking
    from tui.background import Told
    from tui.expanding import Expanding
    from tui.following import Following
    from tui.sources import Sources
    from tui.viewing import Viewing


class MainScreen(SelectingScreen, inherit_bindings=False):
    """List and reader.

    Args:
        engine: the library's threads.
        config: the user's settings.
        first: the head of the list, on its way.
    """

    AUTO_FOCUS = "#list"
    _has_followed = False

    def __init__(self, engine: Engine, config: Config, first: Future[FirstPage]) -> None:
        self._reader = ReaderView(id="reader")
        super().__init__(self._reader)
        self.HORIZONTAL_BREAKPOINTS = list(COLUMNS)
        self.VERTICAL_BREAKPOINTS = list(ROWS)
        self._config = config
        self._first = first
        self._box = SearchBox(id="search", placeholder="search")
        self._understood = UnderstoodLine(id="understood")
        self._articles = ArticleList(id="list")
        self._keys = KeyLine(id="keys")
        self._status = StatusLine(id="status")
        self._saying = Saying(self, self._status)
        jobs = Jobs(self, tell=self._saying.tell, report=self._saying.report, fail=self._saying.fail)
        self.gate = KeyGate(self)
        self.panes = Panes(self, self._articles, self._reader)
        self.searching = Searching(engine, jobs, self._articles, listed=self._listed, busy=self._understood.show_busy)
        self._answer = Answer(self, self.gate, self.panes, self.searching)
        self.reading = Reading(
            engine, jobs, self.searching, self._articles, self._reader, self.gate, opened=self._opened
        )
        in_use = InUse(engine, jobs, self.searching, self.reading, self._articles, self._reader, self.gate)
        self.marking = Marking(engine, jobs, self.searching, self.reading, in_use)
        key = next(iter(config.keymap.shown("sources")), "")
        self.syncing = Syncing(
            engine, jobs, self.searching, progress=self._progress, changed=self._library_changed, key=key
        )
        self._first_source = FirstSource(self, engine, jobs, self.syncing)
        self.dialogs = Dialogs(self, jobs, self.searching, self.reading, self.marking, in_use)
        self.commands = Commands(self, jobs.tell, self._box, self._articles, self._reader, config)
        self._make_asking = partial(self._made_asking, engine, jobs)
        self._make_following = partial(self._made_following, engine, jobs, in_use)
        self._box.remember_by(self._recall)
        for action in ("saved_searches", "save_search", "toggle_seen", "hide_seen"):
            self.commands.add(action, partial(self._follow, action))
        self.commands.add("try_another", self._complete)
        self._expanding: Expanding | None = None
        self.commands.add("expansions", partial(self._expand, engine, jobs))
        self._viewing: Viewing | None = None
        self._sources: Sources | None = None
        self.commands.add("sources", partial(self._list_sources, engine, jobs))
        for action in ("more_like", "passages", "concordance", "batch"):
            self.commands.add(action, partial(self._view, action, engine, jobs, in_use))
        self.commands.add("inspect", partial(self._inspect, engine, in_use))
        rewriting = Rewriting(engine, jobs, self.gate, self._box, self.searching)
        self.panels = Panels(self, engine, jobs, self.searching, self.panes, rewriting)
        self.panels.add_to(self.commands)
        self._bottom = Bottom(self._keys, self._status, self.panes, self._reader)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self._box
        yield self._understood
        with Horizontal(id="panes"):
            yield self._articles
            yield self._reader
        with Horizontal(id="bottom"):
            yield self._keys
            yield self._status
        yield Static("Too small: widen the terminal", id="too-small", markup=False)

    def on_mount(self) -> None:
        """The first page is on its way already; all else waits until it is seen."""
        self._reader.measure = self._config.measure
        self.searching.begin(self._first)
        self.call_after_refresh(self.syncing.begin, sync=self._config.sync_on_start, watch=self._config.watch)
        for problem in self._config.problems:
            self._saying.warn_of(problem)
        self._show_keys()

    async def leave(self) -> None:
        """Keep what is to be kept, and end what runs."""
        self.reading.positions.keep()
        await self.syncing.stop()

    @on(KeyLine.Chosen)
    def _chosen_by_mouse(self, event: KeyLine.Chosen) -> None:
        if event.action:
            self.call_later(self.commands.do, event.action)

    # ---- searching ------------------------------------------------------------------------------------------------

    @on(SearchBox.QueryChanged)
    def _typed(self, event: SearchBox.QueryChanged) -> None:
        self.searching.type(event.text)
        self.asking.typed()

    @on(SearchBox.Submitted)
    def _submitted(self, event: SearchBox.Submitted) -> None:
        self.searching.ask(event.text)
        self.asking.asked(event.text)

    @on(SearchBox.Left)
    def _left_box(self) -> None:
        self.panes.show_list()
        self._answer.box_left()
        self.asking.left()

    @on(SearchBox.Stayed)
    def _stayed_in_box(self) -> None:
        self.gate.open(Awaited.ANSWER)

    async def _complete(self) -> None:
        """Complete what is typed; where nothing can be, try what would match."""
        if self.panes.scope is not Scope.SEARCH or not await self.asking.complete():
            self.commands.try_another()

    async def _recall(self) -> Sequence[str]:
        return await self.asking.recall()

    @cached_property
    def asking(self) -> Asking:
        """What helps while a query is typed; made with the first one."""
        return self._make_asking()

    def _made_asking(self, engine: Engine, jobs: Jobs) -> Asking:
        from tui.asking import Asking

        return Asking(engine, jobs, self.searching, self._box)

    @on(UnderstoodLine.Chosen)
    def _suggestion_chosen(self, event: UnderstoodLine.Chosen) -> None:
        self.commands.search_for(event.suggestion.query)

    def _listed(self) -> None:
        """Another list is shown."""
        listing = self.searching.listing
        if listing is None:
            return
        results = listing.results
        took = results.took_ms if results is not None else None
        self._understood.show(self.searching.understood, len(listing), took, order=self.searching.order)
        self._show_keys()
        if self._expanding is not None:
            self._expanding.listed()
        self.panels.listed()
        if self._has_followed:
            self.following.listed()
        self.reading.listed()
        self._answer.listed()
        if results is None:
            self._first_source.listed(len(listing))

    @cached_property
    def following(self) -> Following:
        """Saved searches and their reviews; made when they are first asked for."""
        self._has_followed = True
        return self._make_following()

    def _made_following(self, engine: Engine, jobs: Jobs, in_use: InUse) -> Following:
        from tui.following import Following

        return Following(self, engine, jobs, in_use, self._articles, self._status, self._show_query)

    def _show_query(self, query: str) -> None:
        self._box.text = query
        self.panes.show_list()

    def _follow(self, action_id: str) -> None:
        getattr(self.following, action_id)()

    @property
    def is_reviewing(self) -> bool:
        """Are the results of a review listed?"""
        return self._has_followed and self.following.is_reviewing

    def _expand(self, engine: Engine, jobs: Jobs) -> None:
        """Show how the query was read."""
        if self._expanding is None:
            from tui.expanding import Expanding

            self._expanding = Expanding(self, engine, jobs, self.searching, self.commands.search_for)
        self._expanding.open()

    def _view(self, action: str, engine: Engine, jobs: Jobs, in_use: InUse) -> None:
        """Look at the results in another way."""
        if self._viewing is None:
            from tui.viewing import Viewing

            search_for = self.commands.search_for
            self._viewing = Viewing(self, engine, jobs, self.searching, self.reading, in_use, search_for)
        getattr(self._viewing, action)()

    def _list_sources(self, engine: Engine, jobs: Jobs) -> None:
        """List the sources."""
        if self._sources is None:
            from tui.sources import Sources

            self._sources = Sources(self, engine, jobs, self.syncing, self.marking, self.commands.search_for)
        self._sources.open()

    def _inspect(self, engine: Engine, in_use: InUse) -> None:
        """Show the raw text of an article beside it."""
        from tui.inspecting import Inspecting

        Inspecting(self, engine, self.syncing, self.reading, in_use).inspect()

    # ---- list and reader ------------------------------------------------------------------------------------------

    @on(ArticleList.Wanted)
    def _wanted(self, event: ArticleList.Wanted) -> None:
        self.searching.rows.fetch(event.source, event.first, event.last)

    @on(ArticleList.Highlighted)
    def _highlighted(self, event: ArticleList.Highlighted) -> None:
        if self.panes.is_wide and self.panes.scope is not Scope.READER:
            self.reading.preview(event.index)

    @on(ArticleList.Opened)
    def _chosen(self, event: ArticleList.Opened) -> None:
        self.reading.open(event.index)

    @on(ReaderView.Moved)
    def _moved(self) -> None:
        self.reading.positions.moved()

    @on(ReaderView.EndReached)
    def _end_reached(self) -> None:
        self.commands.do("next_article")

    @on(ReaderView.MatchChanged)
    def _match_changed(self) -> None:
        self._bottom.show_match()

    def _opened(self, to_read: bool) -> None:  # noqa: FBT001 - a callback
        """An article is in the reader: opened to be read, or as a preview."""
        if to_read:
            self.panes.show_reader()
            self.marking.read_current()
            self._read()

    def _read(self) -> None:
        """The article in the reader is being read: the query has led to it."""
        if self.searching.is_on:
            self.asking.asked(self.searching.text)
        if self._has_followed:
            self.following.opened()

    # ---- what is said ---------------------------------------------------------------------------------------------

    def key_pressed(self) -> None:
        """A key was pressed: what was said in answer to the one before goes."""
        self._status.key_pressed()

    # ---- the screen -----------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Another pane is in use. An article is read when the focus is on it, however it came there."""
        self.panes.focused()
        self.panels.focused()
        if self.panes.scope is Scope.READER:
            self.marking.read_current()
            self._read()
        self._show_keys()
        self._bottom.show_match()

    def _show_keys(self) -> None:
        """The keys that work where the focus is, and what they do for an empty list."""
        self._bottom.show_keys(self.commands)
        self._articles.empty_text = self.commands.ways_on

    def on_resize(self, event: events.Resize) -> None:
        """What was being read is read on; a second pane shows the article under the cursor."""
        self._bottom.show_match()
        self.panels.focused()
        if event.size.width >= WIDE and self.panes.scope is not Scope.READER:
            self.reading.preview(self._articles.cursor)

    def _progress(self, told: Told | None) -> None:
        self._bottom.show_progress(told)
        self._first_source.told(told)
        if self._sources is not None:
            self._sources.told(told)

    def _library_changed(self) -> None:
        if self._sources is not None:
            self._sources.changed()
