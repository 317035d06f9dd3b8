"""OpenDocument texts (.odt, and .fodt in one file of XML): headings, lists, quotes, captions, tables by their styles.

Form: OASIS OpenDocument 1.3. The XML is read as it is, without a library: those there are expand entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from index.cleaning.document import ParsedDocument
from index.errors import BrokenInputError
from index.parsing.office import Paragraph, Properties, office_article, outermost, styled, table_paragraphs
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.parsing.xml import local_name, xml_root
from index.parsing.zipped import opened_zip
from index.sources.item import RawDocument
from index.sources.names import suffix_of
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ASIDE: Final = frozenset(
    {"annotation", "annotation-end", "ruby-text", "tracked-changes", "hidden-text", "note-citation"}
)
_BREAKS: Final = {"tab": " ", "s": " ", "line-break": "\n", "soft-page-break": " "}
_CONTAINERS: Final = frozenset({"section", "text-box", "list", "list-item", "list-header", "numbered-paragraph"})
_CHAIN: Final = 10  # styles above a style; a damaged file may have a ring


class OdtParser:
    """Reads OpenDocument texts: one article a file."""

    kind = "odt"

    def accepts(self, name: str, head: bytes) -> bool:  # noqa: ARG002 - the name says it
        """A name that ends in .odt or .fodt."""
        return suffix_of(name) in {".odt", ".fodt"}

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            BrokenInputError: damaged, or locked with a password.
            InputTooLargeError: over a limit.
            NotAnArticleError: there is no text in it.
        """
        if suffix_of(document.name) == ".fodt":
            roots = [xml_root(read_whole(document, context.limits.text, "text"), document.location, recover=True)]
        else:
            roots = list(_packed(document, context))
        body = next((found for root in roots for found in root.iterfind(".//{*}body/{*}text")), None)
        if body is None:
            raise BrokenInputError("this is no OpenDocument text", document.location, "Save it again as odt.")
        reading = _Reading(_styles(roots))
        paragraphs = list(reading.blocks(body, None))
        yield office_article(document, [*paragraphs, *reading.notes], _properties(roots))


ODT = OdtParser()


def _packed(document: RawDocument, context: ParseContext) -> Iterator[_Element]:
    """The roots of the parts: text, styles, properties."""
    with opened_zip(document, context.limits, "odt") as parts:
        manifest = "META-INF/manifest.xml"
        if parts.name(manifest) and b"encryption-data" in parts.read(manifest):
            advice = "Open it and save a copy without one."
            raise BrokenInputError("it is locked with a password", document.location, advice)
        yield xml_root(parts.read("content.xml"), document.location, recover=True)
        for name in ("styles.xml", "meta.xml"):
            if parts.name(name):
                yield xml_root(parts.read(name), document.location, recover=True)


def _properties(roots: list[_Element]) -> Properties:
    def texts(name: str) -> list[str]:
        found = [each.text or "" for root in roots for each in root.iterfind(f".//{{*}}meta/{{*}}{name}")]
        return [text.strip() for text in found if text.strip()]

    author = next(iter([*texts("initial-creator"), *texts("creator")]), "")
    language = next(iter(texts("language")), "")
    return Properties("odt", next(iter(texts("title")), ""), author, tuple(texts("keyword")), language)


def _styles(roots: list[_Element]) -> Mapping[str, Paragraph]:
    """Style name -> what it says, by its own name or that of one which it is based on."""
    above: dict[str, tuple[str, str]] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            shown = style.get(f"{_STYLE}display-name") or name.replace("_20_", " ")
            above[name] = (shown.lower(), style.get(f"{_STYLE}parent-style-name", ""))
    return {name: said for name in above if (said := _said(name, above)) is not None}


def _said(name: str, above: Mapping[str, tuple[str, str]]) -> Paragraph | None:
    for _ in range(_CHAIN):
        shown, parent = above.get(name, (name.replace("_20_", " ").lower(), ""))
        said = styled(shown)
        if said is not None or not parent:
            return said
        name = parent
    return None


@dataclass(slots=True)
class _Reading:
    """The reading of one text; its notes are collected for the end."""

    styles: Mapping[str, Paragraph]
    notes: list[Paragraph] = field(default_factory=list)

    def blocks(self, parent: _Element, kind: BlockKind | None) -> Iterator[Paragraph]:
        """The paragraphs below an element; tables as lines, frames after the paragraph that holds them."""
        for element in parent:
            name = local_name(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, kind)
                for box in outermost(element, "text-box", "note"):
                    if local_name(box) == "note":
                        continue
                    yield from self.blocks(box, kind)
            elif name == "table":
                rows = outermost(element, "table-row")
                cells = ([self._cell(cell) for cell in outermost(row, "table-cell")] for row in rows)
                yield from table_paragraphs(cells)
            elif name in _CONTAINERS:
                yield from self.blocks(element, BlockKind.LIST if name == "list" else kind)

    def _cell(self, cell: _Element) -> list[str]:
        return [self._text(each) for each in cell.iter(f"{_TEXT}p", f"{_TEXT}h")]

    def _paragraph(self, element: _Element, kind: BlockKind | None) -> Iterator[Paragraph]:
        name = element.get(f"{_TEXT}style-name", "")
        said = self.styles.get(name) or styled(name.replace("_20_", " ").lower()) or Paragraph("")
        if local_name(element) == "h" and not said.role:
            level = element.get(f"{_TEXT}outline-level", "1")
            said = Paragraph("", BlockKind.HEADING, level=int(level) if level.isdecimal() and len(level) == 1 else 1)
        elif kind is not None and said.kind is None:
            said = replace(said, kind=kind)
        for line in self._text(element).split("\n"):
            if line.strip():
                yield replace(said, text=" ".join(line.split()))

    def _text(self, paragraph: _Element) -> str:
        from lxml import etree

        texts: list[str] = [_flat(paragraph.text)]
        skipped: list[_Element] = []
        walk = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in walk:
            if element is paragraph:
                continue
            if event == "end":
                texts.append(_flat(element.tail))
                continue
            name = local_name(element)
            if name in _ASIDE or name in {"frame", "note"}:
                walk.skip_subtree()
                skipped.append(element)
            else:
                texts.append(_BREAKS.get(name, _flat(element.text)))
        for element in skipped:
            if local_name(element) == "note":
                self._note(element)
        return "".join(texts).strip()

    def _note(self, note: _Element) -> None:
        body = note.find("{*}note-body")
        text = " ".join(" ".join(map(str, body.itertext())).split()) if body is not None else ""
        if text:
            self.notes.append(Paragraph(text, BlockKind.LIST))


def _flat(text: str | None) -> str:
    """The text with each run of white space as one blank, as the form means it."""
    return " ".join(f"|{text}|".split())[1:-1] if text else ""
