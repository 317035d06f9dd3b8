"""What the chunks of texts stand for: their words, each once for each way in which it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.analysis.written import Chunk, Piece, Shape, may_begin, may_end, read_chunk
from index.codec.columns import Column
from index.codec.interning import LONGEST_KEY, PADDING, Keys, Numbers, in_one, keys_at
from index.codec.spans import spans

_CHEAP_ENTRIES: Final = 4
_SMALL, _CAPITAL, _DIGIT, _SIGN, _STOP, _OTHER = 1, 2, 4, 8, 16, 32
_LETTER_BIT: Final = np.uint64(0x20)
_LETTER_BITS: Final = np.uint64(0x2020202020202020)
_HIGH_BYTES: Final = np.uint64((1 << 56) - 1)
_PRINTED: Final = range(ord("!"), ord("~") + 1)


def _class(character: str) -> int:
    if character.isalpha():
        return _SMALL if character.islower() else _CAPITAL
    return _DIGIT if character.isdecimal() else _STOP if character in ".!?" else _SIGN


_CLASSES: Final = np.array([_class(chr(code)) if code in _PRINTED else _OTHER for code in range(256)], np.uint8)
"""What a byte is: ASCII letters, digits and signs, and all else."""

_COLUMNS: Final = np.arange(PADDING)


class Entries:
    """The different words of some texts, each once for each way in which it is written, and numbered as they come.

    Texts are read by chunks, what stands between blanks, because there are far fewer different ones. A batch after
    another one may have its entries, and needs not read again what is in both.

    Attributes:
        words: the words by number.
        forms: the written forms that shapes do not tell, with their numbers.
        word_of: the number of the word of each entry.
        form_of: the number of its form, for the shape `OTHER`.
        shape_of: how it is written.
        begins: whether a sentence may begin with it.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.forms: dict[str, int] = {}
        self.word_of = Column(np.uint32)
        self.form_of = Column(np.uint32)
        self.shape_of = Column(np.uint8)
        self.begins = Column(bool)
        self._word_numbers = Numbers()
        self._written = Numbers()
        self._entry_of = Column(np.uint32)  # of what is numbered by `_written`
        self._odd: dict[tuple[str, str], int] = {}
        self._chunks = Numbers()
        self._starts = Column(np.int64)  # of a chunk's entries in `_entries`
        self._sizes = Column(np.int64)
        self._entries = Column(np.uint32)
        self._may_end = Column(bool)  # of each of them: a sentence, behind it

    def __len__(self) -> int:
        return len(self.word_of)

    @property
    def known(self) -> int:
        """How many chunks are known, for the memory that they take; one of very many words counts as several."""
        return max(len(self._chunks), len(self), len(self._entries) // _CHEAP_ENTRIES)

    def read(self, text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Read:
        """Read the chunks at some places of a text, which goes on for `PADDING` bytes behind them."""
        chunks, new = self._chunks.of(text, starts, lengths)
        if len(new):
            self._learn(text, starts[new], lengths[new])
        sizes = self._sizes.values.take(chunks)
        firsts = self._starts.values.take(chunks)
        places = firsts if (sizes == 1).all() else spans(firsts, firsts + sizes)
        return Read(self._entries.values.take(places), sizes, self._may_end.values.take(places))

    # ---- new chunks -------------------------------------------------------------------------------------------------

    def _learn(self, text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Read chunks that are new: those of ASCII letters or digits, with signs around them, all at once."""
        short = np.flatnonzero(lengths <= LONGEST_KEY)
        keys = keys_at(text, starts[short], lengths[short])
        simple = _simple(keys)
        at_once = short[simple.places]
        sizes = np.ones(len(starts), np.int64)
        stopped = simple.places[simple.stops]
        entries = self._simple_entries(simple.written)
        odd = np.ones(len(starts), bool)
        odd[at_once] = False
        others, more = self._read_odd(text, starts[odd], lengths[odd])
        sizes[odd] = [len(chunk.pieces) for chunk in others]
        firsts = np.cumsum(sizes) - sizes
        joined = np.empty(int(sizes.sum()), np.uint32)
        joined[firsts[at_once]] = entries
        joined[spans(firsts[odd], firsts[odd] + sizes[odd])] = more
        may_ends = np.zeros(len(joined), bool)
        may_ends[firsts[short[stopped]]] = [may_end(chunk) for chunk in keys.at(stopped).strings()]
        ends = [
            first + end - 1 for first, chunk in zip(firsts[odd].tolist(), others, strict=True) for end in chunk.ends
        ]
        may_ends[np.array(ends, np.int64)] = True
        self._starts.add(firsts + len(self._entries))
        self._sizes.add(sizes)
        self._may_end.add(may_ends)
        self._entries.add(joined)

    def _read_odd(
        self, text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> tuple[list[Chunk], list[int]]:
        """Read chunks one by one; give them, and the entries of all their words."""
        data = text.data
        chunks = [
            read_chunk(str(data[start : start + length], errors="surrogatepass"))
            for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
        ]
        new: list[Piece] = []
        entries = [self._odd_entry(piece, new) for chunk in chunks for piece in chunk.pieces]
        if new:
            self._add_odd(new)
        return chunks, entries

    def _simple_entries(self, written: Keys) -> NDArray[np.uint32]:
        """Number what is written with ASCII letters only, or digits only."""
        numbers, new = self._written.of_keys(written)
        if len(new):
            self._add_simple(written.at(new))
        entries: NDArray[np.uint32] = self._entry_of.values[numbers]
        return entries

    def _add_simple(self, written: Keys) -> None:
        small = Keys(written.low | _letter_bits(written.low), written.high | _letter_bits(written.high & _HIGH_BYTES))
        capital = Keys(small.low & ~_letter_bits(small.low), small.high & ~_letter_bits(small.high & _HIGH_BYTES))
        shapes = np.full(len(written.low), Shape.OTHER, np.uint8)
        shapes[written.equal(capital)] = Shape.UPPER
        shapes[written.equal(Keys(small.low & ~_LETTER_BIT, small.high))] = Shape.CAPITALISED
        shapes[written.equal(small)] = Shape.LOWER
        other = np.flatnonzero(shapes == Shape.OTHER)
        forms = np.zeros(len(shapes), np.uint32)
        forms[other] = [self.forms.setdefault(form, len(self.forms)) for form in written.at(other).strings()]
        words, new_words = self._word_numbers.of_keys(small)
        self.words += small.at(new_words).strings()
        self._entry_of.add(np.arange(len(self), len(self) + len(words)))
        first_bytes = (written.low & np.uint64(0xFF)).view(np.int64)
        self._add(words, forms, shapes, _CLASSES[first_bytes] != _SMALL)

    def _odd_entry(self, piece: Piece, new: list[Piece]) -> int:
        """Give the entry of a word, which is added to `new` if it is not known."""
        number = self._odd.get(piece[:2])
        if number is None:
            number = self._odd[piece[:2]] = len(self) + len(new)
            new.append(piece)
        return number

    def _add_odd(self, new: Sequence[Piece]) -> None:
        strings = [piece.word for piece in new]
        words, new_words = self._word_numbers.of(*in_one(strings))
        self.words += [strings[place] for place in new_words.tolist()]
        shapes = [piece.shape for piece in new]
        forms = [
            self.forms.setdefault(piece.written, len(self.forms)) if piece.shape is Shape.OTHER else 0 for piece in new
        ]
        self._add(words, forms, shapes, [may_begin(piece.written) for piece in new])

    def _add(self, words: ArrayLike, forms: ArrayLike, shapes: ArrayLike, begins: ArrayLike) -> None:
        self.word_of.add(words)
        self.form_of.add(forms)
        self.shape_of.add(shapes)
        self.begins.add(begins)


class Read(NamedTuple):
    """Chunks that were read: the entries of their words, of each chunk how many, of each word: may a sentence end."""

    entries: NDArray[np.uint32]
    sizes: NDArray[np.int64]
    may_end: NDArray[np.bool_]


class _Simple(NamedTuple):
    """Chunks of letters or digits with signs around them: which, what is written, and whether a stop is behind it."""

    places: NDArray[np.int64]
    written: Keys
    stops: NDArray[np.bool_]


def _simple(keys: Keys) -> _Simple:
    """Find the chunks that `SIMPLE_CHUNK` matches."""
    classes = _CLASSES.take(keys.bytes())
    classes[keys.lengths[:, None] <= _COLUMNS] = 0
    is_core = (classes & (_SMALL | _CAPITAL | _DIGIT)) != 0
    firsts = is_core.argmax(axis=1)
    lasts = PADDING - is_core[:, ::-1].argmax(axis=1)
    kinds = np.bitwise_or.reduce(classes & (_SMALL | _CAPITAL | _DIGIT | _OTHER), axis=1)
    of_one_kind = (kinds == _DIGIT) | ((kinds != 0) & (kinds & (_DIGIT | _OTHER) == 0))
    places = np.flatnonzero(of_one_kind & (is_core.sum(axis=1) == lasts - firsts))
    firsts, lasts = firsts[places], lasts[places]
    stops = ((classes[places] & _STOP) != 0) & (lasts[:, None] <= _COLUMNS)
    return _Simple(places, keys.at(places).cut(firsts, lasts - firsts), stops.any(axis=1))


def _letter_bits(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Give the bit that tells small letters from capitals for each byte that is a letter, out of letters and digits."""
    return values >> np.uint64(1) & _LETTER_BITS
