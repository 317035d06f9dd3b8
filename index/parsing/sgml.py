"""Newswire SGML: Reuters-21578, and what TREC and LDC collections hold their stories in (`<DOC>`), as a stream.

Reuters-21578: David D. Lewis, "Reuters-21578 text categorization test collection, distribution 1.0", README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.cleaning.document import Found, ParsedDocument
from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, InputError, NotAnArticleError
from index.parsing.decode import decode, looks_binary
from index.parsing.record_keys import RecordKeys
from index.parsing.registry import ParseContext
from index.parsing.sgml_elements import Record, records
from index.parsing.sgml_stories import Story
from index.sources.item import RawDocument, failure
from index.sources.names import suffix_of
from index.types import Failure

_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE\s+lewis\b|<REUTERS\s|<DOC(?:\s[^<>]{0,300})?>\s*<(?:DOC(?:NO|ID)|HEADLINE|"
    rb"DATE|TEXT|BODY|HEAD)\b)",
    re.IGNORECASE,
)


class SgmlParser:
    """Reads one story after another."""

    kind = "sgml"

    def accepts(self, name: str, head: bytes) -> bool:
        """A suffix of SGML, or another and content that begins as these collections do."""
        return suffix_of(name) in {".sgm", ".sgml"} or _BEGINS.match(head) is not None

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a story.

        Raises:
            NotAnArticleError: there is no story in it.
        """
        keys = RecordKeys()
        count = 0
        for count, record in enumerate(records(document.stream, context.limits.text), 1):
            location = f"{document.location}#{count}"
            if isinstance(record, InputError):
                yield failure(record, location)
                continue
            yield from _read(record, document, location, count, keys)
        if not count:
            raise NotAnArticleError(
                "there is no story in it (no <REUTERS> or <DOC>)",
                document.location,
                "Save it as text, or remove it from the source.",
            )


SGML = SgmlParser()


def _read(
    record: Record, document: RawDocument, location: str, number: int, keys: RecordKeys
) -> Iterator[ParsedDocument | Failure]:
    if looks_binary(record.data.replace(b"\x7f", b"")):
        yield failure(BrokenInputError("the story is damaged", "", "Fetch or copy it again."), location)
        return
    story = Story(decode(record.data)[0])
    fields, blocks = story.read()
    if not blocks and "headline" not in fields and "published" in fields and story.key:
        fields["headline"] = (Found(f"Story {story.key}", "sgml:NEWID"),)  # an empty one of a dated wire
    if blocks or "headline" in fields:
        key = keys.member(document.member, safe_line(story.key), f"#{number}")
        yield ParsedDocument(location, blocks, fields, folder=document.section, record=key)
    else:
        yield failure(NotAnArticleError("the story has no text", "", "Nothing is lost with it."), location)
    if not record.whole:
        missing = BrokenInputError("the story has no end", "", "What is there was read; copy the file again.")
        yield failure(missing, location)
