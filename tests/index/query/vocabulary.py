"""A vocabulary in memory, for tests of queries without an index."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from index.analysis import FOLD, keys
from index.analysis.name_keys import are_one_name


class WordList:
    """Words with their keys, as the index keeps them."""

    def __init__(self, words: Iterable[str], languages: tuple[str, ...] = ("en",)) -> None:
        self._words = set(words)
        self._languages = languages
        self._by_key: dict[str, set[str]] = {}
        for word in self._words:
            for key in keys(word, languages):
                self._by_key.setdefault(key, set()).add(word)

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        return {word for key in keys for word in self._by_key.get(key, ())}

    def words_matching(self, pattern: str, *, folded: bool = False) -> tuple[str, ...]:
        shape = re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
        found = {word for word in self._words if shape.fullmatch(word)}
        for key, words in self._by_key.items():
            if folded and key.startswith(FOLD) and shape.fullmatch(key.removeprefix(FOLD)):
                found |= words
        return tuple(sorted(found))

    def words_near(self, word: str, edits: int) -> set[str]:
        return {other for other in self._words if OSA.distance(word, other) <= edits}

    def words_fitting(self, expression: str) -> tuple[str, ...]:
        return tuple(sorted(word for word in self._words if re.fullmatch(expression, word)))

    def words_named(self, name: str) -> set[str]:
        return {word for word in self._words if are_one_name(name, word)}

    def languages(self) -> tuple[str, ...]:
        return self._languages
