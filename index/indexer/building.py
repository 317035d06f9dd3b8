"""A batch of articles turned inside out: from words in order to postings by word, written as one segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from index.analysis import BLOCK_GAP, words
from index.indexer.codec import BLOCK, INDEX_NAME, Codec, Run, write_columns
from index.indexer.storage import SyncedStorage
from index.schema import WORD_FIELDS

_NARROW = 1 << 16
_PORTION = 1 << 16


class SegmentBuilder:
    """Gathers articles and writes them as one segment of the index.

    Memory grows by some ten bytes a word; `size` tells how many words are held.
    """

    def __init__(self) -> None:
        self.ids = array("q")
        self.size = 0
        self._fields = {name: _FieldBatch() for name in WORD_FIELDS}

    def add(self, article_id: int, texts: Mapping[str, Sequence[str]]) -> set[str]:
        """Add an article, given the texts of each of its fields, and give its different words."""
        document = len(self.ids)
        self.ids.append(article_id)
        different: set[str] = set()
        for name, some in texts.items():
            self.size += self._fields[name].add(document, some, different)
        return different

    def write(self, storage: SyncedStorage, codec: Codec, schema: Schema) -> Any:
        """Write the segment's files and give Whoosh's segment object."""
        segment = codec.new_segment(storage, INDEX_NAME)
        count = len(self.ids)
        lengths = {name: batch.lengths_of(count) for name, batch in self._fields.items()}
        write_columns(storage, segment, np.asarray(self.ids, np.int64), lengths)
        writer = codec.field_writer(storage, segment)
        for name in sorted(WORD_FIELDS):
            writer.start_field(name, schema[name])
            for word, runs in _inverted(self._fields[name], lengths[name]):
                writer.add_word(word.encode(), runs)
            writer.finish_field()
        writer.close()
        return segment


class _Ordinals(dict[str, int]):
    """Numbers words in the order of their first coming."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _FieldBatch:
    """The words of one field over a batch of articles, as flat arrays: which word, where; and how many an article."""

    def __init__(self) -> None:
        self.ordinals = _Ordinals()
        self.terms = array("I")
        self.positions = array("I")
        self.lengths = array("I")

    def add(self, document: int, texts: Sequence[str], different: set[str]) -> int:
        """Add a document's texts, placed as `analysis.field_words` places them; give the number of words.

        `different` takes up the words.
        """
        first = length = 0
        for text in texts:
            found = words(text)
            different.update(found)
            self.terms.extend(map(self.ordinals.__getitem__, found))
            self.positions.extend(range(first, first + len(found)))
            first += len(found) + BLOCK_GAP
            length += len(found)
        self.lengths.extend([0] * (document - len(self.lengths)))
        self.lengths.append(length)
        return length

    def lengths_of(self, count: int) -> NDArray[np.int64]:
        """Give the field's length in words for each of the batch's documents."""
        lengths = np.zeros(count, np.int64)
        lengths[: len(self.lengths)] = self.lengths
        return lengths


class _Postings(NamedTuple):
    """The postings of one field, by word and document: arrays of equal length, and where each word begins in them.

    `starts` and `ends` cut `positions`, which has all positions in this order.
    """

    documents: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    positions: NDArray[np.uint32]
    firsts: NDArray[np.int64]


def _inverted(batch: _FieldBatch, lengths: NDArray[np.int64]) -> Iterator[tuple[str, list[Run]]]:
    """Give each word of a field, in order, with its runs of postings."""
    if not batch.terms:
        return
    vocabulary = sorted(batch.ordinals)  # by code points, which is the order of their UTF-8 bytes too
    postings = _sorted(batch, vocabulary, lengths)
    first = 0
    while first < len(vocabulary):  # in portions, so that the lists of Python objects stay short
        most = postings.firsts[first] + _PORTION
        end = max(first + 1, int(np.searchsorted(postings.firsts, most)) - 1)
        yield from zip(vocabulary[first:end], _runs(postings, first, end, lengths), strict=True)
        first = end


def _sorted(batch: _FieldBatch, vocabulary: list[str], lengths: NDArray[np.int64]) -> _Postings:
    """Sort a field's words by word, document and position."""
    rank = np.empty(len(vocabulary), np.uint32)
    rank[[batch.ordinals[word] for word in vocabulary]] = np.arange(len(vocabulary), dtype=np.uint32)
    ranks = rank[np.frombuffer(batch.terms, np.uint32)]
    order = np.argsort(ranks, kind="stable")
    ranks = ranks[order]
    documents = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)[order]
    positions = np.frombuffer(batch.positions, np.uint32)[order]
    new = np.ones(len(ranks), bool)
    new[1:] = (ranks[1:] != ranks[:-1]) | (documents[1:] != documents[:-1])
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(ranks))
    firsts = np.searchsorted(ranks[starts], np.arange(len(vocabulary) + 1, dtype=np.uint32))
    return _Postings(documents[starts], starts, ends, positions, firsts)


def _runs(postings: _Postings, first: int, end: int, lengths: NDArray[np.int64]) -> Iterator[list[Run]]:
    """Give the runs of the words from number `first` up to `end`."""
    bounds = postings.firsts[first : end + 1]
    base = int(bounds[0])
    part = slice(base, int(bounds[-1]))
    documents, starts, ends = postings.documents[part], postings.starts[part], postings.ends[part]
    values = _values(postings.positions, starts, ends)
    weights = (ends - starts).astype(np.float64).tolist()
    cuts = [range(start, stop, BLOCK) for start, stop in pairwise((bounds - base).tolist())]
    blocks = [start for word in cuts for start in word]
    shortest = np.minimum.reduceat(lengths[documents], blocks).tolist()
    longest = np.maximum.reduceat(lengths[documents], blocks).tolist()
    plain = documents.tolist()
    block = count()
    for word in cuts:
        yield [
            Run(plain[cut], weights[cut], values[cut], shortest[number], longest[number])
            for cut, number in ((slice(start, min(start + BLOCK, word.stop)), next(block)) for start in word)
        ]


def _values(positions: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[bytes]:
    """Cut positions into posting values, each as `schema.encode_positions` packs them."""
    base = int(starts[0])
    narrow = positions[base : int(ends[-1])].astype("<u2").tobytes()
    cuts = zip(((starts - base) * 2).tolist(), ((ends - base) * 2).tolist(), strict=True)
    values = [narrow[start:end] for start, end in cuts]
    for number in np.flatnonzero(positions[ends - 1] >= _NARROW).tolist():
        values[number] = positions[starts[number] : ends[number]].astype("<u4").tobytes()
    return values
