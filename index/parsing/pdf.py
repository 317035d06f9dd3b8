"""PDF with a text layer, one article a file.

The headline is the line of the first page that the file's title names, or else its largest type, or else the title,
where that was written by a person. Printed web pages are cleaned as pasted ones are. When the file was made is no date
of publication: the date is the one that stands below the headline, or unknown. Columns come in the order in which they
are drawn, which is nearly always that of reading.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.lines import count_words
from index.errors import BrokenInputError, InputError, InputTooLargeError, NotAnArticleError
from index.parsing.heads import with_head
from index.parsing.needed import needed
from index.parsing.pdf_lines import LineReader, OperationsExceededError, PdfLine
from index.parsing.pdf_paragraphs import PdfParagraph, pdf_paragraphs
from index.parsing.registry import ParseContext
from index.parsing.titles import is_real_author, is_real_title
from index.parsing.zipped import spooled
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.sources.names import suffix_of
from index.types import BlockKind, Failure

_PAGES: Final = 5_000
_CONTENT: Final = 4 * MEBIBYTE  # of drawing in one page: more is a map
_LETTERS: Final = 10  # a page; with fewer the text is a stamp on a picture
_ABOVE: Final = 6  # short paragraphs above the headline
_HEADLINE_WORDS: Final = 2
_FAR_SMALLER: Final = 0.7
_BROWSERS = re.compile(r"skia|chrom|mozilla|firefox|safari|webkit|wkhtml|cairo 1\.", re.IGNORECASE)
_ADVICE: Final = "Fetch or save it again."


class PdfParser:
    """Reads PDF: one article a file."""

    kind = "pdf"

    def accepts(self, name: str, head: bytes) -> bool:
        """A name that ends in .pdf, or content that begins as PDF does."""
        return suffix_of(name) == ".pdf" or head.startswith(b"%PDF-")

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document, and a Failure for pages that could not be read.

        Raises:
            MissingLibraryError: pypdf is not installed.
            NotAnArticleError: it has no text layer.
            BrokenInputError: damaged, or locked with a password.
            InputTooLargeError: over a limit.
        """
        library = needed("pypdf", "pdf", "PDF files", document.location)
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not worth a word
        with spooled(document, context.limits) as (copy, _):
            try:
                reader = library.PdfReader(copy)
                _unlock(reader, document.location)
                reading = _Reading(reader, document.location, LineReader(context.limits.text))
                lines = reading.lines()
                properties = _properties(reader)
            except InputError:
                raise
            except Exception as error:  # the library lets whatever damage does to it pass
                what = f"the PDF is damaged ({type(error).__name__})"
                raise BrokenInputError(what, document.location, _ADVICE) from error
        letters = sum(sum(map(str.isalpha, line.text)) for line in lines)
        if letters < _LETTERS * max(reading.read, 1):
            yield from reading.failures
            raise NotAnArticleError(
                "there is no text in it, only pictures of pages",
                document.location,
                "Give it a text layer first, as with ocrmypdf IN.pdf OUT.pdf.",
            )
        yield _article(document, pdf_paragraphs(lines), properties)
        yield from reading.failures


PDF = PdfParser()


def _unlock(reader: Any, location: str) -> None:
    """Opens a file that is locked for changes only, with the empty password."""
    if not reader.is_encrypted:
        return
    advice = "Open it and save a copy without a password."
    try:
        opened = reader.decrypt("")
    except Exception as error:  # a way of locking that needs a further library, or damage
        raise BrokenInputError("it is locked in a way that cannot be opened here", location, advice) from error
    if not opened:
        raise BrokenInputError("it is locked with a password", location, advice)


