"""The last line: the keys that work now, and what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import Scope
from tui.screens.commands import Commands
from tui.screens.panes import Panes
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import ReaderView
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.background import Told


class Bottom:
    """Keeps keys, match and progress as they are."""

    def __init__(self, keys: KeyLine, status: StatusLine, panes: Panes, reader: ReaderView) -> None:
        self._keys = keys
        self._status = status
        self._panes = panes
        self._reader = reader

    def show_keys(self, commands: Commands) -> None:
        """The keys that work where the focus is."""
        self._keys.show(commands.hints())

    def show_match(self) -> None:
        """Which match is the current one, while the article can be seen."""
        seen = self._panes.is_wide or self._panes.scope is Scope.READER
        self._status.show_match(self._reader.current_match, self._reader.match_count if seen else 0)

    def show_progress(self, told: Told | None) -> None:
        """How reading in goes; None when it is over."""
        if told is None:
            self._status.show_progress(None)
        else:
            self._status.show_progress(told.stage, told.done, told.total, failed=told.failed)
