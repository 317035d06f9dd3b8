"""The two panes: both on a wide terminal, one at a time on a narrow one."""

from __future__ import annotations

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tui.actions import PANELS, Scope
from tui.widgets.article_list import ArticleList
from tui.widgets.reader import ReaderView

WIDE = 100
"""The columns from which both panes are shown."""

COLUMNS = ((0, "-tiny"), (20, "-narrow"), (WIDE, "-wide"))
ROWS = ((0, "-low"), (6, "-high"))
"""The screen's classes by the columns and rows from which they hold; a tiny or low screen shows nothing but a word."""

LEAVING = frozenset({"enter", "escape", "down"})
"""The keys of the search box that lead to the list."""

READING = "-reading"
"""The screen's class while the reader is the pane in use."""


class Panes:
    """Which pane is in use. Resizing keeps it."""

    def __init__(self, screen: Screen[None], articles: ArticleList, reader: ReaderView) -> None:
        self._screen = screen
        self._articles = articles
        self._reader = reader

    @property
    def is_wide(self) -> bool:
        """Are both panes on the screen?"""
        return self._screen.size.width >= WIDE

    @property
    def scope(self) -> Scope:
        """Where the focus is."""
        focused = self._screen.focused
        if focused is self._reader:
            return Scope.READER
        if focused is not None and focused.id in PANELS:
            return Scope(focused.id)
        return Scope.LIST if focused is self._articles or focused is None else Scope.SEARCH

    @property
    def pane(self) -> Widget:
        """What moves by the keys for moving."""
        focused = self._screen.focused
        return self._articles if focused is None or self.scope is Scope.SEARCH else focused

    def takes(self, key: str) -> bool:
        """Is a key for the list or the article, with nothing on the way that takes it first?"""
        return self.scope is not Scope.SEARCH and not (key == "escape" and self._screen.selections)

    def is_left_with(self, key: str) -> bool:
        """Does a key lead from the search box to the list?"""
        return self.scope is Scope.SEARCH and key in LEAVING

    def fit(self, size: Size) -> None:
        """Take the layout for a size before the first one is known: it saves styling every widget twice."""
        for extent, steps in ((size.width, COLUMNS), (size.height, ROWS)):
            self._screen.add_class([name for least, name in steps if least <= extent][-1], update=False)

    def show_list(self) -> None:
        """To the list."""
        self._screen.remove_class(READING)
        self._screen.set_focus(self._articles, scroll_visible=False)

    def show_reader(self) -> None:
        """To the article."""
        self._screen.add_class(READING)
        self._screen.set_focus(self._reader, scroll_visible=False)

    def focused(self) -> None:
        """The focus has moved, by key or by mouse: the pane it is in is the one in use."""
        if self.scope is Scope.READER:
            self._screen.add_class(READING)
        elif self.scope is Scope.LIST or not self.is_wide:
            self._screen.remove_class(READING)
