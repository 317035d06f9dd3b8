"""Segments of like size become one: few enough for queries, and each article is rewritten only a few times."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema

from index.indexer.codec import (
    BLOCK,
    BYTE_LENGTHS,
    INDEX_NAME,
    Codec,
    FieldWriter,
    Run,
    read_ids,
    read_length_steps,
    write_columns,
)
from index.indexer.storage import SyncedStorage
from index.schema import SCORED_FIELDS, WORD_FIELDS

_SMALLEST_TIER = 64
_TIER_FACTOR = 8
_FEW = 4
_MANY = 8
_CHEAP_DOCUMENTS = 4_096
_MOST_DELETED = 0.3
_POLL_WORDS = 256


def choose(segments: Sequence[Any]) -> list[Any]:
    """Choose the segments to merge next; none when all is well.

    Segments stand in tiers by their size, each tier up to 8 times larger than the one below. A tier is merged when it
    has 8 segments, or 4 where they are small enough to be merged in passing. A segment with nearly a third of its
    documents deleted is rewritten.
    """
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        count = segment.doc_count_all()
        if segment.deleted_count() > _MOST_DELETED * count:
            return [segment]
        tiers.setdefault(_tier(count), []).append(segment)
    for tier, members in sorted(tiers.items()):
        cheap = _SMALLEST_TIER * _TIER_FACTOR**tier <= _CHEAP_DOCUMENTS
        if len(members) >= (_FEW if cheap else _MANY):
            return members
    return []


def merge(
    storage: SyncedStorage, codec: Codec, schema: Schema, segments: Sequence[Any], stop: Callable[[], bool]
) -> Any | None:
    """Write the live documents of some segments as a new one.

    Returns:
        Whoosh's segment object, or None when `stop()` turned true; files written by then are left to be swept.
    """
    sources = _number(segments)
    ids = np.concatenate([read_ids(storage, source)[live] for source, live, _ in sources])
    lengths = {
        name: BYTE_LENGTHS[
            np.concatenate([read_length_steps(storage, source, name)[live] for source, live, _ in sources])
        ]
        for name in SCORED_FIELDS
    }
    merged = codec.new_segment(storage, INDEX_NAME)
    write_columns(storage, merged, ids, lengths)
    with ExitStack() as stack:
        writer = stack.enter_context(closing(codec.field_writer(storage, merged)))
        readers = [stack.enter_context(closing(codec.terms_reader(storage, source))) for source, _, _ in sources]
        words = _words(readers, [numbers for _, _, numbers in sources])
        finished = _write_words(writer, schema, words, stop)
    return merged if finished else None


def _tier(count: int) -> int:
    tier = 0
    while count >= _SMALLEST_TIER * _TIER_FACTOR**tier:
        tier += 1
    return tier


_Numbers = NDArray[np.int64]


def _number(segments: Sequence[Any]) -> list[tuple[Any, NDArray[np.bool_], _Numbers]]:
    """Give each segment with the mask of its live documents and their numbers in the merged segment, -1 if deleted."""
    sources = []
    base = 0
    for segment in segments:
        live = np.ones(segment.doc_count_all(), bool)
        live[list(segment.deleted_docs())] = False
        numbers = np.where(live, np.cumsum(live) - 1 + base, -1)
        base += int(live.sum())
        sources.append((segment, live, numbers))
    return sources


def _words(readers: Sequence[Any], numbers: Sequence[_Numbers]) -> Iterator[tuple[bytes, Iterator[Iterator[Run]]]]:
    """Give every word of every field, with the number of its field before it, and its renumbered runs by segment."""

    def tagged(place: int) -> Iterator[tuple[bytes, int, bytes]]:
        for key, entry in readers[place].all_entries():
            yield key, place, entry

    entries = heapq.merge(*map(tagged, range(len(readers))))
    for key, group in groupby(entries, itemgetter(0)):
        yield key, (_renumbered(readers[place].runs_at(entry), numbers[place]) for _, place, entry in group)


def _renumbered(runs: Iterable[Run], numbers: _Numbers) -> Iterator[Run]:
    for run in runs:
        documents = numbers[run.documents].tolist()
        if -1 not in documents:
            yield run._replace(documents=documents)
            continue
        kept = [posting for posting in zip(documents, run.weights, run.values, strict=True) if posting[0] >= 0]
        if kept:
            live, weights, values = (list(column) for column in zip(*kept, strict=True))
            yield Run(live, weights, values, run.shortest, run.longest)


def _write_words(
    writer: FieldWriter,
    schema: Schema,
    words: Iterable[tuple[bytes, Iterator[Iterator[Run]]]],
    stop: Callable[[], bool],
) -> bool:
    fields = iter(sorted(WORD_FIELDS))
    started = -1
    for count, (key, by_segment) in enumerate(words):
        if count % _POLL_WORDS == 0 and stop():
            return False
        while started < int.from_bytes(key[:2], "big"):
            name = next(fields)
            writer.start_field(name, schema[name])
            started += 1
        writer.add_word(key[2:], _joined(chain.from_iterable(by_segment)))
    for name in fields:
        writer.start_field(name, schema[name])
    return True


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Fill runs up to whole blocks, as they come: a common word's postings are too many to be held together."""
    held: Run | None = None
    for run in runs:
        full = run if held is None else _added(held, run)
        held = None
        if len(full.documents) > BLOCK:  # what is over is the new run's, for a held one is shorter than a block
            held = _cut(full, slice(BLOCK, None))._replace(shortest=run.shortest, longest=run.longest)
            full = _cut(full, slice(BLOCK))
        if len(full.documents) == BLOCK:
            yield full
        else:
            held = full
    if held is not None:
        yield held


def _added(one: Run, other: Run) -> Run:
    return Run(
        one.documents + other.documents,
        one.weights + other.weights,
        one.values + other.values,
        min(one.shortest, other.shortest),
        max(one.longest, other.longest),
    )


def _cut(run: Run, part: slice) -> Run:
    return Run(run.documents[part], run.weights[part], run.values[part], run.shortest, run.longest)
