"""What to ask instead of a query that finds nothing: without a condition, with a near word, its words anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from rapidfuzz.distance import OSA

from index.query import Vocabulary, expand, rebuilt, understand, written
from index.query.tree import TEXT_FIELDS, And, AtLeast, Near, Node, Or, Terms, Within, Word, WordKind
from index.query.walk import conditions, leaves
from index.search.conditions import tree_of
from index.types import Suggestion, Understood

_MOST = 6
_NEAREST = 3
_CANDIDATES = 12
_SHORT = 4
_LETTERS_OFF = 2


class NearWords(Vocabulary, Protocol):
    """A vocabulary that can also tell words that look alike."""

    def words_near(self, word: str, distance: int) -> Sequence[str]:
        """Give the words at most so many edits from a word."""


_OF_SEVERAL = (WordKind.WILDCARD, WordKind.REGEX, WordKind.FUZZY)
"""Words that stand for several already."""

Count = Callable[[Node], int]
"""Counts the articles that an expanded tree means."""


def suggestions(understood: Understood, count: Count, vocabulary: NearWords) -> list[Suggestion]:
    """Find queries that have results: with near words first, then without a condition.

    Each was read as if typed and counted, so that it finds what it promises.

    Raises:
        SearchIndexError: a file of the index is damaged.
    """
    tree = tree_of(understood)
    order = f" sort:{understood.order}" if understood.order else ""
    found: dict[str, Suggestion] = {}
    for label, changed in (*_corrected(tree, count, vocabulary), *_anywhere(tree), *_without(tree), *_any(tree, count)):
        query = written(changed) + order
        if query in found or len(found) == _MOST:
            continue
        articles = count(expand(tree_of(understand(query)), vocabulary))
        if articles:
            found[query] = Suggestion(label, query, articles)
    return list(found.values())


def _without(tree: Node) -> Iterator[tuple[str, Node]]:
    """Leave out one condition of several that must all be met."""
    if not isinstance(tree, And) or len(tree.children) == 1:
        return
    for place, child in enumerate(tree.children):
        rest = tree.children[:place] + tree.children[place + 1 :]
        label = f"({written(child)})" if isinstance(child, Or) else getattr(child, "label", "") or written(child)
        yield f"without {label}", rest[0] if len(rest) == 1 else And(rest)


def _any(tree: Node, count: Count) -> Iterator[tuple[str, Node]]:
    """Ask for any of several plain words that are there, though not all in one article."""
    children = tree.children if isinstance(tree, And) else ()
    words = [child for child in children if isinstance(child, Terms) and child.fields == TEXT_FIELDS]
    present = [word for word in words if count(word)]
    if len(present) > 1:
        others = tuple(child for child in children if child not in words)
        anyone = Or(tuple(present))
        yield f"any of {' '.join(map(written, present))}", And((anyone, *others)) if others else anyone


def _anywhere(tree: Node) -> Iterator[tuple[str, Node]]:
    """Leave out where words must stand: the same words anywhere."""
    for node, negated in conditions(tree):
        if negated or not isinstance(node, Near | Within | AtLeast):
            continue
        parts = (node.child,) if isinstance(node, AtLeast) else node.children
        yield f"anywhere {' '.join(map(written, parts))}", _in_place(tree, node, parts)


def _in_place(tree: Node, node: Node, parts: Sequence[Node]) -> Node:
    """Put conditions that must all be met in the place of one."""
    if tree is node:
        return parts[0] if len(parts) == 1 else And(tuple(parts))
    if isinstance(tree, And | Or):
        return type(tree)(tuple(_in_place(child, node, parts) for child in tree.children))
    return tree


def _corrected(tree: Node, count: Count, vocabulary: NearWords) -> Iterator[tuple[str, Node]]:
    """Put in the place of a word that no article has one that looks alike."""
    for leaf, nots in leaves(tree):
        if nots or not isinstance(leaf, Terms):
            continue
        for place, word in enumerate(leaf.words):
            alone = replace(leaf, words=(word,), slop=0, readings=())
            if word.kind in _OF_SEVERAL or count(alone):
                continue
            if word.kind is WordKind.CASED:  # the same word in another case is the nearest one
                word = Word(word.forms[0], WordKind.EXACT)  # noqa: PLW2901
            for near in _nearest(word.text, alone, count, vocabulary):
                words = (*leaf.words[:place], replace(word, text=near), *leaf.words[place + 1 :])
                mended = replace(leaf, words=words, readings=())
                yield f"did you mean {written(mended)}", _with(tree, leaf, mended)


def _nearest(text: str, terms: Terms, count: Count, vocabulary: NearWords) -> list[str]:
    """Find the words most like a text, a letter or two off, in the term's fields; the nearest, then the commonest."""
    off = 1 if len(text) <= _SHORT else _LETTERS_OFF
    near = sorted((OSA.distance(text, word), word) for word in vocabulary.words_near(text, off))
    ranked = []
    for distance, word in near[:_CANDIDATES]:
        exact = Word(word, WordKind.EXACT, (word,))
        if articles := count(replace(terms, words=(exact,))):
            ranked.append((distance, -articles, word))
    return [word for _, _, word in sorted(ranked)[:_NEAREST]]


def _with(tree: Node, leaf: Terms, other: Terms) -> Node:
    return rebuilt(tree, lambda one, _: other if one is leaf else one)
