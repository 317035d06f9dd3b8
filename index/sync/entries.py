"""From what was fetched to articles: an entry of a feed, with its page or without, and a page alone."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from email.message import Message
from typing import Final

from index.cleaning import clean
from index.errors import InputError, NotAnArticleError, UsageError
from index.library.packing import count_words, word_set
from index.parsing.feeds import Entry
from index.parsing.feeds.document import entry_document, entry_fields
from index.parsing.html import page_document
from index.sources.web.address import clean_address, is_address
from index.types import Article, FullPage

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


def entry_article(entry: Entry, location: str, page: Page | None, policy: FullPage) -> Article:
    """The article of an entry: the better one of what the feed holds and what its page does.

    Raises:
        NotAnArticleError: neither holds any.
    """
    whole = None
    if page is not None and policy is not FullPage.NEVER:
        whole = _whole_article(entry, location, page)
    try:
        own = clean(entry_document(entry, location))
    except NotAnArticleError:
        if whole is None:
            raise
        return whole
    return whole if whole is not None and _is_better(whole, own, policy) else own


def page_article(page: Page) -> Article:
    """The article on a page.

    Raises:
        InputError: there is none.
    """
    return clean(page_document(page.html, location=page.address, url=page.address))


def _whole_article(entry: Entry, location: str, page: Page) -> Article | None:
    try:
        return clean(page_document(page.html, location=location, url=page.address, fields=entry_fields(entry)))
    except InputError:
        return None


def _is_better(whole: Article, own: Article, policy: FullPage) -> bool:
    """Whether a page has more of the text that the feed has the beginning of, and is not about cookies."""
    least = _ENOUGH if policy is FullPage.ALWAYS else 1.0
    if count_words(whole) <= least * count_words(own):
        return False
    told = {word for word in word_set(own.blocks) if len(word) >= _LONG}
    if len(told) < _COMPARED:
        return True
    return len(told & word_set(whole.blocks)) >= _SHARED * len(told)
