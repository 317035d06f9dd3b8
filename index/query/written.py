"""A tree as a query that could be typed: read again it gives the same tree, but for its labels."""

from __future__ import annotations

from collections.abc import Sequence

from index.query.lexemes import LOGIC
from index.query.names import FIELDS, Kind, field_of
from index.query.tree import (
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
    Published,
    Tagged,
    Terms,
    Undated,
    Unit,
    Valued,
    Within,
    Word,
    WordKind,
)
from index.query.values import FIELD_OF, VALUED


def written(tree: Node) -> str:
    """Write a tree as a query, for suggestions such as the query without one of its words."""
    match tree:
        case And(children):
            return " ".join(f"({written(child)})" if isinstance(child, Or) else written(child) for child in children)
        case Or(children):
            return " OR ".join(
                f"({written(child)})" if isinstance(child, And) else written(child) for child in children
            )
        case Not(child):
            return f"-{_member(child) if isinstance(child, Near | Within) else _negated(child)}"
        case Near() | Within() | AtLeast():
            return _placed(tree)
        case leaf:
            return _leaf(leaf)


def _placed(node: Near | Within | AtLeast) -> str:
    match node:
        case Near(children, distance, ordered):
            return f" {'ADJ' if ordered else 'NEAR'}/{distance} ".join(map(_member, children))
        case Within(children, unit):
            return f" /{'s' if unit is Unit.SENTENCE else 'p'} ".join(map(_member, children))
        case AtLeast(child, least):
            return f"atleast{least}({written(child)})"


def _negated(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or | Not) else written(node)


def _member(node: Node) -> str:
    """Write what stands beside an operator of nearness."""
    return f"({written(node)})" if isinstance(node, And | Or | Near | Within) else written(node)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Terms(words, fields):
            field = field_of(fields)
            code = field is not None and FIELDS[field][1] is Kind.CODE
            return (f"{field}:" if field else "") + _words(words, leaf.slop, code=code, valued=field in VALUED)
        case Noted(words):
            return "note:" + _words(words, 0, code=False)
        case Valued(facet, value):
            return f'{FIELD_OF[facet]}:=="{value}"'
        case Tagged(name) | In(name):
            return f'tag:"#{name}"' if isinstance(leaf, Tagged) else f'in:"{name}"'
        case Is(state):
            return f"is:{state}"
        case _:
            return _fact(leaf)


def _fact(leaf: Published | Undated | Length | Ids | Everything | Nothing) -> str:
    match leaf:
        case Published(first, last):
            return f"date:{first}" if first == last else f"date:{first or ''}..{last or ''}"
        case Undated():
            return "date:none"
        case Length(least, most):
            return f"words:{'' if least is None else least}..{'' if most is None else most}"
        case Ids(ids):
            return f"id:{','.join(map(str, ids))}"
        case Everything():
            return "*"
        case Nothing():
            return "id:none"


_SIGNS = {WordKind.EXACT: "=", WordKind.CASED: "==", WordKind.NAME: "name:"}


def marked(word: Word) -> str:
    """Write a word with the signs of its kind."""
    if word.kind is WordKind.REGEX:
        return f"/{word.text}/"
    return f"{_SIGNS.get(word.kind, '')}{word.text}{f'~{word.edits}' if word.kind is WordKind.FUZZY else ''}"


def _words(words: Sequence[Word], slop: int, *, code: bool, valued: bool = False) -> str:
    """Write a word, or a phrase: a sign that all its words have stands before it once.

    Args:
        words: the words.
        slop: other words that may stand inside.
        code: are words without a sign exact ones.
        valued: does `==` before a phrase ask for a whole value.
    """
    if len(words) == 1 and _is_bare(words[0], code=code):
        text = words[0].text if code else marked(words[0])
        return f"({text})" if text.endswith("?") else text
    kinds = {word.kind for word in words}
    sign = _SIGNS.get(words[0].kind, "") if len(kinds) == 1 else ""
    if code or (valued and sign == "=="):
        sign = ""
    phrase = " ".join(word.text if sign or code else marked(word) for word in words)
    phrase = " ".join(f"{item}-" if item.endswith("?") else item for item in phrase.split(" "))
    return f'{sign}"{phrase}"' + (f"~{slop}" if slop else "")


def _is_bare(word: Word, *, code: bool) -> bool:
    """Can the word stand without quotation marks."""
    if word.kind in (WordKind.WILDCARD, WordKind.REGEX):
        return True
    plain = code or word.kind in (WordKind.STEM, WordKind.FUZZY)
    return word.text.isalpha() and not (plain and word.text in {*LOGIC, "not"})
