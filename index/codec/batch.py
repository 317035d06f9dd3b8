"""Articles gathered in memory until they are written as one segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import keys_of
from index.analysis.written import Shape
from index.codec.arrays import ArrayWriter
from index.codec.entries import Entries
from index.codec.fields import FieldWriter, Run
from index.codec.inversion import Bounds, Placed, Stream, inverted
from index.codec.keys import write_keys
from index.codec.layout import look_of, narrow, published_key
from index.codec.memory import KNOWN_WORDS, Memory
from index.codec.stopping import Stop, StoppedError, check
from index.codec.wordlist import packed
from index.schema import BOUNDED_FIELDS, FACETS, SCORED_FIELDS, WORD_FIELDS

_NUMBER_BYTES = 8
_STOPPED_WORDS = 1 << 18  # fewer are written in a moment: rather than lose them, that is not stopped


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index keeps of an article.

    `texts` has the texts of each field, in order, `facets` the values to count by facet. `published` is an ISO 8601
    date or date and time. `words` is the article's length.
    """

    id: int
    texts: Mapping[str, Sequence[str]]
    facets: Mapping[str, Sequence[str]]
    published: str | None
    language: str | None
    words: int


class Batch:
    """Gathers articles.

    Args:
        memory: what may be held; the batch is full when it is.
        entries: what `following` hands on.
    """

    def __init__(self, memory: Memory | None = None, entries: Entries | None = None) -> None:
        self.ids = array("q")
        self._memory = memory or Memory.of()
        self._told = 0
        self._entries = entries or Entries()
        self._streams = {name: Stream(self._entries) for name in WORD_FIELDS}
        self._published = array("q")
        self._words = array("I")
        self._languages: dict[str, int] = {}
        self._language_of = array("B")
        self._facets = {name: _Facet() for name in FACETS}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """The number of words that are held, about."""
        return max(self._told, sum(map(len, self._streams.values())))

    @property
    def known(self) -> int:
        """The number of chunks that are known."""
        return self._entries.known

    def has_room(self, words: int = 0) -> bool:
        """Tell whether an article of so many words may be added before the batch is to be written."""
        unforeseen = max(0, self._entries.known - self._memory.known)
        return self.size + words + KNOWN_WORDS * unforeseen <= self._memory.words

    def following(self) -> Batch:
        """Give an empty batch that knows this one's words, unless they are too many: it is filled faster.

        This one is no longer to be used.
        """
        return Batch(self._memory, self._entries if self._entries.known <= self._memory.known else None)

    def add(self, article: IndexedArticle) -> None:
        """Add an article."""
        document = len(self.ids)
        self.ids.append(article.id)
        self._published.append(published_key(article.published))
        self._words.append(article.words)
        self._language_of.append(self._languages.setdefault(article.language or "", len(self._languages)))
        for name, facet in self._facets.items():
            facet.add(article.facets.get(name, ()))
        for name, texts in article.texts.items():
            self._streams[name].add(document, texts)
        self._told += article.words

    def write(self, path: Path, stop: Stop = lambda: False) -> bool:
        """Write the articles as a segment's file, which is on the disk afterwards.

        Args:
            path: the new file.
            stop: asked several times a second, but for few words; nothing is left of the file when it turned true.

        Returns:
            Whether it is finished.

        Raises:
            OSError: it cannot be written; nothing is left of it.
        """
        try:
            with ArrayWriter(path) as writer:
                self._write(writer, stop if self.size >= _STOPPED_WORDS else lambda: False)
        except StoppedError:
            return False
        return True

    def _write(self, writer: ArrayWriter, stop: Stop) -> None:
        writer.add("ids", np.frombuffer(self.ids, np.int64))
        writer.add("published", np.frombuffer(self._published, np.int64))
        writer.add("words", narrow(np.frombuffer(self._words, np.uint32)))
        for name, facet in self._facets.items():
            facet.write(writer, f"facet/{name}")
        for stream in self._streams.values():
            stream.read()
        check(stop)
        used = np.logical_or.reduce([stream.used() for stream in self._streams.values()])
        vocabulary, ranks = _ranked(self._entries.words, self._entries.word_of.values[used])
        spoken = np.zeros((len(vocabulary), len(self._languages)), bool)
        used &= self._entries.shape_of.values == Shape.OTHER
        forms, form_ranks = _ranked(list(self._entries.forms), self._entries.form_of.values[used])
        languages = np.frombuffer(self._language_of, np.uint8)
        for name, stream in self._streams.items():
            placed = stream.placed()
            run = inverted(placed, ranks, form_ranks, self._entries, stop)
            _write_field(writer, name, len(self), placed, run)
            pairs = np.repeat(run.terms * spoken.shape[1], run.counts)
            pairs += languages.take(run.documents)
            spoken.reshape(-1)[pairs] = True
            check(stop)
        write_words(writer, "words", vocabulary)
        write_list(writer, "forms", forms)
        write_keys(writer, _keys(vocabulary, spoken, list(self._languages)), vocabulary)


