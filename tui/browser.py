"""Opening an article outside: in the browser, never through a shell."""

from __future__ import annotations

import subprocess
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError
from index.types import StoredArticle
from tui.yanking import url


@dataclass(frozen=True, slots=True)
class Launch:
    """How to open an address. `in_terminal` says that the program takes the terminal until it ends."""

    start: Callable[[], None]
    in_terminal: bool = False


def address_of(stored: StoredArticle) -> str | None:
    """Where an article can be opened: its web address, else its file if it is a file of its own."""
    if address := url(stored):
        return address
    path = Path(stored.location)
    return path.as_uri() if path.is_absolute() and path.is_file() else None


def plan(address: str, command: Sequence[str]) -> Launch:
    """Find the program for an address. Asks the system, so not for the interface thread.

    Args:
        address: an http, https or file address.
        command: the user's own program with its arguments, `{}` for the address; empty for the platform's.

    Raises:
        UsageError: there is no browser.
    """
    if command:
        words = [word.replace("{}", address) for word in command]
        return _detached(words if any("{}" in word for word in command) else [*words, address])
    try:
        browser = webbrowser.get()
    except webbrowser.Error as error:
        advice = 'Set one in config.toml, as open = ["firefox", "{}"].'
        raise UsageError("no browser was found", address, advice) from error
    if isinstance(browser, webbrowser.BackgroundBrowser):
        return _detached(_command_line(browser, address))
    if isinstance(browser, webbrowser.GenericBrowser):
        line = _command_line(browser, address)
        return Launch(lambda: _run(line), in_terminal=True)
    return Launch(lambda: _ask(browser, address))


def _command_line(browser: webbrowser.GenericBrowser, address: str) -> list[str]:
    return [browser.name, *(argument.replace("%s", address) for argument in browser.args)]


def _detached(words: list[str]) -> Launch:
    def start() -> None:
        quiet = subprocess.DEVNULL
        try:
            subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        except OSError as error:
            raise UsageError(f"{words[0]} could not be started", str(error)) from error

    return Launch(start)


def _run(words: list[str]) -> None:
    try:
        subprocess.run(words, check=False)
    except OSError as error:
        raise UsageError(f"{words[0]} could not be started", str(error)) from error


def _ask(browser: webbrowser.BaseBrowser, address: str) -> None:
    if not browser.open(address):
        raise UsageError("the browser did not open the address", address)
