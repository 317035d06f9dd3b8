"""Rules as they are kept: which files they reach, and where an article is that one is made for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from index.cleaning.rules import NO_RULES, LineRule, Rules
from index.sources.item import shown_path
from index.types import RuleAction, RuleScope

_FILES: Final = "files"


@dataclass(frozen=True, slots=True)
class Home:
    """Where an article comes from: its file, its key in it, its source."""

    source_id: int
    key: bytes
    record: str
    location: str
    source_path: bytes
    label: str
    kind: str

    @property
    def is_file(self) -> bool:
        """Whether it comes from a file, not from an address."""
        return self.kind == _FILES

    def scopes(self) -> tuple[RuleScope, ...]:
        """Where a rule for a line of the article can hold."""
        if not self.is_file:
            return (RuleScope.ARTICLE, RuleScope.SOURCE)
        scopes = [RuleScope.ARTICLE]
        if self.record:
            scopes.append(RuleScope.FILE)
        if self.source_path != self.key:
            scopes.append(RuleScope.FOLDER)
        if os.path.dirname(self.key) not in {self.source_path, b""} and self.source_path != self.key:  # noqa: PTH120 - bytes
            scopes.append(RuleScope.SOURCE)
        return tuple(scopes)

    def reach(self, scope: RuleScope) -> tuple[bytes | None, str | None, str]:
        """The path and the record that a rule of some scope holds for, None for all of them; and its place as text."""
        if scope is RuleScope.ARTICLE:
            return self.key, self.record, self.location
        if scope is RuleScope.SOURCE and not self.is_file:
            return None, None, self.label
        path = {RuleScope.FILE: self.key, RuleScope.SOURCE: self.source_path}.get(scope, os.path.dirname(self.key))  # noqa: PTH120 - bytes
        return path, None, shown_path(os.fsdecode(path))


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule as it is kept. It reaches what is at or under `path`, or with None all articles of the source."""

    id: int
    source_id: int
    scope: str
    path: bytes | None
    record: str | None
    action: str
    alike: bool
    text: str
    place: str
    created: str
    state: str

    def reaches(self, key: bytes, source_id: int) -> bool:
        """Whether it holds for a file."""
        if self.path is None:
            return source_id == self.source_id
        return key == self.path or key.startswith(self.path.rstrip(b"/") + b"/")

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The rule that sorts first decides: the one of the smallest reach, of those the newest."""
        return self.record is None, -len(self.path or b""), -self.id


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules that hold, as files are read by them."""

    held: tuple[HeldRule, ...] = ()

    def of_file(self, key: bytes, source_id: int) -> Rules:
        """The rules for one file."""
        reaching = [rule for rule in self.held if rule.reaches(key, source_id)]
        return line_rules(reaching) if reaching else NO_RULES


def line_rules(held: Iterable[HeldRule]) -> Rules:
    """Rules in the form in which the cleaning takes them, the most decisive first."""
    ranked = sorted(held, key=lambda rule: rule.rank)
    return Rules(
        tuple(LineRule(rule.id, rule.action == RuleAction.DROP, rule.alike, rule.text, rule.record) for rule in ranked)
    )
