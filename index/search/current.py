"""The index as a thread has it open: the newest one that was committed, without what the library removed since."""

from __future__ import annotations

from index.errors import SearchIndexError
from index.indexer.damage import reading
from index.indexer.reader import IndexReader, index_stamp, open_index
from index.library import Library
from index.search.cache import Kept
from index.search.memory import keep_freed_memory
from index.search.view import View
from index.types import IndexStatus

_COUNTED_CHANGES = 1_000


class Current:
    """The state that queries are answered in. Belongs to the thread that made it.

    Attributes:
        view: the index, None where there is none that can be searched.
        kept: what was worked out in this state.
        problem: what is wrong with the index, as a sentence.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reader: IndexReader | None = None
        self._stamp: object = None
        self._version = 0
        self.view: View | None = None
        self.kept = Kept()
        self.problem: str | None = None

    def close(self) -> None:
        """Close the files. `prepare` opens them again."""
        self._let_go()
        self._stamp = None

    def refresh(self) -> bool:
        """Open the newest committed index if it is another one than before; True if it is. Cheap when it is not."""
        folder, identity = self._library.search_folder, self._library.identity()
        stamp = index_stamp(folder, identity)
        if stamp == self._stamp:
            return False
        self.close()
        self._stamp = stamp
        self.problem = None
        try:
            self._reader = self._not_ahead(open_index(folder, identity))
        except SearchIndexError as error:
            self.problem = problem(error)
        return True

    def prepare(self) -> None:
        """Bring the view up to date: without removed articles, and with what is known of their marks."""
        if self._stamp is None:
            self.refresh()
        version = self._library.data_version()
        if self._reader is not None and self.view is None:
            with reading():
                keep_freed_memory()
                self.view = View(self._reader)
                self.view.follow(self._library)
        if version != self._version:
            self._version = version
            self.kept.forget_states()
            if self.view is not None and self.view.follow(self._library):
                self.kept.forget()

    def status(self) -> IndexStatus:
        """Tell the state of the index."""
        if self._stamp is None:
            self.refresh()
        if self._reader is None:
            count = self._library.count()
            return IndexStatus(usable=not count and self.problem is None, behind=count, problem=self.problem)
        behind = max(0, self._library.revision() - self._reader.revision)
        if 0 < behind <= _COUNTED_CHANGES:
            behind = len(self._library.changes(self._reader.revision, _COUNTED_CHANGES))
        return IndexStatus(usable=True, behind=behind, problem=self.problem)

    def give_up(self, error: SearchIndexError) -> None:
        """Close an index of which a file could not be read, and have the next writer look at every byte of it."""
        if self._reader is not None:
            self._reader.mark_suspect()
        self._let_go()
        self.problem = problem(error)

    def _let_go(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self.view = None
        self.kept.forget()

    def _not_ahead(self, reader: IndexReader | None) -> IndexReader | None:
        """Refuse an index of what the library no longer holds: its database was put back from a backup."""
        if reader is not None and reader.revision > self._library.revision():
            reader.close()
            raise SearchIndexError("the search index belongs to another state of the library")
        return reader


def problem(error: SearchIndexError) -> str:
    """Say what is wrong with an index, and what comes of it."""
    detail = f" ({error.subject})" if error.subject else ""
    return f"{error.what}{detail}; it is rebuilt from the library"
