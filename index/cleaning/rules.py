"""What a person has said of lines: that they are furniture, or the article's, whatever the cleaning holds of them.

A rule means a line exactly, or all lines like it: the same but for case, blanks and numbers ("12 comments" is like
"7 Comments").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

_NUMBER = re.compile(r"\d+(?:[.,:\u066b\u066c'\u2019\u00a0]\d+)*")


def exact_key(text: str) -> str:
    """The form in which lines are compared exactly: runs of white space as one blank."""
    return " ".join(text.split())


def like_key(text: str) -> str:
    """The form that lines share which are like one another: without case, every number as 0."""
    return _NUMBER.sub("0", exact_key(text).casefold())


@dataclass(frozen=True, slots=True)
class LineRule:
    """What holds for a line of some text, and for all like it where `like`.

    `drop` leaves it out, otherwise it is kept. `record` limits the rule to one article of a file ("" is that of a file
    with one article). `id` is the rule's number in the library.
    """

    id: int
    drop: bool
    like: bool
    text: str
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one file, the most decisive first."""

    rules: tuple[LineRule, ...] = ()
    _exact: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _like: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ranked = list(enumerate(self.rules))[::-1]  # so that the first one stays
        object.__setattr__(self, "_exact", {exact_key(rule.text): n for n, rule in ranked if not rule.like})
        object.__setattr__(self, "_like", {like_key(rule.text): n for n, rule in ranked if rule.like})

    def __bool__(self) -> bool:
        return bool(self.rules)

    @property
    def keeps(self) -> bool:
        """Whether any rule keeps lines: then parsers must give those too that they leave out."""
        return any(not rule.drop for rule in self.rules)

    def of_record(self, record: str) -> Rules:
        """The rules that hold for one article of the file."""
        if all(rule.record is None for rule in self.rules):
            return self
        return Rules(tuple(rule for rule in self.rules if rule.record in {None, record}))

    def verdict(self, text: str) -> LineRule | None:
        """The rule that decides over a line, None when there is none."""
        found = [self._exact.get(exact_key(text))] if self._exact else []
        if self._like:
            found.append(self._like.get(like_key(text)))
        ranks = [rank for rank in found if rank is not None]
        return self.rules[min(ranks)] if ranks else None

    def mean_any(self, texts: Iterable[str]) -> bool:
        """Whether any rule decides over any of some lines."""
        return bool(self.rules) and any(self.verdict(text) is not None for text in texts)


NO_RULES: Final = Rules()
