"""The command palette: every action of the table, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from tui.actions import ACTIONS, Group
from tui.keymaps import Keymap
from tui.themes import THEME_NAMES


class Commanded(Protocol):
    """The app, as far as the palette needs it."""

    keymap: Keymap
    theme: str

    def action_do(self, action_id: str) -> object:
        """Do what a key would do."""
        ...


class DatelineCommands(Provider):
    """Actions and themes by name."""

    async def discover(self) -> Hits:
        """Everything, before anything was typed."""
        for title, text, command in self._commands():
            yield DiscoveryHit(title, command, help=text)

    async def search(self, query: str) -> Hits:
        """What fits the query."""
        matcher = self.matcher(query)
        for title, text, command in self._commands():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), command, help=text)

    def _commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        app = cast("Commanded", self.app)
        # Whoever looks for a command seldom looks for the way down: motions come last.
        for action in sorted(ACTIONS, key=lambda action: action.group is Group.MOVING):
            if action.id == "palette":
                continue
            keys = " ".join(app.keymap.shown(action.id))
            yield action.title, f"{keys}  {action.help}", partial(app.action_do, action.id)
        for name in THEME_NAMES:
            yield f"Theme: {name}", "Colours of the screen", _themed(app, name)


def _themed(app: Commanded, name: str) -> Callable[[], None]:
    return lambda: setattr(app, "theme", name)
