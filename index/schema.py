"""The Whoosh schema: which fields the index has, and how a posting says where its word stands."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

from index.analysis import field_words

INDEX_FORMAT = 1
"""Raised whenever the files of the index change their form: the index is then built anew."""

ID_FIELD = "id"
"""The column with the article's id: the only thing the index keeps of an article beside its words."""

WORD_FIELDS = (
    "headline",
    "standfirst",
    "byline",
    "place",
    "body",
    "caption",
    "section",
    "outlet",
    "url",
    "path",
    "lang",
)
"""The fields with words, each with positions; `index.query.tree.FIELDS` names the same ones."""

SCORED_FIELDS = WORD_FIELDS[:6]
"""The fields whose length counts for the score, and is kept."""

BOUNDED_FIELDS = ("headline", "standfirst", "body", "caption")
"""The fields of running text: of them the index knows where sentences and paragraphs begin."""

FACETS = ("outlet", "section", "place", "author", "language")
"""What results can be counted by."""

ID_COLUMN = NumericColumn("q", default=0)

_NARROW = 1 << 16


class Positions(Format):
    """Where a word stands in a field: its positions, two bytes each, or four where one is beyond 65,535.

    The two forms need no tag: a posting's weight is the number of its positions.
    """

    posting_size = -1

    def word_values(self, value: Any, analyzer: Any, **_: Any) -> Iterable[tuple[bytes, int, float, bytes]]:
        """Give (word, frequency, weight, posting value) for each different word of a field's texts."""
        del analyzer  # the texts have been through the one analyser already
        places: dict[str, list[int]] = {}
        for word, position in field_words(value):
            places.setdefault(word, []).append(position)
        for word, found in places.items():
            yield word.encode(), len(found), float(len(found)), encode_positions(found)

    def decode_positions(self, value: bytes, frequency: int | None = None) -> list[int]:
        """Give the positions of a posting; without its frequency the narrow form is taken for granted."""
        return decode_positions(value, frequency or len(value) // 2)

    def decode_frequency(self, value: bytes) -> int:
        """Give the number of positions of a posting in the narrow form."""
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        """Give the weight of a posting in the narrow form: its frequency."""
        return len(value) / 2


class Words(FieldType):
    """A field of words as they are written, with positions, from the article's own texts."""

    format: Positions

    def __init__(self, *, scorable: bool) -> None:
        super().__init__(format=Positions(), analyzer=None, scorable=scorable)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # type: ignore[override]
        """Give the postings of a field's texts, for Whoosh's own writers."""
        yield from self.format.word_values(value, None, **kwargs)


def encode_positions(positions: Sequence[int]) -> bytes:
    """Pack ascending positions, little endian: two bytes each if the last one allows it, else four."""
    packed = array("H" if positions[-1] < _NARROW else "I", positions)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def decode_positions(value: bytes, frequency: int) -> list[int]:
    """Unpack what `encode_positions` packed."""
    packed = array("H" if len(value) == 2 * frequency else "I")
    packed.frombytes(value)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tolist()


def schema() -> Schema:
    """Make the schema: every field of words, and the article's id as a column."""
    words = {name: Words(scorable=name in SCORED_FIELDS) for name in WORD_FIELDS}
    return Schema(**{ID_FIELD: COLUMN(ID_COLUMN)}, **words)
