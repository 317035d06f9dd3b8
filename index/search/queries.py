"""Queries of our own about words and where they stand: in any of their forms, in order, near or beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from whoosh.query.qcore import Query

from index.query.tree import Unit
from index.search.postings import Forms


class _OfPlaces(Query):
    """A query that is told by its attributes."""

    boost = 1.0

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((type(self), self._told()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def _told(self) -> tuple[Any, ...]:
        return tuple(vars(self).values())


class AnyForm(_OfPlaces):
    """Any of the forms of a word, in any of some fields, as one class of synonyms.

    Args:
        fields: names of fields; `OPENING` among them is the beginning of the body, scored as body.
        forms: the ordinals of the forms in each segment.
        case: how the word has to be written, case and all; None for anyhow.
    """

    def __init__(self, fields: Sequence[str], forms: Forms, case: str | None = None) -> None:
        self.fields = tuple(fields)
        self.forms = forms
        self.case = case

    def _told(self) -> tuple[Any, ...]:
        return self.fields, _bytes_of([self.forms]), self.case


class InOrder(_OfPlaces):
    """Words in order with at most `slop` others among them, each in any of its forms, in any one of some fields.

    Args:
        fields: as in `AnyForm`.
        words: the forms of each word.
        slop: the most other words among them in all.
        cases: how each word has to be written; None for anyhow.
    """

    def __init__(
        self, fields: Sequence[str], words: Sequence[Forms], slop: int, cases: Sequence[str | None] = ()
    ) -> None:
        self.fields = tuple(fields)
        self.words = words
        self.slop = slop
        self.cases = tuple(cases) or (None,) * len(words)

    def _told(self) -> tuple[Any, ...]:
        return self.fields, _bytes_of(self.words), self.slop, self.cases


class _OfSeveral(_OfPlaces):
    """A query about the places of others."""

    conditions: tuple[Query, ...]

    def is_leaf(self) -> bool:
        """Tell that there are queries inside."""
        return False

    def children(self) -> Iterator[Query]:
        """Give the queries inside."""
        return iter(self.conditions)


class Synonyms(_OfSeveral):
    """Any of several conditions, as one class of synonyms: where one is met inside another, only the inner one counts.

    Args:
        conditions: `AnyForm`, `InOrder`.
    """

    def __init__(self, conditions: Sequence[Query]) -> None:
        self.conditions = tuple(conditions)


class Near(_OfSeveral):
    """Several conditions near one another, in any one field of all of them.

    A match takes one place of each condition. None of these overlap, and from the end of each one to the beginning of
    the next one in the text it is at most `distance` words: 1 are neighbours. With `ordered` they come as they are
    listed, else in any order. Where a condition is met by places one inside another, only the inner one counts.

    It is scored as a word would be that stands where its shortest matches stand.

    Args:
        conditions: two at least: `AnyForm`, `InOrder`, `Synonyms`, `Near`, `Or` of them; Whoosh's `Term`, `Phrase` and
            those that stand for several words of one field. With one that has no places, all need only be met by the
            same article.
        distance: the most words from one to the next.
        ordered: whether they come as they are listed.
        boost: multiplies the score.
    """

    def __init__(
        self, conditions: Sequence[Query], distance: int, *, ordered: bool = False, boost: float = 1.0
    ) -> None:
        self.conditions = tuple(conditions)
        self.distance = distance
        self.ordered = ordered
        self.boost = boost


class Within(_OfSeveral):
    """Several conditions in one sentence or paragraph of any one field of all of them.

    A match takes one place of each condition, all inside the unit from end to end. They may overlap: a place may be
    there for several. Fields without sentences (all but `BOUNDED_FIELDS`) have no match.

    It is scored as a word would be that stands where its shortest matches stand: from the beginning of the first place
    to the end of the last one.

    Args:
        conditions: those of `Near`, and `Within`.
        unit: a sentence or a paragraph.
        boost: multiplies the score.
    """

    def __init__(self, conditions: Sequence[Query], unit: Unit, *, boost: float = 1.0) -> None:
        self.conditions = tuple(conditions)
        self.unit = unit
        self.boost = boost


class AtLeast(_OfSeveral):
    """A condition that is met at so many places of an article, in all its fields together; scored as the condition.

    Where it is met by places one inside another, only the inner one counts, and each place once.

    Args:
        condition: one of those of `Near`, or `Near`.
        least: the number of places.
        boost: multiplies the score.
    """

    def __init__(self, condition: Query, least: int, *, boost: float = 1.0) -> None:
        self.conditions = (condition,)
        self.least = least
        self.boost = boost


def _bytes_of(words: Sequence[Forms]) -> tuple[bytes, ...]:
    return tuple(ordinals.tobytes() for ordinals in chain.from_iterable(words))
