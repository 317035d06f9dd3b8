"""Changes are gathered and committed together: many files in one transaction, and never one held open for long."""

from __future__ import annotations

import time
from collections.abc import Callable

from index.library import Library, WriteLock
from index.library.items import ItemWriter
from index.library.writer import ArticleWriter

Operation = Callable[[ArticleWriter, ItemWriter], None]

_MOST = 500
_MOST_BYTES = 8 * 1024 * 1024
_LONGEST = 1.0  # seconds that a change waits for its commit


class Batch:
    """Gathers changes and commits them in order. What is gathered is lost when the process dies, no more."""

    def __init__(self, library: Library, lock: WriteLock) -> None:
        self._library = library
        self._lock = lock
        self._operations: list[Operation] = []
        self._bytes = 0
        self._since = 0.0

    @property
    def is_waiting(self) -> bool:
        """True while something is not committed."""
        return bool(self._operations)

    def put(self, operation: Operation, size: int = 0) -> None:
        """Adds a change, and commits when enough have come together. `size` is what it holds in memory, in bytes."""
        if not self._operations:
            self._since = time.monotonic()
        self._operations.append(operation)
        self._bytes += size
        self.commit_if_due()

    def commit_if_due(self) -> None:
        """Commits when enough changes have come together or waited long enough."""
        if not self._operations:
            return
        waited = time.monotonic() - self._since
        if len(self._operations) >= _MOST or self._bytes >= _MOST_BYTES or waited >= _LONGEST:
            self.commit()

    def commit(self) -> None:
        """Commits what has come together."""
        if not self._operations:
            return
        with self._library.writing(self._lock) as writer:
            items = ItemWriter(writer)
            for operation in self._operations:
                operation(writer, items)
        self._operations.clear()
        self._bytes = 0
