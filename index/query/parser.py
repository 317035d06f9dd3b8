"""From lexemes to a tree, by recursive descent: NOT binds tighter than nearness, nearness than AND, AND than OR.

Total: what cannot stand where it stands is left out, and a sentence says so. The lexer has bounded the depth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from index.query.conditions import Value, condition
from index.query.joining import joined
from index.query.lexemes import STARTS, VALUES, Lexeme, LexemeKind
from index.query.lexer import DEEPEST, MOST_LEXEMES, is_address, lex
from index.query.names import DATES, FIELDS, Kind, shown
from index.query.operators import Nearness
from index.query.placing import Work, label_of, least, placed
from index.query.tree import And, Everything, Node, Not, Or
from index.types import Order

MOST_REPAIRS = 8
"""Sentences on what was mended that are kept; a text with more faults is no query."""

_MOST_CHAINED = 64
_MOST_DATES = 32
_MOST_PAIRS = 500
_ORDERS = {
    "newest": Order.NEWEST,
    "new": Order.NEWEST,
    "date": Order.NEWEST,
    "latest": Order.NEWEST,
    "oldest": Order.OLDEST,
    "relevance": Order.RELEVANCE,
    "relevant": Order.RELEVANCE,
    "best": Order.RELEVANCE,
}

Saved = Callable[[str], str | None]
"""Gives the text of a saved query by its name."""


class Scope(NamedTuple):
    """What names before a bracket say of all in it: the field, and whether words are names."""

    field: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a query is read in: the day, what gives saved queries, those that it was found in, and how deep it is."""

    today: Callable[[], date]
    saved: Saved | None = None
    inside: tuple[str, ...] = ()
    depth: int = 0


class Parsed(NamedTuple):
    """A query that was read: the tree, the order it asks for, the sentences on what was mended."""

    tree: Node
    order: Order | None
    repairs: list[str]


def parse(text: str, circumstances: Circumstances) -> Parsed:
    """Read a query."""
    parser = _Parser(circumstances, MOST_LEXEMES)
    node = parser.read(text)
    if node is None and text.strip() and parser.order is None and not parser.repairs:
        parser.repairs.append("found nothing to look for in it: every article is shown")
    return Parsed(node or Everything(), parser.order, list(dict.fromkeys(parser.repairs))[:MOST_REPAIRS])


