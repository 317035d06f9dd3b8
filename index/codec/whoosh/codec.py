"""The codec: which classes read and write a segment; and the segment as Whoosh knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

from index.codec.batch import Batch
from index.codec.segment import SegmentReader
from index.codec.whoosh.documents import PerDocumentReader, PerDocumentWriter
from index.codec.whoosh.words import Automata, FieldWriter, TermsReader
from index.errors import SearchIndexError

_EXTENSION = ".arrays"


class Codec(base.Codec):
    """Reads and writes the segment files of `index.codec`."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> PerDocumentWriter:
        """Make what gathers a segment's documents."""
        del storage
        return PerDocumentWriter(segment)

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """Make what writes a segment's file."""
        return FieldWriter(storage, segment)

    def automata(self, storage: Any, segment: Any) -> Automata:
        """Make what finds near spellings."""
        del storage, segment
        return Automata()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Refuse: a segment is written as a whole."""
        raise NotImplementedError("a segment is written as a whole")

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Refuse: the reader of terms gives their postings."""
        raise NotImplementedError("postings are read through their terms")

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """Open a segment's terms."""
        return TermsReader(segment.reader(storage))

    def per_document_reader(self, storage: Any, segment: Any) -> PerDocumentReader:
        """Open a segment's documents."""
        return PerDocumentReader(segment, storage)

    def new_segment(self, storage: Any, indexname: str) -> Segment:
        """Make a segment without a file yet."""
        del storage
        return Segment(indexname)


class Segment(base.Segment):
    """A segment: its file's name, its documents' number, and which of them are deleted.

    Args:
        indexname: what the index is called.
        name: the segment's; None for a new one.
        count: the number of its documents.
        deletions: the file with its deletions, None without one.
    """

    def __init__(self, indexname: str, name: str | None = None, count: int = 0, deletions: str | None = None) -> None:
        self.indexname = indexname
        self.segid: str = self._random_id()  # type: ignore[no-untyped-call]
        self.name = name or f"{indexname}_{self.segid}"
        self.compound = False
        self.deletions = deletions
        self.has_changed = False
        self.batch = Batch()
        self._count = count
        self._live: NDArray[np.bool_] | None = None
        self._reader: SegmentReader | None = None

    @classmethod
    def opened(cls, reader: SegmentReader, deleted: NDArray[Any]) -> Self:
        """Make a segment of one that is open, without an index around it."""
        segment = cls("MAIN", reader.path.name, reader.count)
        segment._reader = reader
        segment.delete(deleted)
        return segment

    def codec(self) -> Codec:
        """Give what reads it."""
        return Codec()

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.name + _EXTENSION

    def path(self, storage: Any) -> Path:
        """Give where its file is."""
        return Path(storage.folder, self.file)

    def reader(self, storage: Any) -> SegmentReader:
        """Open its file once.

        Raises:
            SearchIndexError: the file is damaged, or not the one that was committed.
            OSError: it cannot be opened.
        """
        if self._reader is None:
            reader = SegmentReader(self.path(storage))
            if reader.count != self._count:
                raise SearchIndexError("the search index is damaged", f"{self.file}: number of documents")
            self._reader = reader
        return self._reader

    def should_assemble(self) -> bool:
        """Tell that it is one file already."""
        return False

    def doc_count_all(self) -> int:
        """Give the number of documents, deleted ones included."""
        return self._count

    def set_doc_count(self, doccount: int) -> None:
        """Say how many documents a new segment has."""
        self._count = doccount

    def doc_count(self) -> int:
        """Give the number of documents that are not deleted."""
        return self._count - self.deleted_count()

    def has_deletions(self) -> bool:
        """Tell whether a document is deleted."""
        return self._live is not None

    @property
    def live(self) -> NDArray[np.bool_] | None:
        """For each document whether it is not deleted; None if none is."""
        return self._live

    def deleted_count(self) -> int:
        """Give the number of deleted documents."""
        return 0 if self._live is None else self._count - int(np.count_nonzero(self._live))

    def deleted(self) -> NDArray[np.int64]:
        """Give the deleted documents, ascending."""
        return np.empty(0, np.int64) if self._live is None else np.flatnonzero(~self._live)

    def deleted_docs(self) -> Iterator[int]:
        """Give the deleted documents, ascending."""
        return iter(self.deleted().tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted; Whoosh's `Not` asks for the one behind the last, too."""
        return self._live is not None and docnum < self._count and not self._live[docnum]

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Delete a document, or take that back; what is deleted already stays so.

        Raises:
            IndexError: there is no such document.
        """
        if not 0 <= docnum < self._count:
            raise IndexError(f"{self.name} has no document {docnum}")
        if self.is_deleted(docnum) != delete:
            self._mark(np.array([docnum]), live=not delete)
            self.has_changed = True

    def delete(self, documents: NDArray[Any]) -> None:
        """Delete documents as its file of deletions says."""
        if len(documents):
            self._mark(documents, live=False)

    def _mark(self, documents: NDArray[Any], *, live: bool) -> None:
        marks = np.ones(self._count, bool) if self._live is None else self._live.copy()
        marks[documents] = live
        self._live = None if marks.all() else marks
