"""What is in a file: its digest, then its records, ready to be written. Touches no library: any process can do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from index.errors import BrokenInputError, InputError
from index.library.items import KnownItem
from index.library.packing import Packed, pack
from index.parsing import ParseContext, RecoveredArticle
from index.parsing.reading import read_in_context
from index.recovery.digest import file_digest
from index.sources import SourceItem
from index.sources.folders import Stop, refused
from index.types import Failure


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that must be looked into, and what is known of it. `context` says how it is read."""

    item: SourceItem
    source_id: int
    known: KnownItem | None
    context: ParseContext

    @property
    def known_digest(self) -> bytes | None:
        """The digest with which nothing need be read."""
        return self.known.digest if self.known is not None and self.known.complete else None


class Recovered(NamedTuple):
    """A record of a file. The body stands in `packed` only: the article has no blocks, no standfirst, no evidence."""

    found: RecoveredArticle
    packed: Packed


Entry = Recovered | Failure


class Contents(Protocol):
    """What is in a file."""

    @property
    def is_whole(self) -> bool:
        """Whether all records were yielded: the run was not stopped."""
        ...

    def digest(self) -> bytes | Failure | None:
        """Returns the digest, why there is none, or None when the run is stopped."""
        ...

    def entries(self) -> Iterator[Entry]:
        """Yields the records; they end early when the run is stopped."""
        ...


class OwnContents:
    """The contents of a file, read by this process."""

    is_whole = True

    def __init__(self, wanted: Wanted, stop: Stop) -> None:
        self._wanted = wanted
        self._stop = stop

    def digest(self) -> bytes | Failure | None:
        """Returns the digest, why there is none, or None when the run is stopped."""
        return digest_of(self._wanted.item, self._stop)

    def entries(self) -> Iterator[Entry]:
        """Yields the records."""
        return entries_of(self._wanted.item, self._wanted.context)


def digest_of(item: SourceItem, stop: Stop) -> bytes | Failure | None:
    """Returns a file's digest, or why it cannot be read; None when `stop` turned true on the way."""
    try:
        return file_digest(item.path, stop)
    except OSError as error:
        return refused(item.key, error)


def entries_of(item: SourceItem, context: ParseContext) -> Iterator[Entry]:
    """Yields the records of a file, whatever it does to a parser."""
    try:
        for found in read_in_context(item, context):
            yield found if isinstance(found, Failure) else _packed(found)
    except InputError as error:
        yield Failure(item.location, str(error))
    except Exception as error:  # noqa: BLE001 - one bad file never stops a run
        broken = BrokenInputError(f"reading it failed ({type(error).__name__})", item.location)
        yield Failure(item.location, str(broken))


def _packed(found: RecoveredArticle) -> Entry:
    try:
        packed = pack(found.article)
    except ValueError as error:  # text that no encoding can hold
        broken = BrokenInputError(f"its text cannot be stored ({error})", found.location)
        return Failure(found.location, str(broken))
    head = replace(found.article, blocks=(), standfirst=None, evidence={})
    return Recovered(replace(found, article=head), packed)
