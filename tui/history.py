"""What can be undone: changes to marks, newest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import MarkChange

DEPTH = 200


@dataclass(frozen=True, slots=True)
class Undo:
    """One step: what was done, in words, and the changes that take it back."""

    done: str
    changes: tuple[MarkChange, ...]


class History:
    """The steps that can be taken back, at most `DEPTH` of them."""

    def __init__(self) -> None:
        self._steps: deque[Undo] = deque(maxlen=DEPTH)

    def add(self, done: str, changes: Sequence[MarkChange]) -> None:
        """Remember how to take a change back."""
        self._steps.append(Undo(done, tuple(changes)))

    def take(self) -> Undo | None:
        """The newest step, which is forgotten; None when there is none."""
        return self._steps.pop() if self._steps else None
