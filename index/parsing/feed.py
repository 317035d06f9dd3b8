"""Feeds that were saved as files: each entry is an article."""

from __future__ import annotations

from collections.abc import Iterator

from index.cleaning.document import ParsedDocument
from index.errors import NotAnArticleError
from index.parsing.feeds.reading import is_feed, read_feed
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import RawDocument, failure
from index.types import Failure


class FeedParser:
    """Reads RSS, Atom, RDF and JSON Feed."""

    kind = "feed"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says nothing: a feed may be any .xml
        """Content that begins as feeds do."""
        return is_feed(head)

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document an entry.

        Raises:
            NotAnArticleError: the feed has no entry.
            InputError: it is damaged beyond reading, or too large.
        """
        from index.parsing.feeds.document import entry_blocks, entry_document

        feed = read_feed(read_whole(document, context.limits.text, "feed"), document.location)
        if not feed.entries:
            raise NotAnArticleError("the feed has no entry", document.location, "Remove it from the source.")
        for number, entry in enumerate(feed.entries, 1):
            location = f"{document.location}#{number}"
            record = f"{document.member}#{entry.name}" if document.member else entry.name
            if entry.title or entry_blocks(entry):
                yield entry_document(entry, location, record)
            else:
                missing = NotAnArticleError("the entry has no title and no text", "", "Nothing is lost with it.")
                yield failure(missing, location)


FEED = FeedParser()
