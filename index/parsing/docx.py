"""docx, as Word writes it: headings, lists, quotes, captions and tables by their styles.

Deleted text that is still marked as such is no text; inserted text is. Form: ECMA-376, read by python-docx.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from index.cleaning.document import ParsedDocument
from index.errors import BrokenInputError, InputError, InputTooLargeError
from index.parsing.needed import needed
from index.parsing.office import Paragraph, Properties, office_article, outermost, styled, table_paragraphs
from index.parsing.registry import ParseContext
from index.parsing.xml import local_name, xml_root
from index.parsing.zipped import checked_zip, spooled
from index.sources.item import MEBIBYTE, Limits, RawDocument
from index.sources.names import suffix_of
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE: Final = b"\xd0\xcf\x11\xe0"  # the old container: of .doc files, and of locked ones
_SKIPPED: Final = frozenset({"del", "movefrom", "fallback", "txbxcontent", "ppr", "rpr", "ruby", "comment"})
_BREAKS: Final = {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-"}
_WRAPPINGS: Final = frozenset({"sdt", "sdtcontent", "ins", "moveto", "smarttag", "customxml"})
_TOTAL: Final = 16  # times the limit of a text: all parts of a file, pictures too


class DocxParser:
    """Reads docx: one article a file."""

    kind = "docx"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .docx."""
        return suffix_of(name) == ".docx"

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            MissingLibraryError: python-docx is not installed.
            BrokenInputError: damaged, or locked with a password.
            InputTooLargeError: over a limit.
            NotAnArticleError: there is no text in it.
        """
        library = needed("docx", "office", "docx files", document.location)
        with spooled(document, context.limits) as (copy, size):
            _check(copy, size, document.location, context.limits)
            try:
                opened = library.Document(copy)
                paragraphs = list(_paragraphs(opened))
                properties = _properties(opened)
            except InputError:
                raise
            except Exception as error:  # the library lets whatever damage does to it pass
                what = f"the docx file is damaged ({type(error).__name__})"
                raise BrokenInputError(what, document.location, "Open and save it again.") from error
        yield office_article(document, paragraphs, properties)


DOCX = DocxParser()


def _check(copy: IO[bytes], size: int, location: str, limits: Limits) -> None:
    """Refuses what the library would read into memory whole, before it does."""
    if copy.read(len(_OLE)) == _OLE:
        advice = "Open it and save it as docx without a password."
        raise BrokenInputError("it is locked with a password, or an old Word file", location, advice)
    copy.seek(0)
    sizes = checked_zip(copy, size, location, limits, "docx")
    texts = [each for name, each in sizes.items() if name.lower().endswith((".xml", ".rels"))]
    if max(texts, default=0) > limits.text or sum(sizes.values()) > _TOTAL * limits.text:
        raise InputTooLargeError(f"a text of more than {limits.text // MEBIBYTE} MB is no article", location)
    copy.seek(0)


def _properties(opened: Any) -> Properties:
    core = opened.core_properties
    keywords = tuple(word.strip() for word in core.keywords.replace(";", ",").split(",") if word.strip())
    return Properties("docx", core.title, core.author, keywords, core.language)


# ---- text ----


def _paragraphs(opened: Any) -> Iterator[Paragraph]:
    styles = _styles(opened)
    yield from _blocks(opened.element.body, styles)
    for relation in opened.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            root = xml_root(relation.target_part.blob, "")
            for note in root:
                text = " ".join(filter(None, (text_of(each) for each in note.iter(f"{_W}p"))))
                if note.get(f"{_W}type") is None and text:
                    yield Paragraph(text, BlockKind.LIST)


def _styles(opened: Any) -> Mapping[str, Paragraph]:
    """Style id -> what it says, by its own name or that of one which it is based on."""
    found: dict[str, Paragraph] = {}
    for style in opened.styles:
        base = style
        names: list[str] = []
        while base is not None and len(names) < 10:  # noqa: PLR2004 - a damaged file may have a ring
            names.append((base.name or "").lower())
            base = getattr(base, "base_style", None)
        said = next(filter(None, map(styled, names)), None)
        if said is not None:
            found[style.style_id] = said
    return found


def _blocks(parent: _Element, styles: Mapping[str, Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of a body or a cell, tables as lines, text boxes after the paragraph that holds them."""
    for element in parent:
        name = local_name(element)
        if name == "p":
            yield from _paragraph(element, styles)
            for box in outermost(element, "txbxcontent", "fallback"):
                if local_name(box) != "fallback":  # the same box once more, for older programs
                    yield from _blocks(box, styles)
        elif name == "tbl":
            yield from table_paragraphs(_rows(element))
        elif name in _WRAPPINGS:
            yield from _blocks(element, styles)


def _paragraph(element: _Element, styles: Mapping[str, Paragraph]) -> Iterator[Paragraph]:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    said = styles.get(style.get(f"{_W}val") or "") if style is not None else None
    if said is None:
        numbered = element.find(f"{_W}pPr/{_W}numPr") is not None
        said = Paragraph("", BlockKind.LIST if numbered else None)
    for line in text_of(element).split("\n"):
        if line.strip():
            yield replace(said, text=" ".join(line.split()))


def _rows(table: _Element) -> Iterator[list[list[str]]]:
    for row in outermost(table, "tr"):
        yield [[text_of(each) for each in cell.iter(f"{_W}p")] for cell in outermost(row, "tc")]


def text_of(paragraph: _Element) -> str:
    """The text of a paragraph: runs, links and insertions, without what was deleted and without text boxes."""
    from lxml import etree

    texts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local_name(element)
        if name in _SKIPPED:
            walk.skip_subtree()
        elif name == "t":
            texts.append(element.text or "")
        elif name in _BREAKS:
            texts.append(_BREAKS[name])
    return "".join(texts).strip()
