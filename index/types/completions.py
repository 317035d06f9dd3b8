"""How a query that is being typed can go on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand in the place of what was begun, and in how many articles it stands, None where that is unknown."""

    text: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """What can stand in the place of `text[start:cursor]`, the best first; `items` is empty where nothing can."""

    text: str
    cursor: int
    start: int = 0
    items: tuple[Completion, ...] = ()

    def taken(self, item: int) -> tuple[str, int]:
        """The query with one of the items in its place, and where the cursor stands then."""
        head = self.text[: self.start] + self.items[item].text
        return head + self.text[self.cursor :], len(head)
