"""The index as Whoosh's users know it: `create_in`, `open_dir`, `ix.writer()`, `ix.searcher()`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from whoosh import index, writing
from whoosh.fields import Schema
from whoosh.reading import IndexReader
from whoosh.writing import CLEAR, MERGE_SMALL, NO_MERGE, OPTIMIZE, IndexingError

from index.codec.whoosh.codec import Codec, Segment
from index.codec.whoosh.fields import schema
from index.codec.whoosh.policy import merge_all, merge_tiers
from index.codec.whoosh.reading import reader_of
from index.codec.whoosh.storage import Storage
from index.codec.whoosh.toc import Toc, clean, latest_generation, read_toc

MergePolicy = Callable[[Any, list[Segment]], list[Segment]]
"""From a writer and its segments to those that are left."""

# Whoosh's policies that merge do it posting by posting, through `add_reader`.
_OURS: Final[dict[Any, MergePolicy]] = {MERGE_SMALL: merge_tiers, OPTIMIZE: merge_all}


def create_in(folder: Path | str, indexname: str = "MAIN") -> FileIndex:
    """Make an empty index in a folder, in place of one that is there."""
    return FileIndex.create(Storage(folder), None, indexname)


def open_dir(folder: Path | str, indexname: str = "MAIN", *, readonly: bool = False) -> FileIndex:
    """Open the index in a folder.

    Raises:
        EmptyIndexError: there is none.
        SearchIndexError: it is damaged.
    """
    return FileIndex(Storage(folder, readonly=readonly), None, indexname)


class FileIndex(index.FileIndex):
    """An index of ours in a folder: whatever it opens and writes is in our form, with our schema.

    Raises:
        EmptyIndexError: there is no index.
        SearchIndexError: it is damaged.
    """

    storage: Storage
    indexname: str

    def __init__(self, storage: Any, schema: Schema | None = None, indexname: str = "MAIN") -> None:
        _check(schema)
        if not isinstance(storage, Storage):
            raise TypeError(f"{storage!r} is no storage of ours")
        self.storage = storage
        self.indexname = indexname
        self._read_toc()

    @classmethod
    def create(cls, storage: Any, schema: Schema | None = None, indexname: str = "MAIN") -> FileIndex:
        """Make an empty index, in place of one that is there.

        Raises:
            ValueError: a schema is given that is not ours.
            OSError: it cannot be written.
        """
        _check(schema)
        storage.create()
        empty = Toc(latest_generation(storage, indexname) + 1)
        empty.write(storage, indexname)
        clean(storage, indexname, empty)
        return cls(storage, None, indexname)

    @property
    def schema(self) -> Schema:
        """The schema, which is always the same."""
        return schema()

    def latest_generation(self) -> int:
        """Give the number of the newest committed state."""
        return latest_generation(self.storage, self.indexname)

    def _read_toc(self) -> Toc:
        return read_toc(self.storage, self.indexname)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """Open the newest state. Nothing is taken over from `reuse`: Whoosh misses deletions and merges that way."""
        del reuse
        reader: IndexReader = super().reader()  # type: ignore[no-untyped-call]
        return reader

    @classmethod
    def _reader(cls, storage: Any, schema: Any, segments: Any, generation: Any, reuse: Any = None) -> IndexReader:
        del reuse
        return reader_of(storage, schema, segments, generation)

    def writer(self, procs: int = 1, **kwargs: Any) -> SegmentWriter:
        """Open a writer; there is one at a time, in this process whatever `procs` says.

        Raises:
            LockError: another one is open.
        """
        del procs
        return SegmentWriter(self, **kwargs)


class SegmentWriter(writing.SegmentWriter):
    """Whoosh's writer with our codec, our merge policies and our table of contents.

    Raises:
        LockError: another writer is open.
    """

    segments: list[Segment]
    storage: Storage
    docnum: int
    indexname: str
    generation: int

    def __init__(self, ix: FileIndex, **kwargs: Any) -> None:
        super().__init__(ix, **(kwargs | {"codec": Codec(), "compound": False}))  # type: ignore[no-untyped-call]
        self._added_ids: dict[int, int] = {}
        self._superseded: list[int] = []

    def reader(self, reuse: IndexReader | None = None, **_: Any) -> IndexReader:
        """Open what is committed, less what this writer has deleted."""
        del reuse
        self._check_state()  # type: ignore[no-untyped-call]
        return reader_of(self.storage, self.schema, self.segments, self.generation - 1)

    def add_document(self, **fields: Any) -> None:
        """Add an article: `id`, and any of the fields of words, `published` (ISO 8601) and `words`.

        Raises:
            ValueError: it has no id, or a value that is none of its field's.
        """
        if fields.get("id") is None:
            raise ValueError("a document needs an id")
        number = self.docnum
        super().add_document(**fields)  # type: ignore[no-untyped-call]
        self._added_ids[int(fields["id"])] = number

    def update_document(self, **fields: Any) -> None:
        """Add an article in place of all with its id, those of this writer included."""
        number = self._added_ids.get(int(fields["id"]))
        self.delete_by_term("id", fields["id"])
        self.add_document(**fields)
        if number is not None:
            self._superseded.append(number)

    def add_field(self, fieldname: str, fieldtype: Any, **kwargs: Any) -> None:  # type: ignore[override] # noqa: ARG002 - Whoosh's own classes do not agree
        """Refuse: the schema is fixed."""
        raise IndexingError("the schema of this index is fixed")

    def remove_field(self, fieldname: str, **kwargs: Any) -> None:  # noqa: ARG002 - as above
        """Refuse: the schema is fixed."""
        raise IndexingError("the schema of this index is fixed")

    def add_reader(self, reader: Any) -> None:  # noqa: ARG002 - as above
        """Refuse: postings cannot be taken over one by one; `commit` merges."""
        raise IndexingError("this index takes documents only, not the postings of another one")

    def commit(  # type: ignore[override] # Whoosh's own writer has these arguments, too
        self,
        mergetype: Any = None,
        optimize: bool | None = None,  # noqa: FBT001 - Whoosh's signature
        merge: bool | None = None,  # noqa: FBT001 - as above
    ) -> None:
        """Write what was added and deleted, and commit it in one step.

        Args:
            mergetype: a merge policy; it sees the new segment, too.
            optimize: merge all segments into one.
            merge: False to merge none.

        Raises:
            OSError: it cannot be written; the state before is the committed one.
        """
        self._check_state()  # type: ignore[no-untyped-call]
        try:
            wanted = mergetype or self.mergetype
            kept = [] if wanted is CLEAR else list(self.segments)
            if self._added:
                kept.append(self._finalize_segment())
            else:
                self._close_segment()  # type: ignore[no-untyped-call]
            contents = Toc(self.generation, self._policy(wanted, optimize, merge)(self, kept))
            contents.write(self.storage, self.indexname)
            clean(self.storage, self.indexname, contents)
        except BaseException:
            self._cleanup_on_error()  # type: ignore[no-untyped-call]
            raise
        self._finish()  # type: ignore[no-untyped-call]

    def _policy(self, wanted: Any, optimize: bool | None, merge: bool | None) -> MergePolicy:  # noqa: FBT001 - as above
        if wanted is not None:
            chosen: MergePolicy = NO_MERGE if wanted is CLEAR else _OURS.get(wanted, wanted)
            return chosen
        if self.optimize if optimize is None else optimize:
            return merge_all
        return merge_tiers if (self.merge if merge is None else merge) else NO_MERGE

    def _finalize_segment(self) -> Segment:
        segment: Segment = super()._finalize_segment()  # type: ignore[no-untyped-call]
        segment.batch = type(segment.batch)()  # its memory is given back
        for number in self._superseded:
            segment.delete_document(number)
        return segment


def _check(given: Schema | None) -> None:
    ours = {name: type(field) for name, field in schema().items()}
    if given is not None and {name: type(field) for name, field in given.items()} != ours:
        raise ValueError("the schema of this index is fixed")
