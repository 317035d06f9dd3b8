"""What the forms of books have in common: chapters that become articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.lines import count_words
from index.cleaning.safety import safe_line
from index.errors import InputTooLargeError, NotAnArticleError
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.types import BlockKind, Failure

Fields = Mapping[str, tuple[Found, ...]]

MOST_BLOCKS: Final = 100_000
"""Paragraphs of one article: far more than any has, and few enough to hold."""

_FEWEST_WORDS: Final = 5  # a chapter with fewer is a page that only bears a title


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a book. `key` is stable inside the book; `fields` are its own: headline, section, url."""

    key: str
    blocks: tuple[RawBlock, ...]
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says of itself. `fields` hold for every chapter; `publisher` only where the book is one article."""

    title: Found | None
    fields: Fields
    publisher: Found | None = None


def chapter_articles(
    document: RawDocument, book: Book, chapters: Iterator[Chapter], limit: int
) -> Iterator[ParsedDocument | Failure]:
    """The articles of a book.

    Several chapters are an article each, of the outlet that the book is; one alone is the book's text under its title.
    What bears only a title is passed over; a chapter of more than `limit` characters is a Failure.

    Raises:
        NotAnArticleError: no chapter has any text.
    """
    telling = (chapter for chapter in chapters if _has_text(chapter))
    first = next(telling, None)
    if first is None:
        raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
    second = next(telling, None)
    if second is None:
        yield _whole(document, book, first)
        return
    for chapter in (first, second):
        yield _article(document, book, chapter, limit)
    for chapter in telling:
        yield _article(document, book, chapter, limit)


def _has_text(chapter: Chapter) -> bool:
    words = 0
    for block in chapter.blocks:
        if block.dropped is None and block.kind not in {BlockKind.HEADING, BlockKind.CAPTION}:
            words += count_words(block.text)
        if words >= _FEWEST_WORDS:
            return True
    return False


def _whole(document: RawDocument, book: Book, chapter: Chapter) -> ParsedDocument:
    fields = {**book.fields, **chapter.fields}
    if book.title is not None:
        fields["headline"] = (book.title,)
        fields.pop("section", None)
    if book.publisher is not None:
        fields.setdefault("outlet", (book.publisher,))
    return ParsedDocument(document.location, chapter.blocks, fields, folder=document.section, record=document.member)


def _article(document: RawDocument, book: Book, chapter: Chapter, limit: int) -> ParsedDocument | Failure:
    key = safe_line(chapter.key)
    location = f"{document.location}#{key}"
    if len(chapter.blocks) > MOST_BLOCKS or sum(len(block.text) for block in chapter.blocks) > limit:
        what = f"a chapter of more than {limit // MEBIBYTE} MB or {MOST_BLOCKS:,} paragraphs is no article"
        error = InputTooLargeError(what, location)
        return failure(error, location)
    fields = {**book.fields, **chapter.fields}
    if book.title is not None:
        fields["outlet"] = (book.title,)
    return ParsedDocument(location, chapter.blocks, fields, record=f"{document.member}#{key}")
