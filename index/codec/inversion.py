"""A batch of articles turned inside out: from the words of each article in order to the articles of each word.

The words of a field become one stream of numbers while articles come in. At the end it is sorted by the words' places
in the vocabulary, and the postings are cut out of it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import BLOCK_GAP
from index.analysis.written import Shape
from index.codec.columns import Column
from index.codec.entries import Entries
from index.codec.fields import Run
from index.codec.interning import PADDING
from index.codec.spans import sizes

_READ_BYTES: Final = 1 << 18
"""Text is read when so much of it is there: the arrays that this takes fit the processor's caches."""

_WORD_BYTES: Final = 6
"""A word of news in UTF-8, with a blank, has about so many bytes."""

_SPACE: Final = ord(" ")
_ASCII_BLANKS: Final = np.array([chr(code).isspace() for code in range(_SPACE + 1)])
_BLANK: Final = re.compile(rb"[\t-\r\x1c- ]")
_WIDE_BLANKS: Final = [blank.encode() for blank in map(chr, range(0x80, 0x3001)) if blank.isspace()]

_DOCUMENT_SHIFT: Final = 34
_POSITION_SHIFT: Final = 2


class Stream:
    """The words of one field, article after article, as they come."""

    def __init__(self, entries: Entries) -> None:
        self._known = entries
        self._unread: list[bytes] = []
        self._unread_bytes = 0
        self._entries = Column(np.uint32)
        self._begun = Column(np.int64)  # words with which a sentence begins, but for the first ones of texts
        self._text_ends = Column(np.int64)  # in words
        self._documents = array("I")
        self._document_ends = array("Q")  # in texts
        self._texts = 0

    def __len__(self) -> int:
        """The number of words, about: some last texts are not read yet."""
        return len(self._entries) + self._unread_bytes // _WORD_BYTES

    def add(self, document: int, texts: Sequence[str]) -> None:
        """Add a field's texts of a document; documents come in ascending order."""
        for text in texts:
            data = text.encode(errors="surrogatepass")
            self._unread.append(data)
            self._unread_bytes += len(data) + 1
        self._texts += len(texts)
        self._documents.append(document)
        self._document_ends.append(self._texts)
        if self._unread_bytes >= _READ_BYTES:
            self.read()

    def read(self) -> None:
        """Read what was added."""
        if not self._unread:
            return
        lengths = np.fromiter(map(len, self._unread), np.int64, len(self._unread)) + 1
        self._unread.append(b" " * PADDING)
        text = np.frombuffer(bytearray(b" ".join(self._unread)), np.uint8)
        size = len(text) - PADDING
        self._unread, self._unread_bytes = [], 0
        _blank_wide(text)
        ends = np.cumsum(lengths)
        first, ended = 0, False
        for last in _windows(text[:size]):
            window = text[first : last + PADDING]
            inside = ends[np.searchsorted(ends, first, side="right") : np.searchsorted(ends, last, side="right")]
            ended = self._read(window, last - first, inside - first, ended=ended)
            first = last

    def _read(self, text: NDArray[np.uint8], size: int, text_ends: NDArray[np.int64], *, ended: bool) -> bool:
        """Read whole chunks; tell whether a sentence ended before the next word."""
        before = len(self._entries)
        starts, lengths = _chunks(text[:size])
        if not len(starts):
            self._text_ends.add(np.full(len(text_ends), before))
            return ended
        read = self._known.read(text, starts, lengths)
        words = np.zeros(len(starts) + 1, np.int64)
        np.cumsum(read.sizes, out=words[1:])
        follows = words[1:][read.may_end]
        if ended:
            follows = np.concatenate([[0], follows])
        count = len(read.entries)
        inside = follows[: np.searchsorted(follows, count)]
        self._begun.add(inside[self._known.begins.values.take(read.entries.take(inside))] + before)
        self._text_ends.add(words[np.searchsorted(starts, text_ends)] + before)
        self._entries.add(read.entries)
        return len(inside) < len(follows)

    def used(self) -> NDArray[np.bool_]:
        """Tell which of the entries stand in the field."""
        used = np.zeros(len(self._known), bool)
        used[self._entries.values] = True
        return used

    def placed(self) -> Placed:
        """Work out where each word stands."""
        return Placed.of(
            self._entries.values,
            self._begun.values,
            np.concatenate([[0], self._text_ends.values]),
            np.frombuffer(self._documents, np.uint32),
            np.concatenate([[0], np.frombuffer(self._document_ends, np.uint64).astype(np.int64)]),
        )


def _blank_wide(text: NDArray[np.uint8]) -> None:
    """Put spaces over the blanks that are not ASCII, in UTF-8."""
    leads = sorted({blank[0] for blank in _WIDE_BLANKS})
    if int(text.max()) < leads[0]:
        return
    for lead in leads:
        places = np.flatnonzero(text == lead)
        for blank in _WIDE_BLANKS if len(places) else ():
            if blank[0] != lead:
                continue
            found = places
            for step, byte in enumerate(blank[1:], 1):
                found = found[text[found + step] == byte]
            for step in range(len(blank)):
                text[found + step] = _SPACE


def _windows(text: NDArray[np.uint8]) -> Iterator[int]:
    """Cut a text, which ends with a blank, behind blanks into parts of about `_READ_BYTES`; give where they end."""
    last = 0
    while len(text) - last > 2 * _READ_BYTES and (blank := _BLANK.search(text.data, last + _READ_BYTES - 1)):
        last = blank.end()
        yield last
    if last < len(text):
        yield len(text)


