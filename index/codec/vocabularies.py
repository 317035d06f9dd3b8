"""The words of several segments become one list, and so do the keys of each kind: a range of strings at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayWriter
from index.codec.keys import Keys, write_own
from index.codec.layout import index_dtype, look_of, narrow
from index.codec.segment import SegmentReader
from index.codec.spans import sizes
from index.codec.stopping import Stop, check
from index.codec.wordlist import WordList, packed

_RANGE_STRINGS = 400_000
"""About so many strings of all segments are held at a time."""


def merge_strings(
    writer: ArrayWriter,
    name: str,
    lists: Sequence[WordList],
    present: Sequence[NDArray[np.bool_]],
    stop: Stop,
    *,
    looks: bool = False,
) -> list[NDArray[np.int64]]:
    """Write the union of sorted lists of strings; give for each list the new ordinals of its strings."""
    size = sum(one.size for one in lists)
    most = sum(map(len, lists))
    text = writer.reserve(f"{name}/text", np.uint8, size)
    ends = writer.reserve(f"{name}/ends", index_dtype(size), most)
    letters = writer.reserve(f"{name}/letters", np.uint32, most) if looks else None
    sizes = writer.reserve(f"{name}/sizes", np.uint8, most) if looks else None
    ordinals = [np.zeros(len(one), np.int64) for one in lists]
    for bounds in _bounds(lists):
        check(stop)
        some = [one.between(first, last) for one, (first, last) in zip(lists, bounds, strict=True)]
        kept = [
            list(compress(words, here[first:last].tolist()))
            for words, here, (first, last) in zip(some, present, bounds, strict=True)
        ]
        union = list(dict.fromkeys(sorted(chain.from_iterable(kept))))
        place = {word: number for number, word in enumerate(union, ends.count)}
        for words, there, mapping, (first, last) in zip(some, kept, ordinals, bounds, strict=True):
            if len(there) == len(words):
                mapping[first:last] = list(map(place.__getitem__, words))
            else:
                mapping[first:last] = [bisect_left(union, word) + ends.count for word in words]
        data, stops = packed(union)
        ends.append(stops.astype(np.int64) + text.count)
        text.append(data)
        if letters is not None and sizes is not None:
            look, characters = look_of(union)
            letters.append(look)
            sizes.append(characters)
    return ordinals


def _bounds(lists: Sequence[WordList]) -> Iterator[list[tuple[int, int]]]:
    """Cut sorted lists at the same strings into ranges of bounded length."""
    longest = max(lists, key=len, default=None)
    if longest is None:
        return
    firsts = [0] * len(lists)
    step = max(1, _RANGE_STRINGS // len(lists))
    cuts = [longest[place] for place in range(step, len(longest), step)]
    for cut in [*cuts, None]:
        lasts = [len(one) if cut is None else one.from_to(None, cut)[1] for one in lists]
        yield list(zip(firsts, lasts, strict=True))
        firsts = lasts


def merge_keys(
    writer: ArrayWriter,
    segments: Sequence[SegmentReader],
    words: Sequence[NDArray[np.int64]],
    present: Sequence[NDArray[np.bool_]],
    stop: Stop,
) -> None:
    """Write the keys of the words that are left; `words` are the new ordinals of each segment's words."""
    # One more than the ordinal of the last word that is left; one left out has that of the next.
    count = max(
        (int(some[-1]) + int(there[-1]) for some, there in zip(words, present, strict=True) if len(some)), default=0
    )
    for kind in sorted({kind for segment in segments for kind in segment.keys}):
        sources = [
            _KeySource(segment.keys[kind], mapping, there)
            for segment, mapping, there in zip(segments, words, present, strict=True)
            if kind in segment.keys
        ]
        _merge_kind(writer, kind, sources, count, stop)


class _KeySource(NamedTuple):
    """The keys of one kind in a segment, with its words' new ordinals and which of them are left."""

    keys: Keys
    words: NDArray[np.int64]
    present: NDArray[np.bool_]


def _merge_kind(writer: ArrayWriter, kind: str, sources: Sequence[_KeySource], count: int, stop: Stop) -> None:
    own = np.zeros(count, bool)
    for keys, words, present in sources:
        own[words[keys.own(len(words)) & present]] = True
    used = [_used_keys(source) for source in sources]
    if not own.any() and not any(some.any() for some in used):
        return
    write_own(writer, kind, own)
    ordinals = merge_strings(writer, f"keys/{kind}", [source.keys.names for source in sources], used, stop)
    pairs: list[NDArray[np.uint64]] = [np.empty(0, np.uint64)]
    for (keys, words, present), mapping in zip(sources, ordinals, strict=True):
        check(stop)
        kept = present[keys.words]
        listed = np.repeat(mapping, sizes(keys.starts))[kept].astype(np.uint64)
        pairs.append(listed << np.uint64(32) | words[keys.words[kept]].astype(np.uint64))
    joined = np.concatenate(pairs)
    joined.sort()
    joined = joined[np.append(joined[1:] != joined[:-1], np.ones(min(len(joined), 1), bool))]
    listed = (joined >> np.uint64(32)).astype(np.int64)
    last = int(listed[-1]) + 1 if len(listed) else 0
    writer.add(f"keys/{kind}/starts", narrow(np.searchsorted(listed, np.arange(last + 1))))
    writer.add(f"keys/{kind}/words", (joined & np.uint64(2**32 - 1)).astype(np.uint32))


def _used_keys(source: _KeySource) -> NDArray[np.bool_]:
    """Tell for each listed key whether it has a word that is left."""
    counts = np.cumsum(np.concatenate([[0], source.present[source.keys.words]]))
    return np.diff(counts[source.keys.starts.astype(np.int64)]) > 0
