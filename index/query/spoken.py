"""A query in words: `blackmail and not iraq, in headline: isis, since 2016-01-01`."""

from __future__ import annotations

from collections.abc import Sequence

from index.query.names import FIELDS, SPOKEN_STATES, Kind
from index.query.tree import (
    TEXT_FIELDS,
    And,
    Everything,
    Ids,
    Is,
    Leaf,
    Length,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    Published,
    Tagged,
    Terms,
    Undated,
    Valued,
    Word,
    WordKind,
)
from index.types import Order

_ORDERS = {Order.NEWEST: "newest first", Order.OLDEST: "oldest first", Order.RELEVANCE: "best match first"}


def spoken(tree: Node, order: Order | None = None) -> str:
    """Say in one line of words what a query means."""
    said = _said(tree)
    return f"{said}, {_ORDERS[order]}" if order else said


def _said(node: Node) -> str:
    match node:
        case And(children):
            return _together(children)
        case Or(children):
            return " or ".join(_inside(child) for child in children)
        case Not(child):
            return f"not ({_said(child)})" if isinstance(child, And | Or | Not) else f"not {_said(child)}"
        case leaf:
            return _leaf(leaf)


def _together(children: Sequence[Node]) -> str:
    """Join conditions: plain words with `and`, others with a comma."""
    said = ""
    plain = False
    for child in children:
        before, plain = plain, _is_plain(child)
        joint = "" if not said else " and " if before and plain else ", "
        said += joint + (f"({_said(child)})" if isinstance(child, Or) else _said(child))
    return said


def _is_plain(node: Node) -> bool:
    match node:
        case Terms():
            return node.fields == TEXT_FIELDS
        case Not(child):
            return _is_plain(child)
        case And() | Or():
            return True
        case _:
            return False


def _inside(node: Node) -> str:
    """Say an alternative, in brackets where it could be misread."""
    clear = isinstance(node, Is | Undated | Everything) or (isinstance(node, Terms) and node.fields == TEXT_FIELDS)
    return _said(node) if clear else f"({_said(node)})"


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Terms():
            return _terms(leaf)
        case Noted(words):
            return f"in your note: {_words(words)}"
        case Valued(facet, value):
            return f"{facet} is {value}"
        case Tagged(tag):
            return f"tagged {tag}"
        case Is(state):
            return SPOKEN_STATES[state]
        case _:
            return _fact(leaf)


def _fact(leaf: Published | Undated | Length | Ids | Everything | Nothing) -> str:
    match leaf:
        case Published(first, last):
            return _published(first, last)
        case Undated():
            return "without a date"
        case Length(least, most):
            return _length(least, most)
        case Ids(ids):
            return f"article{'s' * (len(ids) > 1)} {', '.join(map(str, ids))}"
        case Everything():
            return "every article"
        case Nothing(label):
            return f"no article ({label})"


def _terms(terms: Terms) -> str:
    said = _words(terms.words)
    if terms.slop:
        said += f" with up to {terms.slop} more word{'s' * (terms.slop > 1)} inside"
    if terms.fields == TEXT_FIELDS:
        return said
    field = terms.fields[0]
    return f"in {field}: {said.removeprefix('exactly ') if FIELDS[field][1] is Kind.CODE else said}"


def _words(words: Sequence[Word]) -> str:
    exact = all(word.kind is WordKind.EXACT for word in words)
    if len(words) == 1:
        said = words[0].text
    else:
        marked = (f"={word.text}" if word.kind is WordKind.EXACT and not exact else word.text for word in words)
        said = f'"{" ".join(marked)}"'
    return f"exactly {said}" if exact else said


def _published(first: str | None, last: str | None) -> str:
    if first == last:
        return f"on {first}"
    if first and last:
        return f"from {first} to {last}"
    return f"since {first}" if first else f"until {last}"


def _length(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"of {least} words" if least == most else f"of {least} to {most} words"
    return f"of at least {least} words" if least is not None else f"of at most {most} words"
