"""The words that are lit of an article."""

from __future__ import annotations

from index.analysis import tokenize
from index.types import Highlights, Part, PartKind, StoredArticle
from tests.index.search.table.judge import Lit


def lit_words(stored: StoredArticle, highlights: Highlights) -> Lit:
    """Give the words inside the spans of all matches, which begin and end with one."""
    found: set[tuple[Part, int, int]] = set()
    for match in highlights.matches:
        tokens = tokenize(text_of(stored, match.part))
        for span in match.spans:
            inside = [one for one in tokens if span.start <= one.start and one.end <= span.end]
            assert (inside[0].start, max(one.end for one in inside)) == (span.start, span.end)
            found.update((match.part, one.start, one.end) for one in inside)
    return frozenset(found)


def characters(lit: Lit) -> set[tuple[Part, int]]:
    """Give the characters of words: words that one character stands for share it, so that both or none are lit."""
    return {(part, place) for part, start, end in lit for place in range(start, end)}


def text_of(stored: StoredArticle, part: Part) -> str:
    """Give the text of a part."""
    article = stored.article
    match part.kind:
        case PartKind.AUTHOR:
            return article.authors[part.index]
        case PartKind.BLOCK:
            return article.blocks[part.index].text
        case PartKind.CREDIT:
            return article.blocks[part.index].credit or ""
        case PartKind.NOTE:
            return stored.marks.note or ""
        case kind:
            return str(getattr(article, kind.value))
