"""A query in words: `blackmail and not iraq, in headline: isis, since 2016-01-01`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.query.bigrams import is_paired
from index.query.names import FIELDS, SPOKEN_STATES, Kind, field_of
from index.query.tree import (
    TEXT_FIELDS,
    And,
    AtLeast,
    Everything,
    Ids,
    In,
    Is,
    Leaf,
    Length,
    Near,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    Placed,
    Published,
    Tagged,
    Terms,
    Undated,
    Valued,
    Within,
    Word,
    WordKind,
)
from index.query.walk import leaves, rebuilt
from index.query.written import marked
from index.types import Order

_PAIR = 2
_ORDERS = {Order.NEWEST: "newest first", Order.OLDEST: "oldest first", Order.RELEVANCE: "best match first"}


_PLACES = {"lead": "the lead", "opening": "the opening"}
_SAID = {
    WordKind.STEM: "{}",
    WordKind.WILDCARD: "{}",
    WordKind.EXACT: "exactly {}",
    WordKind.CASED: "exactly {} in this case",
    WordKind.FUZZY: "{} or up to {} letter{} off",
    WordKind.NAME: "the name {}",
    WordKind.REGEX: "words like {}",
}


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
            joined = isinstance(child, And | Or | Not | Near | Within | AtLeast)
            return f"not ({_said(child)})" if joined else f"not {_said(child)}"
        case Near() | Within() | AtLeast():
            return _placed(node)
        case leaf:
            return _leaf(leaf)


def _placed(node: Near | Within | AtLeast) -> str:
    """Say where conditions must be met; a field that they share once."""
    shared = {leaf.fields for leaf, _ in leaves(node) if isinstance(leaf, Terms)}
    if len(shared) == 1 and shared != {TEXT_FIELDS}:
        return f"in {_place(shared.pop())}: {_placed(_anywhere(node))}"
    match node:
        case AtLeast(child, least):
            return f"{_member(child)} at least {least} time{'s' * (least > 1)}"
        case Within(children, unit):
            return f"{_listed(children)} in one {unit}"
        case Near(children, distance, ordered):
            return _near(children, distance, ordered=ordered)


def _anywhere(node: Placed) -> Placed:
    """Give the same without its fields."""
    return rebuilt(node, lambda leaf, _: replace(leaf, fields=TEXT_FIELDS) if isinstance(leaf, Terms) else leaf)  # type: ignore[return-value]


def _place(fields: tuple[str, ...]) -> str:
    field = field_of(fields) or ""
    return _PLACES.get(field, field)


def _near(children: Sequence[Node], distance: int, *, ordered: bool) -> str:
    if len(children) == _PAIR:
        first, last = map(_member, children)
        if distance == 1:
            return f"{first} {'right before' if ordered else 'next to'} {last}"
        return f"{first} {'up to' if ordered else 'within'} {distance} words {'before' if ordered else 'of'} {last}"
    gap = "next to one another" if distance == 1 else f"within {distance} words of one another"
    return f"{_listed(children)} {gap}{', in this order' if ordered else ''}"


def _listed(children: Sequence[Node]) -> str:
    said = list(map(_member, children))
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _member(node: Node) -> str:
    return _said(node) if isinstance(node, Terms) else f"({_said(node)})"


def _together(children: Sequence[Node]) -> str:
    """Join conditions: plain words with `and`, others with a comma."""
    said = ""
    plain = False
    for child in children:
        before, plain = plain, _is_plain(child)
        joint = "" if not said else " and " if before and plain else ", "
        said += joint + (f"({_said(child)})" if isinstance(child, Or | Near | Within) else _said(child))
    return said


def _is_plain(node: Node) -> bool:
    match node:
        case Terms():
            return node.fields == TEXT_FIELDS
        case Not(child) | AtLeast(child):
            return _is_plain(child)
        case And() | Or():
            return True
        case Near(children) | Within(children):
            return all(map(_is_plain, children))
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
        case Tagged(name) | In(name):
            return f"{'tagged' if isinstance(leaf, Tagged) else 'from the source'} {name}"
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
    field = field_of(terms.fields) or ""
    return f"in {_place(terms.fields)}: {said.removeprefix('exactly ') if FIELDS[field][1] is Kind.CODE else said}"


def _words(words: Sequence[Word]) -> str:
    kinds = {(word.kind, word.edits) for word in words}
    alike = words[0] if len(kinds) == 1 else None
    if len(words) == 1:
        said = f"/{words[0].text}/" if words[0].kind is WordKind.REGEX else words[0].text
    else:
        between = "" if alike and all(is_paired(word.text) for word in words) else " "
        said = f'"{between.join(word.text if alike else marked(word) for word in words)}"'
    return _SAID[alike.kind].format(said, alike.edits, "s" * (alike.edits > 1)) if alike else said


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
