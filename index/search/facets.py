"""How often the values of facets, and the years, stand among some articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FacetReader, SegmentReader
from index.codec.wordlist import WordList, packed
from index.schema import FACETS
from index.search.collection import Collection
from index.search.joins import Documents
from index.search.timeline import Published, by_year

Facet = list[tuple[str, int]]
"""Values with the number of documents that have them: the most frequent first, equally frequent ones by value."""

_DEPTH: Final = 1_000
_DENSE: Final = 4


class _Counted(NamedTuple):
    """The values of a facet in one segment; `counts` has an element a value."""

    names: WordList
    counts: NDArray[np.int64]


def years(published: Published, most: int = 20) -> Facet:
    """Count articles by the year of their publication, of four digits, and give the `most` frequent (1 or more)."""
    return _top({f"{year:04}": found for year, found in by_year(published).items()}, most)


def count(
    collection: Collection, documents: Documents, name: str, most: int = 20, more: Mapping[str, int] | None = None
) -> Facet:
    """Count documents by the values of a facet, one of `FACETS`, and give the `most` frequent (1 or more).

    A document with several values counts once for each, one without a value nowhere. What was counted elsewhere is
    added by `more`.

    Raises:
        KeyError: there is no such facet.
    """
    if name not in FACETS:
        raise KeyError(name)
    parts = [
        _Counted(facet.names, _counts(facet, segment.count, own))
        for segment, own in _divided(collection, documents)
        for facet in [segment.facet(name)]
    ]
    if more:
        parts.append(_listed(more))
    return _of_one(parts[0], most) if len(parts) == 1 else _of_several(parts, most)


def _listed(counts: Mapping[str, int]) -> _Counted:
    """Make counted values what those of a segment are."""
    lines = {name: name.replace("\n", " ") for name in counts}  # as a segment has them
    names = sorted(set(lines.values()))
    found = dict.fromkeys(names, 0)
    for name, line in lines.items():
        found[line] += counts[name]
    return _Counted(WordList(*packed(names)), np.array(list(found.values()), np.int64))


def _divided(collection: Collection, documents: Documents) -> Iterator[tuple[SegmentReader, Documents]]:
    """Give the segments that have some of the documents, with the numbers the documents have there."""
    cuts = np.searchsorted(documents, collection.bases).tolist()
    for place, (base, segment) in enumerate(collection.numbered()):
        if cuts[place] < cuts[place + 1]:
            yield segment, documents[cuts[place] : cuts[place + 1]] - base


def _counts(facet: FacetReader, total: int, documents: Documents) -> NDArray[np.int64]:
    """Count the documents of a segment of `total` by value."""
    if len(documents) == total:
        return _tally(facet, facet.values)
    here, ends = facet.starts.take(documents), facet.starts[1:].take(documents)
    counts = np.zeros(len(facet.names), np.int64)
    while True:  # a value of each document at a time
        left = np.flatnonzero(here < ends)
        if not len(left):
            return counts
        here, ends = here.take(left), ends.take(left)
        counts += _tally(facet, facet.values.take(here))
        here += here.dtype.type(1)


def _tally(facet: FacetReader, values: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    return np.bincount(values.astype(np.int64), minlength=len(facet.names))


def _of_one(part: _Counted, most: int) -> Facet:
    ordinals = _leading(part.counts, most)
    return list(zip(part.names.several(ordinals.tolist()), part.counts.take(ordinals).tolist(), strict=True))


def _of_several(parts: Sequence[_Counted], most: int) -> Facet:
    """Add up the counts of several segments by name, reading no more names than it takes.

    Of each segment the values that lead there are read. What a value that is not among them can have at most bounds
    what was missed (Fagin's threshold algorithm); where that is too much, all are read.
    """
    leading = [_leading(part.counts, max(_DEPTH, most)) for part in parts]
    missed = sum(map(_next, parts, leading))
    found = _added(parts, leading)
    if not missed:
        return _top(found, most)
    least = min((one for _, one in _top(found, most)), default=0) if len(found) >= most else 0
    if 2 * missed > least:
        return _top(_added(parts, [np.flatnonzero(part.counts != 0) for part in parts]), most)
    return _top({value: _total(parts, value) for value, one in found.items() if one + missed >= least}, most)


def _added(parts: Sequence[_Counted], chosen: Sequence[NDArray[np.int64]]) -> dict[str, int]:
    """Add up the counts of the values with the chosen ordinals."""
    found: dict[str, int] = {}
    for part, ordinals in zip(parts, chosen, strict=True):
        names, counts = _names(part, ordinals), part.counts.take(ordinals).tolist()
        found.update({name: one + found.get(name, 0) for name, one in zip(names, counts, strict=True)})
    return found


def _leading(counts: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Give the ordinals of the most frequent values, equally frequent ones by ordinal, those that count 0 left out."""
    ordinals = np.flatnonzero(counts != 0)
    if len(ordinals) > most:
        found = counts.take(ordinals)
        least = _nth(found, most)
        above, equal = ordinals.compress(found > least), ordinals.compress(found == least)
        ordinals = np.concatenate([above, equal[: most - len(above)]])
    return ordinals.take(np.lexsort((ordinals, -counts.take(ordinals))))


def _nth(counts: NDArray[np.int64], place: int) -> int:
    """Give the count in that place from the greatest. Most counts are alike, which partitioning is slow for."""
    return int(np.sort(counts)[-place])


def _next(part: _Counted, leading: NDArray[np.int64]) -> int:
    """Give the greatest count that is not among the leading ones."""
    rest = part.counts.copy()
    rest[leading] = 0
    return int(rest.max(initial=0))


def _names(part: _Counted, ordinals: NDArray[np.int64]) -> list[str]:
    if len(ordinals) * _DENSE < len(part.names):
        return part.names.several(ordinals.tolist())
    names = part.names.between(0, len(part.names))
    return [names[ordinal] for ordinal in ordinals.tolist()]


def _total(parts: Sequence[_Counted], value: str) -> int:
    ordinals = [part.names.find(value) for part in parts]
    return sum(int(part.counts[ordinal]) for part, ordinal in zip(parts, ordinals, strict=True) if ordinal >= 0)


def _top(counts: dict[str, int], most: int) -> Facet:
    if len(counts) > most:
        found = np.fromiter(counts.values(), np.int64, len(counts))
        least = _nth(found, most)
        counts = {value: one for value, one in counts.items() if one >= least}
    return nsmallest(most, counts.items(), key=lambda item: (-item[1], item[0]))
