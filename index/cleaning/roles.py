"""What each line was taken for in the end, and why: for the inspector. And what a rule of the user's says of a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from index.cleaning.lines import Line

DROPPED: Final = "dropped"
BY_RULE: Final = "a rule of yours"


def split_by_rule(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that a rule or their parser leaves out; those that a rule keeps are no furniture."""
    kept = []
    for line in lines:
        if line.forced is False:
            line.role, line.reason = DROPPED, BY_RULE
        if line.role == DROPPED:
            continue
        if line.forced:
            line.furniture, line.repeats = None, False
        kept.append(line)
    return kept


def with_forced(lines: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """The body with the lines that a rule keeps, each where it stands, and without those that one cuts out."""
    for line in body:
        if line.cut:
            line.reason = BY_RULE
    inside = {id(line) for line in body if not line.cut}
    if len(inside) == len(body) and not any(line.forced for line in lines):
        return list(body)
    return [line for line in lines if line.forced or id(line) in inside]


def mark_roles(
    lines: Sequence[Line], body: Sequence[Line], named: Mapping[int, str], reasons: Mapping[int, str], first: int
) -> None:
    """Gives each line its role and reason.

    `named` are the roles of lines in the head by their index, `reasons` why lines were left out, as far as that is
    known, and `first` the index of the body's first line.
    """
    inside = {id(line) for line in body}
    last = max((index for index, line in enumerate(lines) if id(line) in inside), default=len(lines))
    for index, line in enumerate(lines):
        if id(line) in inside:
            line.role = "caption" if line.caption is not None else "body"
            line.reason = BY_RULE if line.forced else ""
        elif index in named:
            line.role, line.reason = named[index], ""
        else:
            line.role = DROPPED
            line.reason = reasons.get(index) or _why(line, index, range(first, last))


def _why(line: Line, index: int, article: Collection[int]) -> str:
    if line.reason == BY_RULE:
        return BY_RULE
    if line.furniture is not None:
        return f"furniture: {line.furniture.value}"
    if line.repeats:
        return "stood there before"
    if index in article:
        return "link to another article"
    return "before the article" if isinstance(article, range) and index < article.start else "after the article"
