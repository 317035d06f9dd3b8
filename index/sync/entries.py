"""From what was fetched to articles: an entry of a feed, with its page or without, and a page alone."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from email.message import Message
from typing import Final

from index.cleaning import clean
from index.cleaning.document import ParsedDocument
from index.errors import BrokenInputError, InputError, NotAnArticleError, UsageError
from index.library.addresses import Address, Original
from index.library.packing import count_words, word_set
from index.parsing import ParseContext
from index.parsing.feeds import Entry
from index.parsing.feeds.document import entry_document, entry_fields
from index.parsing.feeds.entries import unpacked_entry
from index.parsing.html import page_document
from index.sources.web.address import clean_address, is_address
from index.types import Article, FullPage, SourceKind

PLAIN: Final = ParseContext()

FEWEST_WORDS: Final = 25
"""Of a page that is taken for an article."""

_COMPARED: Final = 8  # long words of a summary, from which on its page must share some
_LONG: Final = 5
_SHARED: Final = 0.2
_ENOUGH: Final = 0.5  # of the entry's words, for a page that is wanted whatever the entry holds


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched, its encoding settled: where the server named one, it begins with UTF-8's mark."""

    address: str
    html: bytes


def page_of(address: str, content: bytes, content_type: str) -> Page:
    """A page whose encoding is the one that the server names, where it decodes so; else what the page says itself."""
    header = Message()
    header["content-type"] = content_type
    charset = header.get_content_charset("")
    if charset and not content.startswith(codecs.BOM_UTF8):
        try:
            return Page(address, codecs.BOM_UTF8 + content.decode(charset).encode())
        except (LookupError, UnicodeError):
            pass
    return Page(address, content)


def entry_address(entry: Entry) -> str | None:
    """Where an entry's page is, None where it names none that can be fetched."""
    if not entry.url or not is_address(entry.url):
        return None
    try:
        return clean_address(entry.url)
    except UsageError:
        return None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article, and the document that it was recovered from."""

    document: ParsedDocument
    article: Article


def entry_cleaned(
    entry: Entry, location: str, page: Page | None, policy: FullPage, context: ParseContext = PLAIN
) -> Cleaned:
    """The article of an entry: the better one of what the feed holds and what its page does.

    Raises:
        NotAnArticleError: neither holds any.
    """
    whole = None
    if page is not None and policy is not FullPage.NEVER:
        whole = _whole(entry, location, page, context)
    try:
        own = _cleaned(entry_document(entry, location, entry.name), context)
    except NotAnArticleError:
        if whole is None:
            what = "the feed's entry has no title and no text"
            raise NotAnArticleError(what, location, "Nothing is lost with it.") from None
        return whole
    return whole if whole is not None and _is_better(whole.article, own.article, policy) else own


def link_cleaned(entry: Entry, location: str, page: Page, context: ParseContext = PLAIN) -> Cleaned:
    """The article on the page that a link leads to: with the link's tags, and its title where the page has none.

    Raises:
        InputError: there is none.
    """
    saved = entry_fields(entry)
    tags = {name: saved[name] for name in ("tags",) if name in saved}
    document = page_document(
        page.html, location=location, url=page.address, record=entry.name, fields=tags, inspect=context.inspect
    )
    if "headline" in saved and not document.fields.get("headline"):
        document = replace(document, fields={**document.fields, "headline": saved["headline"]})
    cleaned = _cleaned(document, context)
    unruled = _cleaned(document, PLAIN) if context.rules else cleaned
    if count_words(unruled.article) < FEWEST_WORDS:
        raise NotAnArticleError("there is no article on the page", location, "Look at it in a browser.")
    return cleaned


def item_cleaned(state: Address, entry: Entry, page: Page | None, context: ParseContext = PLAIN) -> Cleaned | None:
    """The article of an item of a feed, or of a link; None for a link without its page.

    Raises:
        InputError: there is none.
    """
    location = entry_location(entry, state.address)
    if state.kind is not SourceKind.LINKS:
        return entry_cleaned(entry, location, page, state.full_page, context)
    if page is None:
        return None
    try:
        return link_cleaned(entry, location, page, context)
    except InputError:
        raise
    except Exception as error:  # one bad page never stops a run, whatever it did to a parser
        raise BrokenInputError(f"reading it failed ({type(error).__name__})", location) from error


def page_cleaned(page: Page, context: ParseContext = PLAIN) -> Cleaned:
    """The article on a page.

    Raises:
        InputError: there is none.
    """
    document = page_document(page.html, location=page.address, url=page.address, inspect=context.inspect)
    return _cleaned(document, context)


def kept_cleaned(state: Address, original: Original, context: ParseContext) -> Cleaned | None:
    """The article of what is kept of an item; None where nothing is.

    Raises:
        InputError: there is none in it.
    """
    page = Page(original.url or state.address, original.page) if original.page else None
    if original.entry is not None:
        return item_cleaned(state, unpacked_entry(original.entry), page, context)
    return None if page is None else page_cleaned(page, context)


def entry_location(entry: Entry, feed: str) -> str:
    """Where an entry's article stands: its page's address, else its place in the feed."""
    return entry_address(entry) or f"{feed}#{entry.name}"


def _whole(entry: Entry, location: str, page: Page, context: ParseContext) -> Cleaned | None:
    try:
        document = page_document(
            page.html,
            location=location,
            url=page.address,
            record=entry.name,
            fields=entry_fields(entry),
            inspect=context.inspect,
        )
        return _cleaned(document, context)
    except InputError:
        return None


def _cleaned(document: ParsedDocument, context: ParseContext) -> Cleaned:
    return Cleaned(document, clean(document, context.rules.of_record(document.record)))


def _is_better(whole: Article, own: Article, policy: FullPage) -> bool:
    """Whether a page has more of the text that the feed has the beginning of, and is not about cookies."""
    least = _ENOUGH if policy is FullPage.ALWAYS else 1.0
    if count_words(whole) <= least * count_words(own):
        return False
    told = {word for word in word_set(own.blocks) if len(word) >= _LONG}
    if len(told) < _COMPARED:
        return True
    return len(told & word_set(whole.blocks)) >= _SHARED * len(told)
