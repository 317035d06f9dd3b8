"""Concordance lines (keyword in context, Luhn 1960): every match with the text before and behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.analysis import fold
from index.highlight.evaluation import highlight
from index.types import ConcordanceLine, ConcordanceOrder, Match, Part, PartKind, StoredArticle, Understood

CONTEXT = 200
"""Characters of a context at most: more than a line of any screen has room for."""

_COMPARED = 8  # words of a context that lines are sorted by
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


def matches_of(article: StoredArticle, understood: Understood) -> list[ConcordanceLine]:
    """Give the matches of an article in reading order. `understood.tree` must be expanded."""
    matches = highlight(article, understood).matches
    return [_line(article, match, number) for number, match in enumerate(matches) if match.spans]


def arrange(lines: Iterable[ConcordanceLine], order: ConcordanceOrder) -> list[ConcordanceLine]:
    """Sort lines that come in order of relevance; equal ones stay in it."""
    match order:
        case ConcordanceOrder.RELEVANCE:
            return list(lines)
        case ConcordanceOrder.DATE:
            return sorted(lines, key=lambda line: line.published or "", reverse=True)
        case ConcordanceOrder.LEFT:
            return sorted(lines, key=lambda line: (_nearest(reversed(_words(line.left))), _nearest(_words(line.match))))
        case ConcordanceOrder.RIGHT:
            return sorted(lines, key=lambda line: (_nearest(_words(line.right)), _nearest(_words(line.match))))


def _line(stored: StoredArticle, match: Match, number: int) -> ConcordanceLine:
    article, text = stored.article, _text(stored, match.part)
    start, end = min(span.start for span in match.spans), max(span.end for span in match.spans)
    return ConcordanceLine(
        stored.id,
        article.headline,
        article.published,
        article.outlet,
        match.part,
        start,
        end,
        _SPACE.sub(" ", text[max(0, start - CONTEXT) : start]).lstrip(),
        _SPACE.sub(" ", text[start:end]),
        _SPACE.sub(" ", text[end : end + CONTEXT]).rstrip(),
        match.spans[0].term,
        number,
    )


def _text(stored: StoredArticle, part: Part) -> str:
    article = stored.article
    match part.kind:
        case PartKind.BLOCK:
            return article.blocks[part.index].text
        case PartKind.CREDIT:
            return article.blocks[part.index].credit or ""
        case PartKind.AUTHOR:
            return article.authors[part.index]
        case PartKind.NOTE:
            return stored.marks.note or ""
        case _:
            return getattr(article, part.kind.value) or ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _nearest(words: Iterable[str]) -> tuple[str, ...]:
    """Give the first words in the form that they are compared in: without case and diacritics."""
    return tuple(fold(word.casefold()) for word, _ in zip(words, range(_COMPARED), strict=False))
