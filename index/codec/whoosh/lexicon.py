"""The terms of one field of a segment, sorted, with their postings: words, or the numbers of a column."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from struct import Struct
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermInfo

from index.codec.segment import FieldReader, SegmentReader
from index.schema import SCORED_FIELDS

_NUMBER = Struct(">xQ")
_LEAST = 1 << 63


class Postings:
    """The documents that have a term, ascending. This is those of a number: each once, at no position."""

    def __init__(self, documents: NDArray[Any]) -> None:
        self.documents = documents

    @property
    def frequencies(self) -> NDArray[Any]:
        """How often the term stands in each document."""
        return np.ones(len(self.documents), np.uint8)

    def positions(self, place: int) -> list[int]:
        """Give the positions of the term in the document at a place."""
        del place
        return []


class WordPostings(Postings):
    """Where a word stands in a field."""

    def __init__(self, reader: FieldReader, term: int) -> None:
        self._reader = reader
        self._term = term
        self._first, self._last = reader.postings(term)
        super().__init__(reader.documents.between(self._first, self._last))

    @cached_property
    def frequencies(self) -> NDArray[Any]:
        """How often the word stands in each document."""
        return self._reader.frequencies.between(self._first, self._last)

    def positions(self, place: int) -> list[int]:
        """Give the positions of the word in the document at a place."""
        found: list[int] = self._reader.positions_between(self._starts[place], self._starts[place + 1]).tolist()
        return found

    @cached_property
    def _starts(self) -> memoryview:
        """The number of the first occurrence in each document, and the end: plain numbers, for they go one by one."""
        counts = np.concatenate([[0], self.frequencies.astype(np.int64)])
        return (np.cumsum(counts) + int(self._reader.occurrences[self._term])).data


class Lexicon(Sequence[bytes]):
    """Terms as Whoosh has them: bytes, ascending."""

    @abstractmethod
    def postings(self, place: int) -> Postings:
        """Give the postings of the term at a place."""

    @abstractmethod
    def term(self, place: int) -> bytes:
        """Give the term at a place."""

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self.term(one) for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self.term(place)

    def first_from(self, term: bytes) -> int:
        """Give the place of the first term that is not before this one."""
        return bisect_left(self, term)

    def find(self, term: bytes) -> int:
        """Give the place of a term, -1 if it is not there."""
        place = self.first_from(term)
        return place if place < len(self) and self.term(place) == term else -1

    def info(self, place: int) -> TermInfo:
        """Give the statistics of a term; deleted documents count, as with Whoosh's own codec."""
        postings = self.postings(place)
        frequencies, lengths = postings.frequencies, self._lengths(postings.documents)
        return TermInfo(
            weight=int(frequencies.sum(dtype=np.int64)),
            df=len(postings.documents),
            minlength=int(lengths.min(initial=np.iinfo(lengths.dtype).max)) if len(lengths) else 0,
            maxlength=int(lengths.max(initial=0)),
            maxweight=int(frequencies.max()),
            minid=int(postings.documents[0]),
            maxid=int(postings.documents[-1]),
        )

    def _lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        del documents
        return np.empty(0, np.int64)


class WordLexicon(Lexicon):
    """The words of a field."""

    def __init__(self, segment: SegmentReader, field: str) -> None:
        self._words = segment.words
        self._reader = segment.field(field)
        self._is_scored = field in SCORED_FIELDS

    def __len__(self) -> int:
        return len(self._reader.terms)

    def term(self, place: int) -> bytes:
        """Give a word in UTF-8."""
        return self._words.encoded(int(self._reader.terms[place]))

    def postings(self, place: int) -> Postings:
        """Give where a word stands."""
        return WordPostings(self._reader, place)

    def _lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        if not self._is_scored:
            return super()._lengths(documents)
        lengths: NDArray[Any] = self._reader.lengths.take(documents)
        return lengths


class NumberLexicon(Lexicon):
    """The numbers of a column, but `absent`, which stands for none."""

    def __init__(self, column: NDArray[Any], absent: int | None = None) -> None:
        self._column = column
        self._absent = absent

    def __len__(self) -> int:
        return len(self._numbers)

    @cached_property
    def _numbers(self) -> NDArray[Any]:
        numbers = np.unique(self._column)
        return numbers if self._absent is None else numbers[numbers != self._absent]

    def term(self, place: int) -> bytes:
        """Give a number as Whoosh's numeric fields write it: a zero, then eight bytes that sort."""
        return _NUMBER.pack(int(self._numbers[place]) + _LEAST)

    def postings(self, place: int) -> Postings:
        """Give the documents with a number."""
        return Postings(np.flatnonzero(self._column == self._numbers[place]))
