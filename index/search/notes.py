"""The vocabulary with the words of the user's notes: those are searched as they are, never indexed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from index.analysis import FOLD, keys, words
from index.query import Vocabulary
from index.search import expansion
from index.search.fitting import fits


class VocabularyWithNotes:
    """Knows the words of an index and of some notes. A word that only a note has is in no article."""

    def __init__(self, vocabulary: Vocabulary, notes: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        languages = vocabulary.languages()
        self._keys = {word: keys(word, languages) for word in {word for note in notes for word in words(note)}}

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have one of these keys."""
        wanted = set(keys)
        noted = {word for word, some in self._keys.items() if not wanted.isdisjoint(some)}
        return self._vocabulary.words_with_keys(wanted) | noted

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give the words that match a pattern; all those of the index are read if a note has a further one."""
        found = self._vocabulary.words_matching(pattern, folded=folded)
        fits = expansion.shape(pattern).match
        more = {word for word, some in self._keys.items() if any(map(fits, _spellings(word, some, folded=folded)))}
        more = {word for word in more if word not in found}
        return tuple(sorted({*found, *more})) if more else found

    def words_near(self, word: str, edits: int) -> Iterable[str]:
        """Give the words at most so many edits from a word."""
        noted = {other for other in self._keys if OSA.distance(word, other) <= edits}
        return {*self._vocabulary.words_near(word, edits), *noted}

    def words_fitting(self, expression: str) -> Sequence[str]:
        """Give the words that a regular expression fits from end to end."""
        found = self._vocabulary.words_fitting(expression)
        more = {word for word in filter(fits(expression), self._keys) if word not in found}
        return tuple(sorted({*found, *more})) if more else found

    def words_named(self, name: str) -> Iterable[str]:
        """Give the words that are spellings of a name; in notes they need no capital."""
        from index.analysis.name_keys import are_one_name  # few queries ask for names

        return {*self._vocabulary.words_named(name), *(word for word in self._keys if are_one_name(name, word))}

    def languages(self) -> tuple[str, ...]:
        """Give the languages of the index."""
        return self._vocabulary.languages()


def _spellings(word: str, keys: Iterable[str], *, folded: bool) -> list[str]:
    return [word, *(key.removeprefix(FOLD) for key in keys if folded and key.startswith(FOLD))]
