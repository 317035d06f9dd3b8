"""Going through a tree: its conditions in order of appearance, and trees made anew from their leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from index.query.tree import And, AtLeast, Everything, Leaf, Near, Node, Not, Or, Placed, Within


def conditions(tree: Node) -> Iterator[tuple[Leaf | Placed, bool]]:
    """Give the leaves in order of appearance, each with whether it is negated. One chip stands for each.

    A condition on the places of others comes before them. `Everything` states no condition and is passed over.
    """
    for node, nots in _nodes(tree, 0):
        if not isinstance(node, Everything):
            yield node, nots % 2 == 1


def leaves(tree: Node, nots: int = 0) -> Iterator[tuple[Leaf, int]]:
    """Give all leaves in order of appearance, each with the number of negations above it."""
    for node, above in _nodes(tree, nots):
        if not isinstance(node, Near | Within | AtLeast):
            yield node, above


def _nodes(tree: Node, nots: int) -> Iterator[tuple[Leaf | Placed, int]]:
    if isinstance(tree, Near | Within | AtLeast):
        yield tree, nots
    match tree:
        case And(children) | Or(children) | Near(children) | Within(children):
            for child in children:
                yield from _nodes(child, nots)
        case AtLeast(child):
            yield from _nodes(child, nots)
        case Not(child):
            yield from _nodes(child, nots + 1)
        case leaf:
            yield leaf, nots


def rebuilt(tree: Node, change: Callable[[Leaf, int], Leaf], nots: int = 0) -> Node:
    """Make a tree anew with its leaves changed, in order of appearance; `change` gets the negations above a leaf."""
    match tree:
        case And(children):
            return And(tuple(rebuilt(child, change, nots) for child in children))
        case Or(children):
            return Or(tuple(rebuilt(child, change, nots) for child in children))
        case Near(children) | Within(children):
            return replace(tree, children=tuple(rebuilt(child, change, nots) for child in children))
        case AtLeast(child):
            return replace(tree, child=rebuilt(child, change, nots))
        case Not(child):
            return Not(rebuilt(child, change, nots + 1))
        case leaf:
            return change(leaf, nots)
