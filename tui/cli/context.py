"""What every subcommand shares: which library, and how it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

if TYPE_CHECKING:
    from index import Library


@dataclass(frozen=True, slots=True)
class Settings:
    """What the root command was told."""

    folder: Path

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
