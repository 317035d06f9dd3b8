"""One segment, opened by mapping its file: its documents, its words, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile
from index.codec.documents import DocumentReader
from index.codec.frequencies import FrequencyReader
from index.codec.keys import Keys, kind_and_text, kinds_in
from index.codec.layout import unpack_shapes
from index.codec.wordlist import WordList
from index.schema import WORD_FIELDS

Array = NDArray[Any]
"""An array straight from the file: read only, in the dtype that the file has."""

SCANS = 16
"""So often all words are looked at before they are ordered by their looks."""


class SegmentReader:
    """Reads a segment. Nothing is read before it is asked for.

    Attributes:
        count: the number of documents, deleted ones included.
        digest: that of the file, see `arrays.ArrayFile`.

    Raises:
        SearchIndexError: the file is no segment, or its table is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._arrays = ArrayFile(path)
        self.digest = self._arrays.digest
        self.count = len(self._arrays["ids"])
        self.words = WordList(self._arrays["words/text"], self._arrays["words/ends"])
        self._fields: dict[str, FieldReader] = {}
        self._facets: dict[str, FacetReader] = {}
        self._asked = 0

    @property
    def ids(self) -> Array:
        """The id of each document's article, int64."""
        return self._arrays["ids"]

    @property
    def published(self) -> Array:
        """The publication key of each document, int64, see `layout.published_key`."""
        return self._arrays["published"]

    @property
    def lengths_in_words(self) -> Array:
        """The number of words of each document's article."""
        return self._arrays["words"]

    @property
    def letters(self) -> Array:
        """For each word the set of its characters as bits, see `layout.look_of`."""
        return self._arrays["words/letters"]

    @property
    def sizes(self) -> Array:
        """For each word its number of characters, at most 255."""
        return self._arrays["words/sizes"]

    def by_look(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]] | None:
        """Give the looks of all words, ascending, and the word of each: its size in the upper half, its letters below.

        None for the first `SCANS` times: to order the words takes as long as to look at all of them so often.
        """
        self._asked += 1
        return self._by_look if self._asked > SCANS else None

    @cached_property
    def _by_look(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        letters, sizes = self.letters, self.sizes
        order = np.argsort(letters.astype(np.uint16), kind="stable")  # a radix sort, as NumPy has it for small numbers
        order = order.take(np.argsort((letters >> np.uint32(16)).astype(np.uint16).take(order), kind="stable"))
        order = order.take(np.argsort(sizes.take(order), kind="stable"))
        looks = sizes.astype(np.uint64) << np.uint64(32) | letters
        return looks.take(order), order

    @cached_property
    def keys(self) -> Mapping[str, Keys]:
        """The keys that words have, by their kind."""
        return {kind: Keys(self._arrays, kind) for kind in kinds_in(self._arrays)}

    def words_with_key(self, key: str) -> list[int]:
        """Give the ordinals of the words that have a key; it has its kind before it (`fold:cafe`)."""
        kind, text = kind_and_text(key)
        keys = self.keys.get(kind)
        if keys is None:
            return []
        word, place = self.words.find(text), keys.names.find(text)
        own = [word] if word >= 0 and keys.is_own(word) else []
        return own + (keys.words_of(np.array([place])).tolist() if place >= 0 else [])

    @property
    def forms(self) -> WordList:
        """The written forms that a shape does not tell."""
        return WordList(self._arrays["forms/text"], self._arrays["forms/ends"])

    def field(self, name: str) -> FieldReader:
        """Give the reader of a field of words."""
        found = self._fields.get(name)
        if found is None:
            assert name in WORD_FIELDS  # noqa: S101 - a mistake of the program
            found = self._fields[name] = FieldReader(self._arrays, name)
        return found

    def facet(self, name: str) -> FacetReader:
        """Give the reader of a facet."""
        found = self._facets.get(name)
        if found is None:
            found = self._facets[name] = FacetReader(self._arrays, f"facet/{name}")
        return found

    def damaged(self) -> list[str]:
        """Read every byte and name the arrays that are not what was written."""
        return self._arrays.damaged()


class FacetReader:
    """The values of one facet: those of document `d` are `values[starts[d]:starts[d + 1]]`, ordinals in `names`."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.names = WordList(arrays[f"{name}/text"], arrays[f"{name}/ends"])
        self.starts = arrays[f"{name}/starts"]
        self.values = arrays[f"{name}/values"]


class FieldReader:
    """The postings of one field.

    A word that stands in the field has a term number; postings and occurrences are numbered over the whole field.

    Attributes:
        terms: the ordinal of each term's word, uint32, ascending.
        firsts: the number of each term's first posting, and the end; one longer than `terms`.
        occurrences: the number of each term's first occurrence, and the end.
        documents: the documents of the postings.
        frequencies: how often each posting's term stands in its document.
    """

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._arrays = arrays
        self._name = name
        self.terms = self._array("terms")
        self.firsts = self._array("firsts")
        self.occurrences = self._array("occurrences")
        self.documents = DocumentReader(arrays, name)
        self.frequencies = FrequencyReader(arrays, name)

    def _array(self, name: str) -> Array:
        return self._arrays[f"{self._name}/{name}"]

    @property
    def positions(self) -> Array:
        """The lower 16 bits of the position of each occurrence."""
        return self._array("positions")

    @property
    def extents(self) -> Array:
        """For each document one more than its last position, 0 without a word."""
        return self._array("extents")

    @property
    def lengths(self) -> Array:
        """The number of words of each document; only scored fields have them."""
        return self._array("lengths")

    def term(self, ordinal: int) -> int:
        """Give the term number of a word, -1 if it does not stand in the field."""
        terms = self.terms
        place = int(terms.searchsorted(np.uint32(ordinal)))
        return place if place < len(terms) and terms[place] == ordinal else -1

    def postings(self, term: int) -> tuple[int, int]:
        """Give the numbers `[first, last)` of a term's postings."""
        return int(self.firsts[term]), int(self.firsts[term + 1])

    def positions_between(self, first: int, last: int) -> Array:
        """Give the positions of the occurrences `[first, last)`."""
        low = self.positions[first:last]
        at = self._array("high/at")
        if not len(at):
            return low
        begin, end = np.searchsorted(at, np.array([first, last], at.dtype))
        if begin == end:
            return low
        whole = low.astype(np.int64)
        whole[at[begin:end] - at.dtype.type(first)] |= self._array("high/values")[begin:end].astype(np.int64) << 16
        return whole

    def positions_at(self, occurrences: NDArray[np.int64]) -> Array:
        """Give the positions of some occurrences, ascending."""
        low = self.positions.take(occurrences)
        at = self._array("high/at")
        if not len(at):
            return low
        places = np.searchsorted(at, occurrences.astype(at.dtype))
        places[places == len(at)] = 0
        high = np.flatnonzero(at.take(places) == occurrences)
        if not len(high):
            return low
        whole = low.astype(np.int64)
        whole[high] |= self._array("high/values").take(places.take(high)).astype(np.int64) << 16
        return whole

    def first_occurrences(self, term: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of the first occurrence in some of a term's postings, which are told by their places."""
        first, last = self.postings(term)
        found = self.frequencies.before(first, last, places)
        found += int(self.occurrences[term])
        return found

    def shapes(self, first: int, last: int) -> NDArray[np.uint8]:
        """Give the shapes of the occurrences `[first, last)`, see `analysis.Shape`."""
        return unpack_shapes(self._array("shapes"), first, last)

    def forms_between(self, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give which of the occurrences `[first, last)` are in the shape `OTHER`, and the form of each, an ordinal."""
        at = self._array("forms/at")
        begin, end = np.searchsorted(at, np.array([first, last], at.dtype)) if len(at) else (0, 0)
        return at[begin:end].astype(np.int64), self._array("forms/of")[begin:end].astype(np.int64)

    def bounds(self, kind: str) -> tuple[Array, Array]:
        """Give where `sentences` or `paragraphs` begin: in document `d` at `at[starts[d]:starts[d + 1]]`."""
        return self._array(f"{kind}/starts"), self._array(f"{kind}/at")
