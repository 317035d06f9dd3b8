"""Queries narrowed to a value of a facet or to a span of days, and widened again: as text, so that it can be seen.

What a rewritten query means is checked by reading it. The text that was typed is kept wherever that can be done by
adding or leaving out a condition; where it cannot, the query is written anew from its tree.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from unicodedata import normalize

from index.query.conditions import UNLIT
from index.query.tree import (
    TEXT_FIELDS,
    And,
    Everything,
    Node,
    Not,
    Or,
    Published,
    Tagged,
    Terms,
    Undated,
    Valued,
    Word,
    WordKind,
)
from index.query.understood import understand as understand_with
from index.query.values import FIELD_OF, value_key
from index.query.written import written
from index.types import FacetValue, Order, Understood

_MOST_PIECES = 200
_STAND_IN = "zsaved"
_LONGEST_NAME = 60  # in bytes: twice as many letters are one word
_STANDS_IN = re.compile(f"url:{_STAND_IN}([0-9a-f]+)")
_PIECE = re.compile(r'\S*"[^"]*"\S*|\S+')
_SIGN = re.compile("[:#=：]")
_YEAR = re.compile(r"\d{4}")


def faceted(text: str, facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, tuple[FacetValue, ...]]:
    """Mark the values that a query asks for or excludes, among those that its results have.

    They come first, whether any result has them or not.
    """
    asked = list(_asked(_conditions(understand(text))))
    found = {}
    for facet, counted in facets.items():
        rest = _joined(facet, counted)
        mine = [one for one in asked if one.facet == facet]
        mine.sort(key=lambda one: one.excluded)
        marked = []
        for one in mine:
            value, count = rest.pop(_key(facet, one.value), (one.value, 0))
            marked.append(FacetValue(facet, value, count, chosen=one.chosen, excluded=one.excluded))
        found[facet] = (*marked, *(FacetValue(facet, value, count) for value, count in rest.values()))
    return found


def _joined(facet: str, counted: Sequence[tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Count values as one that a query cannot tell apart, such as one with a blank behind it."""
    joined: dict[str, tuple[str, int]] = {}
    for value, count in counted:
        first, before = joined.get(_key(facet, value), (value, 0))
        joined[_key(facet, value)] = first, before + count
    return dict(sorted(joined.items(), key=lambda item: -item[1][1]))


def narrowed(text: str, facet: str, value: str, *, exclude: bool = False) -> str | None:
    """Add to a query that its results have a value of a facet, or with `exclude` have not.

    None where no query can say that: the value is no text, or longer than a query.
    """
    base = widened(text, facet, value)
    leaf = _leaf(facet, value)
    return None if leaf is None else _with(base, Not(leaf) if exclude else leaf)


def widened(text: str, facet: str, value: str) -> str:
    """Leave out of a query what it says of a value of a facet."""
    key = facet, _key(facet, value)
    return _without(text, lambda node: any((one.facet, _key(one.facet, one.value)) == key for one in _asked([node])))


def dated(text: str, first: str, last: str) -> str | None:
    """Say in a query that its results are from the days from `first` to `last`, in place of what it says of days."""
    return _with(undated(text), Published(first, last, ""))


def undated(text: str) -> str:
    """Leave out of a query what it says of days."""
    return _without(text, lambda node: isinstance(node, Published | Undated))


# ---- values in trees ------------------------------------------------------------------------------------------------


def _asked(nodes: Sequence[Node]) -> Iterator[FacetValue]:
    for node in nodes:
        excluded = isinstance(node, Not)
        if found := _value(node.child if isinstance(node, Not) else node):
            yield FacetValue(*found, 0, chosen=not excluded, excluded=excluded)


def _value(node: Node) -> tuple[str, str] | None:
    """Give the facet and the value that a condition asks for."""
    match node:
        case Valued(facet, value):
            return facet, value
        case Tagged(tag):
            return "tag", tag
        case Published(first, last) if first and last and (first, last) == (f"{first[:4]}-01-01", f"{first[:4]}-12-31"):
            return "year", first[:4]
        case Terms(words=(Word(text, WordKind.EXACT),), fields=("lang",)):
            return "language", text
        case Terms(words=(Word(text, WordKind.EXACT),), fields=fields) if fields == TEXT_FIELDS:
            return "word", text
    return None


