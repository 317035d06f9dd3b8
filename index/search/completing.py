"""How a query that is being typed can go on: names of fields, their values, words of the index by frequency.

What waits for the index is not known yet; deleted articles still count. Each question costs a few look-ups by halves
and a pass over the words that begin so, whatever the number of articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import FacetReader, SegmentReader
from index.library import Library
from index.query import query_words
from index.query.names import FIELDS
from index.search.begun import Begun, begun_at
from index.search.collection import Collection
from index.types import Completion, Completions

MOST: Final = 8
"""So many ways to go on are given."""

_LEAST: Final = 2  # letters before a word or a name is completed
_NAMES_FIRST: Final = 3  # names of fields before the first word
_DEPTH: Final = 32  # leading values of each segment that are added up
_SCANNED: Final = 1 << 18  # bytes of values up to which one is also found by its second word
_WORD_FIELDS: Final = ("headline", "standfirst", "body", "caption")
_FACETS: Final = {"outlet": "outlet", "section": "section", "place": "place", "byline": "author"}
_OF_WORDS: Final = frozenset(("headline", "standfirst", "body", "caption", "lead", "opening", "name"))
_PLAIN: Final = re.compile(r"[^\W_][\w.'’&/-]*")

Found = list[tuple[str, int | None]]
"""Values with the number of their articles, the best first."""


class Completer:
    """Completes over one library. Belongs to the searcher's thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._collection: Collection | None = None
        self._counts: dict[tuple[int, str], NDArray[np.int64]] = {}

    def complete(self, text: str, cursor: int, collection: Collection | None) -> Completions:
        """Tell what can stand in the place of the word that ends at the cursor; `collection` is None without an index.

        Raises:
            SearchIndexError: a file of the index is damaged.
        """
        if collection is not self._collection:
            self._collection = collection
            self._counts.clear()
        begun = begun_at(text, cursor)
        if begun is None:
            return Completions(text, cursor)
        items = [Completion(one, count) for one, count in self._items(begun) if one != text[begun.start : cursor]]
        return Completions(text, cursor, begun.start, tuple(items[:MOST]))

    def _items(self, begun: Begun) -> Found:
        field = FIELDS[begun.field][0] if begun.field else None
        if begun.is_tag:
            return self._tags(begun.typed, after_hash=True)
        if field in _FACETS:
            return self._values(_FACETS[field], begun.typed)
        if field is None and not begun.quoted:
            return self._names_and_words(begun)
        if field is None or field in _OF_WORDS:
            return self._words(begun)
        return self._listed(field, begun.typed)

    def _names_and_words(self, begun: Begun) -> Found:
        names, others = _names(begun.typed)
        words = self._words(begun)
        return [*names[:_NAMES_FIRST], *words[: MOST - len(names[:_NAMES_FIRST])], *others]

    def _listed(self, field: str, typed: str) -> Found:
        """Give values of which there are few, or that the library knows."""
        if field == "tag":
            return self._tags(typed)
        if field == "saved":
            names = (saved.name for saved in self._library.saved_searches())
            return [(quoted(name), None) for name in names if fold(name).startswith(fold(typed))]
        if field == "in":
            labels = self._library.source_labels()
            return [(quoted(label), None) for label in labels if fold(typed) in fold(label)]
        if field == "lang":
            known = self._library.languages()
            return [(name, count) for name, count in known.items() if name.startswith(typed.lower())]
        named = (word.partition(":") for word in query_words())
        return [
            (value, None) for name, _, value in named if name == field and value and value.startswith(typed.lower())
        ]

    @property
    def _segments(self) -> Sequence[SegmentReader]:
        return self._collection.segments if self._collection is not None else ()

    # ---- values ---------------------------------------------------------------------------------------------------

    def _tags(self, typed: str, *, after_hash: bool = False) -> Found:
        """Give tags that begin so; behind a `#` those that need quotation marks get the field's name instead."""
        found = [quoted(self._library.tag_spelling(tag)) for tag in self._library.tags_beginning(typed, MOST)[:MOST]]
        if after_hash:
            found = [f"tag:{tag}" if tag.startswith('"') else f"#{tag}" for tag in found]
        return [(tag, None) for tag in found]

    def _values(self, name: str, typed: str) -> Found:
        """Give the values of a facet that begin so, or have a word that does, the most frequent first."""
        found: Counter[str] = Counter()
        facets = [segment.facet(name) for segment in self._segments]
        few = sum(facet.names.size for facet in facets) <= _SCANNED
        for place, facet in enumerate(facets):
            ordinals = _ordinals(facet, typed, by_words=few)
            if len(ordinals):
                counts = self._counted(place, name, facet).take(ordinals)
                leading = _leading(counts, _DEPTH)
                values = facet.names.several(ordinals.take(leading).tolist())
                found.update(dict(zip(values, counts.take(leading).tolist(), strict=True)))
        return [(quoted(value), count) for value, count in _best(found)]

    def _counted(self, place: int, name: str, facet: FacetReader) -> NDArray[np.int64]:
        key = place, name
        if key not in self._counts:
            self._counts[key] = np.bincount(facet.values.astype(np.int64), minlength=len(facet.names))
        return self._counts[key]

    # ---- words ----------------------------------------------------------------------------------------------------

    def _words(self, begun: Begun) -> Found:
        """Give the words that begin so, the most frequent first, with the letters that are typed as they are."""
        prefix = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", begun.typed).casefold())
        if len(prefix) < _LEAST or not prefix.isalnum():
            return []
        found: Counter[str] = Counter()
        for segment in self._segments:
            found.update(dict(_frequent(segment, prefix)))
        found.pop(prefix, None)
        same = len(prefix) == len(begun.typed)
        return [(begun.typed + word[len(prefix) :] if same else word, count) for word, count in _best(found)]