class _Parser:
    """Reads lexemes from left to right. A method gives None when what it read states no condition."""

    def __init__(self, circumstances: Circumstances, most: int) -> None:
        self.lexemes: Sequence[Lexeme] = ()
        self.place = 0
        self.order: Order | None = None
        self.repairs: list[str] = []
        self._work = Work(self.repairs)
        self._circumstances = circumstances
        self._depth = circumstances.depth
        self._counting = False  # is it read what stands there at least so often
        self._dates = 0
        self._pairs = 0  # of characters, that runs without blanks were cut to
        self._left = most  # so many lexemes may saved queries have

    def read(self, text: str) -> Node | None:
        """Read a whole query."""
        self.lexemes, repairs = lex(text, DEEPEST - self._depth)
        self._left -= len(self.lexemes)
        self.repairs += repairs
        return self._either(Scope())

    def _next(self, *kinds: LexemeKind) -> Lexeme | None:
        """Take the next lexeme if it is one of these kinds."""
        if self._sees(*kinds):
            self.place += 1
            return self.lexemes[self.place - 1]
        return None

    def _sees(self, *kinds: LexemeKind) -> bool:
        return self.place < len(self.lexemes) and self.lexemes[self.place].kind in kinds

    def _either(self, scope: Scope) -> Node | None:
        """Read conditions joined by OR, to the end or to the closing bracket."""
        found: list[Node | None] = []
        operator: Lexeme | None = None
        while True:
            start = self.place
            found.append(self._all(scope))
            following = self._next(LexemeKind.OR)
            if self.place - bool(following) == start and (lonely := operator or following):
                self.repairs.append(f"ignored a lonely {lonely.text}")
            if following is None:
                return joined(Or, found)
            operator = following

    def _all(self, scope: Scope) -> Node | None:
        """Read conditions that stand side by side, with or without AND."""
        found: list[Node | None] = []
        while True:
            if operator := self._next(LexemeKind.AND):
                if not found or not self._sees(*STARTS):
                    self.repairs.append(f"ignored a lonely {operator.text}")
            elif operator := self._next(LexemeKind.NEAR):
                self.repairs.append(f"ignored a lonely {operator.text}")
            elif self._sees(*STARTS):
                found.append(self._near(scope))
            else:
                return joined(And, found)

    def _near(self, scope: Scope) -> Node | None:
        """Read conditions with operators of nearness between them; those with NOT before them bind least."""
        first = self._one(scope)
        if not self._sees(LexemeKind.NEAR):
            return first
        found = [first]
        between: list[Lexeme] = []
        while operator := self._next(LexemeKind.NEAR):
            if not self._sees(*STARTS):
                self.repairs.append(f"ignored a lonely {operator.text}")
                break
            if len(between) == _MOST_CHAINED:
                self.repairs.append(f"read {operator.text} as AND: more than {_MOST_CHAINED} in a row")
                break
            between.append(operator)
            found.append(self._one(scope))
        return self._placed(found, between)

    def _placed(self, found: Sequence[Node | None], between: Sequence[Lexeme]) -> Node | None:
        groups: list[tuple[list[Node], list[Nearness]]] = [([found[0]] if found[0] else [], [])]
        refused: list[Nearness] = []
        for operator, node in zip(between, found[1:], strict=True):
            nodes, nearnesses = groups[-1]
            if node is None or operator.nearness is None or not nodes:
                self.repairs.append(f"ignored {operator.text}: nothing stands on one side of it")
                nodes.extend([node] if node else [])
            elif operator.negated:
                groups.append(([node], []))
                refused.append(operator.nearness)
            else:
                nodes.append(node)
                nearnesses.append(operator.nearness)
        read = [placed(nodes, nearnesses, self._work) for nodes, nearnesses in groups if nodes]
        return self._apart(read, refused) if read else None

    def _apart(self, found: Sequence[Node], refused: Sequence[Nearness]) -> Node | None:
        """Read `a NOT w/5 b`: a, but not near b."""
        kept: list[Node] = [found[0]]
        for nearness, node in zip(refused, found[1:], strict=True):
            both = placed([found[0], node], [nearness], self._work)
            labels = f"{label_of(found[0])} NOT ({label_of(found[0])} {nearness.sign} {label_of(node)})"
            self.repairs.append(f"read NOT {nearness.typed} as {shown(labels)}")
            kept.append(Not(both))
        return joined(And, kept)

    def _one(self, scope: Scope) -> Node | None:
        """Read one condition with the negations before it."""
        negated, sign = self._negations()
        if sign and not self._sees(*STARTS):
            self.repairs.append(f"ignored a lonely {sign.text}")
            return None
        if name := self._next(LexemeKind.FIELD):
            node = self._named(name, scope)
        elif name := self._next(LexemeKind.UNKNOWN):
            node = self._unknown(name, scope)
        else:
            node = self._value(scope)
        return Not(node) if node is not None and negated else node

    def _negations(self) -> tuple[bool, Lexeme | None]:
        """Read negations: whether they negate in the end, and the last of them."""
        negated, last = False, None
        while sign := self._next(LexemeKind.NOT):
            negated, last = not negated, sign
        return negated, last

    def _named(self, name: Lexeme, scope: Scope) -> Node | None:
        """Read what follows a field's name."""
        signs = () if name.apart else (LexemeKind.NOT, LexemeKind.FIELD)
        if not self._sees(*VALUES, LexemeKind.OPEN, LexemeKind.LEAST, *signs):
            self.repairs.append(f"ignored {name.text}: without a value")
            return None
        if name.apart:
            what = shown(self.lexemes[self.place].text) or "what follows"
            self.repairs.append(f"searched {what} in {name.text}")
        inner = _within(scope, name)
        negated, _ = self._negations()
        while not name.apart and (further := self._next(LexemeKind.FIELD)):
            inner = _within(inner, further)
        node = self._value(inner)
        return Not(node) if node is not None and negated else node

    def _unknown(self, name: Lexeme, scope: Scope) -> Node | None:
        """Read `foo:bar` as the words foo and bar."""
        word = self._leaf(scope, Lexeme(LexemeKind.WORD, name.text))
        what = shown(self.lexemes[self.place].text) if self._sees(LexemeKind.WORD) else "what follows it"
        self.repairs.append(f'no field "{shown(name.text)}": searched the words {shown(name.text)} and {what}')
        negated, _ = self._negations()
        node = self._value(scope)
        return joined(And, [word, Not(node) if node is not None and negated else node])

    def _value(self, scope: Scope) -> Node | None:
        """Read a word, a phrase or a bracket, or how often one stands there at least."""
        while self._counting and self._next(LexemeKind.LEAST):
            self.repairs.append("ignored one atleast inside another")
        if lexeme := self._next(*VALUES):
            return self._leaf(scope, lexeme)
        if self._next(LexemeKind.OPEN):
            empty = self._sees(LexemeKind.CLOSE)
            self._depth += 1
            node = self._either(scope)
            self._depth -= 1
            self._next(LexemeKind.CLOSE)
            if empty:
                self.repairs.append("ignored empty brackets")
            return node
        if count := self._next(LexemeKind.LEAST):
            return self._least(count, scope)
        return None

    def _least(self, count: Lexeme, scope: Scope) -> Node | None:
        """Read what is counted."""
        if not self._sees(*STARTS) or self._sees(LexemeKind.NOT):
            self.repairs.append(f"ignored a lonely {count.text}")
            return None
        self._counting = True
        node = self._one(scope)
        self._counting = False
        return node and least(node, count.times, self._work)

    def _leaf(self, scope: Scope, lexeme: Lexeme) -> Node | None:
        """Read a single value of a field."""
        field, text, quoted = scope.field, lexeme.text, lexeme.kind is LexemeKind.PHRASE
        if field is None and not quoted and not scope.named:
            if text.strip("*") == "":
                return Everything()
            if is_address(text):
                field = "url"
            elif text.startswith("#") and text.strip("#"):
                field, text = "tag", text.removeprefix("#")
        kind = FIELDS[field][1] if field else Kind.TEXT
        if kind is Kind.SORT:
            self._sort(text)
            return None
        if kind is Kind.SAVED:
            return self._saved(text.strip())
        if kind in DATES and not self._affords_date():
            return None
        value = Value(text, lexeme.equals, quoted or self._pairs > _MOST_PAIRS, lexeme.slop, scope.named)
        node = condition(field, kind, value, self._circumstances.today, self.repairs)
        if isinstance(node, And):
            self._pairs += len(node.children)
        return node

    def _affords_date(self) -> bool:
        """Count dates: those in words take long to read."""
        self._dates += 1
        if self._dates > _MOST_DATES:
            self.repairs.append(f"read the first {_MOST_DATES} dates only")
        return self._dates <= _MOST_DATES

    def _saved(self, name: str) -> Node | None:
        """Read a saved query in the place of its name."""
        text = self._text_of(name)
        if text is None:
            return None
        inside = replace(self._circumstances, inside=(*self._circumstances.inside, name), depth=self._depth + 1)
        parser = _Parser(inside, self._left)
        node = parser.read(text)
        self._left = parser._left  # one of us
        self.order = self.order or parser.order
        self.repairs += parser.repairs
        if self._left < 0:
            self.repairs.append(f"ignored saved:{shown(name)}: it is too long")
            return None
        return node

    def _text_of(self, name: str) -> str | None:
        """Give the text of a saved query; None, and a sentence why, where there is none to read."""
        problem = "saved searches cannot be used here"
        if name in self._circumstances.inside:
            problem = "it holds itself"
        elif self._left < 0:
            problem = "the query is too long"
        elif self._depth >= DEEPEST:
            problem = "the query is too deep"
        elif self._circumstances.saved:
            text = self._circumstances.saved(name)
            if text is not None:
                return text
            problem = "there is no saved search of this name"
        self.repairs.append(f"ignored saved:{shown(name)}: {problem}")
        return None

    def _sort(self, text: str) -> None:
        order = _ORDERS.get(text.strip().lower())
        if order is None:
            self.repairs.append(f"ignored sort:{shown(text)}: an order is newest, oldest or relevance")
        else:
            self.order = order


def _within(scope: Scope, name: Lexeme) -> Scope:
    """Give what a field's name makes of the scope around it: `name:` leaves the field as it is."""
    return scope._replace(named=True) if FIELDS[name.text][1] is Kind.NAME else Scope(name.text)
