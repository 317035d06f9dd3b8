"""A batch of articles turned inside out: from the words of each article in order to the articles of each word.

The words of a field become one stream of numbers while articles come in. At the end it is sorted by the words' places
in the vocabulary, and the postings are cut out of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import BLOCK_GAP
from index.analysis.written import SIMPLE_CHUNK, Shape, may_begin, read_chunk
from index.codec.fields import Run

_TEXT_END: Final = 0
_MAY_END: Final = 1
_FIRST_ENTRY: Final = 2

_CACHED_CHUNKS = 1 << 18
_CACHED_LENGTH = 48


class Entries:
    """The different words of a batch, each once for each way in which it is written, and numbered as they come."""

    def __init__(self) -> None:
        self._by_written: dict[str, int] = {}
        self._by_piece: dict[tuple[str, str], int] = {}
        self.words = _Numbers()
        self.forms = _Numbers()
        self.word_of = array("I", [0] * _FIRST_ENTRY)
        self.form_of = array("I", [0] * _FIRST_ENTRY)
        self.shape_of = array("B", [0] * _FIRST_ENTRY)
        self.begins = array("B", [0] * _FIRST_ENTRY)
        self.chunks = _Chunks(self)

    def of(self, chunk: str) -> tuple[int, ...]:
        """Give the numbers of a chunk's words, and `_MAY_END` behind them if a sentence may end there."""
        if simple := SIMPLE_CHUNK.fullmatch(chunk):
            written, behind = simple.groups()
            number = self._by_written.get(written)
            if number is None:
                number = self._by_written[written] = self._number(*read_chunk(written).pieces[0])
            return (number, _MAY_END) if behind and read_chunk(chunk).may_end else (number,)
        read = read_chunk(chunk)
        numbers = [self._number(*piece) for piece in read.pieces]
        return (*numbers, _MAY_END) if read.may_end else tuple(numbers)

    def _number(self, word: str, written: str, shape: Shape) -> int:
        known = self._by_piece.get((word, written))
        if known is None:
            known = self._by_piece[word, written] = len(self.word_of)
            self.word_of.append(self.words[word])
            self.form_of.append(self.forms[written] if shape is Shape.OTHER else 0)
            self.shape_of.append(shape)
            self.begins.append(may_begin(written))
        return known


class _Numbers(dict[str, int]):
    """Numbers strings in the order of their first coming."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Chunks(dict[str, tuple[int, ...]]):
    """What `Entries.of` gives, remembered: a text has far fewer different chunks than chunks."""

    def __init__(self, entries: Entries) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        found = self._entries.of(chunk)
        if len(chunk) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


class Stream:
    """The words of one field, article after article, as they come."""

    def __init__(self) -> None:
        self._entries = array("I")
        self._documents = array("I")
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, document: int, texts: Sequence[str], chunks: Mapping[str, tuple[int, ...]]) -> None:
        """Add a field's texts of a document; documents come in ascending order."""
        for text in texts:
            self._entries.extend(chain.from_iterable(map(chunks.__getitem__, text.split())))
            self._entries.append(_TEXT_END)
        self._documents.append(document)
        self._ends.append(len(self._entries))

    def placed(self, entries: Entries) -> Placed:
        """Work out where each word stands."""
        return _placed(
            np.frombuffer(self._entries, np.uint32),
            np.frombuffer(self._documents, np.uint32).astype(np.int64),
            np.frombuffer(self._ends, np.uint64).astype(np.int64),
            entries,
        )


class Placed(NamedTuple):
    """The words of a field in the order of the texts: arrays of equal length; and one element for each document.

    `extents` is one more than the last position of the document's words, `lengths` their number.
    """

    entries: NDArray[np.uint32]
    documents: NDArray[np.int64]
    positions: NDArray[np.int64]
    opens_text: NDArray[np.bool_]
    opens_sentence: NDArray[np.bool_]
    present: NDArray[np.int64]
    lengths: NDArray[np.int64]
    extents: NDArray[np.int64]


def _placed(
    stream: NDArray[np.uint32], present: NDArray[np.int64], ends: NDArray[np.int64], entries: Entries
) -> Placed:
    starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    text_ends = np.cumsum(stream == _TEXT_END)  # up to and with each element
    word_count = np.cumsum(stream >= _FIRST_ENTRY)
    at = np.flatnonzero(stream >= _FIRST_ENTRY)
    words_before = np.concatenate([[0], word_count])[starts]
    texts_before = np.concatenate([[0], text_ends])[starts]
    lengths = np.concatenate([[0], word_count])[ends] - words_before
    which = np.repeat(np.arange(len(present)), lengths)
    ordinal = np.arange(len(at)) - words_before[which]
    positions = ordinal + (text_ends[at] - texts_before[which]) * BLOCK_GAP
    opens_text = np.ones(len(at), bool)
    opens_text[1:] = text_ends[at][1:] != text_ends[at][:-1]
    stops = np.cumsum(stream == _MAY_END)[at]
    opens_sentence = opens_text.copy()
    begins = np.frombuffer(entries.begins, np.uint8)[stream[at]] != 0
    opens_sentence[1:] |= (stops[1:] != stops[:-1]) & begins[1:]
    extents = np.zeros(len(present), np.int64)
    filled = lengths > 0
    extents[filled] = positions[(np.cumsum(lengths) - 1)[filled]] + 1
    return Placed(stream[at], present[which], positions, opens_text, opens_sentence, present, lengths, extents)


def inverted(placed: Placed, ranks: NDArray[np.int64], form_ranks: NDArray[np.int64], entries: Entries) -> Run:
    """Sort the words of a field by word, document and position.

    Args:
        placed: the words in the order of the texts.
        ranks: the place in the sorted vocabulary of each word by number.
        form_ranks: the place in the sorted forms of each form by number.
        entries: what the numbers of `placed.entries` stand for.
    """
    rank = ranks[np.frombuffer(entries.word_of, np.uint32)[placed.entries]].astype(np.uint32)
    order = stable_order(rank)
    rank, documents, which = rank[order], placed.documents[order], placed.entries[order]
    shapes = np.frombuffer(entries.shape_of, np.uint8)[which]
    new_term = np.ones(len(rank), bool)
    new_term[1:] = rank[1:] != rank[:-1]
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
        positions=placed.positions[order],
        shapes=shapes,
        forms=form_ranks[np.frombuffer(entries.form_of, np.uint32)[which[shapes == Shape.OTHER]]],
    )


def stable_order(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give the stable order of numbers: two passes by 16 bits, which NumPy sorts by counting, four times faster."""
    low = np.argsort(values.astype(np.uint16), kind="stable")
    high = (values >> np.uint32(16)).astype(np.uint16)
    if not high.any():
        return low
    return low[np.argsort(high[low], kind="stable")]
