"""The words of an index as queries see them: forms of a word, words that match a pattern, words that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from index.codec.wordlist import Poll
from index.search import expansion
from index.search.collection import Collection
from index.search.postings import Forms


class FormList(Sequence[str]):
    """The words that match a pattern, sorted: ordinals of each segment's words, read only when they are asked for.

    Two of them are equal when they come from the same pattern and the same state of the index. A word is asked of the
    pattern, not looked up: of a plain word the pattern says all.

    Args:
        collection: whose words they are.
        pattern: as in `expansion.like`.
        forms: the ordinals.
        folded: whether it is their plain spellings that match.
    """

    def __init__(self, collection: Collection, pattern: str, forms: Forms, *, folded: bool) -> None:
        self.collection = collection
        self.forms = forms
        self._question = pattern, folded
        self._fits = expansion.shape(pattern).match

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FormList):
            return NotImplemented
        return self.collection is other.collection and self._question == other._question

    def __hash__(self) -> int:
        return hash((id(self.collection), self._question))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        if word.isascii() and word.isalnum():  # its own plain spelling
            return self._fits(word) is not None
        return any(
            _holds(ordinals, segment.words.find(word))
            for segment, ordinals in zip(self.collection.segments, self.forms, strict=True)
        )

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self.words[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All of them, read at once."""
        return tuple(sorted(_read(self.collection, self.forms)))


def _read(collection: Collection, forms: Forms) -> set[str]:
    found: set[str] = set()
    for segment, ordinals in zip(collection.segments, forms, strict=True):
        if len(ordinals) and int(ordinals[-1]) - int(ordinals[0]) == len(ordinals) - 1:
            found.update(segment.words.between(int(ordinals[0]), int(ordinals[-1]) + 1))
        else:
            found.update(segment.words.several(ordinals.tolist()))
    return found


def _holds(ordinals: np.ndarray[tuple[int], np.dtype[np.int64]], ordinal: int) -> bool:
    place = int(np.searchsorted(ordinals, ordinal))
    return ordinal >= 0 and place < len(ordinals) and int(ordinals[place]) == ordinal


class IndexVocabulary:
    """The words of a collection. Reading them can be given up through `poll`."""

    def __init__(self, collection: Collection, poll: Poll) -> None:
        self._collection = collection
        self._poll = poll

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have one of these keys."""
        return _read(self._collection, expansion.with_keys(self._collection, keys))

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give the words that match a pattern, in order; `folded`: those of which a plain spelling does, too."""
        forms = expansion.like(self._collection, pattern, self._poll, folded=folded)
        return FormList(self._collection, pattern, forms, folded=folded)

    def languages(self) -> tuple[str, ...]:
        """Give the languages (ISO 639-1) of the articles that the words came from, in order."""
        names = (segment.facet("language").names for segment in self._collection.segments)
        return tuple(sorted({language for some in names for language in some.between(0, len(some))}))

    def words_near(self, word: str, edits: int) -> list[str]:
        """Give the words at most so many edits from a word, sorted."""
        return sorted(_read(self._collection, expansion.near(self._collection, word, edits, 0, self._poll)))

    def words_fitting(self, expression: str) -> list[str]:
        """Give the words that a regular expression fits from end to end, sorted; none where it is no expression."""
        try:
            return sorted(
                _read(self._collection, expansion.matching(self._collection, f"(?:{expression})$", self._poll))
            )
        except re.error:
            return []

    def words_named(self, name: str) -> list[str]:
        """Give the words that are spellings of a name, sorted; see `named`."""
        from index.search.named import named  # few queries ask for names

        return sorted(named(self._collection, name, self.languages(), self._poll))


class NoVocabulary:
    """Stands in where there is no index: every word is its own only form."""

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give nothing."""
        del keys
        return set()

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give nothing."""
        del pattern, folded
        return ()

    def words_near(self, word: str, edits: int) -> Sequence[str]:
        """Give nothing."""
        del word, edits
        return ()

    def words_fitting(self, expression: str) -> Sequence[str]:
        """Give nothing."""
        del expression
        return ()

    def words_named(self, name: str) -> Sequence[str]:
        """Give nothing."""
        del name
        return ()

    def languages(self) -> tuple[str, ...]:
        """Give nothing."""
        return ()
