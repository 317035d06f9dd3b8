"""From the words of a query to the words of the vocabulary that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from index.analysis import fold, keys, words
from index.query.tree import Leaf, Node, Noted, Terms, Word, WordKind
from index.query.walk import rebuilt

_PIECE = re.compile(r"[^*?]+")


class Vocabulary(Protocol):
    """The words of an index. It may know words that no article has any more, never fewer."""

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have any of the keys."""

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give the words that match a pattern, sorted; `folded`: and those of which a plain spelling does."""

    def words_near(self, word: str, edits: int) -> Iterable[str]:
        """Give the words at most so many edits from a word."""

    def words_fitting(self, expression: str) -> Sequence[str]:
        """Give the words that a regular expression fits from end to end, sorted; none where it is no expression."""

    def words_named(self, name: str) -> Iterable[str]:
        """Give the words that are spellings of a name in Latin letters."""

    def languages(self) -> tuple[str, ...]:
        """Give the languages whose stems the keys were made for."""


def expand(tree: Node, vocabulary: Vocabulary) -> Node:
    """Fill in the forms of every word: sorted words of the vocabulary, and the word itself."""
    languages = vocabulary.languages()
    known: dict[tuple[str, WordKind, int], Word] = {}

    def formed(word: Word) -> Word:
        made = known.get((word.text, word.kind, word.edits))
        if made is None:
            made = replace(word, forms=_forms(word, vocabulary, languages))
            known[word.text, word.kind, word.edits] = made
        return made

    def fill(leaf: Leaf, _nots: int) -> Leaf:
        if isinstance(leaf, Terms):
            readings = tuple(tuple(map(formed, words)) for words in leaf.readings)
            return replace(leaf, words=tuple(map(formed, leaf.words)), readings=readings)
        if isinstance(leaf, Noted):
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
        case WordKind.CASED:
            return tuple(words(word.text)) or (word.text,)
        case WordKind.REGEX:
            return vocabulary.words_fitting(word.text)
    named = word.kind is WordKind.NAME
    alike = vocabulary.words_named(word.text) if named else vocabulary.words_near(word.text, word.edits)
    return tuple(sorted({*alike, word.text}))


def _is_plain(pattern: str) -> bool:
    """Is a pattern its own plainest spelling, so that it stands for plainest spellings too, as a plain word does."""
    return all(fold(piece) == piece for piece in _PIECE.findall(pattern))
