"""Keys that wait until what they are meant for has the focus."""

from __future__ import annotations

from textual import events
from textual.dom import DOMNode


class KeyGate:
    """Holds the keys of one breath back, in their order, while the screen changes for the first of them."""

    def __init__(self, node: DOMNode) -> None:
        self._node = node
        self._held: list[events.Key] = []
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Are keys held?"""
        return self._is_closed

    def close(self) -> None:
        """Hold keys from now on."""
        self._is_closed = True

    def hold(self, event: events.Key) -> bool:
        """Keep a key while the gate is closed; False when it is open."""
        if self._is_closed:
            self._held.append(event)
        return self._is_closed

    def open(self) -> None:
        """Let the keys through, behind those that came before this and ahead of all that come later."""
        if self._is_closed:
            self._node.app.call_later(self._release)

    async def _release(self) -> None:
        self._is_closed = False
        held, self._held = self._held, []
        for event in held:
            await self._node.app.on_event(event)
