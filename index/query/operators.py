"""The operators that ask where words stand: `NEAR/5`, `w/5`, `ADJ`, `pre/5`, `/s`, `SAME`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from index.query.tree import Unit

FURTHEST = 99
"""Words that may stand between; further than that the next paragraph begins."""

_USUAL = 10  # what NEAR alone means, as in notmuch
_NEXT = 1  # what ADJ alone means

PATTERN = r"""
    (?: (?i: (?:near|onear|around|adj|pre|w) / (?:\d{1,6} | [sp] | sent(?:ence)? | para(?:graph)? | seg(?:ment)?)
           | (?:near|onear|around|adj) (?:\d{1,6} | \(\s*\d{1,6}\s*\))
           | / (?:n?\d{1,6} | [sp] | sent(?:ence)? | para(?:graph)? | seg(?:ment)?) )
      | (?:NEAR|ONEAR|AROUND|ADJ) \s+ \d{1,6} (?= \s+ [^\s)）] )
      | NEAR | ADJ | SAME
    ) (?= [\s()（）] | $ )
"""
"""Every spelling of such an operator, as a part of a verbose expression."""

_READ = re.compile(r"(?P<name>[a-z]*)\s*[/(]?\s*(?P<size>n?\d+|[a-z]*)\s*\)?", re.IGNORECASE)
_UNITS = {"s": Unit.SENTENCE, "p": Unit.PARAGRAPH}
_SIGNS = {Unit.SENTENCE: "/s", Unit.PARAGRAPH: "/p"}
_ORDERED = frozenset(("adj", "pre", "onear"))
_WORDS = frozenset(("NEAR", "ADJ", "SAME"))


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near to one another: in one `unit`, or at most `distance` words apart where it is None.

    `typed` is how it was typed.
    """

    unit: Unit | None = None
    distance: int = 0
    ordered: bool = False
    typed: str = field(default="", compare=False)

    @property
    def sign(self) -> str:
        """The operator as it is written."""
        if self.unit:
            return _SIGNS[self.unit]
        return f"{'ADJ' if self.ordered else 'NEAR'}/{self.distance}"

    @property
    def looseness(self) -> tuple[int, int, bool]:
        """Sorts operators: the tighter ones bind tighter, as in Nexis."""
        return (0 if not self.unit else 1 if self.unit is Unit.SENTENCE else 2), self.distance, not self.ordered


def is_word(operator: str) -> bool:
    """Is it a plain word as well, where nothing stands before it."""
    return operator in _WORDS


def read_operator(typed: str) -> tuple[Nearness | None, str | None]:
    """Read an operator that `PATTERN` found, None for AND; and the sentence on how, where that is not plain."""
    nearness, repair = _read(typed)
    return nearness and replace(nearness, typed=typed), repair


def _read(typed: str) -> tuple[Nearness | None, str | None]:
    match = _READ.fullmatch(typed)
    name, size = (match["name"].lower(), match["size"].lower()) if match else ("", "")
    ordered = name in _ORDERED
    if name == "same":
        return Nearness(Unit.PARAGRAPH), "read SAME as /p: in one paragraph"
    if size.startswith("seg"):
        return None, f"read {typed} as AND"
    if size and (unit := _UNITS.get(size[0])):
        return Nearness(unit), f"read {typed} as {_SIGNS[unit]}: in any order" if ordered else None
    if not size:
        return Nearness(distance=_NEXT if ordered else _USUAL, ordered=ordered), None
    number = int(size.removeprefix("n"))
    nearness = Nearness(distance=min(max(number, 1), FURTHEST), ordered=ordered)
    if number > FURTHEST:
        return nearness, f"read {typed} as {nearness.sign}: no further than {FURTHEST} words"
    usual = "/" in typed[1:] or name in {"near", "adj", "around"}
    usual = usual and not any(map(str.isspace, typed)) and name != "onear"
    return nearness, None if usual and number else f"read {typed} as {nearness.sign}"
