"""The pieces that a query is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from index.query.operators import Nearness


class LexemeKind(Enum):
    """What a piece of a query is."""

    WORD = auto()
    PHRASE = auto()
    REGEX = auto()  # text: with its slashes
    FIELD = auto()  # text: the field's own name
    UNKNOWN = auto()  # text: a name before a colon that is no field
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    LEAST = auto()  # `atleast3`


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query.

    `equals`: so many `=` stand before a value; `slop`: behind a phrase; `apart`: a field with a blank behind;
    `negated`: a nearness with NOT before it; `times`: how often at least.
    """

    kind: LexemeKind
    text: str = ""
    equals: int = 0
    slop: int = 0
    apart: bool = False
    nearness: Nearness | None = None
    negated: bool = False
    times: int = 0


VALUES = (LexemeKind.WORD, LexemeKind.PHRASE, LexemeKind.REGEX)
"""What a field may have as its value, besides a bracket."""

STARTS = (*VALUES, LexemeKind.FIELD, LexemeKind.UNKNOWN, LexemeKind.OPEN, LexemeKind.NOT, LexemeKind.LEAST)
"""What a condition may begin with."""

BEFORE_OPERAND = frozenset(
    (LexemeKind.OPEN, LexemeKind.AND, LexemeKind.OR, LexemeKind.NOT, LexemeKind.NEAR, LexemeKind.FIELD)
)
"""Behind these no operator can stand that joins two conditions."""

LOGIC = {
    "OR": LexemeKind.OR, "or": LexemeKind.OR, "AND": LexemeKind.AND, "and": LexemeKind.AND, "&&": LexemeKind.AND,
    "&": LexemeKind.AND, "NOT": LexemeKind.NOT,
}  # fmt: skip
