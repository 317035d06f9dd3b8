"""From what a query says to the words of each segment that it stands for: their ordinals, ascending."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.analysis.arabic import BARE
from index.analysis.arabic import prefixed as spellings_with_prefixes
from index.analysis.forms import FOLD
from index.analysis.forms import keys as analysed_keys
from index.codec.layout import look_of
from index.codec.segment import SegmentReader
from index.codec.spans import spans
from index.codec.wordlist import Poll, WordList
from index.search.collection import Collection
from index.search.joins import distinct
from index.search.postings import Forms

Ordinals = NDArray[np.int64]

_MARK = re.compile(r"[*?]")
_SPLIT = re.compile(r"[*?]+")
_STARS = re.compile(r"\*+")
_CHARACTER = rb"[^\n\x80-\xbf][\x80-\xbf]*"
_MOST_CANDIDATES = 1 << 14
_NONE = np.empty(0, np.uint32)
_SCANNED = 1 << 14
"""Up to so many words are looked at one by one for near spellings."""

_LONG = 250
"""From here on the look of a word may not tell its size."""

_TWO = 2
_PARTED = 5
"""Words of so many letters are cut in three parts."""

_FEW = 1 << 10
"""Up to so many words are compared one by one without a look at their parts."""

_BITS = np.concatenate([[0], 1 << np.arange(32)]).astype(np.uint64)
"""The bits of letters, and none."""

_HALF = 32


def several(collection: Collection, words: Iterable[str]) -> Forms:
    """The words of some that are there."""
    wanted = sorted(set(words))
    return [_found(segment.words, wanted) for segment in collection.segments]


def with_keys(collection: Collection, keys: Iterable[str]) -> Forms:
    """The words that have any of some keys."""
    wanted = sorted(set(keys))
    return [
        distinct(np.array([word for key in wanted for word in _with_key(segment, key)], np.int64))
        for segment in collection.segments
    ]


def _with_key(segment: SegmentReader, key: str) -> list[int]:
    if not key.startswith(BARE):
        return segment.words_with_key(key)
    # Of words that are without their prefixes the index has no keys: all that they may be with them are looked up.
    found = (
        word for one in spellings_with_prefixes(key.removeprefix(BARE)) for word in segment.words_with_key(FOLD + one)
    )
    return [word for word in found if _is_arabic(segment, word)]


def _is_arabic(segment: SegmentReader, word: int) -> bool:
    """Tell whether a word stands in an article in Arabic: then it has the stem."""
    stems = (key for key in analysed_keys(segment.words[word], ("ar",)) if key.startswith("stem:ar:"))
    return any(word in segment.words_with_key(stem) for stem in stems)


def prefixed(collection: Collection, prefix: str) -> Forms:
    """The words with a beginning."""
    return [np.arange(*segment.words.beginning_with(prefix)) for segment in collection.segments]


def between(collection: Collection, low: str | None, high: str | None, *, low_open: bool, high_open: bool) -> Forms:
    """The words from one to another in the order of code points; None for open ends."""
    first = low + "\0" if low is not None and low_open else low
    last = high + "\0" if high is not None and not high_open else high
    return [np.arange(*segment.words.from_to(first, last)) for segment in collection.segments]


def like(collection: Collection, pattern: str, poll: Poll, *, folded: bool = False) -> Forms:
    """The words that match a pattern, `folded`: or whose plain spelling does; `*` is any letters, `?` is one."""
    found = [_like(segment.words, pattern, poll) for segment in collection.segments]
    if not folded:
        return found
    plain = [segment.keys.get(FOLD.rstrip(":")) for segment in collection.segments]
    listed = [_NONE if keys is None else keys.words_of(_like(keys.names, pattern, poll)) for keys in plain]
    return [distinct(np.concatenate(some)) for some in zip(found, listed, strict=True)]


def shape(pattern: str) -> re.Pattern[str]:
    """Give the regular expression of a pattern, for whole words."""
    return re.compile(translate(pattern.replace("[", "[[]")))


def matching(collection: Collection, expression: str, poll: Poll) -> Forms:
    """The words that a regular expression matches from their beginning.

    Raises:
        re.error: it is no regular expression.
    """
    pattern = re.compile(expression)
    found: list[Ordinals] = []
    for segment in collection.segments:
        ordinals: list[int] = []
        for first in range(0, len(segment.words), _MOST_CANDIDATES):
            poll()
            words = segment.words.between(first, min(first + _MOST_CANDIDATES, len(segment.words)))
            ordinals.extend(first + number for number, word in enumerate(words) if pattern.match(word))
        found.append(np.array(ordinals, np.int64))
    return found


def near(collection: Collection, word: str, distance: int, prefix: int, poll: Poll) -> Forms:
    """The words at most so many edits from a word, with which they share the first `prefix` characters.

    An edit is a letter more, less or another one, or two neighbours exchanged (optimal string alignment).
    """
    return [_near(segment, word, distance, prefix, poll) for segment in collection.segments]


def joined(*several: Forms) -> Forms:
    """The words of any of several expansions."""
    return [distinct(np.concatenate(some)) for some in zip(*several, strict=True)]


def _found(words: WordList, wanted: list[str]) -> Ordinals:
    return np.array([place for word in wanted if (place := words.find(word)) >= 0], np.int64)


def _like(words: WordList, pattern: str, poll: Poll) -> Ordinals:
    """Find the strings that match a pattern: those with its longest literal piece and what follows it, then the rest.

    All is searched in the bytes of many words at once; single words are looked at only if something stands before the
    piece that the range of words and the search do not see to.
    """
    beginning = _MARK.split(pattern, maxsplit=1)[0]
    first, last = words.beginning_with(beginning)
    if pattern == f"{beginning}*":
        return np.arange(first, last)
    longest = max(_SPLIT.split(pattern[len(beginning) :]), key=len)
    before, _, after = pattern[len(beginning) :].partition(longest) if longest else ("", "", pattern[len(beginning) :])
    looked_for = re.compile(_in_bytes(longest + after if longest else pattern, whole=not longest), re.MULTILINE)
    candidates = words.matching(looked_for, poll, first, last)
    if not longest or (before == "*" and not beginning):
        return np.array(candidates, np.int64)
    fits = shape(pattern).match
    found: list[int] = []
    for start in range(0, len(candidates), _MOST_CANDIDATES):
        poll()
        some = candidates[start : start + _MOST_CANDIDATES]
        found.extend(ordinal for ordinal, word in zip(some, words.several(some), strict=True) if fits(word))
    return np.array(found, np.int64)


def _in_bytes(pattern: str, *, whole: bool) -> bytes:
    """Write a pattern as a regular expression for the bytes of a list of words, up to a word's end.

    What stands between two `*` is taken where it comes first, for good: no word makes the search try all ways.
    """
    first, *others = (_piece_in_bytes(piece) for piece in _STARS.split(pattern))
    written = (b"^" if whole else b"") + first
    for piece in others[:-1]:
        written += rb"(?>[^\n]*?" + piece + b")"
    return written + (rb"[^\n]*" + others[-1] if others else b"") + b"$"


def _piece_in_bytes(piece: str) -> bytes:
    return _CHARACTER.join(re.escape(part.encode(errors="surrogatepass")) for part in piece.split("?"))


def _near(segment: SegmentReader, word: str, distance: int, prefix: int, poll: Poll) -> Ordinals:
    first, last = segment.words.beginning_with(word[:prefix])
    by_look = segment.by_look() if distance == 1 and last - first > _SCANNED and 0 < len(word) < _LONG else None
    if by_look is None:
        candidates = _alike_between(segment, word, distance, first, last)
    else:
        candidates = _looking_alike(*by_look, word)
        candidates = candidates.compress((candidates >= first) & (candidates < last))
    if distance == 1:
        candidates = _half_alike(segment.words, word, candidates)
    elif distance == _TWO and len(word) >= _PARTED and len(candidates) > _FEW:
        candidates = _third_alike(segment, word, candidates)
    found: list[int] = []
    for start in range(0, len(candidates), _MOST_CANDIDATES):
        poll()
        some = candidates[start : start + _MOST_CANDIDATES].tolist()
        close = extract(word, segment.words.several(some), scorer=OSA.distance, score_cutoff=distance, limit=None)
        found.extend(some[place] for _, _, place in close)
    return np.array(sorted(found), np.int64)


def _alike_between(segment: SegmentReader, word: str, distance: int, first: int, last: int) -> Ordinals:
    """Find the words `[first, last)` that so few edits may lead to, by a look at each."""
    letters, size = look_of([word])
    sizes = segment.sizes[first:last]
    longer = np.maximum(sizes, size) - np.minimum(sizes, size)
    # A letter more or less changes one bit, another letter two, so `longer` is taken twice from what edits can change.
    apart = np.bitwise_count(segment.letters[first:last] ^ letters)
    apart += longer
    return np.flatnonzero((longer <= distance) & (apart <= 2 * distance)) + first


def _looking_alike(looks: NDArray[np.uint64], words: Ordinals, word: str) -> Ordinals:
    """Find the words that one edit may lead to, by all looks that it may give."""
    letters, size = (int(one[0]) for one in look_of([word]))
    own = _BITS & np.uint64(letters)
    less, more = _BITS.compress(own == _BITS) ^ np.uint64(letters), _BITS.compress(own == 0)
    wanted = (
        less | np.uint64(size - 1 << _HALF),
        ((less | np.uint64(size << _HALF))[:, None] | more).ravel(),
        more | np.uint64(letters | size + 1 << _HALF),
    )
    some = np.concatenate(wanted)
    return words.take(spans(looks.searchsorted(some), looks.searchsorted(some, side="right")))


def _half_alike(words: WordList, word: str, candidates: Ordinals) -> Ordinals:
    """Leave the words that one edit may lead to: it leaves one half as it is, or exchanges the two middle ones."""
    middle = len(word) // 2
    first, last = words.beginning_with(word[:middle])
    swapped = f"{word[: middle - 1]}{word[middle : middle + 1]}{word[middle - 1 : middle]}{word[middle + 1 :]}"
    exchanged = words.find(swapped) if middle else -1
    kept = (candidates >= first) & (candidates < last) | (candidates == exchanged)
    others = words.ending_with(word[middle:], candidates.compress(~kept))
    return distinct(np.concatenate([candidates.compress(kept), others]))


def _third_alike(segment: SegmentReader, word: str, candidates: Ordinals) -> Ordinals:
    """Leave the words that two edits may lead to: of three parts they leave one as it is.

    An exchange of letters may change two parts at once. Then the other edit is in the third part, or this one is as it
    is: the word begins or ends with the exchanged letters and what is before or behind them.
    """
    words, one, two = segment.words, len(word) // 3, len(word) - len(word) // 3
    kept = np.zeros(len(candidates), bool)
    for beginning in (word[:one], word[: one - 1] + word[one] + word[one - 1]):
        first, last = words.beginning_with(beginning)
        kept |= (candidates >= first) & (candidates < last)
    for ending in (word[two:], word[two] + word[two - 1] + word[two + 1 :]):
        others = np.flatnonzero(~kept)
        kept[np.searchsorted(candidates, words.ending_with(ending, candidates.take(others)))] = True
    others = np.flatnonzero(~kept)
    plain = words.are_ascii(segment.sizes, candidates.take(others)) & word.isascii()
    kept[others.compress(~plain)] = True
    others = others.compress(plain)
    offsets = range(max(0, one - _TWO), one + _TWO + 1)
    kept[others.compress(words.standing_at(word[one:two], offsets, candidates.take(others)))] = True
    return candidates.compress(kept)
