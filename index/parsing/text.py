"""Plain text: pasted pages, and texts in which each paragraph is a line or is broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from index.cleaning.document import ParsedDocument, RawBlock
from index.cleaning.safety import safe_text
from index.errors import NotAnArticleError
from index.parsing.decode import decode, looks_binary
from index.parsing.markup import is_escaped, unescaped
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import RawDocument
from index.sources.names import suffix_of

_NARROWEST: Final = 40  # columns of a text that was broken into lines
_WIDEST: Final = 120
_FEWEST_BREAKS: Final = 3
_FULL: Final = 0.75  # of the width: a shorter line ends a paragraph, and tells nothing
_MOSTLY: Final = 0.6
_RAGGED: Final = 3  # columns that a line may stay below the width though the next word would fit
_OVERLONG: Final = 0.05  # the share of longer lines (addresses) in a text that was broken into lines

_INDENT = re.compile(r"(?: {2,}|\t|\u3000)\s*\S")
_WIDE_BLANK = re.compile(r" {3,}|\t+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BULLET = re.compile(r"\s*(?:[-*•‣·–—▪●]|\d{1,3}[.)])\s")


class TextParser:
    """Reads plain text into lines, with paragraphs that were broken into lines made whole."""

    kind = "text"

    def accepts(self, name: str, head: bytes) -> bool:
        """Anything with a text suffix; without one, what does not begin as JSON does."""
        suffix = suffix_of(name)
        return suffix in {".txt", ".text"} or (suffix == "" and not head.lstrip().startswith((b'{"', b'[{"')))

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument]:
        """One document.

        Raises:
            InputTooLargeError: longer than the limit for a text.
            NotAnArticleError: empty, or not text.
        """
        data = read_whole(document, context.limits.text, "text")
        if looks_binary(data):
            raise NotAnArticleError("this is binary data, not text", document.location, "Remove it, or rename it.")
        blocks = plain_blocks(decode(data)[0])
        if not blocks:
            raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
        yield ParsedDocument(
            document.location,
            blocks,
            pasted=True,
            folder=document.section,
            record=document.member,
            repeated=context.repeated,
        )


TEXT = TextParser()


def plain_blocks(text: str) -> tuple[RawBlock, ...]:
    """The lines of a decoded text as safe blocks; entities are resolved where the text was escaped for HTML."""
    # Entities first: one may stand for a control character.
    return tuple(raw_blocks(safe_text(unescaped(text) if is_escaped(text) else text)))


def raw_blocks(text: str) -> Iterator[RawBlock]:
    """The lines of a safe text as blocks; lines that only the width of the text has broken are joined."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    joined = ""
    gap = True
    for index, line in enumerate(lines):
        if not line.strip():
            gap = True
            continue
        joined = f"{joined}{line}"
        if width and index + 1 < len(lines) and _continues(line, lines[index + 1], width):
            joined += _glue(line, lines[index + 1])
            continue
        cells = len(_WIDE_BLANK.split(joined.strip())) if joined == line else 1
        yield RawBlock(" ".join(joined.split()), gap=gap, cells=cells)
        joined, gap = "", False


def _glue(line: str, following: str) -> str:
    """What stands between two joined lines: nothing after a hyphen or inside Chinese and Japanese, else a blank."""
    last, first = line.rstrip()[-1], following.lstrip()[0]
    if (last == "-" and first.islower()) or (_CJK.match(last) and _CJK.match(first)):
        return ""
    return " "


def _continues(line: str, following: str, width: int) -> bool:
    """Whether the next line goes on with the paragraph: its first word would not have fitted on this one."""
    words = following.split(None, 1)
    if not words or (_INDENT.match(following) and not _INDENT.match(line)) or _BULLET.match(following):
        return False
    length = len(line.rstrip())
    return length <= width and length + 1 + len(words[0]) > width - _RAGGED


def _wrap_width(lines: list[str]) -> int:
    """The column at which the text was broken into lines, or 0 when its lines are whole paragraphs."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    usual = [length for length in lengths if length <= _WIDEST]
    if not usual or len(lengths) - len(usual) > _OVERLONG * len(lengths):
        return 0
    width = max(usual)
    if width < _NARROWEST:
        return 0
    full = joinable = 0
    for line, following in pairwise(lines):
        if following.strip() and len(line.rstrip()) > _FULL * width:
            full += 1
            joinable += _continues(line, following, width)
    return width if joinable >= _FEWEST_BREAKS and joinable >= _MOSTLY * full else 0
