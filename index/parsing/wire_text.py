"""The text of newswire stories: hard-wrapped lines, paragraphs that begin with blanks, tables set in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from index.cleaning.document import RawBlock
from index.cleaning.safety import safe_text
from index.parsing.text import raw_blocks
from index.types import BlockKind

_PARAGRAPH_INDENT: Final = range(3, 9)
_LONGEST_ROW: Final = 66
_COLUMNS = re.compile(r"\S {3,}\S")
_END_MARK = re.compile(r"\s*(?:reuters?|reute|more|end)\b[\W\d]*(?:\^M)?\s*", re.IGNORECASE)
_END_INLINE = re.compile(r"(?<=[.\"'\d)])\s+REUTER(?:\.\.\.)?\S{0,12}\s*$")
_CLOSED: Final = (".", "!", "?", '"', "'")


@dataclass(slots=True)
class _Piece:
    """Lines that belong together: a paragraph, or one row of what is set in lines."""

    lines: list[str]
    is_row: bool

    @property
    def is_open(self) -> bool:
        """Whether it is a row, or a line that is as short and open as rows are ("Net 807,000 vs 2,858,000")."""
        line = self.lines[0].rstrip()
        return self.is_row or (len(self.lines) == 1 and len(line) <= _LONGEST_ROW and not line.endswith(_CLOSED))


def wire_blocks(text: str, *, paragraph: bool = False) -> list[RawBlock]:
    """The blocks of a story's text: paragraphs made whole, tables as they are set, end marks left out.

    Args:
        text: without tags, entities resolved.
        paragraph: the format marks it as one paragraph: its lines belong together unless they are a table's.
    """
    lines = _without_end_marks(safe_text(text).expandtabs(8).split("\n"))
    if paragraph or any(line[:2] == "  " and line.strip() for line in lines):
        pieces = _pieces(lines)
    else:
        pieces = _unindented(lines)
    blocks: list[RawBlock] = []
    for is_open, group in groupby(pieces, key=lambda piece: piece.is_open):
        run = list(group)
        if is_open and (len(run) > 1 or _COLUMNS.search(run[0].lines[0].strip())):
            blocks.append(_table(run))
        else:
            blocks += [RawBlock(_joined(piece.lines), kind=BlockKind.PARAGRAPH) for piece in run]
    return blocks


def _unindented(lines: list[str]) -> Iterator[_Piece]:
    """The pieces of a text whose paragraphs begin without blanks: broken to a width, or a line each."""
    blocks = list(raw_blocks("\n".join(lines)))
    filled = [line.strip() for line in lines if line.strip()]
    if len(blocks) == len(filled):
        return (_Piece([line], _COLUMNS.search(line) is not None) for line in filled)
    return (_Piece([block.text], is_row=False) for block in blocks)


def _without_end_marks(lines: list[str]) -> list[str]:
    """The lines without the marks of the wire at their end: "Reuter", "MORE"."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _END_MARK.fullmatch(lines[end - 1])):
        end -= 1
    lines = lines[:end]
    if lines:
        lines[-1] = _END_INLINE.sub("", lines[-1])
    return lines


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    piece: _Piece | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        is_row = (indent > 0 and indent not in _PARAGRAPH_INDENT) or _COLUMNS.search(line.strip()) is not None
        if not line.strip():
            if piece is not None:
                yield piece
            piece = None
        elif piece is None or piece.is_row or is_row or indent:
            if piece is not None:
                yield piece
            piece = _Piece([line if is_row else line.strip()], is_row)
        else:
            piece.lines.append(line)
    if piece is not None:
        yield piece


def _table(rows: list[_Piece]) -> RawBlock:
    """What is set in lines, as it is set."""
    margins = [len(row.lines[0]) - len(row.lines[0].lstrip(" ")) for row in rows if row.is_row]
    margin = min(margins, default=0)
    lines = [row.lines[0][margin:] if row.is_row else row.lines[0] for row in rows]
    return RawBlock("\n".join(line.rstrip() for line in lines), kind=BlockKind.PRE)


def _joined(lines: list[str]) -> str:
    joined = ""
    for line in lines:
        bare = " ".join(line.split())
        is_split = joined[-1:] == "-" and joined[-2:-1].isalnum() and bare[:1].isalnum()
        joined += bare if is_split or not joined else f" {bare}"
    return joined
