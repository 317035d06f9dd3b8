"""News in XML, as a stream: one article a story, in memory bounded by the limit for a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from index.cleaning.document import ParsedDocument
from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, InputError, InputTooLargeError, NotAnArticleError
from index.parsing.news_xml_fields import Story, looks_like_story, news_item_story, nitf_story, plain_story
from index.parsing.record_keys import RecordKeys
from index.parsing.registry import ParseContext
from index.parsing.xml import local_name
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.sources.names import suffix_of
from index.types import Failure

if TYPE_CHECKING:
    from lxml.etree import _Element

_OTHERS: Final = frozenset({b"rss", b"feed", b"rdf:rdf", b"fictionbook"})
_STORIES: Final = frozenset({"nitf", "newsitem"})
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,500}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,2000}\]\s*)?>\s*)"
    rb"{0,9}<([A-Za-z_][\w.:-]{0,60})",
    re.DOTALL | re.IGNORECASE,
)
_SAYS_NEWS: Final = (b"<nitf", b"<newsml", b"<newsitem", b"<newsmessage")


class NewsXmlParser:
    """Reads one story after another."""

    kind = "news-xml"

    def accepts(self, name: str, head: bytes) -> bool:
        """XML by its suffix, unless its root is another form's; by any name where it begins as news do."""
        root = _ROOT.match(head)
        found = root[1].lower() if root else b""
        if suffix_of(name) in {".xml", ".nitf", ".newsml"}:
            return found not in _OTHERS
        return suffix_of(name) == "" and bool(found) and b"<" + found in _SAYS_NEWS

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a story.

        Raises:
            BrokenInputError: it is no XML, or damaged before its first story.
            NotAnArticleError: there is no story in it.
        """
        reading = _Reading(document, context)
        try:
            yield from reading.documents()
        except InputError as error:
            if not reading.count:
                raise
            yield failure(error, document.location)


NEWS_XML = NewsXmlParser()


class _Counted:
    """A stream that ends the reading where too much comes without a story."""

    def __init__(self, stream: BinaryIO, limit: int, location: str) -> None:
        self._stream = stream
        self._limit = limit
        self._location = location
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.since += len(data)
        if self.since > self._limit:
            what = f"there is no article in {self._limit // MEBIBYTE} MB of XML"
            raise InputTooLargeError(what, self._location, "Save what you need of it as text or JSON.")
        return data


class _Reading:
    """The reading of one document."""

    def __init__(self, document: RawDocument, context: ParseContext) -> None:
        self._document = document
        self._context = context
        self._keys = RecordKeys()
        self._root = ""
        self.count = 0

    def documents(self) -> Iterator[ParsedDocument]:
        """The stories, in order; those of a file that is a single one without a number."""
        held: tuple[str, Story] | None = None
        for key, story in self._stories():
            if held is not None or self.count:
                if held is not None:
                    yield self._document_of(*held)
                    held = None
                yield self._document_of(key, story)
            else:
                held = key, story
        if held is not None:
            yield self._only(*held)
        if not self.count:
            root = f" (its root is <{safe_line(self._root)[:40]}>)" if self._root else ""
            raise NotAnArticleError(
                f"no element of the XML has a headline and text under usual names{root}",
                self._document.location,
                "Remove it from the source, or save it as text or JSON.",
            )

    def _only(self, key: str, story: Story) -> ParsedDocument:
        self.count += 1
        del key
        document = self._document
        return ParsedDocument(document.location, story[1], story[0], folder=document.section, record=document.member)

    def _document_of(self, key: str, story: Story) -> ParsedDocument:
        self.count += 1
        document = self._document
        record = self._keys.member(document.member, key, f"#{self.count}")
        location = f"{document.location}#{self.count}"
        return ParsedDocument(location, story[1], story[0], folder=document.section, record=record)

    def _stories(self) -> Iterator[tuple[str, Story]]:
        from lxml import etree

        counted = _Counted(self._document.stream, self._context.limits.text, self._document.location)
        events = etree.iterparse(
            cast("BinaryIO", counted),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        locked: _Element | None = None
        try:
            for event, element in events:
                self._root = self._root or local_name(element)
                if self._root == "opml":
                    raise NotAnArticleError(
                        "this is a list of feeds (OPML)",
                        self._document.location,
                        "To add the feeds, give it the suffix .opml and add it by its name.",
                    )
                if event == "start":
                    if locked is None and local_name(element) in _STORIES:
                        locked = element
                    continue
                if locked is not None and element is not locked:
                    continue
                story = self._story(element)
                locked = None
                if story is not None:
                    counted.since = 0
                    yield story
                    _release(element)
        except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
            reason = str(error).partition(", line")[0][:120]
            raise BrokenInputError(
                f"the XML is damaged ({reason})", self._document.location, "Fetch or save it again."
            ) from error

    def _story(self, element: _Element) -> tuple[str, Story] | None:
        name = local_name(element)
        story: Story | None = None
        if name == "nitf":
            story = nitf_story(element)
        elif name == "newsitem":
            story = news_item_story(element)
        if story is None and looks_like_story(element):
            story = plain_story(element, self._context.mapping)
        if story is None:
            return None
        fields, blocks = story
        fields = {name: found for name, found in fields.items() if found}
        if not blocks and "headline" not in fields:
            return None
        key = safe_line(fields["id"][0].value) if "id" in fields else ""
        return key, ({name: found for name, found in fields.items() if name != "id"}, blocks)


def _release(element: _Element) -> None:
    """Lets go of what was read: the element's content, and all that stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
