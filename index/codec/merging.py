"""Several segments become one: range by range of words, so that memory does not grow with the segments.

Documents keep their order, deleted ones are left out, and so are words that only they had. A word that is left keeps
all its keys, also those of a language in which only deleted documents had it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.written import Shape
from index.codec.arrays import ArrayWriter
from index.codec.fields import FieldWriter, Run
from index.codec.layout import narrow
from index.codec.memory import Memory
from index.codec.segment import FieldReader, SegmentReader
from index.codec.spans import sizes, spans
from index.codec.stopping import Stop, StoppedError, check
from index.codec.vocabularies import merge_keys, merge_strings
from index.codec.wordlist import packed
from index.schema import BOUNDED_FIELDS, FACETS, SCORED_FIELDS, WORD_FIELDS

_RANGE_DOCUMENTS = 100_000


class _Source(NamedTuple):
    """A segment to merge: its documents' new numbers, -1 for deleted ones; its words' and forms' new ordinals.

    A word that is left out has the ordinal of the next one.
    """

    reader: SegmentReader
    live: NDArray[np.bool_]
    documents: NDArray[np.int64]
    words: NDArray[np.int64]
    forms: NDArray[np.int64]


def merge(
    path: Path,
    segments: Sequence[SegmentReader],
    deleted: Sequence[NDArray[Any]],
    stop: Stop = lambda: False,
    *,
    memory: Memory | None = None,
) -> bool:
    """Write the documents of some segments that are not deleted as a new segment, which is on the disk afterwards.

    Args:
        path: the new file.
        segments: what to merge, in order.
        deleted: for each the numbers of its deleted documents.
        stop: asked for each range; nothing is left of the file when it turned true.
        memory: what may be held; a word with more occurrences than a range is copied piece by piece.

    Returns:
        Whether it is finished.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    try:
        with ArrayWriter(path) as writer:
            _merge(writer, segments, deleted, stop, (memory or Memory.of()).occurrences)
    except StoppedError:
        return False
    return True


def _merge(
    writer: ArrayWriter, segments: Sequence[SegmentReader], deleted: Sequence[NDArray[Any]], stop: Stop, most: int
) -> None:
    live = [_live(segment.count, some) for segment, some in zip(segments, deleted, strict=True)]
    _merge_columns(writer, segments, live)
    words = [segment.words for segment in segments]
    present = [_present(segment, some, stop, most) for segment, some in zip(segments, live, strict=True)]
    new_words = merge_strings(writer, "words", words, present, stop, looks=True)
    forms = [segment.forms for segment in segments]
    new_forms = merge_strings(writer, "forms", forms, [np.ones(len(one), bool) for one in forms], stop)
    merge_keys(writer, segments, new_words, present, stop)
    base = 0
    sources: list[_Source] = []
    for place, segment in enumerate(segments):
        numbers = np.where(live[place], np.cumsum(live[place]) - 1 + base, -1)
        base += int(np.count_nonzero(live[place]))
        sources.append(_Source(segment, live[place], numbers, new_words[place], new_forms[place]))
    for name in WORD_FIELDS:
        _merge_field(writer, name, sources, stop, most)


def _live(count: int, deleted: NDArray[Any]) -> NDArray[np.bool_]:
    live = np.ones(count, bool)
    live[deleted] = False
    return live


# ---- columns --------------------------------------------------------------------------------------------------------


def _merge_columns(writer: ArrayWriter, segments: Sequence[SegmentReader], live: Sequence[NDArray[np.bool_]]) -> None:
    pairs = list(zip(segments, live, strict=True))
    writer.add("ids", np.concatenate([segment.ids[some] for segment, some in pairs]))
    writer.add("published", np.concatenate([segment.published[some] for segment, some in pairs]))
    writer.add(
        "words", narrow(np.concatenate([segment.lengths_in_words[some].astype(np.int64) for segment, some in pairs]))
    )
    for name in FACETS:
        _merge_facet(writer, name, pairs)


