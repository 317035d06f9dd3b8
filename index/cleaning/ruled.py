"""Recovering an article where rules of the user's leave lines out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.cleaning.lines import DROPPED, Line
from index.cleaning.pasted import Recovered, recover

_MOST_TRIALS: Final = 4
_OF_BODY: Final = frozenset({"body", "caption"})


def recover_by_rules(lines: Sequence[Line]) -> Recovered:
    """The article in the lines of a pasted text, without those that a rule leaves out.

    Such a line stays in sight of the cleaning, for what stands around an article is how its ends are found: so a rule
    changes nothing else. Only where it would be the headline or another part of the head it is as if it was not there.
    """
    ruled = [number for number, line in enumerate(lines) if line.forced is False]
    if not ruled:
        return recover(lines)
    unseen: set[int] = set()
    for _ in range(_MOST_TRIALS):
        trial = [_on_trial(line, unseen=number in unseen) for number, line in enumerate(lines)]
        recovered = recover(trial)
        in_head = {number for number in ruled if trial[number].role not in {DROPPED, "", *_OF_BODY}}
        if not in_head:
            break
        unseen |= in_head
    else:
        trial = list(lines)
        recovered = recover(trial)
    for line, tried in zip(lines, trial, strict=True):
        line.role, line.reason, line.caption = tried.role, tried.reason, tried.caption
    return recovered


def _on_trial(line: Line, *, unseen: bool) -> Line:
    return replace(line, forced=None, cut=True) if line.forced is False and not unseen else replace(line)
