"""A tree as a query that could be typed: read again it gives the same tree, but for its labels."""

from __future__ import annotations

from collections.abc import Sequence

from index.query.lexer import LOGIC
from index.query.names import FIELDS, Kind
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
from index.query.values import FIELD_OF


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
            return f"-({written(child)})" if isinstance(child, And | Or | Not) else f"-{written(child)}"
        case leaf:
            return _leaf(leaf)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Terms(words, fields):
            field = None if fields == TEXT_FIELDS else fields[0]
            code = field is not None and FIELDS[field][1] is Kind.CODE
            return (f"{field}:" if field else "") + _words(words, leaf.slop, code=code)
        case Noted(words):
            return "note:" + _words(words, 0, code=False)
        case Valued(facet, value):
            return f'{FIELD_OF[facet]}:=="{value}"'
        case Tagged(tag):
            return f'tag:"#{tag}"'
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


def _words(words: Sequence[Word], slop: int, *, code: bool) -> str:
    exact = not code and all(word.kind is WordKind.EXACT for word in words)
    if len(words) == 1 and _is_bare(words[0]):
        text = words[0].text
        return f"({text})" if text.endswith("?") else "=" * exact + text
    phrase = " ".join(_in_phrase(word, marked=not exact and not code) for word in words)
    return f'{"=" * exact}"{phrase}"' + (f"~{slop}" if slop else "")


def _in_phrase(word: Word, *, marked: bool) -> str:
    """Write a word of a phrase. Behind a pattern's last `?` stands a dash: alone it would be punctuation."""
    sign = "=" if marked and word.kind is WordKind.EXACT else ""
    return f"{sign}{word.text}{'-' * word.text.endswith('?')}"


def _is_bare(word: Word) -> bool:
    """Can the word stand without quotation marks."""
    return word.kind is WordKind.WILDCARD or (word.text.isalpha() and word.text not in {*LOGIC, "not"})
