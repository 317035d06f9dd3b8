"""Whoosh's matcher over arrays: a place that moves along the documents of one term."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from whoosh.matching.mcore import LeafMatcher, Matcher, NullMatcher, ReadTooFar

from index.codec.whoosh.fields import encode_positions
from index.codec.whoosh.lexicon import Postings


class PostingMatcher(LeafMatcher):
    """Walks along the documents that have a term.

    It offers no bounds of scores block by block: Whoosh's matchers go wrong with them, see the tests.

    Args:
        postings: the documents.
        format_: the form of their values.
        scorer: scores them; None if nobody asks.
        term: the field's name and the term's bytes.
        live: for each document of the segment whether it is left; None for all.
    """

    def __init__(
        self, postings: Postings, format_: Any, scorer: Any, term: tuple[str, bytes], live: NDArray[np.bool_] | None
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._postings = postings
        self._places = np.arange(len(postings.documents)) if live is None else np.flatnonzero(live[postings.documents])
        self._documents = postings.documents.take(self._places).astype(np.int64)
        self._numbers = self._documents.data  # gives plain numbers, several times faster than the array
        self._at = 0

    def __len__(self) -> int:
        return len(self._documents)

    def is_active(self) -> bool:
        """Tell whether there is a document at the place."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> Self:
        """Make another one at the same place."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other

    def replace(self, minquality: float = 0) -> Matcher:
        """Give a simpler matcher for what is left that may score so high."""
        if not self.is_active() or (minquality and self.max_quality() < minquality):
            nothing: Matcher = NullMatcher()
            return nothing
        return self

    def id(self) -> int:
        """Give the document at the place.

        Raises:
            ReadTooFar: there is none.
        """
        if not self.is_active():
            raise ReadTooFar
        number: int = self._numbers[self._at]
        return number

    def all_ids(self) -> Iterator[int]:
        """Give the documents from the place on."""
        return iter(self._documents[self._at :].tolist())

    def next(self) -> None:
        """Go to the next document.

        Raises:
            ReadTooFar: there was none at the place.
        """
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go on to the first document from a number on; never back.

        Raises:
            ReadTooFar: there was none at the place.
        """
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._documents[self._at :], id))

    def weight(self) -> float:
        """Give how often the term stands in the document."""
        return float(self._frequencies[self._place()])

    def value(self) -> bytes:
        """Give the posting's value, for the field's format."""
        return encode_positions(self._postings.positions(self._place()))

    def value_as(self, astype: str) -> Any:
        """Give `positions`, `frequency` or `weight`."""
        if astype == "positions":
            return self._postings.positions(self._place())
        if astype == "frequency":
            return int(self.weight())
        return self.format.decode_as(astype, self.value())

    def supports_block_quality(self) -> bool:
        """Tell that there are no bounds of scores, but the one of all documents."""
        return False

    def max_quality(self) -> float:
        """Give a bound of the scores of all documents."""
        if self.scorer is None:
            return float(self._postings.frequencies.max(initial=0))
        return float(self.scorer.max_quality())

    @cached_property
    def _frequencies(self) -> memoryview:
        return np.ascontiguousarray(self._postings.frequencies).data

    def _place(self) -> int:
        if not self.is_active():
            raise ReadTooFar
        return int(self._places[self._at])
