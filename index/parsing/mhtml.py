"""MHTML (RFC 2557): a page saved as one file, as a mail whose parts are the page and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Final

from index.cleaning.document import ParsedDocument
from index.errors import BrokenInputError
from index.parsing.html.page import page_document
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import RawDocument
from index.sources.names import suffix_of

_SUFFIXES: Final = frozenset({".mht", ".mhtml"})
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


class MhtmlParser:
    """Reads a page saved as one file into the article on it."""

    kind = "mhtml"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the suffix says it
        """A suffix of saved pages."""
        return suffix_of(name) in _SUFFIXES

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            InputTooLargeError: longer than the limit for a text.
            BrokenInputError: there is no page in it.
            NotAnArticleError: there is no article on the page.
        """
        data = read_whole(document, context.limits.text, "page")
        try:
            message = message_from_bytes(data)
            part = _page(message)
        except RecursionError as error:  # parts in parts, thousands deep
            raise BrokenInputError(
                "its parts are nested too deep", document.location, "Save the page again."
            ) from error
        if part is None:
            raise BrokenInputError("there is no page in it", document.location, "Save the page again.")
        address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
        yield page_document(
            _content(part),
            location=document.location,
            url=address if address.startswith(("http://", "https://")) else None,
            record=document.member,
            folder=document.section,
            inspect=context.inspect,
        )


MHTML = MhtmlParser()


def _page(message: Message) -> Message | None:
    """The part that is the page: that which the root names as its start, or the first that is HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    named = (part for part in pages if start and part.get("Content-ID") == start)
    return next(named, pages[0] if pages else None)


def _content(part: Message) -> bytes | str:
    """The page in a part: as text where the part says in which encoding it is, else as bytes."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset is not None:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return data
