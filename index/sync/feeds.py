"""A run over feeds, pages and links: what is new there is fetched, cleaned and kept; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b

from index.errors import BrokenInputError, FetchError, InputError
from index.library import Library
from index.library.addresses import (
    Address,
    KnownEntry,
    Original,
    addresses,
    item_key,
    known_entries,
    original_of,
    unsettled,
)
from index.library.rules import RuleStore
from index.parsing import ParseContext
from index.parsing.feeds import Entry, read_feed
from index.parsing.feeds.document import entry_blocks, is_short
from index.parsing.feeds.entries import unpacked_entry
from index.sources.item import shown_path
from index.sources.names import path_at
from index.sources.web.address import host_of
from index.sources.web.fetching import Answer, Request
from index.sources.web.network import Network
from index.sources.web.settings import FetchSettings
from index.sync.batch import Batch
from index.sync.entries import PLAIN, Cleaned, Page, entry_address, entry_location, item_cleaned, page_cleaned, page_of
from index.sync.hosts import Errand, Errands
from index.sync.keeping import Keeper, Piece
from index.sync.links import file_digest, link_entries
from index.sync.progress import Stop, Tally, Teller
from index.types import Article, Failure, FullPage, SourceKind, Stage

_PATIENCE = 0.05  # seconds that `stop` is not asked for while nothing comes


@dataclass(eq=False, slots=True)
class _Visit:
    """One source in this run. `pages` counts the errands for its items; `next` is what is kept when they are done."""

    state: Address
    pages: int = 0
    next: Address | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An item whose page is to be fetched. `attempts` counts how often it could not be."""

    visit: _Visit
    entry: Entry
    known: KnownEntry | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """An address whose kind is not known yet, and what is done with the answer."""

    take: Callable[[Answer | InputError], None] = field(compare=False)


