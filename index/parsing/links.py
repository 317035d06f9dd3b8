"""Lists of saved addresses in HTML: Pocket's and Instapaper's exports, the bookmarks of browsers.

There is no text in them: what is told is how many pages they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.cleaning.document import ParsedDocument
from index.errors import NotAnArticleError
from index.parsing.exports import links_notice
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import RawDocument
from index.sources.names import suffix_of

_LIST = re.compile(
    rb"<title>\s*(?:Pocket Export|Instapaper: Export)\s*</title>|<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE
)
_LINK = re.compile(rb"<a\s[^<>]*href\s*=\s*[\"']?https?://", re.IGNORECASE)
_SUFFIXES: Final = frozenset({".html", ".htm"})


class LinksParser:
    """Tells of lists of addresses."""

    kind = "links"

    def accepts(self, name: str, head: bytes) -> bool:
        """An HTML suffix, and the title or the first line that such lists have."""
        return suffix_of(name) in _SUFFIXES and _LIST.search(head) is not None

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """No document.

        Raises:
            NotAnArticleError: always: it says how many addresses there are.
            InputTooLargeError: over the limit.
        """
        count = len(_LINK.findall(read_whole(document, context.limits.text, "list")))
        notice = links_notice(count)
        raise NotAnArticleError(notice.what, document.location, notice.advice)


LINKS = LinksParser()
