"""Going through a tree: its conditions in order of appearance, and trees made anew from their leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.query.tree import And, Everything, Leaf, Node, Not, Or


def conditions(tree: Node) -> Iterator[tuple[Leaf, bool]]:
    """Give the leaves in order of appearance, each with whether it is negated. One chip stands for each.

    `Everything` states no condition and is passed over.
    """
    for leaf, nots in leaves(tree):
        if not isinstance(leaf, Everything):
            yield leaf, nots % 2 == 1


def leaves(tree: Node, nots: int = 0) -> Iterator[tuple[Leaf, int]]:
    """Give all leaves in order of appearance, each with the number of negations above it."""
    match tree:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child, nots)
        case Not(child):
            yield from leaves(child, nots + 1)
        case leaf:
            yield leaf, nots


def rebuilt(tree: Node, change: Callable[[Leaf, int], Leaf], nots: int = 0) -> Node:
    """Make a tree anew with its leaves changed, in order of appearance; `change` gets the negations above a leaf."""
    match tree:
        case And(children):
            return And(tuple(rebuilt(child, change, nots) for child in children))
        case Or(children):
            return Or(tuple(rebuilt(child, change, nots) for child in children))
        case Not(child):
            return Not(rebuilt(child, change, nots + 1))
        case leaf:
            return change(leaf, nots)
