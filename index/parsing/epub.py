"""EPUB 2 and 3: books, and issues of newspapers and magazines.

Each line of the table of contents that begins a page of its own is an article: a magazine's story, a book's chapter.
A line that points into the page that a line above it begins is a subhead of that article. The line above is the
section: the magazine's "World", the book's "Part One". So a book of one page is cut where its contents say, and neither
form has to be told from the other. Text goes on until the next such line, over as many pages as it takes. Without a
table of contents each page that begins with a heading is an article.

Pages that only list others (a magazine's section pages, a printed table of contents) are passed over, and links to
other pages of the book ("Next", "Section menu") are no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from index.cleaning.document import Found, ParsedDocument
from index.cleaning.safety import safe_line
from index.errors import InputError, InputTooLargeError, NotAnArticleError
from index.parsing.book import Book, Chapter, chapter_articles
from index.parsing.book_pages import Piece, page_pieces, page_root
from index.parsing.epub_package import Entry, Package, book_fields, book_title, publisher, read_package
from index.parsing.heads import with_head
from index.parsing.registry import ParseContext
from index.parsing.zipped import ZipParts, opened_zip
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.sources.names import suffix_of
from index.types import BlockKind, Failure

_PAGES: Final = 4  # times the limit of a text: all pages of a book
_CONTENTS_LINKS: Final = 3
_CONTENTS_SHARE: Final = 0.3


class EpubParser:
    """Reads EPUB: one article a chapter."""

    kind = "epub"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .epub."""
        return suffix_of(name) == ".epub"

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a chapter.

        Raises:
            BrokenInputError: it is no EPUB, damaged, or locked by its seller.
            InputTooLargeError: over a limit.
            NotAnArticleError: there is no text in it.
        """
        with opened_zip(document, context.limits, "EPUB") as parts:
            package = read_package(parts, document.location)
            book = Book(book_title(package), book_fields(package), publisher(package))
            reading = _Reading(parts, package, document.location, context.limits.text)
            try:
                yield from chapter_articles(document, book, reading.chapters(), context.limits.text)
            except NotAnArticleError:
                if not reading.failures:
                    raise
            yield from reading.failures


EPUB = EpubParser()


@dataclass(slots=True)
class _Start:
    """Where a chapter begins: its key, headline and section; `fragment` is the anchor in its page."""

    key: str
    headline: Found | None = None
    section: Found | None = None
    fragment: str = ""


@dataclass(slots=True)
class _Reading:
    """The reading of one book, page by page; pages that cannot be read end up in `failures`."""

    parts: ZipParts
    package: Package
    location: str
    limit: int
    size: int = 0
    failures: list[Failure] = field(default_factory=list)

    def chapters(self) -> Iterator[Chapter]:
        """The chapters, in reading order."""
        starts = chapter_starts(self.package.entries)
        pages = dict.fromkeys((*self.package.pages, *(path for path in starts if self.parts.name(path))))
        current = _Start(key="")
        pieces: list[Piece] = []
        for path in pages:
            for start, some in self._page(path, list(starts.get(path, {}).values())):
                if start is not None:
                    yield from self._chapter(current, pieces)
                    current, pieces = start, []
                current.key = current.key or path
                pieces += some
        yield from self._chapter(current, pieces)

    def _page(self, path: str, starts: list[_Start]) -> Iterator[tuple[_Start | None, list[Piece]]]:
        """The pieces of a page, parted where chapters begin; the first part goes on with the chapter before."""
        self._check_size()
        try:
            data = self.parts.read(path)
            self.size += len(data)
            pieces = page_pieces(page_root(data, self.location))
        except InputError as error:
            place = safe_line(f"{self.location}#{path}")
            self.failures.append(failure(type(error)(error.what, place, error.advice), place))
            return
        if not self.package.entries and pieces and pieces[0].kind is BlockKind.HEADING:
            starts = [_Start(path)]
        anchors = _anchors(pieces)
        places = sorted(((anchors.get(start.fragment, 0), start) for start in starts), key=lambda each: each[0])
        before = places[0][0] if places else len(pieces)
        yield None, pieces[:before]
        for index, (begin, start) in enumerate(places):
            end = places[index + 1][0] if index + 1 < len(places) else len(pieces)
            yield start, pieces[begin:end]

    def _check_size(self) -> None:
        limit = _PAGES * self.limit
        if self.size > limit:
            what = f"a book with more than {limit // MEBIBYTE} MB of pages"
            raise InputTooLargeError(what, self.location, "Split it up.")

    def _chapter(self, start: _Start, pieces: list[Piece]) -> Iterator[Chapter]:
        if not pieces or _is_contents(pieces):
            return
        headline = start.headline or _first_heading(pieces)
        fields: dict[str, tuple[Found, ...]] = {}
        if headline is not None:
            fields["headline"] = (headline,)
        if start.section is not None:
            fields["section"] = (start.section,)
        source = next((piece.source for piece in pieces if piece.source), None)
        if source is not None:
            fields["url"] = (Found(source, "epub:source"),)
        blocks = tuple(piece.block() for piece in pieces)
        if self.package.is_periodical:
            blocks, found = with_head(blocks, headline.value if headline else None)
            fields = {**found, **fields}
        yield Chapter(start.key, blocks, fields)


def chapter_starts(entries: tuple[Entry, ...]) -> dict[str, dict[str, _Start]]:
    """Page -> the chapters that begin in it by their keys, from the lines of a table of contents."""
    starts: dict[str, dict[str, _Start]] = {}
    above: list[Entry] = []
    for index, entry in enumerate(entries):
        above = [other for other in above if other.depth < entry.depth]
        following = entries[index + 1] if index + 1 < len(entries) else None
        is_label = following is not None and following.depth > entry.depth and _target(following) == _target(entry)
        section = Found(above[-1].label, entry.evidence) if above and above[-1].label else None
        if entry.path and not is_label and all(other.path != entry.path for other in above):
            key = f"{entry.path}#{entry.fragment}" if entry.fragment else entry.path
            headline = Found(entry.label, entry.evidence) if entry.label else None
            starts.setdefault(entry.path, {}).setdefault(key, _Start(key, headline, section, entry.fragment))
        # A label only names what is below it: it begins no page.
        above.append(replace(entry, path="") if is_label else entry)
    return starts


def _target(entry: Entry) -> tuple[str, str]:
    return entry.path, entry.fragment


def _anchors(pieces: list[Piece]) -> dict[str, int]:
    """Anchor -> the piece that it stands at."""
    found: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        for name in piece.ids:
            found.setdefault(name, index)
    return found


def _first_heading(pieces: list[Piece]) -> Found | None:
    for piece in pieces:
        if piece.kind is BlockKind.HEADING:
            return Found(piece.text, f"epub:{piece.tag}")
    return None


def _is_contents(pieces: list[Piece]) -> bool:
    """Whether pieces are a list of other pages."""
    links = sum(piece.is_only_links and len(piece.targets) == 1 for piece in pieces)
    return links >= _CONTENTS_LINKS and links >= _CONTENTS_SHARE * len(pieces)