def _merge_facet(writer: ArrayWriter, name: str, pairs: Sequence[tuple[SegmentReader, NDArray[np.bool_]]]) -> None:
    counts: list[NDArray[np.int64]] = []
    values: list[NDArray[np.int64]] = []
    used: list[list[str]] = []
    for segment, live in pairs:
        facet = segment.facet(name)
        starts = facet.starts.astype(np.int64)
        chosen = np.flatnonzero(live)
        counts.append(np.diff(starts)[chosen])
        ordinals = facet.values.take(spans(starts[chosen], starts[chosen + 1])).astype(np.int64)
        different, numbers = np.unique(ordinals, return_inverse=True)
        used.append(facet.names.several(different.tolist()))
        values.append(numbers)
    names = sorted({one for some in used for one in some})
    place = {one: number for number, one in enumerate(names)}
    text, ends = packed(names)
    writer.add(f"facet/{name}/text", text)
    writer.add(f"facet/{name}/ends", ends)
    writer.add(f"facet/{name}/starts", narrow(np.concatenate([[0], np.cumsum(np.concatenate(counts))])))
    mapped = [
        np.array([place[one] for one in some], np.int64)[numbers] for some, numbers in zip(used, values, strict=True)
    ]
    writer.add(f"facet/{name}/values", narrow(np.concatenate(mapped)))


# ---- words ----------------------------------------------------------------------------------------------------------


def _present(segment: SegmentReader, live: NDArray[np.bool_], stop: Stop, most: int) -> NDArray[np.bool_]:
    """Tell for each word of a segment whether a document has it that is not deleted."""
    if live.all():
        return np.ones(len(segment.words), bool)
    present = np.zeros(len(segment.words), bool)
    for name in WORD_FIELDS:
        reader = segment.field(name)
        for first, last in _ranges(reader.firsts.astype(np.int64), most):
            check(stop)
            begin, end = int(reader.firsts[first]), int(reader.firsts[last])
            counts = np.cumsum(np.concatenate([[0], live[reader.documents.between(begin, end)]]))
            bounds = reader.firsts[first : last + 1].astype(np.int64) - begin
            present[reader.terms[first:last]] |= np.diff(counts[bounds]) > 0
    return present


