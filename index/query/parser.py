"""From lexemes to a tree, by recursive descent: NOT binds tighter than AND, AND tighter than OR.

Total: what cannot stand where it stands is left out, and a sentence says so. The lexer has bounded the depth.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.query.conditions import MOST_WORDS, Value, condition
from index.query.lexer import Lexeme, LexemeKind, is_address, lex
from index.query.names import FIELDS, PLAIN_FIELDS, Kind, shown
from index.query.tree import And, Everything, Node, Not, Noted, Or, Terms
from index.types import Order

MOST_REPAIRS = 8
"""Sentences on what was mended that are kept; a text with more faults is no query."""

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
_VALUES = (LexemeKind.WORD, LexemeKind.PHRASE)
_STARTS = (*_VALUES, LexemeKind.FIELD, LexemeKind.UNKNOWN, LexemeKind.OPEN, LexemeKind.NOT)


def parse(text: str) -> tuple[Node, Order | None, list[str]]:
    """Read a query: the tree, the order it asks for, and the sentences on what was mended."""
    lexemes, repairs = lex(text)
    parser = _Parser(lexemes)
    node = parser.run()
    repairs += parser.repairs
    if node is None and text.strip() and parser.order is None and not repairs:
        repairs.append("found nothing to look for in it: every article is shown")
    return node or Everything(), parser.order, list(dict.fromkeys(repairs))[:MOST_REPAIRS]


class _Parser:
    """Reads lexemes from left to right. A method gives None when what it read states no condition."""

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self.lexemes = lexemes
        self.place = 0
        self.order: Order | None = None
        self.repairs: list[str] = []

    def run(self) -> Node | None:
        return self._either(None)

    def _next(self, *kinds: LexemeKind) -> Lexeme | None:
        """Take the next lexeme if it is one of these kinds."""
        if self._sees(*kinds):
            self.place += 1
            return self.lexemes[self.place - 1]
        return None

    def _sees(self, *kinds: LexemeKind) -> bool:
        return self.place < len(self.lexemes) and self.lexemes[self.place].kind in kinds

    def _either(self, field: str | None) -> Node | None:
        """Read conditions joined by OR, to the end or to the closing bracket."""
        found: list[Node | None] = []
        operator: Lexeme | None = None
        while True:
            start = self.place
            found.append(self._all(field))
            following = self._next(LexemeKind.OR)
            if self.place - bool(following) == start and (lonely := operator or following):
                self.repairs.append(f"ignored a lonely {lonely.text}")
            if following is None:
                return _joined(Or, found)
            operator = following

    def _all(self, field: str | None) -> Node | None:
        """Read conditions that stand side by side, with or without AND."""
        found: list[Node | None] = []
        while True:
            if operator := self._next(LexemeKind.AND):
                if not found or not self._sees(*_STARTS):
                    self.repairs.append(f"ignored a lonely {operator.text}")
            elif self._sees(*_STARTS):
                found.append(self._one(field))
            else:
                return _joined(And, found)

    def _one(self, field: str | None) -> Node | None:
        """Read one condition with the negations before it."""
        negated, sign = self._negations()
        if sign and not self._sees(*_STARTS):
            self.repairs.append(f"ignored a lonely {sign.text}")
            return None
        if name := self._next(LexemeKind.FIELD):
            node = self._named(name)
        elif name := self._next(LexemeKind.UNKNOWN):
            node = self._unknown(name, field)
        else:
            node = self._value(field)
        return Not(node) if node is not None and negated else node

    def _negations(self) -> tuple[bool, Lexeme | None]:
        """Read negations: whether they negate in the end, and the last of them."""
        negated, last = False, None
        while sign := self._next(LexemeKind.NOT):
            negated, last = not negated, sign
        return negated, last

    def _named(self, name: Lexeme) -> Node | None:
        """Read what follows a field's name."""
        if not self._sees(*_VALUES, LexemeKind.OPEN, *(() if name.apart else (LexemeKind.NOT,))):
            self.repairs.append(f"ignored {name.text}: without a value")
            return None
        if name.apart:
            what = shown(self.lexemes[self.place].text) or "what follows"
            self.repairs.append(f"searched {what} in {name.text}")
        return self._signed_value(name.text)

    def _unknown(self, name: Lexeme, field: str | None) -> Node | None:
        """Read `foo:bar` as the words foo and bar."""
        word = self._leaf(field, Lexeme(LexemeKind.WORD, name.text))
        what = shown(self.lexemes[self.place].text) if self._sees(LexemeKind.WORD) else "what follows it"
        self.repairs.append(f'no field "{shown(name.text)}": searched the words {shown(name.text)} and {what}')
        return _joined(And, [word, self._signed_value(field)])

    def _signed_value(self, field: str | None) -> Node | None:
        negated, _ = self._negations()
        node = self._value(field)
        return Not(node) if node is not None and negated else node

    def _value(self, field: str | None) -> Node | None:
        """Read a word, a phrase or a bracket."""
        if lexeme := self._next(*_VALUES):
            return self._leaf(field, lexeme)
        if self._next(LexemeKind.OPEN):
            empty = self._sees(LexemeKind.CLOSE)
            node = self._either(field)
            self._next(LexemeKind.CLOSE)
            if empty:
                self.repairs.append("ignored empty brackets")
            return node
        return None

    def _leaf(self, field: str | None, lexeme: Lexeme) -> Node | None:
        """Read a single value of a field."""
        text, quoted = lexeme.text, lexeme.kind is LexemeKind.PHRASE
        if field is None and not quoted:
            if text.strip("*") == "":
                return Everything()
            if is_address(text):
                field = "url"
            elif text.startswith("#") and text.strip("#"):
                field, text = "tag", text.removeprefix("#")
        if field in PLAIN_FIELDS:
            self.repairs.append(f"read {field}:{shown(text)} as {shown(text)}: {field}: is not understood yet")
            field = None
        kind = FIELDS[field][1] if field else Kind.TEXT
        value = Value(text, exact=lexeme.exact, quoted=quoted, slop=lexeme.slop)
        if kind is Kind.SORT:
            self._sort(text)
            return None
        read = condition(field, kind, value)
        if isinstance(read, str):
            self.repairs.append(read)
            return None
        if isinstance(read, Terms | Noted) and len(read.words) >= MOST_WORDS:
            self.repairs.append(f"read the first {MOST_WORDS} words of a phrase only")
        return read

    def _sort(self, text: str) -> None:
        order = _ORDERS.get(text.strip().lower())
        if order is None:
            self.repairs.append(f"ignored sort:{shown(text)}: an order is newest, oldest or relevance")
        else:
            self.order = order


def _joined(kind: type[And | Or], found: Sequence[Node | None]) -> Node | None:
    """Join conditions; one stands alone, nested ones of the same kind are one, `*` adds nothing to an AND."""
    flat: list[Node] = []
    for node in found:
        if isinstance(node, kind):
            flat.extend(node.children)
        elif node is not None:
            flat.append(node)
    if kind is And and len(flat) > 1:
        flat = [node for node in flat if not isinstance(node, Everything)] or flat[:1]
    return flat[0] if len(flat) == 1 else kind(tuple(flat)) if flat else None
