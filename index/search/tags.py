"""Counts articles by tag: the library knows them, the articles' own and the person's, and the index does not."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from heapq import nsmallest
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.library import Library
from index.search.conditions import Ids64
from index.search.facets import Facet

_PAGE: Final = 20_000
_BEFORE_ALL: Final = ("", -1)


class _Tags:
    """Tags with the ids of their articles: added in order, tag by tag, ids ascending."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.last = _BEFORE_ALL
        self._starts = array("q")
        self._ids = array("q")

    def add(self, tagged: Iterable[tuple[str, int]]) -> None:
        """Add tags behind those that are here."""
        for name, some in groupby(tagged, itemgetter(0)):
            if name != self.last[0] or not self.names:
                self.names.append(name)
                self._starts.append(len(self._ids))
            self._ids.extend(map(itemgetter(1), some))
            self.last = name, self._ids[-1]

    @property
    def ids(self) -> Ids64:
        """The articles of all tags."""
        return np.frombuffer(self._ids, np.int64)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where the articles of each tag begin."""
        return np.frombuffer(self._starts, np.int64)

    def places(self) -> dict[str, slice]:
        """Give where the articles of each tag stand."""
        cuts = [*self._starts, len(self._ids)]
        return {name: slice(*place) for name, place in zip(self.names, pairwise(cuts), strict=True)}


class TagCounter:
    """Counts articles by tag. Belongs to one thread.

    The articles' own tags are read when they are first counted, and again after articles have changed: a second for
    some million. A reading that is given up goes on the next time.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._own = _Tags()
        self._revision = -1
        self._is_read = False

    def count(self, articles: Ids64, most: int, poll: Poll) -> Facet:
        """Count articles, each once a tag whatever its case; the `most` frequent, equally frequent ones in order."""
        self._read(poll)
        person = _Tags()
        person.add(self._library.person_tags())
        poll()
        if not len(articles) or not (self._own.names or person.names):
            return []
        wanted = _marked(articles, max(int(some.ids.max(initial=0)) for some in (self._own, person)))
        counts = _counted(self._own, wanted)
        self._add_person(counts, person, wanted)
        leading = nsmallest(most, ((-count, name) for name, count in counts.items() if count))
        return [(self._library.tag_spelling(name), -count) for count, name in leading]

    def _read(self, poll: Poll) -> None:
        revision = self._library.revision()
        if revision != self._revision:
            self._own, self._revision, self._is_read = _Tags(), revision, False
        while not self._is_read:
            poll()
            page = self._library.own_tags(self._own.last, _PAGE)
            self._own.add(page)
            self._is_read = len(page) < _PAGE

    def _add_person(self, counts: dict[str, int], person: _Tags, wanted: NDArray[np.bool_]) -> None:
        """Add the articles that have a tag from the person and not of their own."""
        own_places = self._own.places() if person.names else {}
        for name, place in person.places().items():
            ids = person.ids[place]
            found = ids[wanted.take(ids)]
            own = self._own.ids[own_places.get(name, slice(0))]
            counts[name] = counts.get(name, 0) + int(np.count_nonzero(~np.isin(found, own, assume_unique=True)))


def _marked(articles: Ids64, largest: int) -> NDArray[np.bool_]:
    marks = np.zeros(max(largest, int(articles.max())) + 1, bool)
    marks[articles] = True
    return marks


def _counted(tags: _Tags, wanted: NDArray[np.bool_]) -> dict[str, int]:
    """Count the wanted articles of each tag."""
    if not tags.names:
        return {}
    counts = np.add.reduceat(wanted.take(tags.ids), tags.starts, dtype=np.int64)
    return dict(zip(tags.names, counts.tolist(), strict=True))
