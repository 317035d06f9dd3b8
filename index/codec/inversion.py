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
from index.codec.stopping import Stop, check

_READ_BYTES: Final = 1 << 19
"""Text is read when so much of it is there: the arrays that this takes fit the processor's caches."""

_WORD_BYTES: Final = 6
"""A word of news in UTF-8, with a blank, has about so many bytes."""

_SPACE: Final = ord(" ")
_ASCII_BLANKS: Final = np.array([chr(code).isspace() for code in range(_SPACE + 1)])
_BLANK: Final = re.compile(rb"[\t-\r\x1c- ]")
_WIDE_BLANKS: Final = [blank.encode() for blank in map(chr, range(0x80, 0x3001)) if blank.isspace()]

_SORTED: Final = 1 << 19
"""So many occurrences are sorted at once; a word with more of them needs no sorting."""

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
        follows = np.flatnonzero(read.may_end) + 1
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
    is_last = np.append(both[1:] != both[:-1], np.ones(min(len(both), 1), bool))
    return both[np.flatnonzero(is_last)]


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


def inverted(
    placed: Placed, ranks: NDArray[np.uint32], form_ranks: NDArray[np.uint32], known: Entries, stop: Stop
) -> Run:
    """Sort the words of a field by word, document and position.

    Args:
        placed: the words in the order of the texts.
        ranks: the place in the sorted vocabulary of each word by number.
        form_ranks: the place in the sorted forms of each form by number.
        known: what the numbers of `placed.entries` stand for.
        stop: asked between ranges of words.

    Raises:
        StoppedError: `stop` turned true.
    """
    rank = ranks.take(known.word_of.values).take(placed.entries)
    occurrences = np.bincount(rank, minlength=1)
    parts = [_Part.empty()]
    for first, last in _ranges(occurrences):
        check(stop)
        chosen = np.flatnonzero((rank >= first) & (rank < last))
        if last > first + 1:
            chosen = chosen.take(np.argsort((rank.take(chosen) - first).astype(np.uint16), kind="stable"))
        parts.append(_part(placed, chosen, np.cumsum(occurrences[first:last]), form_ranks, known))
    whole = _Part(*map(np.concatenate, zip(*parts, strict=True)))
    terms = np.flatnonzero(whole.counts)
    return Run(terms, whole.counts[terms], *whole[1:])


class _Part(NamedTuple):
    """What a run has of some terms; `counts` has an element for each word of the vocabulary."""

    counts: NDArray[np.int64]
    documents: NDArray[np.uint32]
    frequencies: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    shapes: NDArray[np.uint8]
    forms: NDArray[np.uint32]

    @classmethod
    def empty(cls) -> _Part:
        """Give a part without words, so that there is always one."""
        numbers = np.empty(0, np.uint32)
        return cls(np.empty(0, np.int64), numbers, numbers, numbers, np.empty(0, np.uint8), numbers)


def _part(
    placed: Placed,
    chosen: NDArray[np.int64],
    ends: NDArray[np.int64],
    form_ranks: NDArray[np.uint32],
    known: Entries,
) -> _Part:
    """Cut the postings out of sorted words; those of each term end at `ends`."""
    entries = placed.entries.take(chosen)
    shapes = known.shape_of.values.take(entries)
    other = entries.take(np.flatnonzero(shapes == Shape.OTHER))
    places = placed.places.take(chosen)
    documents = _documents(places)
    new = np.ones(len(places) + 1, bool)
    np.not_equal(documents[1:], documents[:-1], out=new[1:-1])
    new[ends] = True
    bounds = np.flatnonzero(new)
    return _Part(
        counts=sizes(np.searchsorted(bounds, np.append(0, ends))),
        documents=documents.take(bounds[:-1]),
        frequencies=sizes(bounds).astype(np.uint32),
        positions=_positions(places),
        shapes=shapes,
        forms=form_ranks.take(known.form_of.values.take(other)),
    )


def _ranges(occurrences: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut the ranks into ranges of so many, with so many occurrences, that they are sorted fast.

    NumPy sorts numbers of 16 bits by counting, fastest in the processor's caches.
    """
    sums = np.cumsum(occurrences)
    first, done = 0, 0
    while first < len(sums):
        last = int(np.searchsorted(sums, done + _SORTED, side="right"))
        last = min(max(last, first + 1), first + (1 << 16), len(sums))
        yield first, last
        first, done = last, int(sums[last - 1])
