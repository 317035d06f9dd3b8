"""The particles of Arabic names, which are written apart, joined to the next word, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from index.analysis.forms import fold

# fmt: off
_ARTICLES = frozenset((
    "al", "el", "il", "ul", "ad", "ed", "ud", "an", "en", "un", "ar", "er", "ur", "as", "es", "us", "ash", "esh", "ech",
    "ush", "at", "et", "ut", "ath", "eth", "az", "ez", "uz", "adh", "edh",
))
# fmt: on
_SONS = frozenset(("bin", "ibn", "ben", "bn"))
_FATHERS = frozenset(("abu", "abou", "abo", "aboo"))
_MOTHERS = frozenset(("umm", "oum", "um", "omm", "om"))
_CLASSES = (_ARTICLES, _SONS, _FATHERS, _MOTHERS)

_MOST_READINGS = 32
_MANY_PARTS = 4
_FOUND_JOINED = 5  # longer words find those that an article is joined to: `name_keys` reads these without it
_SUN = "(?:dh|sh|th|[dlnrstz])"
_SUN_BEGINNING = re.compile(_SUN)
_JOINED_ARTICLE = re.compile(rf"(?:[ae]l(?=[a-z]{{4}})|[aeu]({_SUN})(?=\1[a-z]{{2}}))")
_JOINED_SERVANT = re.compile(rf"(?!abd[aeou]ll?ah?$)abd[aeiou](?:l(?=[a-z]{{4}})|({_SUN})(?=\1[a-z]{{2}}))")
_SERVANT = re.compile(rf"abd[aeou]{_SUN}")
_JOINED_FATHER = re.compile(r"abo?u(?=[b-df-hj-np-tv-z][a-z]{3})")


def particles_like(word: str) -> frozenset[str]:
    """Give the spellings of a particle: of the article before any letter, of son, father and mother; none of others."""
    return next((some for some in _CLASSES if word in some), frozenset())


def name_readings(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Give the rows of words that a name may be written as; each word then stands for all its spellings.

    An article between two words, and a son's `bin`, may be apart, joined to what follows, or absent. An article before
    the first word is left out: the rest finds it all the same. There are at most 32, the likeliest first. A name with
    another script in it, or digits, stays as it is.
    """
    plain = [fold(word) for word in words]
    if not plain or not all(word.isascii() and word.isalpha() for word in plain):
        return (tuple(words),)
    parts = list(_parts(plain))
    options = [_first(parts[0]), *(_next(part, before) for part, before in zip(parts[1:], parts, strict=False))]
    if len(parts) >= _MANY_PARTS:
        options = [some[: 2 if place <= _MANY_PARTS else 1] for place, some in enumerate(options)]
    numbered = product(*(enumerate(some) for some in options))
    likeliest = sorted(numbered, key=lambda row: sum(number for number, _ in row))
    rows = dict.fromkeys(_row([piece for _, piece in row]) for row in likeliest)
    return tuple(islice(rows, _MOST_READINGS))


class _Part(NamedTuple):
    """A word of a name, with the particle before it."""

    particle: str
    word: str


class _Piece(NamedTuple):
    """Words of a row; the first one may be joined to the word before it."""

    words: tuple[str, ...]
    joined: bool = False


def _parts(words: Sequence[str]) -> Iterator[_Part]:
    """Take a name apart: each word with the article or `bin` before it, whether they were joined or not."""
    particle, last = "", len(words) - 1
    for place, word in enumerate(words):
        if place < last and word in _ARTICLES:
            particle = "al"
        elif place < last and word in _SONS:
            particle = "bin"
        else:
            is_servant = place < last and _SERVANT.fullmatch(word) is not None
            yield from (_Part(particle, "abd"),) if is_servant else _taken_apart(particle, word)
            particle = "al" if is_servant else ""


def _taken_apart(particle: str, word: str) -> Iterator[_Part]:
    if servant := _JOINED_SERVANT.match(word):
        yield _Part(particle, "abd")
        yield _Part("al", word[servant.end() :])
    elif father := _JOINED_FATHER.match(word):
        yield _Part(particle, "abu")
        yield _Part("", word[father.end() :])
    else:
        yield _Part(particle, word)


def _first(part: _Part) -> list[_Piece]:
    particle, word = part
    if particle == "bin":
        return [_Piece((particle, word)), _Piece((particle + word,))]
    return [_Piece((word,)), *(_joined(word) if particle else ())]


def _next(part: _Part, before: _Part) -> list[_Piece]:
    particle, word = part
    if particle == "bin":
        return [_Piece((particle, word)), _Piece((word,)), _Piece((particle + word,))]
    if particle == "al":
        whole = [_Piece((one,), joined=True) for one in _with_article(word)]
        servant = [_Piece(("al", word), joined=True)] if before.word == "abd" else []
        return [_Piece(("al", word)), _Piece((word,)), *servant, *_joined(word), *whole]
    kept = [_Piece((word,)), _Piece(("al", word)), *_joined(word)]
    if before.word in _FATHERS:
        return [kept[0], _Piece((word,), joined=True), *kept[1:]]
    article = _JOINED_ARTICLE.match(word)
    bare = word[article.end() :] if article else ""
    return [*kept, _Piece(("al", bare)), _Piece((bare,)), *_joined(bare)] if bare else kept


def _joined(word: str) -> list[_Piece]:
    return [_Piece((one,)) for one in _with_article(word)] if len(word) < _FOUND_JOINED else []


def _with_article(word: str) -> list[str]:
    """Join the article to a word, as it is written and as it is spoken."""
    sun = _SUN_BEGINNING.match(word)
    return [f"al{word}", f"a{sun.group()}{word}"] if sun else [f"al{word}"]


def _row(pieces: Sequence[_Piece]) -> tuple[str, ...]:
    row: list[str] = []
    for words, joined in pieces:
        if joined and row:
            row[-1] += words[0]
            row.extend(words[1:])
        else:
            row.extend(words)
    return tuple(row)
