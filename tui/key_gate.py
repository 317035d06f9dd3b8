"""Keys that wait until what they are meant for is there."""

from __future__ import annotations

from enum import Enum, auto

from textual import events
from textual.dom import DOMNode


class Awaited(Enum):
    """What keys wait for."""

    ANSWER = auto()
    LISTED = auto()
    ARTICLE = auto()
    IN_USE = auto()
    QUERY = auto()


class KeyGate:
    """Holds the keys of one breath back, in their order, while something is on its way for the first of them."""

    def __init__(self, node: DOMNode) -> None:
        self._node = node
        self._held: list[events.Key] = []
        self._awaited: set[Awaited] = set()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Are keys held?"""
        return self._is_closed

    def close(self, awaited: Awaited) -> None:
        """Hold keys from now on."""
        self._awaited.add(awaited)
        self._is_closed = True

    def hold(self, event: events.Key) -> bool:
        """Keep a key while the gate is closed; False when it is open."""
        if self._is_closed:
            self._held.append(event)
        return self._is_closed

    def open(self, awaited: Awaited) -> None:
        """It is there, or will not come. With nothing else awaited the keys go on, ahead of all that come later."""
        self._awaited.discard(awaited)
        if self._is_closed and not self._awaited:
            self._node.app.call_later(self._release)

    async def _release(self) -> None:
        if self._awaited:
            return  # closed again meanwhile
        self._is_closed = False
        held, self._held = self._held, []
        for event in held:
            await self._node.app.on_event(event)
