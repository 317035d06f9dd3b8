"""The parser of saved pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.cleaning.document import ParsedDocument
from index.parsing.html.page import page_document
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import RawDocument
from index.sources.names import suffix_of

_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_BEGINNING: Final = 1024
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)


class HtmlParser:
    """Reads a saved page into the article on it."""

    kind = "html"

    def accepts(self, name: str, head: bytes) -> bool:
        """A suffix of pages, or content that begins as pages do under a name without one, or that of a text."""
        return suffix_of(name) in _SUFFIXES or (suffix_of(name) in {"", ".txt", ".text"} and is_page(head))

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            InputTooLargeError: longer than the limit for a text.
            NotAnArticleError: there is no article on the page.
        """
        data = read_whole(document, context.limits.text, "page")
        yield page_document(
            data,
            location=document.location,
            record=document.member,
            folder=document.section,
            inspect=context.inspect,
        )


HTML = HtmlParser()


def is_page(head: bytes) -> bool:
    """Whether the first bytes of a document are those of a whole HTML page."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    return _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")[:_BEGINNING]) is not None
