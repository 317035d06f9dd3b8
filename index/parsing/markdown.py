"""Markdown: posts, notes and clippings, with front matter or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.safety import safe_text
from index.errors import NotAnArticleError
from index.parsing.decode import decode, looks_binary
from index.parsing.front_matter import front_matter
from index.parsing.heads import with_head
from index.parsing.markdown_blocks import markdown_blocks
from index.parsing.registry import ParseContext
from index.parsing.text import plain_blocks
from index.parsing.whole import read_whole
from index.sources.item import MEBIBYTE, RawDocument
from index.sources.names import suffix_of

_SUFFIXES: Final = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd"})
_LONGEST: Final = 2 * MEBIBYTE  # a longer text is read as plain
_DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)[-_ ]")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_TITLED_NAME = re.compile(r"[^\W\d_].* .*[^\W_]")

Blocks = Sequence[tuple[int, RawBlock]]


class MarkdownParser:
    """Reads one article a file."""

    kind = "markdown"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the suffix is enough
        """A suffix of Markdown."""
        return suffix_of(name) in _SUFFIXES

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            InputTooLargeError: longer than the limit for a text.
            NotAnArticleError: empty, or not text.
        """
        text = text_of(document, context, "Markdown text")
        front = front_matter(text, context.mapping)
        fields = dict(front.fields)
        blocks: Blocks = (
            markdown_blocks(front.rest)
            if len(front.rest) <= _LONGEST
            else [(0, block) for block in plain_blocks(front.rest)]
        )
        yield declared_document(document, blocks, fields)


MARKDOWN = MarkdownParser()


def text_of(document: RawDocument, context: ParseContext, what: str) -> str:
    """The decoded text of a document, made safe.

    Raises:
        InputTooLargeError: longer than the limit for a text.
        NotAnArticleError: it is not text.
    """
    data = read_whole(document, context.limits.text, what)
    if looks_binary(data):
        raise NotAnArticleError("this is binary data, not text", document.location, "Remove it, or rename it.")
    return safe_text(decode(data)[0])


def declared_document(document: RawDocument, blocks: Blocks, fields: Mapping[str, tuple[Found, ...]]) -> ParsedDocument:
    """The document of a marked-up text: what is not declared is taken from its first heading, head and name.

    Raises:
        NotAnArticleError: there is no text in it.
    """
    known = dict(fields)
    title = next((place for place, (level, _) in enumerate(blocks[:3]) if level), None)
    if title is not None and _is_unnamed(known) and (blocks[title][0] == 1 or title == 0):
        known["headline"] = (Found(blocks[title][1].text, "first heading"),)
        blocks = [*blocks[:title], *blocks[title + 1 :]]
    if not blocks and "headline" not in known:
        raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
    name = PurePosixPath(document.name).stem
    dated = _DATED_NAME.match(name)
    if "headline" not in known and dated is None and _TITLED_NAME.fullmatch(name):
        known["headline"] = (Found(name, "file name"),)
    headline = known["headline"][0].value if "headline" in known else None
    raw, said = with_head(tuple(block for _, block in blocks), headline)
    known = {**{name: found for name, found in said.items() if found}, **known}
    if "published" not in known and dated is not None:
        known["published"] = (Found(dated[1], "file name"),)
    return ParsedDocument(document.location, raw, known, folder=document.section, record=document.member)


def _is_unnamed(fields: Mapping[str, tuple[Found, ...]]) -> bool:
    """Whether a headline is still wanted: none is declared, or a file's name in the place of one."""
    found = fields.get("headline")
    return found is None or _SLUG.fullmatch(found[0].value) is not None
