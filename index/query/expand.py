"""From the words of a query to the words of the vocabulary that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from index.analysis import fold, keys
from index.query.tree import Leaf, Node, Noted, Terms, Word, WordKind
from index.query.walk import rebuilt

_PIECE = re.compile(r"[^*?]+")


class Vocabulary(Protocol):
    """The words of an index. It may know words that no article has any more, never fewer."""

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have any of the keys."""

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give the words that match a pattern, sorted; `folded`: and those of which a plain spelling does."""

    def languages(self) -> tuple[str, ...]:
        """Give the languages whose stems the keys were made for."""


def expand(tree: Node, vocabulary: Vocabulary) -> Node:
    """Fill in the forms of every word: sorted words of the vocabulary, and the word itself."""
    languages = vocabulary.languages()
    known: dict[tuple[str, WordKind], Word] = {}

    def formed(word: Word) -> Word:
        made = known.get((word.text, word.kind))
        if made is None:
            made = known[word.text, word.kind] = replace(word, forms=_forms(word, vocabulary, languages))
        return made

    def fill(leaf: Leaf, _nots: int) -> Leaf:
        if isinstance(leaf, Terms | Noted):
            return replace(leaf, words=tuple(map(formed, leaf.words)))
        return leaf

    return rebuilt(tree, fill)


def _forms(word: Word, vocabulary: Vocabulary, languages: tuple[str, ...]) -> Sequence[str]:
    match word.kind:
        case WordKind.STEM:
            found = vocabulary.words_with_keys(keys(word.text, languages))
            found.add(word.text)
            return tuple(sorted(found))
        case WordKind.EXACT:
            return (word.text,)
        case WordKind.WILDCARD:
            return vocabulary.words_matching(word.text, folded=_is_plain(word.text))


def _is_plain(pattern: str) -> bool:
    """Is a pattern its own plainest spelling, so that it stands for plainest spellings too, as a plain word does."""
    return all(fold(piece) == piece for piece in _PIECE.findall(pattern))
