"""Queries with one condition changed, as text: what the keys on the chips of a query do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.analysis import tokenize, words
from index.query.tree import And, AtLeast, Everything, Leaf, Near, Node, Not, Noted, Or, Terms, Within, Word, WordKind
from index.query.walk import conditions, rebuilt
from index.query.written import written
from index.types import Spelling, Understood

_KINDS = {
    Spelling.FORMS: WordKind.STEM,
    Spelling.EXACT: WordKind.EXACT,
    Spelling.CASED: WordKind.CASED,
    Spelling.SIMILAR: WordKind.FUZZY,
    Spelling.NAME: WordKind.NAME,
}
_SPELLINGS = {kind: spelling for spelling, kind in _KINDS.items()}
_SHORT = 4
"""A word of up to so many letters has no similar ones two letters off: they would be any words."""


def spelling_of(node: object) -> Spelling | None:
    """Tell what the words of a condition stand for; None where they differ, or are no words."""
    if not isinstance(node, Terms | Noted):
        return None
    found = {_SPELLINGS.get(word.kind) for word in node.words}
    return found.pop() if len(found) == 1 else None


def respelled(understood: Understood, chip: int, spelling: Spelling) -> str:
    """Write a query with the words of one condition, by the number of its chip, standing for something else."""
    chosen = _condition(understood, chip)
    return _text(understood, _changed(understood, spelling, lambda leaf: leaf is chosen))


def all_respelled(understood: Understood, spelling: Spelling) -> str:
    """Write a query with all its words standing for something else."""
    return _text(understood, _changed(understood, spelling, lambda _: True))


def without(understood: Understood, chip: int) -> str:
    """Write a query without one condition, by the number of its chip."""
    chosen = _condition(understood, chip)
    left = _without(_tree(understood), chosen)
    return _text(understood, left or Everything())


def _tree(understood: Understood) -> Node:
    return understood.tree  # type: ignore[return-value]  # opaque to everybody outside the engine


def _text(understood: Understood, tree: Node) -> str:
    text = "" if isinstance(tree, Everything) else written(tree)
    return f"{text} sort:{understood.order}".strip() if understood.order else text


def _condition(understood: Understood, chip: int) -> object:
    return next((node for place, (node, _) in enumerate(conditions(_tree(understood))) if place == chip), None)


def _changed(understood: Understood, spelling: Spelling, wanted: Callable[[Leaf], bool]) -> Node:
    def change(leaf: Leaf, _nots: int) -> Leaf:
        if not isinstance(leaf, Terms | Noted) or not wanted(leaf):
            return leaf
        typed = _as_typed(leaf) if spelling is Spelling.CASED else [word.text for word in leaf.words]
        changed = tuple(
            _spelt(word, text, _KINDS[spelling]) if word.kind in _SPELLINGS else word
            for word, text in zip(leaf.words, typed, strict=True)
        )
        if isinstance(leaf, Terms):
            return replace(leaf, words=changed, readings=())
        return replace(leaf, words=changed)

    return rebuilt(_tree(understood), change)


def _spelt(word: Word, text: str, kind: WordKind) -> Word:
    if word.kind is WordKind.CASED and kind is not WordKind.CASED:
        text = "".join(words(text))
    edits = 0 if kind is not WordKind.FUZZY else 1 if len(text) <= _SHORT else 2
    return Word(text, kind, edits=edits)


def _as_typed(leaf: Terms | Noted) -> list[str]:
    """Give the words of a condition in the case in which they were typed, as far as its label tells."""
    tokens = tokenize(leaf.label)[-len(leaf.words) :]
    folded = [word.text for word in leaf.words]
    if [token.word for token in tokens] != folded:
        return folded
    return [leaf.label[token.start : token.end] for token in tokens]


def _without(tree: Node, chosen: object) -> Node | None:
    """Leave a condition out; what has none left goes with it."""
    if tree is chosen:
        return None
    match tree:
        case Not(child) | AtLeast(child):
            left = _without(child, chosen)
            return None if left is None else replace(tree, child=left)
        case And(children) | Or(children) | Near(children) | Within(children):
            kept = tuple(left for child in children if (left := _without(child, chosen)) is not None)
            if len(kept) > 1:
                return replace(tree, children=kept)
            return kept[0] if kept else None
        case leaf:
            return leaf
