"""The app: it wires screens to the engine."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.notifications import Notify

from index import Library
from index.types import Order
from tui import collector
from tui.actions import ACTIONS
from tui.clipboard import clipboard_sequence, safe_paste
from tui.config import Config, load_config
from tui.engine import SWITCH_INTERVAL, Engine
from tui.key_gate import Awaited
from tui.keymaps import NO_KEY, Keymap
from tui.palette import DatelineCommands
from tui.screens.main import MainScreen
from tui.terminal_input import reads_safely
from tui.themes import OWN_THEMES


class DatelineApp(App[None], inherit_bindings=False):
    """Reads and searches one library.

    Args:
        engine: the library's threads.
        config: the user's settings.
    """

    TITLE = "Dateline"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar = {DatelineCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding(NO_KEY, "command_palette", show=False),  # stands for Textual's own, which could not be remapped
    ]

    def __init__(self, engine: Engine, config: Config) -> None:
        super().__init__()
        self.keymap: Keymap = config.keymap
        # The first that may act takes the key: what belongs to fewer places comes before what belongs to more.
        for action in sorted(ACTIONS, key=lambda action: len(action.scopes)):
            if not action.widgets:
                self.bind(self.keymap.binding(action.id), f"do('{action.id}')", description=action.title, show=False)
        # The list itself opens by a message, which would come after the next key of the same breath.
        self._bindings.bind(self.keymap.binding("open"), "open_article", show=False, priority=True)
        self.set_keymap(self.keymap.changes())
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = config.theme
        self._main = MainScreen(engine, config, engine.begin(Order.NEWEST))

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, reading what it does not."""
        return reads_safely(super().get_driver_class())

    def get_default_screen(self) -> MainScreen:
        """The one screen that is always there."""
        self._main.panes.fit(self.size)
        return self._main

    def on_mount(self) -> None:
        """A closed terminal, or a polite kill, is a quit like any other."""
        self.call_after_refresh(collector.resume)
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(ValueError, RuntimeError):  # not in the main thread: a test, or an app around this one
                asyncio.get_running_loop().add_signal_handler(number, self.call_later, self.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the table work on the main screen only, each where it belongs."""
        if action == "do":
            return self.screen is self._main and self._main.commands.can_do(str(parameters[0]))
        if action == "open_article":
            return self.screen is self._main and self._main.commands.can_do("open")
        return super().check_action(action, parameters)

    def action_do(self, action_id: str) -> object:
        """Do what the table says of an action, for a key or for who chose it by name; gives what is to be awaited."""
        return self._main.commands.do(action_id)

    def action_open_article(self) -> None:
        """Open the article under the cursor."""
        self._main.reading.open_current()

    async def action_quit(self) -> None:
        """Leave, with everything kept."""
        await self._main.leave()
        self.exit()

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard of the terminal, through tmux or screen if need be."""
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard_sequence(text, os.environ))

    def on_notify(self, event: Notify) -> None:
        """A notice that is on the screen is not put there again, as by a key that fails each time it is pressed."""
        new = event.notification
        if any((old.message, old.severity) == (new.message, new.severity) for old in self._notifications):
            event.prevent_default()

    async def on_event(self, event: events.Event) -> None:
        """Nothing pasted may act on the terminal; a key in a pane is done with before the next one is looked at."""
        if isinstance(event, events.Paste):
            event.text = safe_paste(event.text)
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._main.gate.hold(event):
                return
            self._main.key_pressed()
            if await self._is_done(event):
                return
            if self.screen is self._main and self._main.panes.is_left_with(event.key):
                self._main.gate.close(Awaited.ANSWER)
        await super().on_event(event)

    async def _is_done(self, event: events.Key) -> bool:
        """Do what a key of a pane is bound to, at once.

        Textual lets a key travel through the focused widget first. Of keys that come in one breath (over a slow line,
        or typed fast) the second would then go to the widget that had the focus before: "/vote" lost its "v".
        """
        at_once = self.app_focus and self.screen is self._main
        if not (at_once and self._main.panes.takes(event.key)):
            return False
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)


def run(folder: Path, *, sync_on_start: bool | None = None, config: Config | None = None) -> int:
    """Open the reader on the library in a folder, which is made when there is none; returns the exit code.

    Args:
        folder: the library's folder.
        sync_on_start: read in what is new in the sources first; None for what the settings say.
        config: the settings; None to read the user's.

    Raises:
        LibraryError: the library cannot be used. Nothing was drawn.
    """
    settings = config if config is not None else load_config()
    if sync_on_start is not None:
        settings = replace(settings, sync_on_start=sync_on_start)
    engine = Engine(Library.open(folder))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        app = DatelineApp(engine, settings)
        app.run()
    finally:
        collector.resume()
        engine.close()
        sys.setswitchinterval(interval)
    return app.return_code or 0
