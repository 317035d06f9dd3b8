"""What every subcommand shares: which library, and how it is opened."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

from tui.cli.streams import say

if TYPE_CHECKING:
    from index import Library


WAIT_SECONDS = 10.0
"""How long a command waits for another one that is writing, unless it is told: a reader's look for news takes less."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the root command was told."""

    folder: Path
    wait: float = WAIT_SECONDS
    memory: int | None = None

    def patience(self, stop: Callable[[], bool] = lambda: False) -> Callable[[str], bool]:
        """Make what waits, as long as was asked for, for another process that writes, and says so.

        Args:
            stop: asked meanwhile; when it turns true the command ends.
        """
        deadline: float | None = None

        def wait_for(holder: str) -> bool:
            nonlocal deadline
            if stop():
                raise KeyboardInterrupt
            if deadline is None:
                deadline = time.monotonic() + self.wait
                if self.wait > 0:
                    say(f"waiting up to {self.wait:g} s for another process that is writing: {holder}")
            return time.monotonic() < deadline

        return wait_for

    def open_library(self, *, create: bool = False) -> Library:
        """Open the library; `create` makes an empty one where there is none.

        Raises:
            LibraryError: it cannot be used.
        """
        from index import Library

        library = Library.open(self.folder, create=create)
        click.get_current_context().call_on_close(library.close)
        return library


def default_library() -> Path:
    """The library that is used when none is named."""
    return platformdirs.user_data_path("dateline", appauthor=False) / "library"


pass_settings = click.make_pass_decorator(Settings)
