"""Whoosh's access to the terms of a segment, and what writes them: a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.codec.segment import SegmentReader
from index.codec.whoosh.fields import NO_MOMENT, NUMBER_FIELDS, moments
from index.codec.whoosh.lexicon import Lexicon, NumberLexicon, WordLexicon
from index.codec.whoosh.matcher import PostingMatcher
from index.schema import WORD_FIELDS

_FIELDS = sorted((*WORD_FIELDS, *NUMBER_FIELDS))


class TermsReader(base.TermsReader):
    """The terms of a segment, by field and bytes."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment

    @cached_property
    def lexicons(self) -> dict[str, Lexicon]:
        """The terms of each field, in the order of the fields' names."""
        return {name: _lexicon(self._segment, name) for name in _FIELDS}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self.lexicons and self.lexicons[name].find(text) >= 0

    def indexed_field_names(self) -> Iterable[str]:
        """Name the fields with terms."""
        return [name for name, lexicon in self.lexicons.items() if len(lexicon)]

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """Give a cursor that stands at a field's first term."""
        return Cursor(self.lexicons[fieldname], fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Give all terms, field by field."""
        return ((name, text) for name, lexicon in self.lexicons.items() for text in lexicon)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the terms from one on, of this field and of those after it."""
        return ((name, lexicon[place]) for name, lexicon, place in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give all terms with their statistics."""
        return self.items_from(_FIELDS[0], b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give the terms from one on with their statistics, of this field and of those after it."""
        return (((name, lexicon[place]), lexicon.info(place)) for name, lexicon, place in self._from(fieldname, prefix))

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, Lexicon, int]]:
        for name, lexicon in self.lexicons.items():
            if name >= fieldname:
                for place in range(lexicon.first_from(prefix) if name == fieldname else 0, len(lexicon)):
                    yield name, lexicon, place

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Give the statistics of a term.

        Raises:
            TermNotFound: it is not there.
        """
        lexicon, place = self._found(fieldname, text)
        return lexicon.info(place)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Give how often a term stands in the field, 0 if it is not there."""
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Give the number of documents with a term, 0 if it is not there."""
        if (fieldname, text) not in self:
            return 0
        lexicon, place = self._found(fieldname, text)
        return len(lexicon.postings(place).documents)

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None, live: NDArray[np.bool_] | None = None
    ) -> PostingMatcher:
        """Give a matcher of the documents with a term; of those that are `live`, if that is given.

        Raises:
            TermNotFound: it is not there.
        """
        lexicon, place = self._found(fieldname, text)
        return PostingMatcher(lexicon.postings(place), format_, scorer, (fieldname, text), live)

    def _found(self, fieldname: str, text: bytes) -> tuple[Lexicon, int]:
        lexicon = self.lexicons.get(fieldname)
        place = -1 if lexicon is None else lexicon.find(text)
        if lexicon is None or place < 0:
            raise TermNotFound(f"no term {fieldname}:{text!r}")
        return lexicon, place


def column(segment: SegmentReader, name: str) -> NDArray[Any]:
    """Give the numbers of one of `NUMBER_FIELDS`, an element a document; those of `published` are moments."""
    if name == "published":
        return moments(segment.published)
    return segment.ids if name == "id" else segment.lengths_in_words


def _lexicon(segment: SegmentReader, name: str) -> Lexicon:
    if name not in NUMBER_FIELDS:
        return WordLexicon(segment, name)
    return NumberLexicon(column(segment, name), NO_MOMENT if name == "published" else None)


class Cursor(base.FieldCursor):
    """A place that moves along the terms of a field."""

    def __init__(self, lexicon: Lexicon, fieldobj: Any) -> None:
        self.lexicon = lexicon
        self._fieldobj = fieldobj
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term, and give it."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before this one, and give it."""
        self._at = self.lexicon.first_from(self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term, and give it."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Give the term at the place, None behind the last one."""
        return self._fieldobj.from_bytes(self.lexicon[self._at]) if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo | None:
        """Give the statistics of the term at the place."""
        return self.lexicon.info(self._at) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Tell whether there is a term at the place."""
        return self._at < len(self.lexicon)


class Automata(base.Automata):
    """Finds near spellings; Whoosh's own automaton does not know exchanged letters as one edit."""

    def terms_within(self, fieldcur: Cursor, uterm: str, maxdist: int, prefix: int = 0) -> Iterator[str]:
        """Give the words at most so many edits away that share the first `prefix` letters."""
        beginning = uterm[:prefix].encode()
        lexicon = fieldcur.lexicon
        for place in range(lexicon.first_from(beginning), len(lexicon)):
            text = lexicon[place]
            if not text.startswith(beginning):
                return
            word = text.decode(errors="surrogatepass")
            if OSA.distance(word, uterm, score_cutoff=maxdist) <= maxdist:
                yield word


class FieldWriter(base.FieldWriter):
    """Writes a segment's file from the batch that the writer of documents has gathered."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:
        """Invert the batch and write it; Whoosh has no postings of its own, for the fields give none.

        Raises:
            OSError: it cannot be written; nothing is left of it.
            ValueError: there are postings.
        """
        del schema, lengths
        if any(True for _ in items):
            raise ValueError("postings reach this index as texts only")
        self._segment.batch.write(self._segment.path(self._storage))

    def close(self) -> None:
        """Write nothing more."""
        self.is_closed = True

    def _refuse(self, *_: Any) -> Any:
        raise NotImplementedError("a segment is written as a whole")

    start_field = start_term = add = finish_term = _refuse
