"""A batch of articles turned inside out: from the words of each article in order to the articles of each word.

The words of a field become one stream of numbers while articles come in. At the end it is sorted by the words' places
in the vocabulary, and the postings are cut out of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import BLOCK_GAP
from index.analysis.written import SIMPLE_CHUNK, Piece, Shape, may_begin, may_end, read_chunk, simple_piece
from index.codec.fields import Run
from index.codec.spans import spans

_TEXT_END: Final = 0
_OTHER: Final = int(Shape.OTHER)

_CACHED_CHUNKS = 1 << 18
_CACHED_LENGTH = 48
_MOST_CHUNKS = 1 << 17
_MOST_PIECES = 1 << 18


class Entries:
    """The different words of some texts, each once for each way in which it is written, and numbered as they come.

    Texts are read by chunks, what stands between blanks, because there are far fewer different ones: `chunks` numbers
    them. A batch after another one may have its entries, and needs not read again what is in both.
    """

    def __init__(self) -> None:
        self._by_written: dict[str, int] = {}
        self._by_piece: dict[tuple[str, str], int] = {}
        self.words = _Numbers()
        self.forms = _Numbers()
        self.word_of = array("I")
        self.form_of = array("I")
        self.shape_of = array("B")
        self.begins = array("B")
        self.chunks = _Chunks(self)
        self.chunk_entries = array("I")
        self.chunk_ends = array("Q", [0])
        self.chunk_may_end = array("B", [0])

    @property
    def is_full(self) -> bool:
        """Whether a batch should rather begin with new entries, for the memory that these take."""
        return len(self.chunk_ends) > _MOST_CHUNKS or len(self.chunk_entries) > _MOST_PIECES

    def add(self, chunk: str) -> int:
        """Read a chunk, and give it a number."""
        if simple := SIMPLE_CHUNK.fullmatch(chunk):
            written, behind = simple.groups()
            number = self._by_written.get(written)
            if number is None:
                number = self._by_written[written] = self._new(simple_piece(written))
            self.chunk_entries.append(number)
            ends = bool(behind) and may_end(chunk)
        else:
            read = read_chunk(chunk)
            self.chunk_entries.extend(map(self._number, read.pieces))
            ends = read.may_end
        self.chunk_ends.append(len(self.chunk_entries))
        self.chunk_may_end.append(ends)
        return len(self.chunk_ends) - 1

    def _number(self, piece: Piece) -> int:
        known = self._by_piece.get(piece[:2])
        if known is None:
            known = self._by_piece[piece[:2]] = self._new(piece)
        return known

    def _new(self, piece: Piece) -> int:
        word, written, shape = piece
        self.word_of.append(self.words[word])
        self.form_of.append(self.forms[written] if shape == _OTHER else 0)
        self.shape_of.append(shape)
        self.begins.append(may_begin(written))
        return len(self.word_of) - 1


class _Numbers(dict[str, int]):
    """Numbers strings in the order of their first coming."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Chunks(dict[str, int]):
    """The numbers of chunks, remembered but for the long ones, which hardly come again."""

    def __init__(self, entries: Entries) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, chunk: str) -> int:
        number = self._entries.add(chunk)
        if len(chunk) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = number
        return number


class Stream:
    """The chunks of one field, article after article, as they come."""

    def __init__(self, entries: Entries) -> None:
        self._number: Callable[[str], int] = entries.chunks.__getitem__
        self._entries = entries
        self._chunks = array("I")
        self._documents = array("I")
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._chunks)

    def add(self, document: int, texts: Sequence[str]) -> None:
        """Add a field's texts of a document; documents come in ascending order."""
        for text in texts:
            self._chunks.extend(map(self._number, text.split()))
            self._chunks.append(_TEXT_END)
        self._documents.append(document)
        self._ends.append(len(self._chunks))

    def used(self) -> NDArray[np.bool_]:
        """Tell which of the entries stand in the field."""
        chunks = np.zeros(len(self._entries.chunk_ends), bool)
        chunks[np.frombuffer(self._chunks, np.uint32)] = True
        starts, ends = _chunk_bounds(self._entries)
        entries = np.zeros(len(self._entries.word_of), bool)
        entries[np.frombuffer(self._entries.chunk_entries, np.uint32)[spans(starts[chunks], ends[chunks])]] = True
        return entries

    def placed(self) -> Placed:
        """Work out where each word stands."""
        return _placed(
            np.frombuffer(self._chunks, np.uint32),
            np.frombuffer(self._documents, np.uint32),
            np.frombuffer(self._ends, np.uint64).astype(np.int64),
            self._entries,
        )


class Placed(NamedTuple):
    """The words of a field in the order of the texts: arrays of equal length; and one element for each document.

    `extents` is one more than the last position of the document's words, `lengths` their number.
    """

    entries: NDArray[np.uint32]
    documents: NDArray[np.uint32]
    positions: NDArray[np.uint32]
    opens_text: NDArray[np.bool_]
    opens_sentence: NDArray[np.bool_]
    present: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    extents: NDArray[np.int64]


