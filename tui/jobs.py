"""Work in the background of a screen: errors of the engine are told, bugs end the app."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.dom import DOMNode
from textual.worker import Worker

from index.errors import DatelineError, SearchCancelledError

Job = Callable[[], Coroutine[Any, Any, None]]
"""Makes a coroutine when its turn comes: one that was made and never begun would be a leak."""

Tell = Callable[[str], None]
"""Says a sentence to the person."""


class Jobs:
    """Runs coroutines for the controllers of a screen; they end with it.

    Args:
        node: the screen.
        tell: what answers a key.
        report: what nobody has asked for just now.
        fail: what has gone wrong.
    """

    def __init__(self, node: DOMNode, *, tell: Tell, report: Tell, fail: Tell) -> None:
        self._node = node
        self.tell = tell
        self.report = report
        self.fail = fail

    def start(self, job: Job, group: str, *, exclusive: bool = False) -> None:
        """Run a job. An exclusive one takes the place of the one before it in its group."""
        # Described: Textual would write out all that it is given. Typed: mypy cannot tell which callable it is.
        _worker: Worker[None] = self._node.run_worker(
            partial(self._guarded, job), group=group, description=group, exclusive=exclusive
        )

    def stop(self, group: str) -> None:
        """End the jobs of a group: none does anything from now on."""
        self._node.workers.cancel_group(self._node, group)

    async def _guarded(self, job: Job) -> None:
        try:
            await job()
        except SearchCancelledError:
            pass
        except DatelineError as error:
            self.fail(sentence(str(error)))


def sentence(text: str) -> str:
    """Text that begins as sentences do."""
    return text[:1].upper() + text[1:]
