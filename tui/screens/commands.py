"""What each action of the table does on the main screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from index.types import Suggestion
from tui.actions import ACTIONS, BY_ID, Scope
from tui.config import Config, config_path
from tui.jobs import Tell
from tui.marking import DISLIKE, LIKE
from tui.widgets.article_list import ArticleList
from tui.widgets.key_line import KeyHint
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from tui.screens.main import MainScreen

_KEYS_OF_THE_BOX = {"older_query": "older", "newer_query": "newer", "look_back": "look_back"}
_IN_THE_BOX = (KeyHint("enter", "to the results", ""), KeyHint("esc", "to the list", ""))


class Commands:
    """Maps the ids of the table to what is done."""

    def __init__(
        self,
        screen: MainScreen,
        tell: Tell,
        box: SearchBox,
        articles: ArticleList,
        reader: ReaderView,
        config: Config,
    ) -> None:
        self._screen = screen
        self._dialogs = screen.dialogs
        self._tell = tell
        self._box = box
        self._articles = articles
        self._reader = reader
        self._config = config
        self._doing = {**self._ways(), **self._deeds()}

    def add(self, action_id: str, do: Callable[[], object]) -> None:
        """Say what an action does that is none of the commands' own."""
        self._doing[action_id] = do

    def do(self, action_id: str) -> object:
        """Do one action; gives what is to be awaited, if anything."""
        if not BY_ID[action_id].widgets:
            return self._doing[action_id]()
        if action_id in _KEYS_OF_THE_BOX:
            self._press_in_box(_KEYS_OF_THE_BOX[action_id])
            return None
        pane = self._screen.panes.pane
        for binding in pane.BINDINGS:
            if getattr(binding, "id", None) in BY_ID[action_id].widgets:
                self._screen.call_later(pane.run_action, binding.action)  # type: ignore[union-attr]
        return None

    def _press_in_box(self, action: str) -> None:
        if self._screen.panes.scope is not Scope.SEARCH:
            self._box.edit()
        self._box.press(action)

    def can_do(self, action_id: str) -> bool:
        """Does an action belong to where the focus is?"""
        return self._screen.panes.scope in BY_ID[action_id].scopes

    def search_for(self, query: str) -> None:
        """Put a query into the box and search it."""
        self._box.text = query
        self._screen.searching.ask(query)
        self._screen.panes.show_list()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What would match, when nothing did."""
        searching = self._screen.searching
        understood = searching.understood
        if understood is None or searching.listing is None or len(searching.listing):
            return ()
        return understood.suggestions if understood.text == searching.text else ()  # not those of what was typed before

    @property
    def ways_on(self) -> str:
        """What an empty list says: the first line what is, the others the keys that lead on."""
        listing = self._screen.searching.listing
        if listing is None or listing.results is None:
            sync = self._way_out("sync", "reads the sources in again")
            adds = self._way_out("sources", "lists the sources: there a adds one") or "`dateline add FOLDER` adds one"
            return "\n".join(["No articles yet", "", *filter(None, [sync]), adds])
        everything = self._way_out("clear_search", "shows all articles again")
        if self._screen.panes.scope is Scope.SEARCH:
            everything = everything and f"esc goes to the list; there {everything}"
        return f"Nothing matches\n\n{everything}"

    def hints(self) -> Sequence[KeyHint]:
        """The keys that work where the focus is."""
        scope = self._screen.panes.scope
        shown = self._config.keymap.shown
        useless = set() if self.suggestions else {"try_another"}
        if not self._screen.is_reviewing:
            useless |= {"toggle_seen", "hide_seen"}
        useful = [action for action in ACTIONS if scope in action.footer and action.id not in useless]
        hints = [KeyHint(shown(action.id)[0], action.label, action.id) for action in useful if shown(action.id)]
        return (*_IN_THE_BOX, *hints) if scope is Scope.SEARCH else hints

    def _ways(self) -> dict[str, Callable[[], object]]:
        """Between articles, panes and searches."""
        screen = self._screen
        return {
            "back": self._back,
            "clear_search": self._clear_search,
            "next_article": partial(self._step, 1),
            "previous_article": partial(self._step, -1),
            "next_unread": partial(screen.reading.next_unread, 1),
            "previous_unread": partial(screen.reading.next_unread, -1),
            "next_match": partial(screen.reading.next_match, 1),
            "previous_match": partial(screen.reading.next_match, -1),
            "outline": self._dialogs.outline,
            "switch_pane": self._switch_pane,
            "search": self._box.edit,
            "refine": self._refine,
            "try_another": self.try_another,
            "search_selection": self._search_selection,
            "sort": self._dialogs.sort,
        }

    def _deeds(self) -> dict[str, Callable[[], object]]:
        """Marks, and what goes outside."""
        screen = self._screen
        return {
            "star": screen.marking.star,
            "toggle_read": screen.marking.toggle_read,
            "read_all": screen.marking.read_all,
            "like": partial(screen.marking.rate, LIKE),
            "dislike": partial(screen.marking.rate, DISLIKE),
            "note": self._dialogs.note,
            "undo": screen.marking.undo,
            "yank": self._dialogs.yank,
            "copy": self._copy,
            "browser": partial(self._dialogs.browse, self._config.open_command),
            "sync": screen.syncing.sync,
            "refresh": partial(screen.refresh, repaint=True, layout=True),
            "palette": self._palette,
            "help": self._help,
            "quit": self._quit,
        }

    # ---- ways -----------------------------------------------------------------------------------------------------

    def _back(self) -> None:
        if self._screen.panes.scope is Scope.READER:
            self._screen.panes.show_list()
        else:
            way = self._way_out("clear_search", "shows all articles again") if self._screen.searching.text else ""
            self._tell(", ".join(filter(None, [way, self._way_out("quit", "quits")])))

    def _way_out(self, action_id: str, what: str) -> str:
        keys = self._config.keymap.shown(action_id)
        return f"{keys[0]} {what}" if keys else ""

    def _clear_search(self) -> None:
        if self._screen.searching.text:
            self.search_for("")
        else:
            self._back()

    def _step(self, by: int) -> None:
        if not self._screen.reading.step(by):
            self._tell("This is the last article." if by > 0 else "This is the first article.")

    def try_another(self) -> None:
        """Take what would match, when nothing did."""
        suggestions = self.suggestions
        if len(suggestions) == 1:
            self.search_for(suggestions[0].query)
        elif suggestions:
            self._dialogs.suggestions(suggestions, self.search_for)

    def _switch_pane(self) -> None:
        if self._screen.panes.scope is Scope.LIST and self.suggestions:
            self.try_another()
        elif self._screen.panes.scope is not Scope.LIST or self._screen.reading.current is None:
            self._screen.panes.show_list()
        else:
            self._screen.reading.open(self._screen.reading.index)

    def _refine(self) -> None:
        self._box.text = refined(self._box.text)
        self._box.edit(refine=True)

    def _search_selection(self) -> None:
        words = " ".join((self._screen.get_selected_text() or "").split())
        if words:
            self.search_for(quoted(words))
        else:
            self._tell("Select text with the mouse first: two clicks select a word.")

    # ---- deeds ----------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        self._dialogs.copy(self._screen.get_selected_text() or "", "selected text")

    def _palette(self) -> None:
        self._screen.app.action_command_palette()

    def _quit(self) -> None:
        self._screen.call_later(self._screen.app.action_quit)

    def _help(self) -> None:
        from tui.screens.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(self._config.keymap, str(config_path())))


def refined(query: str) -> str:
    """A query that a further condition can be written behind: brackets where OR would take it apart."""
    query = query.strip()
    has_or = " OR " in f" {query} " or "|" in query
    return f"({query}) " if has_or and not (query.startswith("(") and query.endswith(")")) else query


def quoted(words: str) -> str:
    """Words as a query for them, one after the other."""
    words = words.replace('"', " ").strip()
    return f'"{words}"' if " " in words else words
