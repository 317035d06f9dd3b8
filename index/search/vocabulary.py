"""The words of an index as queries see them: forms of a word, words that match a pattern, words that look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from index.codec.wordlist import Poll
from index.search import expansion
from index.search.collection import Collection
from index.search.fitting import GivenUpError, fitting
from index.search.postings import Forms


class FormList(Sequence[str]):
    """The words that match a pattern, sorted: ordinals of each segment's words, read only when they are asked for.

    Two of them are equal when they come from the same pattern and the same state of the index. A word is asked of the
    pattern, not looked up, where that says all.

    Args:
        collection: whose words they are.
        question: the pattern, and how it was taken.
        forms: the ordinals.
        fits: tells whether a plain word matches; None where words are looked up.
    """

    def __init__(
        self, collection: Collection, question: tuple[object, ...], forms: Forms, fits: Callable[[str], object] | None
    ) -> None:
        self.collection = collection
        self.forms = forms
        self._question = question
        self._fits = fits

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FormList):
            return NotImplemented
        return self.collection is other.collection and self._question == other._question

    def __hash__(self) -> int:
        return hash((id(self.collection), self._question))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        if self._fits is not None and word.isascii() and word.isalnum():  # its own plain spelling
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
    """The words of a collection. Reading them can be given up through `poll`.

    Args:
        collection: whose words they are.
        poll: called often.
        given_up: takes the regular expressions that could not be looked for, each with the reason.
    """

    def __init__(self, collection: Collection, poll: Poll, given_up: dict[str, str] | None = None) -> None:
        self._collection = collection
        self._poll = poll
        self._given_up = {} if given_up is None else given_up

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have one of these keys."""
        return _read(self._collection, expansion.with_keys(self._collection, keys))

    def words_matching(self, pattern: str, *, folded: bool = False) -> Sequence[str]:
        """Give the words that match a pattern, in order; `folded`: those of which a plain spelling does, too."""
        forms = expansion.like(self._collection, pattern, self._poll, folded=folded)
        return FormList(self._collection, (pattern, folded), forms, expansion.shape(pattern).match)

    def languages(self) -> tuple[str, ...]:
        """Give the languages (ISO 639-1) of the articles that the words came from, in order."""
        names = (segment.facet("language").names for segment in self._collection.segments)
        return tuple(sorted({language for some in names for language in some.between(0, len(some))}))

    def words_near(self, word: str, edits: int) -> list[str]:
        """Give the words at most so many edits from a word, sorted."""
        return sorted(_read(self._collection, expansion.near(self._collection, word, edits, 0, self._poll)))

    def words_fitting(self, expression: str) -> Sequence[str]:
        """Give the words that a regular expression fits from end to end, in order; none where it had to be given up."""
        try:
            return FormList(self._collection, (expression,), fitting(self._collection, expression, self._poll), None)
        except GivenUpError as error:
            self._given_up[expression] = str(error)
            return ()

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
