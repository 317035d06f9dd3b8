"""Which words are forms of one another: spellings without diacritics, and words that share a stem.

A word has keys; two words are forms of one another when they share one. Keys are made for words of the index and for
words of a query alike, so that a tolerance never needs another index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import compress
from operator import not_
from threading import local
from typing import Any
from unicodedata import digit, name, normalize

import Stemmer

from index.analysis.arabic import BARE, bare
from index.analysis.characters import ACCENTS

FOLD = "fold:"
"""What keys begin with that are plainest spellings."""

_SHORTEST_STEMMED = 3
_CACHED_STEMS = 0  # a stemmer's own cache takes four times as long as stemming

_ACCENTS = re.compile(f"[{ACCENTS}]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ELISION = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|all|un|dall|sull|coll|quest|quell)'(?=...)"
)
_DIGIT = re.compile(r"[^\D0-9]")
_SHORT_I = "й"  # a letter of its own, not an и with an accent
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_UMLAUT = re.compile("[äöü]")

# Letters that Unicode does not take apart, and letters that are one in careless spelling.
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t",
        "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ڪ": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
        "'": None,
    }
)  # fmt: skip

_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_ARABIC_LETTERS = str.maketrans({"آ": "ا", "أ": "ا", "إ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه"})

_LATIN = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "sr": "serbian", "st": "sesotho", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_ALGORITHMS = {
    "LATIN": _LATIN,
    "ARABIC": {"ar": "arabic", "fa": "persian"},
    "ARMENIAN": {"hy": "armenian"},
    "CYRILLIC": {"ru": "russian", "sr": "serbian"},
    "DEVANAGARI": {"hi": "hindi", "ne": "nepali"},
    "GREEK": {"el": "greek"},
    "HEBREW": {"yi": "yiddish"},
    "TAMIL": {"ta": "tamil"},
}
"""Snowball's algorithms by script and ISO 639-1 code."""

_ELIDING = frozenset(("ca", "fr", "it"))


def fold(word: str) -> str:
    """Give a word's plainest spelling.

    Diacritics, Arabic vowel marks, apostrophes and a possessive 's are off, Arabic letter forms are one, the points of
    an acronym and of thousands are off, digits are ASCII.
    """
    if word.isascii():
        return word if word.isalnum() else _joined(word)
    if _ARABIC_WORD.fullmatch(word):  # what follows makes the same of it, but slowly
        return word.translate(_ARABIC_LETTERS)
    parts = normalize("NFC", word).split(_SHORT_I)
    plain = _SHORT_I.join(_ACCENTS.sub("", normalize("NFKD", part)) for part in parts)
    return _joined(_DIGIT.sub(_ascii_digit, normalize("NFC", plain)).translate(_LETTERS)) or word


def keys(word: str, languages: Iterable[str]) -> set[str]:
    """Give the keys of a word of the index, for stems in the given languages (ISO 639-1).

    Two words are forms of one another when they share a key. Words with digits, and words of fewer than three
    letters, have no stem. Arabic words have keys without their prefixes, too.
    """
    spoken = frozenset(languages)
    found = _kept_keys(word, spoken)
    plain = fold(word)
    if "ar" in spoken and len(plain) >= _SHORTEST_STEMMED and _ARABIC_WORD.fullmatch(plain):
        found.update(BARE + rest for rest in bare(plain))
    return found


def _kept_keys(word: str, spoken: frozenset[str]) -> set[str]:
    bases = {_unpossessed(word)}
    if "'" in word and spoken & _ELIDING:
        bases.add(_ELISION.sub("", word, count=1))
    folded = {fold(base) for base in bases}
    if _UMLAUT.search(word):
        folded.add(fold(_UMLAUT.sub(lambda umlaut: _UMLAUTS[umlaut.group()], word)))
    found = {FOLD + base for base in folded}
    for base in bases | folded:
        if len(base) >= _SHORTEST_STEMMED and not any(map(str.isdigit, base)) and "." not in base:
            found.update(
                f"stem:{language}:{stemmer.stemWord(base)}" for language, stemmer in _stemmers(_script(base), spoken)
            )
    return found


def keys_of(words: Sequence[str], languages: Iterable[str]) -> dict[str, tuple[list[str], list[int]]]:
    """Give the keys of many words that an index keeps, by kind: without it, each with the place of its word.

    They are those of `keys` but for Arabic words without prefixes. Fast for plain Latin letters.
    """
    spoken = frozenset(languages)
    are_plain = [len(word) >= _SHORTEST_STEMMED and word.isascii() and word.isalpha() for word in words]
    plain = list(compress(words, are_plain))
    places = list(compress(range(len(words)), are_plain))
    found = {FOLD[:-1]: (plain.copy(), places.copy())}
    for language, stemmer in _stemmers("LATIN", spoken):
        found[f"stem:{language}"] = stemmer.stemWords(plain), places.copy()
    for place in compress(range(len(words)), map(not_, are_plain)):
        for key in _kept_keys(words[place], spoken):
            kind, _, text = key.rpartition(":")
            texts, at = found.setdefault(kind, ([], []))
            texts.append(text)
            at.append(place)
    return found


def _unpossessed(word: str) -> str:
    return word.removesuffix("'s")


def _joined(word: str) -> str:
    bare = _unpossessed(word).replace("'", "")
    if "." in bare and not any(map(str.isdigit, bare)):
        return bare.replace(".", "")
    return bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare


def _ascii_digit(found: re.Match[str]) -> str:
    return str(digit(found.group()))


def _script(word: str) -> str:
    return "LATIN" if word[0].isascii() else _script_of(word[0])


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    return name(character, "").partition(" ")[0]


class _Stemmers(local):
    """Stemmers, one set a thread: they are not safe to share."""

    def __init__(self) -> None:
        self.by_language: dict[tuple[str, frozenset[str]], list[tuple[str, Any]]] = {}


_STEMMERS = _Stemmers()


def _stemmers(script: str, languages: frozenset[str]) -> list[tuple[str, Any]]:
    """Give the stemmers for a word in a script, each with its language."""
    made = _STEMMERS.by_language.get((script, languages))
    if made is None:
        algorithms = _ALGORITHMS.get(script, {})
        present = sorted(language for language in languages & algorithms.keys())
        known = _known_algorithms()
        made = [
            (language, Stemmer.Stemmer(algorithms[language], _CACHED_STEMS))
            for language in present
            if algorithms[language] in known
        ]
        _STEMMERS.by_language[script, languages] = made
    return made


@cache
def _known_algorithms() -> frozenset[str]:
    """Name the algorithms of the installed Snowball; older ones know fewer languages."""
    return frozenset(Stemmer.algorithms())
