"""Putting conditions near one another: which of them can be, in which fields, and what is read where they cannot.

What joins conditions is drawn out of the nearness: `(a AND b) w/5 c` is `(a w/5 c) AND (b w/5 c)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from index.query.joining import joined
from index.query.names import field_of, shown
from index.query.operators import Nearness
from index.query.tree import OPENING, And, AtLeast, Leaf, Near, Node, Not, Or, Terms, Within
from index.query.walk import leaves, rebuilt
from index.schema import BOUNDED_FIELDS

MOST_NEAR = 6
"""Conditions that may be near one another in any order: each more doubles the work."""

MOST_PLACED = 300
"""Conditions of nearness in a query; a text with more is no query."""

_MOST_ORDERED = 32
_MOST_DRAWN = 64
_DEEPEST = 6


@dataclass(slots=True)
class Work:
    """What putting conditions near one another may still cost in a query, and the sentences on what was mended."""

    repairs: list[str]
    left: int = MOST_PLACED


def placed(operands: Sequence[Node], operators: Sequence[Nearness], work: Work) -> Node:
    """Join conditions with the operators between them; the tightest bind first, equal ones together."""
    nodes, between = list(operands), list(operators)
    for operator in sorted(set(between), key=lambda one: one.looseness):
        groups, rest = [[nodes[0]]], []
        for sign, node in zip(between, nodes[1:], strict=True):
            if sign == operator:
                groups[-1].append(node)
            else:
                groups.append([node])
                rest.append(sign)
        nodes = [_near(group, operator, work) if len(group) > 1 else group[0] for group in groups]
        between = rest
    return nodes[0]


def least(node: Node, number: int, work: Work) -> Node:
    """Ask for so many occurrences of a condition: of each that is joined with others by AND."""
    match node:
        case Terms() | Near():
            return AtLeast(node, number, shown(f"atleast{number}({node.label})"))
        case Or(children) if all(isinstance(child, Terms) for child in children):
            return AtLeast(node, number, shown(f"atleast{number}{label_of(node)}"))
        case And(children) | Or(children):
            return joined(type(node), [least(child, number, work) for child in children]) or node
        case _:
            work.repairs.append(f"ignored atleast{number}: {label_of(node)} cannot be counted")
            return node


def label_of(node: Node) -> str:
    """Name a condition as it could be typed, in brackets where it is made of several."""
    match node:
        case And(children) | Or(children):
            sign = " OR " if isinstance(node, Or) else " "
            return f"({sign.join(map(label_of, children))})"
        case Not(child):
            return f"-{label_of(child)}"
        case Near() | Within():
            return f"({node.label})"
        case _:
            return getattr(node, "label", "*")


def _near(operands: Sequence[Node], operator: Nearness, work: Work) -> Node:
    """Put conditions near one another, what joins them drawn out."""
    drawn = 1
    for operand in operands:
        drawn *= _width(operand)
    work.left -= drawn
    if drawn > _MOST_DRAWN or work.left < 0:
        work.repairs.append(f"read {operator.typed} as AND: too many combinations")
        return joined(And, operands) or operands[0]
    return _drawn(operands, operator, work)


def _width(node: Node) -> int:
    """Count the conditions that are put near others, each for itself."""
    if isinstance(node, And | Or) and not _is_choice(node):
        return sum(map(_width, node.children))
    return 1


def _drawn(operands: Sequence[Node], operator: Nearness, work: Work) -> Node:
    for place, operand in enumerate(operands):
        if isinstance(operand, And | Or) and not _is_choice(operand):
            each = ([*operands[:place], child, *operands[place + 1 :]] for child in operand.children)
            return joined(type(operand), [_drawn(one, operator, work) for one in each]) or operand
    fields = _shared(operands, operator, work)
    if not fields:
        return joined(And, operands) or operands[0]
    children = [_narrowed(operand, fields) for operand in operands]
    most = MOST_NEAR if not operator.unit and not operator.ordered else _MOST_ORDERED
    if len(children) > most:
        work.repairs.append(f"asked {most} conditions at a time whether {operator.typed} holds")
    parts = [children[first : first + most] for first in range(0, max(1, len(children) - 1), most - 1)]
    return joined(And, [_made(part, operator) for part in parts]) or children[0]


def _made(children: Sequence[Node], operator: Nearness) -> Node:
    label = shown(f" {operator.sign} ".join(map(label_of, children)))
    if operator.unit:
        return Within(tuple(children), operator.unit, label)
    return Near(tuple(children), operator.distance, operator.ordered, label)


def _is_choice(node: Node) -> bool:
    """Is it one word or phrase or another, in the same fields: such a choice can be near something as one."""
    if not isinstance(node, Or):
        return False
    first = node.children[0]
    return isinstance(first, Terms) and all(
        isinstance(child, Terms) and child.fields == first.fields for child in node.children
    )


def _shared(operands: Sequence[Node], operator: Nearness, work: Work) -> tuple[str, ...]:
    """Give the fields that conditions can be near one another in; none, and a sentence why, where they cannot."""
    allowed = (Terms, Or, Near, Within) if operator.unit else (Terms, Or, Near)
    for operand in operands:
        if not isinstance(operand, allowed):
            work.repairs.append(_unplaced(operand, operator))
            return ()
    if max(map(_depth, operands)) >= _DEEPEST:
        work.repairs.append(f"read {operator.typed} as AND: nested too deep")
        return ()
    fields = reduce(_common, map(_fields, operands))
    if operator.unit and not any(name == OPENING or name in BOUNDED_FIELDS for name in fields):
        fields = ()
    if not fields:
        labels = " and ".join(dict.fromkeys(map(label_of, operands)))
        work.repairs.append(f"read {operator.typed} as AND: {shown(labels)} have no text in common")
    return fields


def _unplaced(operand: Node, operator: Nearness) -> str:
    if isinstance(operand, Not):
        what = shown(label_of(operand.child))
        return f"read {operator.typed} as AND: NOT {what} stands nowhere; brackets can exclude the nearness"
    return f"read {operator.typed} as AND: {shown(label_of(operand))} has no place of its own"


def _common(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Give the fields in both; the opening is a part of the body."""
    shared = [name for name in some if name in others or (name == OPENING and "body" in others)]
    if OPENING in others and "body" in some:
        shared.append(OPENING)
    return tuple(shared)


def _fields(node: Node) -> tuple[str, ...]:
    return next((leaf.fields for leaf, _ in leaves(node) if isinstance(leaf, Terms)), ())


def _narrowed(node: Node, fields: tuple[str, ...]) -> Node:
    """Search a condition in these fields only."""

    def narrow(leaf: Leaf, _nots: int) -> Leaf:
        if not isinstance(leaf, Terms) or leaf.fields == fields:
            return leaf
        before, name = field_of(leaf.fields), field_of(fields)
        label = leaf.label.removeprefix(f"{before}:") if before else leaf.label
        return replace(leaf, fields=fields, label=shown(f"{name}:{label}") if name else label)

    return rebuilt(node, narrow)


def _depth(node: Node) -> int:
    if isinstance(node, Near | Within):
        return 1 + max(map(_depth, node.children))
    return 0
