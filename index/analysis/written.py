"""How words were written (their case), and where sentences begin: what the index keeps beside the folded words.

Both are found chunk by chunk, a chunk being what stands between blanks, so that they can be remembered for a chunk.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized

from index.analysis.characters import SINGLES
from index.analysis.tokens import ASCII_TOKEN, LONGEST_WORD, chunk_tokens, normal, plain

_STOP = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»)\]]*$")
_FULL_WIDTH_STOP = re.compile(r"[。！？｡]+[」』”’）】》\"')\]]*")
SIMPLE_CHUNK = re.compile(r"[!-/:-@\[-`{-~]*([A-Za-z]+|[0-9]+)([!-/:-@\[-`{-~]*)")
"""Letters or digits without a sign between them, and the signs before and behind: what nearly all chunks are."""

_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~‘’“”«»‹›„…–—·،؛؟。"
_SINGLE = re.compile(f"[{SINGLES}]")

_NO_STOP = re.compile(
    r"[\"'“‘«(\[]*(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|mr|mrs|ms|dr|prof|sen|rep|gov|gen|col|maj|capt|lt|sgt|st|no|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|fig|art|inc|corp|co|ltd|jr|sr|etc|mme|mm|sra?|ing|bzw|ca|nr|str)\.",
    re.IGNORECASE,
)
_REMEMBERED_LENGTH = 48


class Shape(IntEnum):
    """How a word was written. All but `OTHER` give the written word back from the folded one."""

    LOWER = 0  # as the folded word
    CAPITALISED = 1
    UPPER = 2
    OTHER = 3


class Piece(NamedTuple):
    """A word of the index, as it was written (NFKC), and how that is called."""

    word: str
    written: str
    shape: Shape


class Chunk(NamedTuple):
    """The words of a chunk, and behind how many of them a sentence may end: behind all, or inside where no blank is."""

    pieces: tuple[Piece, ...]
    ends: tuple[int, ...] = ()


def read_chunk(chunk: str) -> Chunk:
    """Read a run of characters without a blank."""
    if simple := SIMPLE_CHUNK.fullmatch(chunk):
        pieces: tuple[Piece, ...] = (simple_piece(simple.group(1)),)
        if not simple.group(2):
            return Chunk(pieces)
    else:
        letters = None if chunk.isascii() else _letters_piece(chunk)
        pieces = (letters,) if letters else tuple(_pieces(chunk))
    ends = () if chunk.isascii() else tuple(_full_width_ends(chunk))
    if pieces and len(pieces) not in ends and may_end(chunk):
        ends = (*ends, len(pieces))
    return Chunk(pieces, ends)


def may_end(chunk: str) -> bool:
    """Tell whether a sentence may end with a chunk, which has words."""
    return _STOP.search(chunk) is not None and _NO_STOP.fullmatch(chunk) is None


def _full_width_ends(chunk: str) -> Iterator[int]:
    """Give the numbers of words before the stops behind which no blank is put."""
    stops = [stop.end() for stop in _FULL_WIDTH_STOP.finditer(chunk)]
    if stops:
        starts = [token.start for token in chunk_tokens(chunk)]
        yield from filter(None, dict.fromkeys(bisect_left(starts, stop) for stop in stops))


def may_begin(written: str) -> bool:
    """Tell whether a sentence may begin with a word: with anything but a small letter."""
    return not written[0].islower()


def sentence_starts(text: str) -> list[int]:
    """Give the number of the first word of each sentence of a text.

    A sentence ends with a full stop, question or exclamation mark with a blank behind it, or a full-width one, if the
    next word is not written small; the points of initials, titles, months and other usual abbreviations end none.
    Measured on nothing but news: rules for every language would need a library of their own.
    """
    starts: list[int] = []
    count, ended = 0, True
    for chunk in text.split():
        size, begins, inside, may_end = _remembered(chunk) if len(chunk) <= _REMEMBERED_LENGTH else _bounds(chunk)
        if size:
            if ended and (begins or not count):
                starts.append(count)
            starts += [count + number for number in inside]
            count += size
            ended = may_end
    return starts


def _bounds(chunk: str) -> tuple[int, bool, list[int], bool]:
    """Give the number of words of a chunk, whether a sentence may begin with it, where inside, and may end with it."""
    pieces, ends = read_chunk(chunk)
    size = len(pieces)
    begins = [number for number in (0, *ends) if number < size and may_begin(pieces[number].written)]
    return size, 0 in begins, [number for number in begins if number], size in ends


_remembered = lru_cache(maxsize=1 << 15)(_bounds)


def shape_of(word: str, written: str) -> Shape:
    """Name how a folded word was written."""
    if written == word:
        return Shape.LOWER
    if written == capitalised(word):
        return Shape.CAPITALISED
    if written == word.upper():
        return Shape.UPPER
    return Shape.OTHER


def capitalised(word: str) -> str:
    """Give a folded word with its first letter a capital."""
    return word[:1].upper() + word[1:]


def simple_piece(written: str) -> Piece:
    """Read ASCII letters or digits without a sign between them, which nearly all words are."""
    written = written[:LONGEST_WORD]
    word = written.lower()
    return Piece(word, written, shape_of(word, written))


def _letters_piece(chunk: str) -> Piece | None:
    """Read letters of any script with signs only before and behind, as `_pieces` does; None if it is something else."""
    written = chunk.strip(_SIGNS)
    if not written.isalpha() or not is_normalized("NFKC", written):
        return None
    word = normal(written)
    if not word.isalpha() or _SINGLE.search(word) or len(word) > LONGEST_WORD or len(written) > LONGEST_WORD:
        return None
    return Piece(word, written, shape_of(word, written))


def _pieces(chunk: str) -> Iterator[Piece]:
    if chunk.isascii() and len(chunk) <= LONGEST_WORD:
        yield from _ascii_pieces(chunk)
        return
    for word, start, end in chunk_tokens(chunk):
        written = plain(chunk[start:end])[:LONGEST_WORD]
        yield Piece(word, written, shape_of(word, written))


def _ascii_pieces(chunk: str) -> Iterator[Piece]:
    """Read a chunk of ASCII whose words need not be cut; nothing of it but its case is normalised."""
    form = chunk.lower()
    for match in ASCII_TOKEN.finditer(form):
        start, end = match.span()
        word, written = form[start:end], chunk[start:end]
        yield Piece(word, written, Shape.LOWER if word == written else shape_of(word, written))
