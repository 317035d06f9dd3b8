"""The schema of an index in this form: made from its version, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import DATETIME, NUMERIC, FieldType, Schema
from whoosh.formats import Format
from whoosh.query.qcore import Every

from index.analysis import tokenize
from index.analysis.tokens import normal
from index.codec.layout import UNDATED, day_number, days_of, published_key
from index.schema import SCORED_FIELDS, WORD_FIELDS

SCHEMA_VERSION: Final = 1
"""Raised whenever the fields, or what their values mean, change."""

NUMBER_FIELDS: Final = ("id", "published", "words")
"""The fields with one whole number a document; searched by number and range, and columns to sort by."""

_FIRST_DAY: Final = day_number("0001-01-01")
_DAY: Final = 86_400
_TIME: Final = (1 << 32) - 1
_SECOND_SHIFT: Final = 12


class Positions(Format):
    """Where a word stands in a document: its positions, four bytes each, little endian."""

    posting_size = -1

    def decode_positions(self, value: bytes) -> list[int]:
        """Give the positions of a posting."""
        positions: list[int] = np.frombuffer(value, "<u4").tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Give the number of positions of a posting."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """Give the weight of a posting: its frequency."""
        return len(value) / 4


def encode_positions(positions: Iterable[int]) -> bytes:
    """Give the value of a posting, which `Positions` decodes."""
    return np.fromiter(positions, "<u4").tobytes()


class WordAnalyzer(Analyzer):
    """The one analyser, `index.analysis`, as Whoosh calls it: for queries and highlights."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Token]:
        """Give the words of a text: one token, changed for each, as Whoosh's own analysers do."""
        first, offset = kwargs.pop("start_pos", 0), kwargs.pop("start_char", 0)
        token = Token(**kwargs)
        if not kwargs.get("tokenize", True):  # a pattern of the query parser's
            token.text = normal(value)
            yield token
            return
        for position, found in enumerate(tokenize(value), first):
            token.text = found.word
            token.pos = position
            token.startchar = found.start + offset
            token.endchar = found.end + offset
            yield token


class Words(FieldType):
    """A field of words with their positions, from one text or several."""

    def __init__(self, *, scorable: bool) -> None:
        super().__init__(Positions(), WordAnalyzer(), scorable=scorable, stored=True, multitoken_query="phrase")

    def index(self, value: Any, **_: Any) -> Any:
        """Give no postings: the value, being stored, reaches the writer of documents, which inverts whole batches.

        Raises:
            ValueError: it is neither a text nor several.
        """
        texts = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) for one in texts):
            raise ValueError(f"{value!r} is neither a text nor several")
        return ()


class Number(NUMERIC):
    """A whole number, signed, of 64 bits: found by itself or by range, and a column."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(int, 64, stored=True, unique=unique, shift_step=0, sortable=True)

    def index(self, num: Any, **_: Any) -> Any:  # type: ignore[override] # NUMERIC's signature
        """Give no postings: a column is enough to find the documents with a number.

        Raises:
            ValueError: it is no such number.
        """
        self.to_column_value(num)
        return ()


class Published(DATETIME):
    """When an article was published, to the second, as it is written, whatever its zone; a day is its midnight."""

    def __init__(self) -> None:
        super().__init__(stored=True, sortable=True)
        self.shift_step = 0

    def index(self, num: Any, **_: Any) -> Any:  # type: ignore[override] # NUMERIC's signature
        """Give no postings, as `Number`.

        Raises:
            ValueError: it is no text; one that is no date is taken, for an undated article.
        """
        if not isinstance(num, str):
            raise ValueError(f"{num!r} is no date as ISO 8601 has it")  # noqa: TRY004 - what Whoosh's writer expects
        return ()

    def to_column_value(self, x: Any) -> Any:
        """Give the sortable form of a date; that of what is no date is the largest, so that it comes last."""
        if isinstance(x, str):
            (moment,) = moments(np.array([published_key(x)])).tolist()
            return moment if moment != NO_MOMENT else NO_COLUMN_VALUE
        return super().to_column_value(x)

    def parse_query(self, fieldname: str, qstring: str, boost: float = 1.0) -> Any:
        """Give the query for what the query parser found in this field; `*` stands for all dated articles."""
        return Every(fieldname, boost) if qstring == "*" else super().parse_query(fieldname, qstring, boost)

    def from_column_value(self, x: Any) -> Any:
        """Give the date and time, None without one."""
        return None if x == NO_COLUMN_VALUE else super().from_column_value(x)


NO_MOMENT: Final = -1
"""What undated articles have for a moment."""

NO_COLUMN_VALUE: Final = (1 << 64) - 1
"""What undated articles have in the column of moments."""


def moments(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give Whoosh's numbers for publication keys: microseconds since the first day of the year 1."""
    days = days_of(keys) - _FIRST_DAY
    seconds = np.maximum(((keys & _TIME) >> _SECOND_SHIFT) - 1, 0)
    found: NDArray[np.int64] = np.where(keys == UNDATED, NO_MOMENT, (days * _DAY + seconds) * 1_000_000)
    return found


def schema(version: int = SCHEMA_VERSION) -> Schema:
    """Make the schema.

    Raises:
        ValueError: there is no such version.
    """
    if version != SCHEMA_VERSION:
        raise ValueError(f"there is no version {version} of the schema")
    words = {name: Words(scorable=name in SCORED_FIELDS) for name in WORD_FIELDS}
    return Schema(id=Number(unique=True), published=Published(), words=Number(), **words)