def _chunks(text: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give where each chunk of a text starts, and its length; the text ends with a blank."""
    blanks = np.flatnonzero(text <= _SPACE)
    if not (are := _ASCII_BLANKS.take(text.take(blanks))).all():
        blanks = blanks[are]
    starts = np.empty(len(blanks), np.int64)
    starts[:1] = 0
    np.add(blanks[:-1], 1, out=starts[1:])
    lengths = blanks - starts
    filled = lengths > 0
    return (starts, lengths) if filled.all() else (starts[filled], lengths[filled])


class Placed(NamedTuple):
    """The words of a field in the order of the texts, and what is known of its documents.

    Attributes:
        entries: of each word.
        places: of each word its document and position, packed.
        paragraphs, sentences: the documents and positions of the words with which they begin.
        present: the documents that have the field.
        lengths: the number of words of each.
        extents: one more than the last position of each.
    """

    entries: NDArray[np.uint32]
    places: NDArray[np.uint64]
    paragraphs: Bounds
    sentences: Bounds
    present: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    extents: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        entries: NDArray[np.uint32],
        begun: NDArray[np.int64],
        texts: NDArray[np.int64],
        present: NDArray[np.uint32],
        documents: NDArray[np.int64],
    ) -> Placed:
        """Place words.

        Args:
            entries: of the words, in order.
            begun: the words with which a sentence begins, but for the first ones of texts.
            texts: starts, in words.
            present: the documents.
            documents: their starts, in texts.
        """
        text_counts = sizes(documents)
        # A word's position is its number, less that of its document's first word, and the gaps before its text.
        gaps = np.arange(len(texts) - 1) - np.repeat(documents[:-1], text_counts)
        shifts = gaps * BLOCK_GAP - np.repeat(texts[documents[:-1]], text_counts)
        numbers = np.repeat(present.astype(np.int64), text_counts)
        counts = sizes(texts)
        places = np.repeat((numbers << _DOCUMENT_SHIFT) + (shifts << _POSITION_SHIFT), counts)
        places += np.arange(0, len(entries) << _POSITION_SHIFT, 1 << _POSITION_SHIFT)
        opening = texts[:-1][counts > 0]
        places = places.view(np.uint64)
        lengths = sizes(texts[documents])
        extents = np.zeros(len(present), np.int64)
        filled = np.flatnonzero(lengths)
        extents[filled] = _positions(places[texts[documents[filled + 1]] - 1]).astype(np.int64) + 1
        sentences = places.take(_union(opening, begun))
        return cls(entries, places, _bounds(places.take(opening)), _bounds(sentences), present, lengths, extents)

    def documents(self) -> NDArray[np.uint32]:
        """Give the document of each word."""
        return _documents(self.places)

    def positions(self) -> NDArray[np.uint32]:
        """Give the position of each word."""
        return _positions(self.places)


def _union(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of two ascending arrays, each once."""
    both = np.concatenate([some, others])
    both.sort(kind="stable")
    return both[np.append(both[1:] != both[:-1], np.ones(min(len(both), 1), bool))]


class Bounds(NamedTuple):
    """Words by document and position."""

    documents: NDArray[np.uint32]
    positions: NDArray[np.uint32]


def _bounds(places: NDArray[np.uint64]) -> Bounds:
    return Bounds(_documents(places), _positions(places))


def _documents(places: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (places >> np.uint64(_DOCUMENT_SHIFT)).astype(np.uint32)


def _positions(places: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (places >> np.uint64(_POSITION_SHIFT)).astype(np.uint32)


def inverted(placed: Placed, ranks: NDArray[np.uint32], form_ranks: NDArray[np.uint32], known: Entries) -> Run:
    """Sort the words of a field by word, document and position.

    Args:
        placed: the words in the order of the texts.
        ranks: the place in the sorted vocabulary of each word by number.
        form_ranks: the place in the sorted forms of each form by number.
        known: what the numbers of `placed.entries` stand for.
    """
    rank_of = ranks.take(known.word_of.values) << np.uint32(2) | known.shape_of.values
    rank = rank_of.take(placed.entries)
    places = placed.places | (rank & np.uint32(3))
    rank >>= np.uint32(2)
    counts = np.bincount(rank)
    order = stable_order(rank)
    places = places.take(order)
    terms = np.flatnonzero(counts)
    term_starts = np.cumsum(counts) - counts
    documents = _documents(places)
    new = np.ones(len(places), bool)
    np.not_equal(documents[1:], documents[:-1], out=new[1:])
    new[term_starts[terms]] = True
    starts = np.flatnonzero(new)
    firsts = np.append(np.searchsorted(starts, term_starts[terms]), len(starts))
    shapes = places.astype(np.uint8) & np.uint8(3)
    other = placed.entries.take(order.take(np.flatnonzero(shapes == Shape.OTHER)))
    return Run(
        terms=terms.astype(np.uint32),
        counts=np.diff(firsts),
        documents=documents.take(starts),
        frequencies=np.diff(np.append(starts, len(places))),
        positions=_positions(places),
        shapes=shapes,
        forms=form_ranks.take(known.form_of.values.take(other)),
    )


def stable_order(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give the stable order of numbers: two passes by 16 bits, which NumPy sorts by counting, four times faster."""
    low = np.argsort(values.astype(np.uint16), kind="stable")
    most = int(values.max(initial=0)) >> 16
    if not most:
        return low
    high = (values >> np.uint32(16)).astype(np.uint8 if most < 1 << 8 else np.uint16)
    return low.take(np.argsort(high.take(low), kind="stable"))
