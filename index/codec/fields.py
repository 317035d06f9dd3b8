"""Writes the arrays of one field, in one piece or many: what a batch holds at once, a merge brings range by range."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.written import Shape
from index.codec.arrays import ArrayWriter
from index.codec.documents import DocumentWriter
from index.codec.frequencies import FrequencyWriter
from index.codec.layout import HIGH, index_dtype, narrow, pack_shapes

Numbers = NDArray[Any]
"""Whole numbers, of any dtype."""


class Run(NamedTuple):
    """Postings of some words, by word, document and position.

    `terms` are the ordinals of the words, ascending, each with its number of postings in `counts`. `documents` and
    `frequencies` have an element a posting, `positions` and `shapes` one an occurrence, `forms` one for each occurrence
    in the shape `OTHER`.
    """

    terms: Numbers
    counts: Numbers
    documents: Numbers
    frequencies: Numbers
    positions: Numbers
    shapes: NDArray[np.uint8]
    forms: Numbers


class FieldWriter:
    """Takes runs of postings in order; a run may go on with the last word of the one before.

    Args:
        writer: the file.
        name: the field.
        postings: the most postings that will come.
        occurrences: the most occurrences that will come.
    """

    def __init__(self, writer: ArrayWriter, name: str, postings: int, occurrences: int) -> None:
        self._writer = writer
        self._name = name
        self._documents = DocumentWriter(writer, name, postings)
        self._frequencies = FrequencyWriter(writer, name, postings, occurrences)
        self._positions = writer.reserve(f"{name}/positions", np.uint16, occurrences)
        self._shapes = writer.reserve(f"{name}/shapes", np.uint8, -(-occurrences // 4))
        self._odd_shapes = np.empty(0, np.uint8)
        self._postings = 0
        self._occurrences = 0
        self._terms = _Lists("terms", "firsts", "occurrences")
        self._lists = _Lists("high/at", "high/values", "forms/at", "forms/of")
        self._last = -1

    def add(self, run: Run) -> None:
        """Write the next postings."""
        frequencies = run.frequencies.astype(np.int64)
        starts = np.cumsum(frequencies) - frequencies + self._occurrences
        self._add_terms(run, starts)
        self._documents.add(run.documents)
        self._frequencies.add(run.counts[run.counts > 0].astype(np.int64), frequencies)
        self._positions.append(run.positions.astype(np.uint16))
        high = np.flatnonzero(run.positions >= HIGH)
        self._lists.add("high/at", high + self._occurrences).add("high/values", run.positions[high] >> 16)
        other = np.flatnonzero(run.shapes == Shape.OTHER)
        self._lists.add("forms/at", other + self._occurrences).add("forms/of", run.forms)
        shapes = np.concatenate([self._odd_shapes, run.shapes])
        whole = len(shapes) // 4 * 4
        self._shapes.append(pack_shapes(shapes[:whole]))
        self._odd_shapes = shapes[whole:]
        self._postings += len(frequencies)
        self._occurrences += len(run.positions)

    def _add_terms(self, run: Run, starts: NDArray[np.int64]) -> None:
        there = np.flatnonzero(run.counts)
        counts = run.counts[there].astype(np.int64)
        firsts = np.cumsum(counts) - counts
        terms = run.terms[there].astype(np.int64)
        new = slice(1, None) if len(terms) and int(terms[0]) == self._last else slice(None)
        self._terms.add("terms", terms[new]).add("firsts", firsts[new] + self._postings)
        self._terms.add("occurrences", starts[firsts[new]])
        if len(terms):
            self._last = int(terms[-1])

    def close(self) -> None:
        """Write what only the end tells."""
        self._shapes.append(pack_shapes(self._odd_shapes))
        self._terms.add("firsts", np.array([self._postings])).add("occurrences", np.array([self._occurrences]))
        self._frequencies.close()
        add = self._writer.add
        add(f"{self._name}/terms", self._terms.whole("terms").astype(np.uint32))
        add(f"{self._name}/firsts", self._terms.whole("firsts").astype(index_dtype(self._postings)))
        add(f"{self._name}/occurrences", self._terms.whole("occurrences").astype(index_dtype(self._occurrences)))
        for name in ("high", "forms"):
            add(f"{self._name}/{name}/at", self._lists.whole(f"{name}/at").astype(index_dtype(self._occurrences)))
        for name in ("high/values", "forms/of"):
            add(f"{self._name}/{name}", narrow(self._lists.whole(name)))


class _Lists:
    """Arrays that grow in memory, by name."""

    def __init__(self, *names: str) -> None:
        self._parts: dict[str, list[NDArray[np.int64]]] = {name: [np.empty(0, np.int64)] for name in names}

    def add(self, name: str, values: Numbers) -> _Lists:
        if len(values):
            self._parts[name].append(values.astype(np.int64))
        return self

    def whole(self, name: str) -> NDArray[np.int64]:
        return np.concatenate(self._parts[name])
