"""What was fetched goes into the library: articles, what they were made of, and what the next sync must know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.errors import InputError
from index.library import Library
from index.library.addresses import Address, AddressWriter, KnownEntry, Original
from index.library.items import ItemWriter
from index.library.packing import Packed, pack
from index.library.writer import ArticleWriter, Place
from index.sources.item import failure, shown_path
from index.sources.names import address_of
from index.sources.opml import Subscription
from index.sync.batch import Batch
from index.sync.progress import Tally
from index.types import Article, ArticleId, Failure, FullPage, SourceKind


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a source, fetched: what it was made of, its digest, where it stands, and what is wrong with it."""

    source_id: int
    original: Original
    digest: bytes
    location: str
    failures: tuple[Failure, ...] = ()


class Keeper:
    """Writes what was fetched, through a batch, and counts it."""

    def __init__(self, library: Library, batch: Batch, tally: Tally) -> None:
        self._batch = batch
        self._tally = tally
        unattached = library.database.row("SELECT 1 FROM articles WHERE item_id IS NULL LIMIT 1")
        self._has_unattached = unattached is not None

    # ---- articles -------------------------------------------------------------------------------------------------

    def keep(self, piece: Piece, known: KnownEntry | None, make: Callable[[], Article | None]) -> Article | None:
        """Keeps an item, and the article that `make` makes of it, where it makes one."""
        article, packed, failures = None, None, piece.failures
        try:
            article = make()
            packed = None if article is None else pack(article)
        except InputError as error:
            failures = (*failures, failure(error, piece.location))
        except ValueError as error:  # text that no encoding can hold
            failures = (*failures, Failure(piece.location, f"its text cannot be stored ({error})"))
        for each in failures:
            self._tally.fail(each)
        self._count(packed, known)
        size = len(piece.original.entry or b"") + len(piece.original.page or b"") + (packed.size if packed else 0)
        self._batch.put(
            partial(_keep, piece, failures, article, packed, attach=self._has_unattached and known is None), size
        )
        return article

    def _count(self, packed: Packed | None, known: KnownEntry | None) -> None:
        if packed is None:
            return
        if known is None or known.article_id is None:
            self._tally.added += 1
        elif known.article_digest != packed.digest:
            self._tally.updated += 1

    # ---- sources --------------------------------------------------------------------------------------------------

    def register(
        self, kind: SourceKind, sources: Sequence[Subscription], full_page: FullPage | None = None
    ) -> list[int]:
        """Returns the ids of the sources at some addresses, new or known."""
        found: list[int] = []

        def write(writer: ArticleWriter, _items: ItemWriter) -> None:
            addresses = AddressWriter(writer)
            for source in sources:
                found.append(addresses.register(source.address, kind, source.title))
                if full_page is not None and kind is SourceKind.FEED:
                    addresses.set_full_page(found[-1], full_page)

        self._batch.put(write)
        self._batch.commit()
        self._tally.sources += found
        return found

    def register_links(self, path: Path) -> int:
        """Returns the id of the source that a file of links is, new or known."""
        found: list[int] = []

        def write(writer: ArticleWriter, _items: ItemWriter) -> None:
            shown = shown_path(str(path))
            addresses = AddressWriter(writer)
            kind, always = SourceKind.LINKS, FullPage.ALWAYS
            found.append(addresses.register(address_of(path), kind, label=shown, full_page=always))

        self._batch.put(write)
        self._batch.commit()
        self._tally.sources += found
        return found[0]

    def move(self, source_id: int, address: str) -> bool:
        """Gives a source the address that it has moved to; False when that one is a source already."""
        moved: list[bool] = []
        self._batch.put(lambda writer, _items: moved.append(AddressWriter(writer).move(source_id, address)))
        self._batch.commit()
        return moved[0]

    def settle(self, state: Address) -> None:
        """Notes that a source was synced to its end."""
        self._batch.put(lambda writer, _items: AddressWriter(writer).settle(state))

    def fail(self, source_id: int, error: InputError, location: str) -> None:
        """Notes that nothing could be had of a source, and until when its server does not want to be asked."""
        told = failure(error, location)
        until = getattr(error, "until", None)
        self._tally.fail(told)

        def write(writer: ArticleWriter, _items: ItemWriter) -> None:
            AddressWriter(writer).replace_failures(source_id, [told])
            if until is not None:
                AddressWriter(writer).wait(source_id, until)

        self._batch.put(write)


def _keep(
    piece: Piece,
    failures: tuple[Failure, ...],
    article: Article | None,
    packed: Packed | None,
    writer: ArticleWriter,
    _items: ItemWriter,
    *,
    attach: bool,
) -> None:
    item_id = AddressWriter(writer).keep(piece.source_id, piece.original, piece.digest, failures)
    if article is None or packed is None:
        return
    place = Place(piece.location, item_id, piece.original.name, 1)
    old = writer.connection.execute(
        "SELECT id, digest FROM articles WHERE item_id = ? ORDER BY id LIMIT 1", (item_id,)
    ).fetchone()
    if old is not None:
        if old[1] == packed.digest:
            writer.move(old[0], place)
        else:
            writer.update(ArticleId(old[0]), article, place, packed)
        return
    kept = writer.find_unattached(packed) if attach else None
    if kept is None:
        writer.add(article, place, packed)
    else:
        writer.attach(kept, place)