def _leaf(facet: str, value: str) -> Node | None:
    match facet:
        case "tag":
            return Tagged(value, "")
        case "year" if _YEAR.fullmatch(value):
            return Published(f"{value}-01-01", f"{value}-12-31", "")
        case "language" if value.isalpha():
            return Terms((Word(value, WordKind.EXACT),), ("lang",), UNLIT, "")
        case "word" if value.isalnum():
            return Terms((Word(value, WordKind.EXACT),), TEXT_FIELDS, UNLIT, "")
        case _ if facet in FIELD_OF:
            return Valued(facet, value_key(value), UNLIT, "") if value_key(value) else None
    return None


def _key(facet: str, value: str) -> str:
    if facet == "tag":
        return normalize("NFKC", normalize("NFKC", value).casefold()).strip()
    return value_key(value)


def _days(first: str, last: str) -> str:
    """Write a span of days as short as it can be: in years, or months, where it has them from end to end."""
    if first[5:] == "01-01" and last[5:] == "12-31":
        first, last = first[:4], last[:4]
    elif first[8:] == "01" and last[8:] == f"{monthrange(int(last[:4]), int(last[5:7]))[1]}":
        first, last = first[:7], last[:7]
    return f"date:{first}" if first == last else f"date:{first}..{last}"


# ---- saved searches: their queries are not known here, so that each is a condition of its own ------------------------


def understand(text: str) -> Understood:
    """Read a query with saved searches as single conditions."""
    return understand_with(text, saved=_stand_in)


def _stand_in(name: str) -> str | None:
    named = name.encode(errors="replace")
    return f"url:{_STAND_IN}{named.hex()}" if len(named) <= _LONGEST_NAME else None


def _with_names(text: str) -> str:
    return _STANDS_IN.sub(lambda found: f'saved:"{bytes.fromhex(found[1]).decode()}"', text)


# ---- texts ----------------------------------------------------------------------------------------------------------


def _tree(understood: Understood) -> Node:
    return understood.tree  # type: ignore[return-value]


def _conditions(understood: Understood) -> tuple[Node, ...]:
    """Give what must all be met."""
    tree = _tree(understood)
    return tree.children if isinstance(tree, And) else () if isinstance(tree, Everything) else (tree,)


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes)) if nodes else Everything()


def _means(text: str, meant: str, order: Order | None) -> bool:
    """Does a text mean what another one does."""
    understood = understand(text)
    return understood.order == order and written(_tree(understood)) == meant


def _with(text: str, node: Node, *conditions: str) -> str | None:
    """Add a condition, written in one of several ways; None where none of them can be read."""
    understood = understand(text)
    tree, before = _tree(understood), _conditions(understood)
    meant = written(_all([*before, node]))
    kept = "" if isinstance(tree, Everything) and not understood.order else text.strip()
    bases = f"({kept})" if isinstance(tree, Or) else kept, _anew(before, understood.order)
    for condition in (*conditions, *_short(node), written(node)):
        for base in bases:
            longer = f"{base} {condition}".strip()
            if _means(longer, meant, understood.order):
                return longer
    return None


def _short(node: Node) -> Iterator[str]:
    """Write a condition as a person would; whether it can be read so has to be tried."""
    match node:
        case Not(child):
            yield from (f"-{condition}" for condition in _short(child))
        case Tagged(tag):
            yield f"tag:{tag}" if tag.isalnum() else f'tag:"{tag}"'
        case Published(first, last) if first and last:
            yield _days(first, last)


def _anew(conditions: Sequence[Node], order: Order | None) -> str:
    return f"{_with_names(written(_all(conditions))) if conditions else ''}{f' sort:{order}' if order else ''}".strip()


def _without(text: str, unwanted: Callable[[Node], bool]) -> str:
    """Leave conditions out, one after the other."""
    for _ in range(_MOST_PIECES):
        understood = understand(text)
        conditions = _conditions(understood)
        place = next((place for place, node in enumerate(conditions) if unwanted(node)), None)
        if place is None:
            return text
        left = (*conditions[:place], *conditions[place + 1 :])
        shorter = _shortened(text, written(_all(left)), understood.order)
        text = _anew(left, understood.order) if shorter is None else shorter
    return text


def _shortened(text: str, meant: str, order: Order | None) -> str | None:
    """Find the piece of a text without which it has a meaning; None where it takes more than one."""
    pieces = [piece for piece in _PIECE.finditer(text) if _SIGN.search(piece[0])]
    for piece in pieces[:_MOST_PIECES]:
        before, after = text[: piece.start()].rstrip(), text[piece.end() :].lstrip()
        shorter = " ".join(filter(None, (before, after)))
        if _means(shorter, meant, order):
            bare = shorter[1:-1] if shorter.startswith("(") and shorter.endswith(")") else shorter
            return bare if _means(bare, meant, order) else shorter
    return None
