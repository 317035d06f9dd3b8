"""Keys of words, by kind: words that are keys of themselves are marked, the keys of the others listed.

A key is written with its kind before it: `fold:cafe` is of the kind `fold`, `stem:en:elect` of the kind `stem:en`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import eq, not_

import numpy as np
from numpy.typing import NDArray

from index.codec.arrays import ArrayFile, ArrayWriter
from index.codec.layout import narrow
from index.codec.spans import spans
from index.codec.wordlist import WordList, packed


def kind_and_text(key: str) -> tuple[str, str]:
    """Take a key apart."""
    kind, _, text = key.rpartition(":")
    return kind, text


def kinds_in(arrays: ArrayFile) -> list[str]:
    """Name the kinds of keys in a file."""
    return [name.split("/")[1] for name in arrays if name.startswith("keys/") and name.endswith("/own")]


class Keys:
    """The keys of one kind.

    Attributes:
        names: the keys that are listed.
        starts: where the words of each listed key begin in `words`, and the end.
        words: the ordinals of the words of the first listed key, of the second one, and so on, uint32.
    """

    def __init__(self, arrays: ArrayFile, kind: str) -> None:
        self._own = arrays[f"keys/{kind}/own"]
        self.names = WordList(arrays[f"keys/{kind}/text"], arrays[f"keys/{kind}/ends"])
        self.starts = arrays[f"keys/{kind}/starts"]
        self.words = arrays[f"keys/{kind}/words"]

    def is_own(self, word: int) -> bool:
        """Tell whether a word, by its ordinal, is a key of itself."""
        return bool(int(self._own[word >> 3]) >> (word & 7) & 1)

    def own(self, count: int) -> NDArray[np.bool_]:
        """Tell for each of the segment's `count` words whether it is a key of itself."""
        return np.unpackbits(self._own, count=count, bitorder="little").view(bool)

    def words_of(self, keys: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Give the words of some listed keys, in the order of the keys."""
        found: NDArray[np.uint32] = self.words.take(spans(self.starts.take(keys), self.starts.take(keys + 1)))
        return found


def write_keys(
    writer: ArrayWriter, keys: Mapping[str, tuple[Sequence[str], Sequence[int]]], vocabulary: Sequence[str]
) -> None:
    """Write keys by kind: the keys, and for each the ordinal of one of its words, which `vocabulary` has."""
    for kind, (texts, words) in sorted(keys.items()):
        if not texts:
            continue
        are_own = list(map(eq, texts, map(vocabulary.__getitem__, words)))
        marks = np.zeros(len(vocabulary), bool)
        marks[list(compress(words, are_own))] = True
        _write_kind(writer, kind, marks, sorted(compress(zip(texts, words, strict=True), map(not_, are_own))))


def _write_kind(writer: ArrayWriter, kind: str, own: NDArray[np.bool_], listed: Sequence[tuple[str, int]]) -> None:
    names = list(dict.fromkeys(name for name, _ in listed))
    places = {name: place for place, name in enumerate(names)}
    counts = np.bincount([places[name] for name, _ in listed], minlength=len(names))
    text, ends = packed(names)
    write_own(writer, kind, own)
    writer.add(f"keys/{kind}/text", text)
    writer.add(f"keys/{kind}/ends", ends)
    writer.add(f"keys/{kind}/starts", narrow(np.concatenate([[0], np.cumsum(counts)])))
    writer.add(f"keys/{kind}/words", np.array([word for _, word in listed], np.uint32))


def write_own(writer: ArrayWriter, kind: str, own: NDArray[np.bool_]) -> None:
    """Write which words are keys of themselves."""
    writer.add(f"keys/{kind}/own", np.packbits(own, bitorder="little"))
