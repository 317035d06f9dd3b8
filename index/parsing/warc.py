"""Web archives (WARC): the pages in them that are articles.

Of `response` records those with the status 200 that are HTML are read as web pages, `conversion` and `resource` records
also where they are plain text. Pictures, scripts, redirects, `robots.txt`, the front pages of sites and pages without
an article are passed over. The address is the record's; its WARC-Date is when it was fetched, not when published.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from index.cleaning.document import Found, ParsedDocument
from index.cleaning.lines import count_words
from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, InputTooLargeError, NotAnArticleError
from index.parsing.decode import decode
from index.parsing.html import page_document
from index.parsing.needed import needed
from index.parsing.registry import ParseContext
from index.parsing.text import plain_blocks
from index.parsing.warc_records import WarcRecord, WarcRecords
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.sources.names import suffix_of
from index.types import Failure

_KINDS: Final = frozenset({"response", "resource", "conversion"})
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_FAILURES: Final = 100
_KEY_LENGTH: Final = 200
_FEWEST_WORDS: Final = 25


class WarcParser:
    """Reads web archives: one article a page."""

    kind = "warc"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .warc, or in .wet as the texts extracted from one do, packed or not."""
        return suffix_of(name) in {".warc", ".wet"}

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a page, in bounded memory.

        Raises:
            MissingLibraryError: warcio is not installed.
            NotAnArticleError: no page in it is an article.
        """
        loader = needed("warcio.recordloader", "warc", "web archives (WARC)", document.location).ArcWarcRecordLoader()
        reading = _Reading(document, loader, context.limits.text)
        yield from reading.pages()


WARC = WarcParser()


@dataclass(slots=True)
class _Payload:
    """What was fetched: its type in lower case without parameters, the declared encoding, the bytes."""

    type: str
    charset: str | None
    data: bytes


class _Reading:
    def __init__(self, document: RawDocument, loader: Any, limit: int) -> None:
        self._document = document
        self._loader = loader
        self._limit = limit
        self._articles = self._failed = self._passed = 0

    def pages(self) -> Iterator[ParsedDocument | Failure]:
        """The articles, and failures for the damaged records."""
        records = WarcRecords(self._document.stream, _KINDS, self._limit)
        for record in records:
            try:
                parsed = self._page(record)
            except BrokenInputError as error:
                self._failed += 1
                if self._failed <= _FAILURES:
                    location = f"{self._document.location}{error.subject}"
                    yield failure(BrokenInputError(error.what, location, error.advice), location)
                continue
            if parsed is None:
                self._passed += 1
            else:
                self._articles += 1
                yield parsed
        if self._failed > _FAILURES:
            more = BrokenInputError(f"{self._failed - _FAILURES:,} more records are damaged")
            yield failure(more, self._document.location)
        if not self._articles and not self._failed:
            count = self._passed + records.passed
            raise NotAnArticleError(
                f"none of its {count:,} records is an article", self._document.location, "Remove it from the source."
            )

    def _page(self, record: WarcRecord | BrokenInputError) -> ParsedDocument | None:
        if isinstance(record, BrokenInputError):
            raise record
        url = record.values.get("warc-target-uri", "").strip("<> ")
        if not _may_be_article(url):
            return None
        payload = self._payload(record)
        if payload is None:
            return None
        number = f"#{record.number}"
        location = f"{self._document.location}{number}"
        key = safe_line(record.values.get("warc-record-id", "").strip("<> "))
        name = f"{self._document.member}#{key}" if 0 < len(key) <= _KEY_LENGTH else f"{self._document.member}{number}"
        try:
            if payload.type in _PAGES:
                page = page_document(_decoded(payload), location=location, url=url or None, record=name)
                return page if _has_prose(page) else None
            return self._text(payload, location, url, name)
        except (NotAnArticleError, InputTooLargeError):
            return None

    def _text(self, payload: _Payload, location: str, url: str, name: str) -> ParsedDocument | None:
        text = _decoded(payload)
        blocks = plain_blocks(text if isinstance(text, str) else decode(text)[0])
        if not blocks:
            return None
        fields = {"url": (Found(url, "warc:WARC-Target-URI"),)} if url else {}
        return ParsedDocument(location, blocks, fields, pasted=True, record=name)

    def _payload(self, record: WarcRecord) -> _Payload | None:
        """What was fetched, unpacked; None where it is no page and no text."""
        if record.values.get("warc-type", "").lower() != "response":
            kind, charset = _content_type(record.values.get("content-type", ""))
            is_wanted = kind in _PAGES or kind == "text/plain"
            return _Payload(kind, charset, record.block) if is_wanted else None
        try:
            parsed = self._loader.parse_record_stream(io.BytesIO(record.head + record.block), known_format="warc")
            http = parsed.http_headers
            kind, charset = _content_type(http.get_header("content-type") or "") if http else ("", None)
            if kind not in _PAGES or http.get_statuscode() != "200":
                return None
            data = parsed.content_stream().read(self._limit + 1)
        except Exception as error:  # the library lets whatever a damaged record does to it pass
            raise BrokenInputError(
                f"the record is damaged ({type(error).__name__})", f"#{record.number}", "The records after it are read."
            ) from error
        if len(data) > self._limit:
            raise BrokenInputError(
                f"the page unpacks to more than {self._limit // MEBIBYTE} MB",
                f"#{record.number}",
                "Nothing else is lost.",
            )
        return _Payload(kind, charset, data)


def _has_prose(page: ParsedDocument) -> bool:
    """Whether a page has more text than a menu: a crawl has pages of every sort."""
    return sum(count_words(block.text) for block in page.blocks if block.dropped is None) >= _FEWEST_WORDS


def _may_be_article(url: str) -> bool:
    """Whether an address is not that of a site's front page, or of what is for machines."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if parts.scheme not in {"http", "https"}:
        return not parts.scheme or parts.scheme in {"file", "urn"}
    return (parts.path not in {"", "/"} or bool(parts.query)) and not parts.path.endswith("/robots.txt")


def _content_type(value: str) -> tuple[str, str | None]:
    kind, _, parameters = value.partition(";")
    named = [part.partition("=")[2].strip(" \"'") for part in parameters.split(";") if "charset=" in part.lower()]
    return kind.strip().lower(), named[0] if named else None


def _decoded(payload: _Payload) -> str | bytes:
    """The text in the encoding that it was sent in, or the bytes where they are not in it."""
    if payload.charset is None:
        return payload.data
    try:
        return payload.data.decode(payload.charset)
    except (LookupError, ValueError):
        return payload.data
