"""From typed text to a query as it was understood."""

from __future__ import annotations

from dataclasses import replace

from index.query.conditions import UNLIT
from index.query.parser import parse
from index.query.respelling import spelling_of
from index.query.spoken import spoken
from index.query.tree import TEXT_FIELDS, Leaf, Node, Noted, Terms, Valued
from index.query.values import FIELD_OF
from index.query.walk import conditions, rebuilt
from index.types import Chip, Understood

_LIT_FIELDS = frozenset((*TEXT_FIELDS, "section", "outlet"))


def understand(text: str) -> Understood:
    """Read a query without looking at any archive. Total: every text means something, and nothing raises.

    The tree's words have no forms yet and the chips no counts: `expand` and the search fill them in.
    """
    read, order, repairs = parse(text)
    tree = _numbered(read)
    chips = tuple(_chip(leaf, negated=negated) for leaf, negated in conditions(tree))
    return Understood(text, spoken(tree, order), tree, chips, tuple(repairs), order)


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


def _chip(leaf: Leaf, *, negated: bool) -> Chip:
    term = leaf.term if isinstance(leaf, Terms | Noted | Valued) and leaf.term != UNLIT else None
    return Chip(getattr(leaf, "label", ""), negated=negated, term=term, spelling=spelling_of(leaf))