class _Reading:
    """The reading of one file, page by page; `read` counts the pages that were read."""

    def __init__(self, reader: Any, location: str, lines: LineReader) -> None:
        self._reader = reader
        self._location = location
        self._lines = lines
        self.read = 0
        self.failures: list[Failure] = []

    def lines(self) -> list[PdfLine]:
        """The lines of all pages that can be read."""
        count = len(self._reader.pages)
        if count > _PAGES:
            raise InputTooLargeError(f"it has more than {_PAGES:,} pages", self._location, "Split it up.")
        broken: list[int] = []
        for number in range(count):
            try:
                self._page(number)
            except InputTooLargeError:
                raise
            except OperationsExceededError:
                self._told(f"only its first {number:,} pages were read: it draws too much", "Split it up.")
                break
            except Exception:  # noqa: BLE001 - one bad page never costs the others
                broken.append(number + 1)
        if broken and len(broken) == count:
            raise BrokenInputError("none of its pages can be read", self._location, _ADVICE)
        if broken:
            shown = ", ".join(map(str, broken[:10])) + (", …" if len(broken) > 10 else "")  # noqa: PLR2004 - enough
            self._told(f"{len(broken):,} of its {count:,} pages cannot be read ({shown})", _ADVICE)
        return self._lines.lines

    def _page(self, number: int) -> None:
        page = self._reader.pages[number]
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _CONTENT:
            raise BrokenInputError("the page draws too much")
        self._lines.read(page, number, self._location)
        self.read += 1

    def _told(self, what: str, advice: str) -> None:
        self.failures.append(failure(BrokenInputError(what, self._location, advice), self._location))


# ---- the article ----


@dataclass(frozen=True, slots=True)
class _Properties:
    """What the file says of itself, as far as a person wrote it."""

    title: str
    author: str
    keywords: str
    is_printed: bool


def _properties(reader: Any) -> _Properties:
    try:
        found = {key: str(value) for key, value in (reader.metadata or {}).items()}
    except Exception:  # noqa: BLE001 - properties are not worth the file
        found = {}
    title, author = " ".join(found.get("/Title", "").split()), found.get("/Author", "").strip()
    made_by = f"{found.get('/Creator', '')} {found.get('/Producer', '')}"
    return _Properties(
        title if is_real_title(title) else "",
        author if is_real_author(author) else "",
        found.get("/Keywords", "").strip(),
        _BROWSERS.search(made_by) is not None,
    )


def _article(document: RawDocument, paragraphs: list[PdfParagraph], properties: _Properties) -> ParsedDocument:
    fields: dict[str, tuple[Found, ...]] = {}
    if properties.author:
        fields["authors"] = (Found(properties.author, "pdf:Author"),)
    if properties.keywords:
        fields["tags"] = (Found(properties.keywords, "pdf:Keywords"),)
    headline, place = _headline(paragraphs, properties.title)
    if headline is not None:
        fields["headline"] = (headline,)
    blocks = _from_headline(paragraphs, place)
    pasted = properties.is_printed or headline is None
    if not pasted and headline is not None:
        start = 0 if place is None else place + 1
        kept, found = with_head(blocks[start:], headline.value)
        blocks, fields = (*blocks[:start], *kept), {**fields, **found}
    return ParsedDocument(
        document.location, blocks, fields, pasted=pasted, folder=document.section, record=document.member
    )


def _headline(paragraphs: list[PdfParagraph], title: str) -> tuple[Found | None, int | None]:
    """The headline, and the paragraph that it is."""
    first = [(place, each) for place, each in enumerate(paragraphs) if each.page == 0 and each.dropped is None]
    named = _plain(title)
    for place, each in first:
        text = _plain(each.text)
        if named and count_words(each.text) > _HEADLINE_WORDS and text and (named == text or named.startswith(text)):
            return Found(each.text, "pdf:Title"), place
    headings = [(place, each) for place, each in first if each.kind is BlockKind.HEADING]
    largest = max((each.size for _, each in headings), default=0)
    # A single word is the paper's name, unless all else is far smaller.
    several = [pair for pair in headings if count_words(pair[1].text) >= _HEADLINE_WORDS]
    headings = [pair for pair in several if pair[1].size >= _FAR_SMALLER * largest] or headings
    for place, each in sorted(headings, key=lambda pair: -pair[1].size):
        if any(other.size < each.size for _, other in first):
            return Found(each.text, "largest type"), place
    return (Found(title, "pdf:Title"), None) if title else (None, None)


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _from_headline(paragraphs: list[PdfParagraph], place: int | None) -> tuple[RawBlock, ...]:
    """The blocks; of the short lines above the headline (the paper's name, the section) none is the body's."""
    blocks = [each.block() for each in paragraphs]
    if place is None:
        return tuple(blocks)
    above = [index for index in range(place) if blocks[index].dropped is None]
    if len(above) <= _ABOVE and all(count_words(blocks[index].text) <= 2 * _ABOVE for index in above):
        for index in above:
            blocks[index] = replace(blocks[index], dropped="stands above the headline")
    return tuple(blocks)