def _placed(stream: NDArray[np.uint32], present: NDArray[np.uint32], ends: NDArray[np.int64], known: Entries) -> Placed:
    """Place the words of chunks; what is worked out for chunks rather than words has an element more, the end."""
    starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    chunk_starts, chunk_ends = _chunk_bounds(known)
    chunks = stream.astype(np.int64)
    sizes = (chunk_ends - chunk_starts)[chunks]
    words_before = _sums(sizes)
    lengths = words_before[ends] - words_before[starts]
    text_ends = chunks == _TEXT_END
    # A word's position is its number in the field, less what stands before its document, and the gaps before its text.
    # Modulo 2^32: half the memory, and the result fits.
    shift = _sums(text_ends)[:-1] * BLOCK_GAP
    shift -= np.repeat(words_before[starts] + shift[starts], ends - starts)
    positions = np.repeat(shift.astype(np.uint32), sizes)
    positions += np.arange(len(positions), dtype=np.uint32)
    entries = _entries_of(chunks, sizes, words_before, known)
    opens_text = np.zeros(len(entries) + 1, bool)
    opens_text[words_before[starts]] = True
    opens_text[words_before[1:][text_ends]] = True
    follows = words_before[1:][(np.frombuffer(known.chunk_may_end, np.uint8) != 0)[chunks]]
    follows = follows[follows < len(entries)]
    opens_sentence = opens_text[:-1].copy()
    opens_sentence[follows[(np.frombuffer(known.begins, np.uint8) != 0)[entries[follows]]]] = True
    extents = np.zeros(len(present), np.int64)
    filled = lengths > 0
    extents[filled] = positions[words_before[ends[filled]] - 1].astype(np.int64) + 1
    documents = np.repeat(present, lengths)
    return Placed(entries, documents, positions, opens_text[:-1], opens_sentence, present, lengths, extents)


def _entries_of(
    chunks: NDArray[np.int64], sizes: NDArray[np.int64], words_before: NDArray[np.int64], known: Entries
) -> NDArray[np.uint32]:
    """Give the entries of chunks: the first one of each, and where there are more, those too."""
    starts, _ = _chunk_bounds(known)
    of_chunks = np.frombuffer(known.chunk_entries, np.uint32)
    firsts = of_chunks.take(starts, mode="clip") if len(of_chunks) else np.zeros(len(starts), np.uint32)
    entries = np.repeat(firsts[chunks], sizes)
    several = np.flatnonzero(sizes > 1)
    first, size = starts[chunks[several]], sizes[several]
    place = words_before[several]
    entries[spans(place + 1, place + size)] = of_chunks[spans(first + 1, first + size)]
    return entries


def _chunk_bounds(known: Entries) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give where the entries of each chunk begin and end."""
    ends = np.frombuffer(known.chunk_ends, np.uint64).astype(np.int64)
    return np.concatenate([[0], ends[:-1]]), ends


def _sums(values: NDArray[Any]) -> NDArray[np.int64]:
    """Give what stands before each value, and the whole."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums


def inverted(placed: Placed, ranks: NDArray[np.uint32], form_ranks: NDArray[np.uint32], known: Entries) -> Run:
    """Sort the words of a field by word, document and position.

    Args:
        placed: the words in the order of the texts.
        ranks: the place in the sorted vocabulary of each word by number.
        form_ranks: the place in the sorted forms of each form by number.
        known: what the numbers of `placed.entries` stand for.
    """
    rank = ranks[np.frombuffer(known.word_of, np.uint32)][placed.entries]
    order = stable_order(rank)
    rank, documents, which = rank.take(order), placed.documents.take(order), placed.entries.take(order)
    shapes = np.frombuffer(known.shape_of, np.uint8)[which]
    new_term = np.ones(len(rank), bool)
    np.not_equal(rank[1:], rank[:-1], out=new_term[1:])
    new = new_term.copy()
    new[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(new)
    term_starts = np.flatnonzero(new_term)
    firsts = np.append(np.searchsorted(starts, term_starts), len(starts))
    return Run(
        terms=rank[term_starts],
        counts=np.diff(firsts),
        documents=documents[starts],
        frequencies=np.diff(np.append(starts, len(rank))),
        positions=placed.positions.take(order),
        shapes=shapes,
        forms=form_ranks[np.frombuffer(known.form_of, np.uint32)[which[shapes == _OTHER]]],
    )


def stable_order(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give the stable order of numbers: two passes by 16 bits, which NumPy sorts by counting, four times faster."""
    low = np.argsort(values.astype(np.uint16), kind="stable")
    high = (values >> np.uint32(16)).astype(np.uint16)
    if not high.any():
        return low
    return low[np.argsort(high[low], kind="stable")]
