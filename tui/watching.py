"""Watching the sources on the disk while somebody reads, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from index.errors import DatelineError

if TYPE_CHECKING:
    from index import Library
    from index.types import SourceId

Changed = Callable[["frozenset[SourceId]"], None]
"""Is told, in the watching thread, which sources have changed."""

_PATIENCE = 3.0


class Watching:
    """Watches until it is told to stop.

    Args:
        library: whose sources.
        changed: told of changes.
    """

    def __init__(self, library: Library, changed: Changed) -> None:
        self._library = library
        self._changed = changed
        self._stop = Event()
        self._stands = Event()
        self._thread = Thread(target=self._watch, name="dateline-watch", daemon=True)
        self._thread.start()

    @property
    def stands(self) -> bool:
        """Is everything watched, so that what changes from now on is told?"""
        return self._stands.is_set()

    def stop(self) -> None:
        """Ask it to end."""
        self._stop.set()

    def ended(self) -> None:
        """Wait for its end, which takes a moment after `stop`."""
        self._thread.join(_PATIENCE)

    def _watch(self) -> None:
        from index import watch_sources

        with suppress(DatelineError):  # a library that cannot be read is told of elsewhere; reading goes on without
            watch_sources(self._library, self._changed, self._stop, watching=self._stands.set)
