"""Rules for lines, made and taken back by key, each with its undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from index.types import ArticleId, Rule, RuleAction, RuleScope
from tui.inspect_engine import InspectEngine

_DONE = {RuleAction.DROP: "dropped", RuleAction.KEEP: "restored"}
_LINES = {
    RuleScope.ARTICLE: "the line",
    RuleScope.FILE: "lines like this in the file",
    RuleScope.FOLDER: "lines like this in the folder",
    RuleScope.SOURCE: "lines like this in the source",
}


@dataclass(frozen=True, slots=True)
class _Step:
    done: str
    undo: Callable[[], Awaitable[object]]


class Ruling:
    """Makes rules for the lines of an article, and takes them back. What it gives is said to the person."""

    def __init__(self, engine: InspectEngine, article_id: ArticleId) -> None:
        self._engine = engine
        self._article_id = article_id
        self._steps: list[_Step] = []

    async def add(self, text: str, action: RuleAction, scope: RuleScope) -> str:
        """Keep a rule for a line of the article."""
        before = await self._engine.rules()
        number = await self._engine.add(self._article_id, text, action, scope)
        done = f"{_DONE[action]} {_LINES[scope]}"
        if number is not None and all(rule.id != number for rule in before):
            self._steps.append(_Step(done, partial(self._engine.remove, number)))
        elif number is None:  # the opposite rule was taken back for it
            left = {rule.id for rule in await self._engine.rules()}
            self._steps.extend(_Step(done, self._restoring(rule)) for rule in before if rule.id not in left)
        return done

    async def take_back(self, number: int) -> str:
        """Take a rule back."""
        rules = {rule.id: rule for rule in await self._engine.rules()}
        await self._engine.remove(number)
        done = f"took back rule {number}"
        if number in rules:
            self._steps.append(_Step(done, self._restoring(rules[number])))
        return done

    async def undo(self) -> str | None:
        """Take the last step back; None when there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        await step.undo()
        return f"undone: {step.done}"

    def _restoring(self, rule: Rule) -> Callable[[], Awaitable[object]]:
        return partial(self._engine.restore, rule)
