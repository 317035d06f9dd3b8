"""What Whoosh reads and writes by document: values, lengths and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.columns import ColumnReader

from index.analysis import words
from index.codec.batch import IndexedArticle
from index.codec.whoosh.fields import NO_COLUMN_VALUE, NO_MOMENT, NUMBER_FIELDS, schema
from index.codec.whoosh.words import column
from index.schema import SCORED_FIELDS, WORD_FIELDS

_SCHEMA = schema()
_LEAST = 1 << 63
_FACET_FIELDS = {"outlet": "outlet", "section": "section", "place": "place", "author": "byline", "language": "lang"}


class PerDocumentWriter(base.PerDocumentWriter):
    """Gathers the values of documents, and adds each to the segment's batch."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment
        self._values: dict[str, Any] = {}
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin a document; they come in order."""
        del docnum
        self._values = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Take the value of a field."""
        del fieldobj, length
        self._values[fieldname] = value

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Take nothing: `add_field` had the value."""

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Refuse: no field has vectors."""
        raise NotImplementedError("no field has vectors")

    def cancel_doc(self) -> None:
        """Forget the document."""
        self._values = {}

    def finish_doc(self) -> None:
        """Add the document to the batch.

        Raises:
            ValueError: it has no id.
        """
        self._segment.batch.add(article_of(self._values))

    def close(self) -> None:
        """Take no more documents."""
        self.is_closed = True


def article_of(values: Mapping[str, Any]) -> IndexedArticle:
    """Make an article of the values of a document's fields.

    Its facets are the texts of the fields that they are named after; authors are those of the byline.

    Raises:
        ValueError: it has no id.
    """
    if "id" not in values:
        raise ValueError("a document needs an id")
    texts = {name: _several(values[name]) for name in WORD_FIELDS if name in values}
    languages = texts.get("lang", [])
    counted = values.get("words")
    return IndexedArticle(
        id=int(values["id"]),
        texts=texts,
        facets={facet: texts[name] for facet, name in _FACET_FIELDS.items() if name in texts},
        published=values.get("published"),
        language=languages[0] if languages else None,
        words=sum(len(words(text)) for text in texts.get("body", [])) if counted is None else int(counted),
    )


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


class PerDocumentReader(base.PerDocumentReader):
    """The documents of a segment."""

    def __init__(self, segment: Any, storage: Any) -> None:
        self._segment = segment
        self._reader = segment.reader(storage)
        self._numbers: dict[str, memoryview] = {}  # by field; plain numbers, faster than an array's

    def doc_count(self) -> int:
        """Give the number of documents that are not deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Give the number of documents, deleted ones included."""
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        """Tell whether a document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """Give the deleted documents, ascending."""
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """Tell that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field is a column."""
        return fieldname in NUMBER_FIELDS

    def list_columns(self) -> list[str]:
        """Name the columns."""
        return list(NUMBER_FIELDS)

    def column_reader(self, fieldname: str, column: Any) -> NumberColumn:  # noqa: ARG002 - Whoosh's signature
        """Open a column; it has the numbers' sortable forms, as Whoosh's numeric columns have."""
        return self._columns(fieldname)

    def _columns(self, name: str) -> NumberColumn:
        return NumberColumn(column(self._reader, name), is_moment=name == "published")

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Give the number of words of a document's field, `default` if the field is not scored."""
        if fieldname not in self._numbers:
            self._numbers[fieldname] = np.ascontiguousarray(self._lengths(fieldname)).data
        return int(self._numbers[fieldname][docnum]) if fieldname in SCORED_FIELDS else default

    def field_length(self, fieldname: str) -> int:
        """Give the number of words of a field in all documents, deleted ones included."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """Give the least number of words of a field in a document."""
        lengths = self._lengths(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """Give the largest number of words of a field in a document."""
        return int(self._lengths(fieldname).max(initial=0))

    def _lengths(self, name: str) -> NDArray[Any]:
        lengths: NDArray[Any] = self._reader.field(name).lengths if name in SCORED_FIELDS else np.empty(0, np.int64)
        return lengths

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Give the numbers of a document and, if it has one, its date; the texts are not kept."""
        found = {name: _SCHEMA[name].from_column_value(self._columns(name)[docnum]) for name in NUMBER_FIELDS}
        return {name: value for name, value in found.items() if value is not None}


class NumberColumn(ColumnReader):
    """A column of numbers, in their sortable form; moments are that as they are."""

    def __init__(self, numbers: NDArray[Any], *, is_moment: bool) -> None:
        self._numbers = numbers
        self._is_moment = is_moment
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int:
        number = int(self._numbers[docnum])
        if self._is_moment:
            return NO_COLUMN_VALUE if number == NO_MOMENT else number
        return number + _LEAST

    def __iter__(self) -> Iterator[int]:
        return map(self.__getitem__, range(len(self)))

    def sort_key(self, docnum: int) -> Any:
        """Give what documents are sorted by."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort from the largest to the smallest."""
        self._sign = -1
