"""Work in the background of a screen: errors of the engine are told, bugs end the app."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode

from index.errors import DatelineError, SearchCancelledError

Tell = Callable[[str], None]
"""Says a sentence to the person, in the status line."""


class Jobs:
    """Starts coroutines for the controllers of a screen; they end with it."""

    def __init__(self, node: DOMNode, tell: Tell) -> None:
        self._node = node
        self.tell = tell

    def start(self, job: Coroutine[Any, Any, None], group: str, *, exclusive: bool = False) -> None:
        """Run a job. An exclusive one takes the place of the one before it in its group."""
        self._node.run_worker(self._guarded(job), group=group, exclusive=exclusive)

    async def _guarded(self, job: Coroutine[Any, Any, None]) -> None:
        try:
            await job
        except SearchCancelledError:
            pass
        except DatelineError as error:
            self.tell(sentence(str(error)))


def sentence(text: str) -> str:
    """Text that begins as sentences do."""
    return text[:1].upper() + text[1:]