def _names(typed: str) -> tuple[Found, Found]:
    """Give the names of fields that begin so: the fields' own, and the other names where none of those does."""
    typed = typed.lower()
    if len(typed) < _LEAST:
        return [], []
    told = dict.fromkeys(word.partition(":")[0] for word in query_words())
    own = [name for name in told if name.startswith(typed)]
    others: dict[str, str] = {}
    for name, (field, *_) in FIELDS.items():
        if name.startswith(typed) and not {name, field} & {*own}:
            others.setdefault(field, name)
    return [(f"{name}:", None) for name in own], [(f"{name}:", None) for name in others.values()]


def _frequent(segment: SegmentReader, prefix: str) -> Iterator[tuple[str, int]]:
    """Give the words of a segment that begin so and stand in most articles."""
    first, last = segment.words.beginning_with(prefix)
    counts = np.zeros(last - first, np.int64)
    for name in _WORD_FIELDS if first < last else ():
        field = segment.field(name)
        low, high = np.searchsorted(field.terms, np.array([first, last], field.terms.dtype)).tolist()
        if low < high:
            ends = field.firsts[low : high + 1].astype(np.int64)
            counts[field.terms[low:high].astype(np.int64) - first] += ends[1:] - ends[:-1]
    leading = _leading(counts, _DEPTH)
    words = segment.words.several((leading + first).tolist())
    return zip(words, counts.take(leading).tolist(), strict=True)


def _ordinals(facet: FacetReader, typed: str, *, by_words: bool) -> NDArray[np.int64]:
    """Give the values that begin so in one of the usual cases; `by_words`: or have a word that does."""
    names = facet.names
    if not typed:
        return np.arange(len(names))
    if by_words:
        pattern = re.compile(rb"(?im)(?:^|[ .'-])" + re.escape(typed.encode(errors="replace")))
        found = names.matching(pattern, _never)
        if found or typed.isascii():
            return np.array(found, np.int64)
    spellings = dict.fromkeys((typed, typed.lower(), typed.capitalize(), typed.title(), typed.upper()))
    ranges = dict.fromkeys(names.beginning_with(spelling) for spelling in spellings)
    return np.array(sorted({ordinal for first, last in ranges for ordinal in range(first, last)}), np.int64)


def _leading(counts: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Give the places of the greatest counts that are not 0, the greatest first."""
    places = np.flatnonzero(counts != 0)
    if len(places) > most:
        places = places.take(np.argpartition(-counts.take(places), most)[:most])
    return places.take(np.argsort(-counts.take(places), kind="stable"))


def _best(found: Counter[str]) -> Found:
    best: Iterable[tuple[str, int]] = nsmallest(MOST, found.items(), key=lambda item: (-item[1], item[0]))
    return list(best)


def quoted(value: str) -> str:
    """Give a value as it is written in a query: in quotation marks where it is more than a plain word."""
    return value if _PLAIN.fullmatch(value) else '"' + value.replace('"', " ").strip() + '"'


def fold(text: str) -> str:
    """Give text as it is compared without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _never() -> None:
    """Poll nobody."""