class AddressRun:
    """The part of a run that fetches.

    Args:
        library: where the articles go.
        batch: what commits them.
        tally: what counts them.
        teller: told of progress.
        stop: asked often; when it turns true, what is under way is dropped.
        tick: called after each piece of work.
        settings: limits and manners.
    """

    def __init__(
        self,
        library: Library,
        batch: Batch,
        tally: Tally,
        teller: Teller,
        *,
        stop: Stop,
        tick: Callable[[], None],
        settings: FetchSettings,
    ) -> None:
        self._library = library
        self._batch = batch
        self._tally = tally
        self._teller = teller
        self._stop = stop
        self._tick = tick
        self._settings = settings
        self._errands = Errands(settings.hosts)
        self._held_hosts: set[str] = set()
        self._book = RuleStore(library.database).book()
        self.keeper = Keeper(library, batch, tally)

    # ---- the run --------------------------------------------------------------------------------------------------

    def ask(self, address: str, take: Callable[[Answer | InputError], None]) -> None:
        """Fetches an address whose kind is not known; `take` is called with what comes."""
        self._errands.add(Request(address), Asked(take))

    def visit(self, source_ids: Iterable[int]) -> None:
        """Fetches sources that are known, unless their servers asked to wait."""
        for state in addresses(self._library.database, source_ids):
            visit = _Visit(state)
            if state.kind is SourceKind.LINKS:
                self._take_links(visit)
                continue
            if state.waits_until is not None and state.waits_until > datetime.now(UTC):
                when = state.waits_until.astimezone().strftime("%Y-%m-%d %H:%M")
                self._tally.notes.append(f"{state.address}: not asked, its server wants to be left alone until {when}")
                self._settle_rest(visit, ())
                continue
            is_page = state.kind is SourceKind.PAGE
            self._errands.add(Request(state.address, state.etag, state.last_modified, is_page), visit)

    def clean_again(self, source_ids: Iterable[int]) -> None:
        """Cleans what is kept of sources again where that is due; fetches nothing."""
        for state in addresses(self._library.database, source_ids):
            self._settle_rest(_Visit(state), ())
        self._batch.commit()

    def go(self) -> None:
        """Fetches until nothing is left to fetch, or `stop` turns true."""
        with Network(self._settings) as network:
            while self._errands.are_left and not self._stop():
                while (errand := self._errands.next()) is not None:
                    network.ask(errand.request, errand)
                answered = network.answered(_PATIENCE)
                if answered is not None and isinstance(answered.token, Errand):
                    self._errands.end(answered.token)
                    self._take(answered.token, answered.answer)
                self._teller.tell(Stage.FETCHING, self._errands.done, self._errands.total)
                self._tick()
        self._batch.commit()

    def first_visit(self, source_id: int, answer: Answer) -> None:
        """Takes what an address gave that has become a source just now."""
        (state,) = addresses(self._library.database, [source_id])
        self._take_source(_Visit(state), replace(answer, moved=None))

    def _take(self, errand: Errand, answer: Answer | InputError) -> None:
        match errand.purpose:
            case Asked():
                errand.purpose.take(answer)
            case _Visit():
                self._take_source(errand.purpose, answer)
            case _Wanted():
                self._take_page(errand, errand.purpose, answer)

    # ---- a feed, or a page that is a source -----------------------------------------------------------------------

    def _take_source(self, visit: _Visit, answer: Answer | InputError) -> None:
        taken: Collection[str] = ()
        if isinstance(answer, InputError):
            self.keeper.fail(visit.state.source_id, answer, visit.state.address)
        else:
            taken = self._read_guarded(visit, answer)
        self._settle_rest(visit, taken)

    def _read_guarded(self, visit: _Visit, answer: Answer) -> Collection[str]:
        try:
            return self._read(visit, answer)
        except InputError as error:
            self.keeper.fail(visit.state.source_id, error, visit.state.address)
        except Exception as error:  # noqa: BLE001 - one bad feed never stops a run, whatever it did to a parser
            broken = BrokenInputError(f"reading it failed ({type(error).__name__})", visit.state.address)
            self.keeper.fail(visit.state.source_id, broken, visit.state.address)
        return ()

    def _read(self, visit: _Visit, answer: Answer) -> Collection[str]:
        """Reads an answer; returns the names of the items that were new or changed.

        Raises:
            InputError: it cannot be read.
        """
        if answer.moved is not None:
            self._move(visit, answer.moved)
        state = visit.state
        digest = blake2b(answer.content, digest_size=16).digest()
        if answer.unchanged or digest == state.digest:
            self._tally.unchanged += 1
            visit.next = state if answer.unchanged else _seen(state, answer, digest)
            return ()
        if state.kind is SourceKind.PAGE:
            title = self._read_page(visit, answer)
            visit.next = replace(_seen(state, answer, digest), title=title)
            return ("",)
        feed = read_feed(answer.content, answer.address, answer.content_type)
        taken = self._take_entries(visit, feed.entries)
        visit.next = replace(_seen(state, answer, digest), title=_shown(feed.title) or state.title)
        return taken

    def _move(self, visit: _Visit, address: str) -> None:
        before = visit.state.address
        if address == before:
            return
        if self.keeper.move(visit.state.source_id, address):
            visit.state = replace(visit.state, address=address)
            self._tally.notes.append(f"{before}: has moved for good, and is asked at {address} from now on")
        else:
            self._tally.notes.append(f"{before}: has moved to {address}, which is a source already; remove one of them")

    def _settle(self, visit: _Visit) -> None:
        """Keeps what makes the next request conditional, once everything that the answer held is kept."""
        if visit.next is not None and not visit.pages:
            self.keeper.settle(replace(visit.next, waits_until=visit.until))
            visit.next = None

    # ---- a file of links -------------------------------------------------------------------------------------------

    def _take_links(self, visit: _Visit) -> None:
        """Takes the links that are new in a file, and those whose pages are still wanted."""
        path = path_at(visit.state.address)
        taken: Collection[str] = ()
        try:
            digest = file_digest(path)
            if digest == visit.state.digest:
                self._tally.unchanged += 1
            else:
                taken = self._take_entries(visit, link_entries(path))
            visit.next = replace(visit.state, digest=digest)
        except InputError as error:
            self.keeper.fail(visit.state.source_id, error, shown_path(str(path)))
        self._settle_rest(visit, taken)

    def _take_told_anew(self, wanted: _Wanted) -> None:
        """Takes a link whose title or tags have changed: with the page that is kept, else when that is asked for."""
        source_id, name = wanted.visit.state.source_id, wanted.entry.name
        original = original_of(self._library.database, source_id, item_key(source_id, name))
        if original is not None and original.page is not None:
            self._keep_entry(wanted, Page(original.url or name, original.page))
        elif original is not None and original.attempts:
            self._take_entry(replace(wanted, attempts=original.attempts))

    # ---- entries --------------------------------------------------------------------------------------------------

    def _take_entries(self, visit: _Visit, entries: Sequence[Entry]) -> set[str]:
        """Takes what is new or changed, and returns its names; the rest costs nothing but being compared."""
        taken = set()
        known = known_entries(self._library.database, visit.state.source_id, [entry.name for entry in entries])
        for entry in entries:
            before = known.get(entry.name)
            if before is None or before.digest != entry.digest():
                taken.add(entry.name)
                wanted = _Wanted(visit, entry, before)
                is_link = visit.state.kind is SourceKind.LINKS
                (self._take_entry if before is None or not is_link else self._take_told_anew)(wanted)
            self._tick()
        return taken

    def _settle_rest(self, visit: _Visit, taken: Collection[str]) -> None:
        """Takes the items whose page is still wanted, and those to be cleaned again from what is kept of them."""
        source_id = visit.state.source_id
        for original in unsettled(self._library.database, source_id):
            if self._stop():
                return
            if original.name not in taken:
                known = known_entries(self._library.database, source_id, [original.name])
                self._take_again(visit, original, known.get(original.name))
            self._tick()
        self._settle(visit)

    def _take_again(self, visit: _Visit, original: Original, known: KnownEntry | None) -> None:
        page = Page(original.url or visit.state.address, original.page) if original.page else None
        if original.entry is None:
            if page is not None and known is not None:
                self._keep_page(visit, page, known, known.digest or b"")
            return
        wanted = _Wanted(visit, unpacked_entry(original.entry), known, original.attempts)
        if page is not None:
            self._keep_entry(wanted, page)
        elif visit.next is not None:
            self._take_entry(wanted)
        elif not original.is_complete:  # the feed could not be had: its pages are left for later
            self._keep_entry(wanted, None, attempts=max(original.attempts, int(self._wants_page(wanted))))

    def _take_entry(self, wanted: _Wanted) -> None:
        address = entry_address(wanted.entry)
        if address is not None and self._wants_page(wanted):
            wanted.visit.pages += 1
            self._errands.add(Request(address, page=True), wanted)
        else:
            self._keep_entry(wanted, None)

    def _wants_page(self, wanted: _Wanted) -> bool:
        policy = wanted.visit.state.full_page
        if policy is FullPage.SHORT:
            return is_short(entry_blocks(wanted.entry))
        return policy is FullPage.ALWAYS

    def _take_page(self, errand: Errand, wanted: _Wanted, answer: Answer | InputError) -> None:
        """Keeps an item with its page, or with what the feed holds of it where the page cannot be had."""
        wanted.visit.pages -= 1
        if isinstance(answer, Answer) and not answer.unchanged:
            self._keep_entry(wanted, page_of(answer.address, answer.content, answer.content_type))
        elif isinstance(answer, InputError):
            self._keep_without(errand, wanted, answer)
        self._settle(wanted.visit)

    def _keep_without(self, errand: Errand, wanted: _Wanted, error: InputError) -> None:
        until = error.until if isinstance(error, FetchError) else None
        if until is not None:  # the server's wish, not the page's fault: told once a host
            if errand.host == host_of(wanted.visit.state.address):
                wanted.visit.until = until
            if errand.host not in self._held_hosts:
                self._held_hosts.add(errand.host)
                self._tally.notes.append(f"{errand.host}: its pages are not fetched. {error}")
            self._keep_entry(wanted, None, attempts=max(1, wanted.attempts))
            return
        kept = "" if wanted.visit.state.kind is SourceKind.LINKS else ", the feed's summary is kept"
        told = Failure(errand.request.address, f"the page was not fetched{kept}: {error}")
        attempts = wanted.attempts + 1
        lasting = not isinstance(error, FetchError) or error.lasting or attempts >= self._settings.tries
        self._keep_entry(wanted, None, attempts=0 if lasting else attempts, failures=(told,))

    def _keep_entry(
        self, wanted: _Wanted, page: Page | None, *, attempts: int = 0, failures: tuple[Failure, ...] = ()
    ) -> None:
        entry, state = wanted.entry, wanted.visit.state
        location = entry_location(entry, state.address)
        html = page.html if page is not None else None
        original = Original(entry.name, entry.packed(), page.address if page else location, html, attempts)
        piece = Piece(state.source_id, original, entry.digest(), location, failures)
        context = self._context(state, entry.name)
        self.keeper.keep(piece, wanted.known, lambda: _article(item_cleaned(state, entry, page, context)))

    # ---- pages ----------------------------------------------------------------------------------------------------

    def _read_page(self, visit: _Visit, answer: Answer) -> str | None:
        page = page_of(answer.address, answer.content, answer.content_type)
        known = known_entries(self._library.database, visit.state.source_id, [""]).get("")
        digest = blake2b(page.html, digest_size=16, person=b"page").digest()
        article = page_cleaned(
            page, self._context(visit.state, "")
        ).article  # before anything is kept: a page without an article any more changes nothing
        self._keep_page(visit, page, known, digest)
        return article.headline or visit.state.title

    def _keep_page(self, visit: _Visit, page: Page, known: KnownEntry | None, digest: bytes) -> None:
        original = Original("", None, page.address, page.html)
        piece = Piece(visit.state.source_id, original, digest, visit.state.address)
        self.keeper.keep(piece, known, lambda: page_cleaned(page, self._context(visit.state, "")).article)

    def _context(self, state: Address, name: str) -> ParseContext:
        """How an item is cleaned: by the person's rules for lines."""
        rules = self._book.of_file(item_key(state.source_id, name), state.source_id)
        return ParseContext(inspect=rules.keeps, rules=rules) if rules else PLAIN


def _article(cleaned: Cleaned | None) -> Article | None:
    return None if cleaned is None else cleaned.article


def _seen(state: Address, answer: Answer, digest: bytes) -> Address:
    """The state of a source with what makes the next request conditional."""
    return replace(state, etag=answer.etag, last_modified=answer.last_modified, digest=digest)


def _shown(title: str | None) -> str | None:
    from index.cleaning.safety import safe_line
    from index.parsing.markup import inline_text

    return safe_line(inline_text(title or ""))[:200] or None
