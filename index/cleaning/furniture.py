"""What stands on a news page around the article: sharing, accounts, comments, votes, advertisements, links, law.

A line counts as furniture only when the whole of it is words that such parts of pages use (`furniture_words`), alone
or in a row, or when it has one of the fixed forms of forms and counters.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from index.cleaning.furniture_words import LABELS, PATTERNS

_LONGEST: Final = 30
_LONGEST_CHARACTERS: Final = 240


class Furniture(StrEnum):
    """What a line of furniture belongs to."""

    SHARE = "share"
    ACCOUNT = "account"
    COMMENTS = "comments"
    VOTE = "vote"
    ADVERTISEMENT = "advertisement"
    RELATED = "related"
    LEGAL = "legal"
    NAVIGATION = "navigation"
    COUNTER = "counter"


BARRIERS: Final = frozenset({Furniture.COMMENTS, Furniture.VOTE, Furniture.RELATED, Furniture.LEGAL})
"""Kinds after which an article rarely goes on."""

_LABELS: Final = {
    label.strip().casefold(): Furniture(kind) for kind, table in LABELS.items() for label in re.split(r"[;\n]", table)
}
_PATTERNS: Final = [
    (Furniture(kind), re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))
    for kind, patterns in PATTERNS.items()
]

_ROW = re.compile(r"\s*[|·•,/»›>&]\s*|\s{2,}")
_TRIM = " \t:.…*[]()«»‹›<>|•·–—-+→←↑↓▼▲►▶#"


def furniture_of(text: str, words: int) -> Furniture | None:
    """What a line of furniture belongs to, or None for a line that may be the article's."""
    if words > _LONGEST or len(text) > _LONGEST_CHARACTERS:
        return None
    return _furniture(text)


@lru_cache(maxsize=4096)
def _furniture(text: str) -> Furniture | None:
    folded = text.casefold()
    bare = folded.strip(_TRIM)
    if not bare:
        return Furniture.NAVIGATION
    label = _LABELS.get(bare) or _LABELS.get(folded)
    if label is not None:
        return label
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(bare) or pattern.fullmatch(text):
            return kind
    return _row(bare)


def _row(bare: str) -> Furniture | None:
    """The furniture of a line that is a row of labels ("Facebook | Twitter | Email", "Facebook Twitter Email")."""
    for parts in (_ROW.split(bare), bare.split()):
        kinds = [_LABELS.get(part.strip(_TRIM)) for part in parts if part.strip(_TRIM)]
        if len(kinds) > 1 and all(kind is not None for kind in kinds):
            return kinds[0]
    return None
