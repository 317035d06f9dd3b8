"""The vocabulary with the words of the user's notes: those are searched as they are, never indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate

from index.analysis import FOLD, keys, words
from index.query import Vocabulary


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

    def words_matching(self, pattern: str, *, folded: bool = False) -> Iterator[str]:
        """Give the words that match a pattern, those of the notes last."""
        yield from self._vocabulary.words_matching(pattern, folded=folded)
        shape = re.compile(translate(pattern.replace("[", "[[]")))
        for word, some in self._keys.items():
            spellings = [key.removeprefix(FOLD) for key in some if key.startswith(FOLD)] if folded else [word]
            if any(map(shape.match, spellings)):
                yield word

    def languages(self) -> tuple[str, ...]:
        """Give the languages of the index."""
        return self._vocabulary.languages()