def _ranges(starts: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Cut what begins at `starts` (one longer than it is long) into ranges of at most so many elements, or one."""
    first, count = 0, len(starts) - 1
    while first < count:
        last = int(np.searchsorted(starts, starts[first] + most, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


# ---- postings -------------------------------------------------------------------------------------------------------


def _merge_field(writer: ArrayWriter, name: str, sources: Sequence[_Source], stop: Stop, most: int) -> None:
    readers = [source.reader.field(name) for source in sources]
    field = FieldWriter(
        writer,
        name,
        sum(len(reader.documents) for reader in readers),
        sum(len(reader.positions) for reader in readers),
    )
    mapped = [source.words[reader.terms] for source, reader in zip(sources, readers, strict=True)]
    count = max((int(some[-1]) + 1 for some in mapped if len(some)), default=0)
    totals = np.zeros(count, np.int64)
    for some, reader in zip(mapped, readers, strict=True):
        np.add.at(totals, some, sizes(reader.occurrences))
    for first, last in _ranges(np.concatenate([[0], np.cumsum(totals)]), most):
        check(stop)
        parts = [
            (source, reader, *np.searchsorted(some, [first, last]).tolist(), some)
            for source, reader, some in zip(sources, readers, mapped, strict=True)
        ]
        if last == first + 1:
            for part in parts:
                for run in _pieces(*part, stop=stop, most=max(1, most // 8)):
                    field.add(run)
        else:
            field.add(_sorted([_live_run(*part) for part in parts]))
    field.close()
    _merge_documents(writer, name, sources, readers)


class _Postings(NamedTuple):
    """Live postings of a range of words: the words' new ordinals, ascending, and how much each has of the rest."""

    terms: NDArray[np.int64]
    counts: NDArray[np.int64]
    occurrences: NDArray[np.int64]
    documents: NDArray[np.int64]
    frequencies: NDArray[np.int64]
    positions: NDArray[Any]
    shapes: NDArray[np.uint8]
    forms: NDArray[np.int64]


def _live_run(source: _Source, reader: FieldReader, first: int, last: int, mapped: NDArray[np.int64]) -> _Postings:
    """Read the postings of the terms `[first, last)`; `forms` has an element an occurrence."""
    bounds = reader.firsts[first : last + 1].astype(np.int64)
    return _postings(source, reader, bounds, int(reader.occurrences[first]), mapped[first:last])


def _postings(
    source: _Source, reader: FieldReader, bounds: NDArray[np.int64], occurrence: int, terms: NDArray[np.int64]
) -> _Postings:
    """Read the postings of some terms, which begin at `bounds`; the first one's first occurrence is `occurrence`."""
    begin, end = int(bounds[0]), int(bounds[-1])
    frequencies = reader.frequencies.between(begin, end).astype(np.int64)
    last = occurrence + int(frequencies.sum())
    documents = source.documents[reader.documents.between(begin, end)]
    positions = reader.positions_between(occurrence, last)
    shapes = reader.shapes(occurrence, last)
    forms = np.zeros(len(positions), np.int64)
    at, own = reader.forms_between(occurrence, last)
    forms[at - occurrence] = source.forms[own]
    bounds = bounds - begin
    kept = documents >= 0
    if not kept.all():
        there = np.repeat(kept, frequencies)
        bounds = np.concatenate([[0], np.cumsum(kept)])[bounds]
        documents, frequencies = documents[kept], frequencies[kept]
        positions, shapes, forms = positions[there], shapes[there], forms[there]
    counts = np.concatenate([[0], np.cumsum(frequencies)])[bounds]
    return _Postings(terms, sizes(bounds), sizes(counts), documents, frequencies, positions, shapes, forms)


def _pieces(
    source: _Source, reader: FieldReader, first: int, last: int, mapped: NDArray[np.int64], *, stop: Stop, most: int
) -> Iterator[Run]:
    """Read one word with very many postings in pieces of so many postings at most."""
    for term in range(first, last):
        begin, end = reader.postings(term)
        occurrence = int(reader.occurrences[term])
        while begin < end:
            check(stop)
            until = min(end, begin + most)
            piece = _postings(source, reader, np.array([begin, until]), occurrence, mapped[term : term + 1])
            occurrence += int(reader.frequencies.between(begin, until).sum(dtype=np.int64))
            begin = until
            yield _run(piece)


def _sorted(parts: Sequence[_Postings]) -> Run:
    """Join postings of several segments by word; within a word the segments stay in order."""
    joined = _Postings(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    order = np.argsort(joined.terms, kind="stable")
    postings = _taken_in(order, joined.counts)
    occurrences = _taken_in(order, joined.occurrences)
    return _run(
        _Postings(
            joined.terms[order],
            joined.counts[order],
            joined.occurrences[order],
            joined.documents.take(postings),
            joined.frequencies.take(postings),
            joined.positions.take(occurrences),
            joined.shapes.take(occurrences),
            joined.forms.take(occurrences),
        )
    )


def _taken_in(order: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the places of all elements of groups that are taken in an order."""
    ends = np.cumsum(counts)
    return spans((ends - counts)[order], ends[order])


def _run(postings: _Postings) -> Run:
    """Give postings, by word, as they are written; several segments' postings of a word are joined."""
    terms = postings.terms
    starts = np.flatnonzero(np.append(np.ones(min(len(terms), 1), bool), terms[1:] != terms[:-1]))
    counts = np.add.reduceat(postings.counts, starts) if len(starts) else postings.counts
    forms = postings.forms[postings.shapes == Shape.OTHER]
    return Run(
        terms[starts], counts, postings.documents, postings.frequencies, postings.positions, postings.shapes, forms
    )


def _merge_documents(
    writer: ArrayWriter, name: str, sources: Sequence[_Source], readers: Sequence[FieldReader]
) -> None:
    """Write what a field has a document."""
    pairs = [(reader, source.live) for reader, source in zip(readers, sources, strict=True)]
    if name in SCORED_FIELDS:
        writer.add(
            f"{name}/lengths", narrow(np.concatenate([reader.lengths[live].astype(np.int64) for reader, live in pairs]))
        )
    writer.add(
        f"{name}/extents", narrow(np.concatenate([reader.extents[live].astype(np.int64) for reader, live in pairs]))
    )
    if name in BOUNDED_FIELDS:
        for kind in ("paragraphs", "sentences"):
            _merge_bounds(writer, f"{name}/{kind}", [(*reader.bounds(kind), live) for reader, live in pairs])


def _merge_bounds(
    writer: ArrayWriter, name: str, parts: Sequence[tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_]]]
) -> None:
    widest = max((at.dtype for _, at, _ in parts), key=lambda dtype: dtype.itemsize, default=np.dtype(np.uint8))
    written = writer.reserve(f"{name}/at", widest, sum(len(at) for _, at, _ in parts))
    counts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
    for starts, at, live in parts:
        for first in range(0, len(live), _RANGE_DOCUMENTS):
            chosen = np.flatnonzero(live[first : first + _RANGE_DOCUMENTS]) + first
            begin, end = starts[chosen].astype(np.int64), starts[chosen + 1].astype(np.int64)
            written.append(at.take(spans(begin, end)))
            counts.append(end - begin)
    writer.add(f"{name}/starts", narrow(np.cumsum(np.concatenate(counts))))