def _ranked(strings: Sequence[str], used: NDArray[np.uint32]) -> tuple[list[str], NDArray[np.uint32]]:
    """Sort those of some numbered strings that are used; give them, and the place of each by its number."""
    numbers = np.flatnonzero(np.bincount(used, minlength=len(strings)) != 0).tolist()
    numbers.sort(key=strings.__getitem__)
    ranks = np.zeros(len(strings), np.uint32)
    ranks[numbers] = np.arange(len(numbers), dtype=np.uint32)
    return [strings[number] for number in numbers], ranks


class _Facet:
    """The values of one facet over a batch."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._of = array("I")
        self._ends = array("I")

    def add(self, values: Iterable[str]) -> None:
        """Add the values of the next document."""
        for value in dict.fromkeys(one.replace("\n", " ") for one in values):
            self._of.append(self._numbers.setdefault(value, len(self._numbers)))
        self._ends.append(len(self._of))

    def write(self, writer: ArrayWriter, name: str) -> None:
        values = sorted(self._numbers)
        ranks = np.empty(len(values), np.uint32)
        ranks[[self._numbers[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
        write_list(writer, name, values)
        writer.add(f"{name}/starts", narrow(np.concatenate([[0], np.frombuffer(self._ends, np.uint32)])))
        writer.add(f"{name}/values", narrow(ranks[np.frombuffer(self._of, np.uint32)]))


def _keys(
    vocabulary: Sequence[str], spoken: NDArray[np.bool_], languages: Sequence[str]
) -> dict[str, tuple[list[str], list[int]]]:
    """Give keys by kind, with the ordinals of their words; a word has the stems of the languages that it stands in."""
    keys: dict[str, tuple[list[str], list[int]]] = {}
    _, firsts, which = np.unique(_row_numbers(spoken), return_index=True, return_inverse=True)
    for number, first in enumerate(firsts.tolist()):
        some = [languages[place] for place in np.flatnonzero(spoken[first]).tolist()]
        chosen = np.flatnonzero(which == number).tolist()
        for kind, (found, places) in keys_of([vocabulary[ordinal] for ordinal in chosen], some).items():
            texts, words = keys.setdefault(kind, ([], []))
            texts += found
            words += [chosen[place] for place in places]
    return keys


def _row_numbers(rows: NDArray[np.bool_]) -> NDArray[Any]:
    """Give equal rows of bits equal values: their bytes as one."""
    packed = np.packbits(rows, axis=1)
    width = max(_NUMBER_BYTES, packed.shape[1])  # numbers are sorted ten times as fast as bytes
    padded = np.zeros((len(rows), width), np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view(np.uint64 if width == _NUMBER_BYTES else np.dtype((np.void, width)))[:, 0]


def write_list(writer: ArrayWriter, name: str, strings: Sequence[str]) -> None:
    """Write a sorted list of strings."""
    text, ends = packed(strings)
    writer.add(f"{name}/text", text)
    writer.add(f"{name}/ends", ends)


def write_words(writer: ArrayWriter, name: str, words: Sequence[str]) -> None:
    """Write a sorted list of words, with what finds words that look alike."""
    write_list(writer, name, words)
    letters, sizes = look_of(words)
    writer.add(f"{name}/letters", letters)
    writer.add(f"{name}/sizes", sizes)


def _write_field(writer: ArrayWriter, name: str, count: int, placed: Placed, run: Run) -> None:
    """Write the arrays of one field of `count` documents."""
    field = FieldWriter(writer, name, len(run.documents), len(run.positions))
    field.add(run)
    field.close()
    if name in SCORED_FIELDS:
        writer.add(f"{name}/lengths", narrow(_spread(placed.lengths, placed.present, count)))
    writer.add(f"{name}/extents", narrow(_spread(placed.extents, placed.present, count)))
    if name in BOUNDED_FIELDS:
        _write_bounds(writer, f"{name}/paragraphs", placed.paragraphs, count)
        _write_bounds(writer, f"{name}/sentences", placed.sentences, count)


def _spread(values: NDArray[np.int64], present: NDArray[np.uint32], count: int) -> NDArray[np.int64]:
    spread = np.zeros(count, np.int64)
    spread[present] = values
    return spread


def _write_bounds(writer: ArrayWriter, name: str, bounds: Bounds, count: int) -> None:
    counts = np.bincount(bounds.documents, minlength=count)
    writer.add(f"{name}/starts", narrow(np.concatenate([[0], np.cumsum(counts)])))
    writer.add(f"{name}/at", narrow(bounds.positions))
