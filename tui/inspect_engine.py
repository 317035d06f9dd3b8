"""The part of the engine that inspects articles and keeps rules for their lines, on a thread of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from index.types import Inspection, Rule, RuleAction, RuleScope
from tui.lanes import Lane, Outcome

if TYPE_CHECKING:
    from index import Library


class Write(Protocol):
    """Does what changes the library, surely."""

    def __call__(self, job: Callable[[], Outcome]) -> Awaitable[Outcome]:
        """Do it on the thread that writes."""
        ...


class InspectEngine:
    """Made by the engine. A file in a large archive takes a while to read: nothing else waits for it.

    Args:
        library: whose articles are inspected.
        write: does what changes it.
    """

    def __init__(self, library: Library, write: Write) -> None:
        self._library = library
        self._write = write
        self._lane = Lane("inspect")

    async def inspect(self, article_id: int) -> Inspection:
        """An article beside its raw text.

        Raises:
            ArticleNotFoundError: it was removed from the library.
        """
        from index import inspect

        return await self._lane.do(lambda: inspect(self._library, article_id))

    async def rules(self) -> list[Rule]:
        """The rules, in the order in which they were made."""
        return await self._lane.do(self._library.rules)

    async def add(self, article_id: int, text: str, action: RuleAction, scope: RuleScope) -> int | None:
        """Keep a rule for a line; None where the opposite one was taken back for it."""
        from index import add_rule

        return await self._write(lambda: add_rule(self._library, article_id, text, action, scope))

    async def remove(self, number: int) -> None:
        """Take a rule back."""
        from index import remove_rule

        await self._write(lambda: remove_rule(self._library, number))

    async def restore(self, rule: Rule) -> int:
        """Keep a rule again that was taken back."""
        from index import restore_rule

        return await self._write(lambda: restore_rule(self._library, rule))

    def close(self) -> None:
        """End the thread."""
        self._lane.close()
