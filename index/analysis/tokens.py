"""From text to the words of the index, with or without their places.

A word is a run of letters, digits and combining marks, in Unicode NFKC and case folded, otherwise as it is written.
Inside a word an apostrophe stays (`o'neill`), and a point or comma between digits (`1,500`). Single letters with
points between them are one word (`u.s`). Everything else divides words, a hyphen too. Characters of scripts that put
no blanks between words are a word each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from index.analysis.characters import APOSTROPHES, IGNORED, MARKS, SINGLES

LONGEST_WORD = 128
"""Longer words are cut in the index, as they are in queries."""

_CACHED_CHUNKS = 1 << 17
_CACHED_LENGTH = 48


class Token(NamedTuple):
    """A word of the index and the code points `[start, end)` of the text that it was read from."""

    word: str
    start: int
    end: int


def _token_pattern(letter: str, character: str, run: str, single: str) -> re.Pattern[str]:
    """Build the pattern of one word.

    Args:
        letter: the pattern of a letter.
        character: of what a word may begin with.
        run: of a run of characters.
        single: of a word of one character, with a bar behind it, or nothing.
    """
    acronym = rf"{letter}(?:\.{letter}(?!{character}))+"
    joint = rf"'(?!{letter}\.{letter}(?!{character}))|(?<=\d)[.,](?=\d)"
    return re.compile(rf"{single}{acronym}(?:\.?'s(?!{character}))?|{run}(?:(?:{joint}){run})*")


@cache
def _any_token() -> re.Pattern[str]:
    """Give the pattern of a word of any script, built when it is first needed: that takes some 30 ms."""
    character = rf"[^\W_{SINGLES}]"
    return _token_pattern(
        rf"[^\W\d_{SINGLES}][{MARKS}]*+",
        character,
        rf"{character}++(?:[{MARKS}]++{character}*+)*+",
        rf"(?=[^\W_])[{SINGLES}][{MARKS}]*+|",
    )


ASCII_TOKEN = _token_pattern("[a-z]", "[a-z0-9]", "[a-z0-9]+", "")
_RUN = re.compile(rf"[\w.,{MARKS}{IGNORED}{APOSTROPHES}]+")
_CLUSTER = re.compile(rf".[{MARKS}{IGNORED}\u1160-\u11ff\uff9e\uff9f]*", re.DOTALL)
_CHUNK = re.compile(r"\S+")
_IGNORED = re.compile(f"[{IGNORED}]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc", "'"))


def normal(text: str) -> str:
    """Give text the form of the index: NFKC, case folded, invisible characters off, all apostrophes alike."""
    if text.isascii():
        return text.lower()
    folded = normalize("NFKC", _IGNORED.sub("", text)).casefold()
    return normalize("NFKC", folded).translate(_APOSTROPHES)


def plain(text: str) -> str:
    """Give text the form of the index but for its case: NFKC, invisible characters off, all apostrophes alike."""
    if text.isascii():
        return text
    return normalize("NFKC", _IGNORED.sub("", text)).translate(_APOSTROPHES)


def tokenize(text: str) -> list[Token]:
    """Find the words of a text and their places, in order.

    Where one character stands for several words (a ligature of a whole phrase), they share its place.
    """
    return [
        Token(word, first + start, first + end)
        for chunk in _CHUNK.finditer(text)
        for first in (chunk.start(),)
        for word, start, end in _PIECES[chunk.group()]
    ]


def places(text: str) -> list[tuple[int, int]]:
    """Find the `[start, end)` places of the words of a text: those of `tokenize`, in the same order, faster."""
    if text.isascii():
        return [word.span() for word in ASCII_TOKEN.finditer(text.lower())]
    found: list[tuple[int, int]] = []
    end = 0
    for chunk in text.split():
        first = text.index(chunk, end)
        end = first + len(chunk)
        pieces = _PIECES[chunk]
        if len(pieces) == 1:
            found.append((first + pieces[0][1], first + pieces[0][2]))
        else:
            found += [(first + piece[1], first + piece[2]) for piece in pieces]
    return found


def words(text: str) -> list[str]:
    """Find the words of a text: those of `tokenize`, in the same order, faster."""
    return list(chain.from_iterable(map(_WORDS.__getitem__, text.lower().split())))


class _PieceCache(dict[str, tuple[Token, ...]]):
    """The pieces of a chunk, remembered: a text has far fewer distinct chunks than chunks."""

    def __missing__(self, chunk: str) -> tuple[Token, ...]:
        pieces = tuple(chunk_tokens(chunk))
        if len(chunk) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = pieces
        return pieces


class _WordCache(dict[str, tuple[str, ...]]):
    """The words of a lower case chunk, remembered."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(_chunk_words(chunk))
        if len(chunk) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_PIECES = _PieceCache()
_WORDS = _WordCache()


def chunk_tokens(chunk: str) -> Iterator[Token]:
    """Find the words of a run of characters without a blank, and their places in it."""
    if chunk.isascii():
        yield from _found(chunk.lower())
        return
    for run in _RUN.finditer(chunk):
        start, written = run.start(), run.group()
        pieces = _found(written.lower()) if written.isascii() else _aligned(written)
        for piece in pieces:
            yield Token(piece.word, start + piece.start, start + piece.end)


def _chunk_words(chunk: str) -> Iterator[str]:
    """Find the words of `chunk_tokens` without their places."""
    for run in (chunk,) if chunk.isascii() else _RUN.findall(chunk):
        form = normal(run)
        for word in _token(form).findall(form):
            yield word if len(word) <= LONGEST_WORD else _cut(word)


def _token(form: str) -> re.Pattern[str]:
    return ASCII_TOKEN if form.isascii() else _any_token()


def _found(form: str) -> Iterator[Token]:
    for match in _token(form).finditer(form):
        word = match.group()
        yield Token(word if len(word) <= LONGEST_WORD else _cut(word), match.start(), match.end())


def _cut(word: str) -> str:
    """Cut a word to the longest, to an end at which it is still one word."""
    return word[:LONGEST_WORD].rstrip(".,'")


def _aligned(written: str) -> Iterator[Token]:
    """Find the words of a run in its normal form, and their places in the run as it is written."""
    form = normal(written)
    where = _places(written, form)
    for piece in _found(form):
        if where is None:
            yield Token(piece.word, 0, len(written))
        else:
            yield Token(piece.word, where[piece.start][0], where[piece.end - 1][1])


def _places(written: str, form: str) -> Sequence[tuple[int, int]] | None:
    """Say for each character of the normal form which characters were written; None if that cannot be told.

    Normalising works on clusters (a letter and its marks). Where the clusters' forms do not add up to the whole's,
    as for some half width scripts, there is no telling.
    """
    if len(form) == len(written) and _is_normal(written):
        return [(index, index + 1) for index in range(len(form))]
    where: list[tuple[int, int]] = []
    parts: list[str] = []
    for cluster in _CLUSTER.finditer(written):
        part = normal(cluster.group())
        parts.append(part)
        place = cluster.span()
        if len(part) == place[1] - place[0] and _is_normal(cluster.group()):
            where.extend((index, index + 1) for index in range(*place))
        else:
            where.extend([place] * len(part))
    return where if "".join(parts) == form else None


def _is_normal(written: str) -> bool:
    """Does normalising leave each character in its place, but for its case."""
    folded = written.casefold()
    return len(folded) == len(written) and is_normalized("NFKC", written) and is_normalized("NFKC", folded)
