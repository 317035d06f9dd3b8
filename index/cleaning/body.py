"""From lines to the blocks of a body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from index.cleaning.furniture import Furniture
from index.cleaning.headings import is_heading
from index.cleaning.lines import Line, without_bullet
from index.types import Block, BlockKind

_LINK_RUN: Final = 2  # short lines in a row that are links to other articles, in a page
_LINK_WORDS: Final = 4
_CAPITALISED: Final = 0.65


def without_furniture(lines: Sequence[Line], *, page: bool) -> list[Line]:
    """The lines that are the article's: furniture and repetitions left out, in a whole page rows of links too.

    One word alone ("Video", "Comments") may be a subhead: outside of a whole page it goes only beside other furniture.
    """
    kept = []
    for index, line in enumerate(lines):
        if line.repeats:
            continue
        if line.furniture is not None and (page or _is_sure(line) or _has_company(lines, index)):
            continue
        kept.append(line)
    return _without_links(kept) if page else kept


def _is_sure(line: Line) -> bool:
    return line.words > 1 or line.furniture is Furniture.ADVERTISEMENT


def _has_company(lines: Sequence[Line], index: int) -> bool:
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return index + 1 == len(lines) or any(line.furniture is not None for line in beside)


def _without_links(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if line.is_short and line.caption is None and not line.is_bulleted:
            run.append(line)
            continue
        kept += run if _is_text(run) else []
        run = []
        kept.append(line)
    return kept + (run if _is_text(run) else [])


def _is_text(run: list[Line]) -> bool:
    """Whether short lines in a row are part of the text (a table, a list), not links to other articles."""
    if len(run) < _LINK_RUN:
        return True
    titles = [line for line in run if line.words >= _LINK_WORDS]
    words = [word for line in titles for word in line.text.split() if len(word) >= _LINK_WORDS and word[0].isalpha()]
    if not words:
        return all(any(map(str.isdigit, line.text)) for line in run)
    return sum(not word[0].isupper() for word in words) > (1 - _CAPITALISED) * len(words) and len(titles) == len(run)


def body_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks that lines make, in order: headings, captions with credits, lists whole."""
    items: list[str] = []
    caption: Block | None = None
    for index, line in enumerate(lines):
        if _is_item(lines, index):
            items.append(without_bullet(line.text))
            continue
        if items:
            yield from _flushed(caption)
            caption = None
            yield Block(BlockKind.LIST, "\n".join(items))
            items = []
        block = _block(lines, index)
        if caption is not None and _is_credit_alone(line):
            block = Block(BlockKind.CAPTION, caption.text, line.caption.credit if line.caption else None)
            caption = None
        yield from _flushed(caption)
        caption = None
        if block.kind is BlockKind.CAPTION and block.credit is None:
            caption = block  # its credit may stand on the next line
        else:
            yield block
    yield from _flushed(caption)
    if items:
        yield Block(BlockKind.LIST, "\n".join(items))


def _flushed(caption: Block | None) -> Iterator[Block]:
    if caption is not None:
        yield caption


def _is_credit_alone(line: Line) -> bool:
    return line.caption is not None and not line.caption.text


def _is_item(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if line.kind is not None:
        return line.kind is BlockKind.LIST
    if not line.is_bulleted:
        return False
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return line.text[0] not in "-–—*" or any(other.is_bulleted and other.text[0] == line.text[0] for other in beside)


def _block(lines: Sequence[Line], index: int) -> Block:
    line = lines[index]
    if line.caption is not None and line.kind in {None, BlockKind.CAPTION}:
        if not line.caption.text:
            return Block(BlockKind.CAPTION, line.text)
        return Block(BlockKind.CAPTION, line.caption.text, line.caption.credit)
    if line.kind is not None:
        return Block(line.kind, line.text, line.credit if line.kind is BlockKind.CAPTION else None)
    if line.text.startswith("> "):
        return Block(BlockKind.QUOTE, line.text.removeprefix("> "))
    return Block(BlockKind.HEADING if is_heading(lines, index) else BlockKind.PARAGRAPH, line.text)
