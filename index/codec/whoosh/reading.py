"""Whoosh's readers over segments: of an index, or of segments that were made without Whoosh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from numpy.typing import NDArray
from whoosh import reading
from whoosh.columns import MultiColumnReader
from whoosh.fields import Schema

from index.codec.segment import SegmentReader as Arrays
from index.codec.whoosh.codec import Segment
from index.codec.whoosh.fields import schema


class SegmentReader(reading.SegmentReader):
    """Reads a segment; deleted documents are left out where the arrays are."""

    _segment: Segment
    _terms: Any

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None) -> Any:  # type: ignore[override] # as Whoosh's
        """Give a matcher of the documents with a term that are not deleted.

        Raises:
            TermNotFound: there is no such term.
            ReaderClosed: the reader is closed.
        """
        if self.is_closed:
            raise reading.ReaderClosed
        data = self._text_to_bytes(fieldname, text)
        return self._terms.matcher(fieldname, data, self.schema[fieldname].format, scorer, self._segment.live)


class MultiReader(reading.MultiReader):
    """Reads several segments as one."""

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """Give the words near one in spelling of all segments, each once."""
        return dict.fromkeys(
            word for reader in self.readers for word in reader.terms_within(fieldname, text, maxdist, prefix)
        )

    def column_reader(self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True) -> Any:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Open a column of all segments; the one that Whoosh makes has no length."""
        parts = [reader.column_reader(fieldname, column, reverse, translate) for reader in self.readers]
        return MultiColumnReader(parts)


def reader_of(
    storage: Any, fields: Schema, segments: Sequence[Segment], generation: int | None = None
) -> reading.IndexReader:
    """Open segments.

    Raises:
        SearchIndexError: one is damaged.
        OSError: one cannot be opened.
    """
    readers: list[reading.IndexReader] = [SegmentReader(storage, fields, one, generation) for one in segments]
    if len(readers) == 1:
        return readers[0]
    return MultiReader(readers, generation) if readers else reading.EmptyReader(fields)


def open_segments(segments: Sequence[Arrays], deleted: Sequence[NDArray[Any]]) -> reading.IndexReader:
    """Give Whoosh's reader of segments that are open already.

    Args:
        segments: the segments in order; documents are numbered over them.
        deleted: for each the numbers of its deleted documents.
    """
    made = [Segment.opened(one, some) for one, some in zip(segments, deleted, strict=True)]
    return reader_of(None, schema(), made)
