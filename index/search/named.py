"""The words of a vocabulary that may be one name: read from the vocabulary itself, so that the index keeps no keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.analysis import FOLD, keys
from index.analysis.name_keys import may_be_one_name, name_readings_of
from index.analysis.name_looks import Look, look_of_name
from index.analysis.name_parts import particles_like
from index.analysis.written import Shape
from index.codec.segment import FieldReader, SegmentReader
from index.codec.wordlist import Poll, WordList
from index.query.tree import TEXT_FIELDS
from index.search import expansion
from index.search.collection import Collection

_SAMPLED = 64
"""Of so many occurrences in a field it is seen how a word is written."""

_READ = 1 << 10
_MOST_KEPT = 256
_KEPT: WeakKeyDictionary[Collection, dict[str, frozenset[str]]] = WeakKeyDictionary()


def named(collection: Collection, name: str, languages: Iterable[str], poll: Poll) -> frozenset[str]:
    """Give the words that may be one name with a word, mostly written with a capital in all articles.

    Few other words sound like a name, but those are frequent. Of a particle it gives the spellings, of a word in
    another script the forms. Kept for the collection.
    """
    known = _KEPT.setdefault(collection, {})
    found = known.get(name)
    if found is None:
        found = _named(collection, name, languages, poll)
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[name] = found
    return found


def _named(collection: Collection, name: str, languages: Iterable[str], poll: Poll) -> frozenset[str]:
    particles = particles_like(name)
    if name_readings_of(name) and not particles:
        return frozenset(_spellings(collection, name, poll))
    found = expansion.with_keys(collection, {FOLD + one for one in particles} | keys(name, languages))
    return frozenset(
        segment.words[word] for segment, some in zip(collection.segments, found, strict=True) for word in some
    )


def _spellings(collection: Collection, name: str, poll: Poll) -> set[str]:
    look = look_of_name(name)
    written: dict[str, NDArray[np.float64]] = {}
    for segment in collection.segments:
        for ordinal in _in_segment(segment, name, look, poll):
            word = segment.words[ordinal]
            written[word] = written.get(word, 0) + _capitals(segment, ordinal)
    return {word for word, (capitals, count) in written.items() if 2 * capitals >= count}


def _in_segment(segment: SegmentReader, word: str, look: Look, poll: Poll) -> list[int]:
    """Find the words of a segment, by their ordinals: those in plain letters, and those of which a spelling is."""
    found = set(_agreeing(segment.words, word, look, poll))
    plain = segment.keys.get(FOLD.rstrip(":"))
    if plain is not None:
        spellings = sorted(_agreeing(plain.names, word, look, poll))
        found.update(plain.words_of(np.array(spellings, np.int64)).tolist())
    return sorted(found)


def _agreeing(words: WordList, word: str, look: Look, poll: Poll) -> Iterator[int]:
    for beginning in look.beginnings:
        candidates = words.matching(look.pattern, poll, *words.beginning_with(beginning))
        for start in range(0, len(candidates), _READ):
            poll()
            some = candidates[start : start + _READ]
            yield from compress(some, (may_be_one_name(word, one) for one in words.several(some)))


def _capitals(segment: SegmentReader, ordinal: int) -> NDArray[np.float64]:
    """Estimate how often a word is written with a capital; and count how often it is written."""
    counts = [_capitals_in(segment.field(name), ordinal) for name in TEXT_FIELDS]
    return np.array([sum(column) for column in zip(*counts, strict=True)], np.float64)


def _capitals_in(field: FieldReader, ordinal: int) -> tuple[float, int]:
    term = field.term(ordinal)
    if term < 0:
        return 0, 0
    first, last = int(field.occurrences[term]), int(field.occurrences[term + 1])
    shapes = field.shapes(first, min(last, first + _SAMPLED))
    return float(np.mean(shapes != Shape.LOWER)) * (last - first), last - first
