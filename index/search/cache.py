"""Conditions that were evaluated already: a query grows word by word, and its first words stay the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from index.query.tree import INDEXED, AtLeast, Leaf, Near, Node, Or, Placed, Terms, Valued, Within
from index.search.conditions import Ids64
from index.search.matches import Matches
from index.types import Understood

_MOST_DOCUMENTS = 4_000_000
_MOST_TREES = 16


@dataclass(frozen=True, slots=True)
class Counted:
    """What meets a condition; for a word also its forms with their articles, most frequent first.

    Of `form_count` forms that stand in any article, `forms` are the most frequent.
    """

    matches: Matches
    forms: tuple[tuple[str, int], ...] = ()
    form_count: int = 0


class LeafCache:
    """The latest conditions with the documents that meet them, up to so many documents.

    What the index answers lasts as long as it and the articles, the rest until anything in the library changes.
    """

    def __init__(self) -> None:
        self._words: OrderedDict[Hashable, Counted] = OrderedDict()
        self._others: dict[Leaf | Placed, Counted] = {}
        self._documents = 0

    def forget(self) -> None:
        """Forget everything: other articles, another index."""
        self._words.clear()
        self._documents = 0
        self.forget_states()

    def forget_states(self) -> None:
        """Forget what is not about words: something in the library has changed."""
        self._others.clear()

    def get(self, leaf: Leaf | Placed) -> Counted | None:
        """Give what is known about a condition."""
        if not isinstance(leaf, INDEXED):
            return self._others.get(leaf)
        key = _key(leaf)
        known = self._words.get(key)
        if known is not None:
            self._words.move_to_end(key)
        return known

    def put(self, leaf: Leaf | Placed, counted: Counted) -> None:
        """Keep what was found about a condition, and forget the conditions longest not asked for."""
        if not isinstance(leaf, INDEXED):
            self._others[leaf] = counted
            return
        self._words[_key(leaf)] = counted
        self._documents += _size(counted)
        while self._documents > _MOST_DOCUMENTS and len(self._words) > 1:
            _, oldest = self._words.popitem(last=False)
            self._documents -= _size(oldest)


class ArticleCache:
    """The articles of the latest trees without words, until anything in the library changes."""

    def __init__(self) -> None:
        self._found: dict[Node, Ids64] = {}

    def forget(self) -> None:
        """Forget everything."""
        self._found.clear()

    def get(self, tree: Node) -> Ids64 | None:
        """Give the articles that a tree means, None where that is not known."""
        return self._found.get(tree)

    def put(self, tree: Node, ids: Ids64) -> None:
        """Keep the articles that a tree means."""
        if len(self._found) == _MOST_TREES:
            self._found.clear()
        self._found[tree] = ids


@dataclass(slots=True)
class Latest:
    """The latest query: how it was read and understood, and the tree that was evaluated last with what it found.

    A query is asked for its first results, then for all, then for what they consist of.
    """

    parsed: Understood | None = None
    understood: Understood | None = None
    tree: Node | None = None
    matches: Matches | None = None


class Kept:
    """What was worked out in one state of the index and the library."""

    def __init__(self) -> None:
        self.leaves = LeafCache()
        self.articles = ArticleCache()
        self.latest = Latest()

    def forget(self) -> None:
        """Forget everything: other articles, another index."""
        self.leaves.forget()
        self.articles.forget()
        self.latest = Latest()

    def forget_states(self) -> None:
        """Forget what is not about words alone: something in the library has changed."""
        self.leaves.forget_states()
        self.articles.forget()
        self.latest = Latest()


def _key(node: Node) -> Hashable:
    """Give what a condition's articles depend on: not how it was typed, nor its colour."""
    match node:
        case Terms():
            return node.words, node.fields, node.slop, node.readings
        case Valued():
            return node.facet, node.value
        case Near(children, distance, ordered):
            return Near, distance, ordered, *map(_key, children)
        case Within(children, unit):
            return Within, unit, *map(_key, children)
        case AtLeast(child, least):
            return AtLeast, least, _key(child)
    return (Or, *map(_key, node.children)) if isinstance(node, Or) else node


def _size(counted: Counted) -> int:
    return len(counted.matches.documents) + len(counted.forms)
