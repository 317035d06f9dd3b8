"""Short passages that show what a query matched, for lists of results."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter

from index.highlight.evaluation import highlight
from index.highlight.sentences import sentences
from index.types import Article, BlockKind, Highlights, Part, PartKind, Snippet, Span, StoredArticle, Understood

WIDTH = 160
"""Characters of a snippet, about."""

_PASSAGES = (PartKind.STANDFIRST, PartKind.BLOCK)
_SPACE = re.compile(r"\s+")
_LEAD = 4  # a passage that begins inside a sentence shows this part of the width before its first match
_RAGGED = 60  # a passage may be so much shorter than wished to end with a sentence
_LEADING_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST, BlockKind.PRE)


@dataclass(frozen=True, slots=True)
class HitMarks:
    """What a result list lights of an article; `headline_terms` number the query term of each headline mark."""

    headline: tuple[tuple[int, int], ...]
    snippets: tuple[Snippet, ...]
    headline_terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch `[start, end)` of a text with the spans in it; it may begin or end inside a sentence."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]
    begun: bool = False
    unfinished: bool = False

    @property
    def worth(self) -> tuple[int, int]:
        """The number of different terms, and of matches."""
        return len({span.term for span in self.spans}), len(self.spans)

    def overlaps(self, other: _Passage) -> bool:
        return self.text is other.text and self.start < other.end and other.start < self.end


def hit_marks(article: StoredArticle, understood: Understood, *, snippets: int = 1, width: int = WIDTH) -> HitMarks:
    """Find what a list lights of an article: exactly, in one evaluation. `understood.tree` must be expanded.

    Snippets are the passages with the most different terms, then the most matches, then the earliest, best first. Each
    is one line of about `width` characters, cut between words. Without a match in standfirst or body it is the
    article's first sentence, without marks.
    """
    highlights = highlight(article, understood)
    spans = highlights.of(Part(PartKind.HEADLINE))
    headline = tuple((span.start, span.end) for span in spans)
    return HitMarks(headline, _best(article, highlights, snippets, width), tuple(span.term for span in spans))


def _best(article: StoredArticle, highlights: Highlights, limit: int, width: int) -> tuple[Snippet, ...]:
    passages = [
        passage
        for part, matches in groupby(highlights.matches, key=attrgetter("part"))
        if part.kind in _PASSAGES
        for passage in _passages(_text(article.article, part), Highlights(tuple(matches)).of(part), width)
    ] or _opening(article.article, width)
    chosen: list[_Passage] = []
    for passage in sorted(passages, key=lambda passage: passage.worth, reverse=True):
        if len(chosen) == limit:
            break
        if not any(passage.overlaps(other) for other in chosen):
            chosen.append(passage)
    return tuple(map(_snippet, chosen))


def _text(article: Article, part: Part) -> str:
    return article.blocks[part.index].text if part.kind is PartKind.BLOCK else article.standfirst or ""


def _opening(article: Article, width: int) -> list[_Passage]:
    """Give the article's first sentence as a passage without matches."""
    texts = [block.text for block in article.blocks if block.kind in _LEADING_BLOCKS]
    for text in (*texts, article.standfirst or "", *(block.text for block in article.blocks)):
        for start, end in sentences(text):
            cut = _cut(text, start, end, start + width)
            return [_Passage(text, start, cut, (), unfinished=cut < end)]
    return []


def _passages(text: str, spans: Sequence[Span], width: int) -> Iterator[_Passage]:
    """Give the passages that begin with the sentence of a match, or shortly before the match in a long sentence."""
    bounds = list(sentences(text))
    starts = [start for start, _ in bounds]
    span_starts = [span.start for span in spans]
    taken = -1
    for span in spans:
        start = begin = starts[max(0, bisect_right(starts, span.start) - 1)]
        if span.end - begin > width:
            start = _word_start(text, begin, span.start - width // _LEAD, span.start)
        if start == taken:
            continue
        taken = start
        end, unfinished = _end(text, bounds, span.end, max(span.end, start + width))
        inside = spans[bisect_left(span_starts, start) : bisect_left(span_starts, end)]
        kept = tuple(one for one in inside if one.end <= end)
        yield _Passage(text, start, end, kept, begun=start > begin, unfinished=unfinished)


def _end(text: str, bounds: Sequence[tuple[int, int]], least: int, limit: int) -> tuple[int, bool]:
    """Say where a passage ends, from `least` to `limit`, and whether inside a sentence."""
    whole = bisect_right(bounds, limit, key=itemgetter(1))
    last = bounds[whole - 1][1] if whole else 0
    if last >= least and (whole == len(bounds) or limit - last < _RAGGED):
        return last, False
    return _cut(text, least, bounds[whole][1], limit), True


def _cut(text: str, least: int, end: int, limit: int) -> int:
    """Cut a text that goes on to `end` behind a word, from `least` to `limit`; inside one where no blank is near."""
    if end <= limit:
        return end
    space = next((place for place in range(limit, least - 1, -1) if text[place].isspace()), None)
    return limit if space is None else least + len(text[least:space].rstrip())


def _word_start(text: str, first: int, place: int, latest: int) -> int:
    """Find the beginning of a word from `place` to `latest`, not before `first`."""
    if place <= first:
        return first
    space = _SPACE.search(text, place - 1, latest)
    return space.end() if space else place


def _snippet(passage: _Passage) -> Snippet:
    """Write a passage as one line, white space as single blanks, with the places of its spans in it."""
    line = ["…"] if passage.begun else []
    places: list[int] = []
    for character in passage.text[passage.start : passage.end]:
        places.append(len(line))
        if not character.isspace():
            line.append(character)
        elif line and line[-1] != " ":
            line.append(" ")
    places.append(len(line))
    if passage.unfinished:
        line.append("…")
    marks = ((places[span.start - passage.start], places[span.end - passage.start]) for span in passage.spans)
    return Snippet("".join(line), tuple(marks), tuple(span.term for span in passage.spans))
