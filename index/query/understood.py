"""From typed text to a query as it was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from index.query.conditions import UNLIT
from index.query.parser import Circumstances, parse
from index.query.respelling import spelling_of
from index.query.spoken import spoken
from index.query.tree import OPENING, TEXT_FIELDS, Leaf, Node, Noted, Placed, Terms, Valued
from index.query.values import FIELD_OF
from index.query.walk import conditions, rebuilt
from index.types import Chip, Understood

_LIT_FIELDS = frozenset((*TEXT_FIELDS, OPENING, "section", "outlet"))


def understand(text: str, *, today: date | None = None, saved: Callable[[str], str | None] | None = None) -> Understood:
    """Read a query without looking at any archive. Total: every text means something, and nothing raises.

    The tree's words have no forms yet and the chips no counts: `expand` and the search fill them in.

    Args:
        text: what was typed.
        today: the day that `yesterday` is counted from, the system's local one for None.
        saved: gives the text of a saved query by its name, for `saved:`.
    """
    read, order, repairs = parse(text, Circumstances(lambda: today or _today(), saved))
    tree = _numbered(read)
    chips = tuple(_chip(leaf, negated=negated) for leaf, negated in conditions(tree))
    return Understood(text, spoken(tree, order), tree, chips, tuple(repairs), order)


def _today() -> date:
    return datetime.now().astimezone().date()


def _numbered(tree: Node) -> Node:
    """Number the words that can be lit, from 0 in order of appearance; the same words have the same number."""
    numbers: dict[object, int] = {}

    def number(leaf: Leaf, nots: int) -> Leaf:
        if nots or not isinstance(leaf, Terms | Noted | Valued):
            return leaf
        if isinstance(leaf, Terms) and not _LIT_FIELDS.intersection(leaf.fields):
            return leaf
        if isinstance(leaf, Valued) and FIELD_OF[leaf.facet] not in _LIT_FIELDS:
            return leaf
        what = leaf.value if isinstance(leaf, Valued) else leaf.words
        return replace(leaf, term=numbers.setdefault(what, len(numbers)))

    return rebuilt(tree, number)


def _chip(leaf: Leaf | Placed, *, negated: bool) -> Chip:
    term = leaf.term if isinstance(leaf, Terms | Noted | Valued) and leaf.term != UNLIT else None
    return Chip(getattr(leaf, "label", ""), negated=negated, term=term, spelling=spelling_of(leaf))
