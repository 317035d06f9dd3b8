"""What the cleaning made of each line of a document."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Final

from index.cleaning.article import clean_lines
from index.cleaning.document import ParsedDocument
from index.cleaning.lines import DROPPED, Line, measure, without_bullet
from index.cleaning.rules import NO_RULES, Rules
from index.types import Article, Block, InspectedField, InspectedLine

_FIELDS: Final = (
    "headline",
    "standfirst",
    "authors",
    "place",
    "section",
    "outlet",
    "published",
    "language",
    "url",
    "tags",
)
_QUOTE: Final = "> "


def examine(document: ParsedDocument, rules: Rules = NO_RULES) -> tuple[Article, tuple[InspectedLine, ...]]:
    """The article in a parsed document, as `clean` gives it, and its lines with what became of them. Pure.

    Raises:
        NotAnArticleError: nothing is left of it.
    """
    lines = measure(document.blocks, pasted=document.pasted, rules=rules)
    article = clean_lines(document, lines)
    return article, tuple(_inspected(lines, article.blocks))


def fields_of(article: Article) -> tuple[InspectedField, ...]:
    """The fields of an article that have a value, each with its evidence."""
    values = [(name, getattr(article, name)) for name in _FIELDS]
    return tuple(
        InspectedField(name, "; ".join(value) if isinstance(value, tuple) else value, article.evidence.get(name))
        for name, value in values
        if value
    )


def _inspected(lines: Sequence[Line], blocks: Sequence[Block]) -> list[InspectedLine]:
    places = _Places(blocks)
    return [_line(line, places) for line in lines]


def _line(line: Line, places: _Places) -> InspectedLine:
    role = line.role or DROPPED
    block = places.take(line) if role in {"body", "caption"} else None
    kind = places.kind(block) if block is not None else line.kind
    return InspectedLine(line.text, role, line.reason, role != DROPPED, kind, block, line.rule)


class _Places:
    """Finds the block that a line of the body became part of: blocks of the same text are taken in order."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._numbers: defaultdict[str, deque[int]] = defaultdict(deque)
        for number, block in enumerate(blocks):
            for text in (block.text, *(block.text.split("\n") if "\n" in block.text else ()), block.credit or ""):
                self._numbers[text].append(number)
        self._last: int | None = None

    def take(self, line: Line) -> int | None:
        """The number of the line's block; that of the line before for what is a part of it, as a credit alone."""
        for text in _forms(line):
            waiting = self._numbers.get(text)
            if waiting:
                self._last = waiting.popleft()
                return self._last
        return self._last

    def kind(self, number: int) -> str:
        return self._blocks[number].kind.value


def _forms(line: Line) -> list[str]:
    """The texts under which a line may stand in a block."""
    forms = [line.text, without_bullet(line.text), line.text.removeprefix(_QUOTE)]
    if line.caption is not None:
        forms += filter(None, (line.caption.text, line.caption.credit))
    return forms
