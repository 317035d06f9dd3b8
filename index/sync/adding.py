"""What an address turns out to be when it is added: a feed, a page that names one, or an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import InputError, NotAnArticleError
from index.library import Library
from index.library.packing import count_words
from index.parsing.feeds import is_feed
from index.parsing.feeds.discovery import NamedFeed, PageFacts, looks_like_page
from index.sources.item import failure, shown_path
from index.sources.opml import Subscription
from index.sources.web.address import joined
from index.sources.web.fetching import Answer
from index.sync.entries import FEWEST_WORDS, page_cleaned, page_of
from index.sync.feeds import AddressRun
from index.sync.links import link_entries
from index.sync.progress import Tally
from index.types import FullPage, SourceKind

_TOLD = 5  # other feeds of a page that are named


class Adding:
    """Makes sources of addresses; only what can be read becomes one.

    Args:
        library: where the sources go.
        run: what fetches.
        tally: told of what came of each address.
        common_paths: where a feed is looked for when a site's front page names none.
        full_page: the setting of the feeds that are added, None for the usual one.
    """

    def __init__(
        self,
        library: Library,
        run: AddressRun,
        tally: Tally,
        common_paths: Sequence[str],
        full_page: FullPage | None,
    ) -> None:
        self._library = library
        self._run = run
        self._tally = tally
        self._common_paths = common_paths
        self._full_page = full_page

    def subscribe(self, feeds: Iterable[Subscription]) -> list[int]:
        """Registers the feeds of a list, whether they can be fetched now or not; returns the sources' ids."""
        return self._run.keeper.register(SourceKind.FEED, list(feeds), self._full_page)

    def take_links(self, paths: Iterable[Path]) -> list[int]:
        """Registers files of links in which there are any; returns the sources' ids."""
        taken = []
        for path in dict.fromkeys(paths):
            try:
                link_entries(path)
            except InputError as error:
                self._refuse(shown_path(str(path)), error)
            else:
                taken.append(self._run.keeper.register_links(path))
        return taken

    def ask(self, addresses: Iterable[str]) -> None:
        """Looks at addresses that the user typed; those of known sources are brought up to date."""
        known = {source.address: source for source in self._library.sources() if source.address}
        for address in dict.fromkeys(addresses):
            if address not in known:
                self._run.ask(address, partial(self._take, address))
                continue
            source = known[address]
            self._run.keeper.register(source.kind, [Subscription(address)], self._full_page)
            self._run.visit([source.id])

    # ---- what came ------------------------------------------------------------------------------------------------

    def _take(self, typed: str, answer: Answer | InputError) -> None:
        if isinstance(answer, InputError):
            self._refuse(typed, answer)
        elif is_feed(answer.content):
            self._add(SourceKind.FEED, typed, answer)
        elif looks_like_page(answer.content, answer.media_type):
            self._take_site(typed, answer)
        else:
            self._refuse(typed, NotAnArticleError("it is neither a feed nor a page", typed, "Check the address."))

    def _take_site(self, typed: str, answer: Answer) -> None:
        """A page: its own article when it calls itself one, else the feed that it names."""
        facts = PageFacts(answer.content, answer.address)
        if facts.feeds and not facts.is_article:
            first, *others = facts.feeds
            if others:
                self._tally.notes.append(f"{typed}: the page names other feeds as well: {_list(others)}")
            self._run.ask(first.address, partial(self._take_named, typed, first))
            return
        if facts.feeds:
            self._tally.notes.append(f"{typed}: added as an article; the page names a feed: {_list(facts.feeds)}")
        if not facts.feeds and not facts.is_article and urlsplit(answer.address).path in {"", "/"}:
            self._probe(typed, answer, list(self._common_paths))
        else:
            self._add_page(typed, answer)

    def _take_named(self, typed: str, named: NamedFeed, answer: Answer | InputError) -> None:
        if isinstance(answer, Answer) and is_feed(answer.content):
            self._tally.notes.append(f"{typed}: the page names a feed, which was added: {named.address}")
            self._add(SourceKind.FEED, named.address, answer)
            return
        if isinstance(answer, Answer):
            answer = NotAnArticleError("what the page names as its feed is none", named.address, "Name another one.")
        self._refuse(named.address, answer)

    def _probe(self, typed: str, page: Answer, paths: list[str]) -> None:
        """Looks at the next usual place of a feed; when there is none left, the page is taken for an article."""
        while paths:
            place = joined(page.address, f"/{paths.pop(0)}")
            if place is not None:
                self._run.ask(place, partial(self._take_probed, typed, page, paths, place))
                return
        self._add_page(typed, page)

    def _take_probed(self, typed: str, page: Answer, paths: list[str], place: str, answer: Answer | InputError) -> None:
        if isinstance(answer, Answer) and is_feed(answer.content):
            self._tally.notes.append(f"{typed}: the page names no feed; one was found at a usual place: {place}")
            self._add(SourceKind.FEED, place, answer)
        else:
            self._probe(typed, page, paths)

    # ---- what is done ---------------------------------------------------------------------------------------------

    def _add_page(self, typed: str, answer: Answer) -> None:
        if _holds_article(answer):
            self._add(SourceKind.PAGE, typed, answer)
        else:
            error = NotAnArticleError("there is no feed and no article", typed, "Name the address of one of them.")
            self._refuse(typed, error)

    def _add(self, kind: SourceKind, address: str, answer: Answer) -> None:
        wanted = Subscription(answer.moved or address)
        (source_id,) = self._run.keeper.register(kind, [wanted], self._full_page)
        self._run.first_visit(source_id, answer)

    def _refuse(self, address: str, error: InputError) -> None:
        told = failure(error, address)
        self._tally.fail(type(told)(told.location, f"nothing was added: {told.message}"))


def _holds_article(answer: Answer) -> bool:
    try:
        article = page_cleaned(page_of(answer.address, answer.content, answer.content_type)).article
    except InputError:
        return False
    return count_words(article) >= FEWEST_WORDS


def _list(feeds: Sequence[NamedFeed]) -> str:
    told = ", ".join(feed.address for feed in feeds[:_TOLD])
    return f"{told} and {len(feeds) - _TOLD} more" if len(feeds) > _TOLD else told
