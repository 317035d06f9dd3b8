"""What the library answers: the articles that meet a condition which is not about their words."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.highlight.texts import FieldText
from index.library import Library
from index.query.tree import (
    INDEXED,
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
    Or,
    Published,
    Tagged,
    Undated,
    Within,
)
from index.query.walk import leaves
from index.search.joins import distinct
from index.types import Understood

Ids64 = NDArray[np.int64]
"""Ids of articles, ascending, each once."""


def tree_of(understood: Understood) -> Node:
    """Give the tree of a query, which is opaque to everybody outside the engine."""
    return understood.tree  # type: ignore[return-value]


def has_words(tree: Node) -> bool:
    """Tell whether a query asks for words or values of articles: whether it needs the index."""
    return any(isinstance(leaf, INDEXED) for leaf, _ in leaves(tree))


def ids_of(leaf: Leaf, library: Library, poll: Poll) -> Ids64:
    """Ask the library for the articles that meet a condition."""
    return distinct(np.frombuffer(_ids(leaf, library, poll), np.int64))


def _ids(leaf: Leaf, library: Library, poll: Poll) -> array[int]:
    found: array[int]
    match leaf:
        case Is(state):
            found = library.ids_in_state(state.value)
        case Tagged(tag):
            found = library.ids_tagged(tag)
        case In(source):
            found = library.ids_in_source(source)
        case Published(first, last):
            found = library.ids_published(first, last)
        case Undated():
            found = library.ids_undated()
        case Length(least, most):
            found = library.ids_by_length(least, most)
        case Ids(ids):
            found = array("q", ids)
        case Noted():
            found = array("q", _noted(leaf, library, poll))
        case _:
            found = array("q")
    return found


def _noted(leaf: Noted, library: Library, poll: Poll) -> Iterator[int]:
    for article_id, note in library.notes():
        poll()
        if any(FieldText([(None, note)]).occurrences(leaf.words, 0)):
            yield article_id


def articles_of(tree: Node, every: Ids64, library: Library, poll: Poll) -> Ids64:
    """Find the articles that a tree without words means, out of every article's id."""
    poll()
    match tree:
        case And(children):
            found = every
            for child in children:
                found = np.intersect1d(found, articles_of(child, every, library, poll), assume_unique=True)
            return found
        case Or(children):
            parts = [articles_of(child, every, library, poll) for child in children]
            return distinct(np.concatenate([every[:0], *parts]))
        case Not(child):
            return np.setdiff1d(every, articles_of(child, every, library, poll), assume_unique=True)
        case Everything():
            return every
        case Near() | Within() | AtLeast():  # conditions on words
            return every[:0]
        case leaf:
            return np.intersect1d(ids_of(leaf, library, poll), every, assume_unique=True)
