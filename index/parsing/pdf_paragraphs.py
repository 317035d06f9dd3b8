"""From the lines of a PDF to paragraphs: what repeats over pages goes, lines are joined, hyphens taken back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from index.cleaning.document import RawBlock
from index.cleaning.lines import count_words, ends_sentence
from index.parsing.pdf_lines import PdfLine
from index.types import BlockKind

_MARGIN_LINES: Final = 3  # at the top and at the bottom of a page, that may be its header and footer
_PAGES: Final = 3  # on which a line stands that is a header or footer; of fewer pages, all
_SAME_PLACE: Final = 4  # points
_GAP: Final = 1.35  # of the usual distance of lines: more parts paragraphs
_INDENT: Final = (4, 40)  # points
_SHORT: Final = 0.75  # of the usual length: a line that ends a sentence there ends its paragraph
_LARGER: Final = 1.1  # of the size of the body: type of a heading
_HEADING_WORDS: Final = 25
_BOLD_WORDS: Final = 12

_NUMBER = re.compile(r"\W*(?:\w{1,8}\.?\s)?\d{1,4}(?:\s?(?:/|of|de|von|sur|di)\s?\d{1,4})?\W*$|[ivxlc]{1,6}$")
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[•‣▪●◦■·*–-]|\d{1,2}[.)])(?:\s|$)")
_HYPHENATED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PdfParagraph:
    """A paragraph: its text, the size of its type, the page that it begins on, and what it is."""

    text: str
    size: float
    page: int
    kind: BlockKind | None = None
    dropped: str | None = None

    def block(self) -> RawBlock:
        """It as a block of a document."""
        return RawBlock(self.text, kind=self.kind, dropped=self.dropped)


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a file: the size of its type, the distance of its lines, their length in characters."""

    size: float
    leading: float
    length: float


def pdf_paragraphs(lines: Sequence[PdfLine]) -> list[PdfParagraph]:
    """The paragraphs of a file, in order; headers, footers and page numbers are dropped."""
    margins = _margins(lines)
    body = [line for line in lines if line not in margins]
    measures = _measures(body or lines)
    words = Counter(word.casefold() for line in body for word in _WORD.findall(line.text))
    paragraphs = [PdfParagraph(line.text, line.size, line.page, dropped=margins[line]) for line in margins]
    for held in _parted(body, measures):
        text = _joined(held, words)
        paragraphs.append(PdfParagraph(text, held[0].size, held[0].page, _kind(held, text, measures)))
    return paragraphs


# ---- headers and footers ----


def _margins(lines: Sequence[PdfLine]) -> dict[PdfLine, str]:
    """The lines that are headers, footers and page numbers, and why."""
    pages = [list(held) for _, held in groupby(lines, key=lambda line: line.page)]
    outer = [_outermost(page) for page in pages]
    places: dict[tuple[str, int], set[int]] = {}
    for page in outer:
        for line in page:
            places.setdefault((_shape(line), _height(line)), set()).add(line.page)
    needed = min(_PAGES, max(len(pages), 2))
    found: dict[PdfLine, str] = {}
    for page in outer:
        ends = {max(line.y for line in page), min(line.y for line in page)}
        for line in page:
            if _count(places, line) >= needed:
                found[line] = "stands at the edge of several pages"
            elif line.y in ends and _NUMBER.match(line.text):
                found[line] = "a page number"
    return found


def _outermost(page: list[PdfLine]) -> list[PdfLine]:
    heights = sorted({line.y for line in page})
    edges = {*heights[:_MARGIN_LINES], *heights[-_MARGIN_LINES:]}
    return [line for line in page if line.y in edges]


def _count(places: Mapping[tuple[str, int], set[int]], line: PdfLine) -> int:
    """On how many pages a line of that shape stands at that height; a little higher or lower is the same."""
    shape, height = _shape(line), _height(line)
    near = (places.get((shape, height + step), set()) for step in (-1, 0, 1))
    return min(sum(map(len, near)), _PAGES)


def _height(line: PdfLine) -> int:
    return round(line.y / _SAME_PLACE)


def _shape(line: PdfLine) -> str:
    return _DIGITS.sub("0", line.text.casefold())


# ---- paragraphs ----


def _measures(lines: Sequence[PdfLine]) -> _Measures:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda each: sizes[each], default=0.0)
    own = [line for line in lines if line.size == size]
    steps = [
        above.y - below.y
        for above, below in pairwise(own)
        if above.page == below.page and 0 < above.y - below.y < 4 * max(size, 1)
    ]
    lengths = sorted(len(line.text) for line in own)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    return _Measures(size, median(steps) if steps else 1.2 * size, usual)


def _parted(lines: Sequence[PdfLine], measures: _Measures) -> Iterator[list[PdfLine]]:
    """The lines of each paragraph."""
    held: list[PdfLine] = []
    for line in lines:
        if held and not _goes_on(held[-1], line, measures):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _goes_on(above: PdfLine, line: PdfLine, measures: _Measures) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if (above.size, above.is_bold) != (line.size, line.is_bold) or _BULLET.match(line.text):
        return _HYPHENATED.search(above.text) is not None and above.page == line.page and line.text[0].islower()
    if above.page != line.page or line.y > above.y + line.size:  # the next page, or the next column
        return not ends_sentence(above.text) and line.size <= _LARGER * measures.size
    if above.y - line.y > _GAP * max(measures.leading, line.size):
        return False
    if not ends_sentence(above.text):
        return True
    is_indented = _INDENT[0] < line.x - above.x < _INDENT[1] and above.y - line.y > 1
    return not is_indented and len(above.text) >= _SHORT * measures.length


def _kind(held: Sequence[PdfLine], text: str, measures: _Measures) -> BlockKind | None:
    words = count_words(text)
    if held[0].size >= _LARGER * measures.size and words <= _HEADING_WORDS:
        return BlockKind.HEADING
    if all(line.is_bold for line in held) and words <= _BOLD_WORDS and not ends_sentence(text):
        return BlockKind.HEADING
    return BlockKind.LIST if _BULLET.match(text) and words > 1 else None


def _joined(held: Sequence[PdfLine], words: Counter[str]) -> str:
    """The lines as one text; a word that a hyphen parts at a line's end is whole again."""
    parts: list[str] = []
    for line in held:
        above = parts[-1] if parts else ""
        if not _HYPHENATED.search(above[-2:]) or not line.text[0].islower():
            parts += [" ", line.text] if parts else [line.text]
            continue
        first, second = _WORD.findall(above[:-1])[-1], _WORD.match(line.text)
        following = second[0] if second else ""
        whole, parted = f"{first}{following}".casefold(), f"{first}-{following}".casefold()
        if above[-1] == "\u00ad" or words[parted] <= words[whole]:
            parts[-1] = above[:-1]
        parts.append(line.text)
    return "".join(parts)
