"""Evaluating an expanded tree on one article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from index.highlight.texts import NOTE_FIELD, ArticleText, FieldText, shown_texts
from index.query.tree import (
    And,
    Everything,
    Ids,
    Is,
    Length,
    Node,
    Not,
    Noted,
    Or,
    Published,
    State,
    Tagged,
    Terms,
    Undated,
    Valued,
    Word,
)
from index.query.values import FIELD_OF, value_key
from index.query.walk import leaves
from index.types import Highlights, Match, Part, PartKind, Span, StoredArticle, Understood

_HEAD = (PartKind.SECTION, PartKind.HEADLINE, PartKind.STANDFIRST, PartKind.AUTHOR, PartKind.PLACE, PartKind.OUTLET)
_PLACES = {kind: place for place, kind in enumerate((*_HEAD, PartKind.BLOCK, PartKind.CREDIT, PartKind.NOTE))}


class Occurrence(NamedTuple):
    """Where a term stands: the part, the offsets of its words, its number, and whether blanks between are lit."""

    part: Part
    words: tuple[tuple[int, int], ...]
    term: int
    solid: bool


def highlight(article: StoredArticle, understood: Understood) -> Highlights:
    """Find everything in an article that a query matched, in reading order.

    `understood.tree` must be expanded. Where only the marks no longer meet the query (an article opened from
    `is:unread` is read by now), the rest of the query lights what it matches.
    """
    tree: Node = understood.tree  # type: ignore[assignment]  # opaque to everybody outside the engine
    texts = ArticleText(article)
    found = _Evaluation(texts).run(tree)
    if found is None:
        found = _Evaluation(texts, marks_count=False).run(tree)
    return Highlights(tuple(_matches(found or ())))


def matches_article(article: StoredArticle, tree: Node) -> bool:
    """Is the article a result of the expanded tree."""
    return _Evaluation(ArticleText(article)).run(tree) is not None


def occurrences(words: Sequence[Word], slop: int, text: FieldText) -> Iterator[tuple[int, ...]]:
    """Give the positions at which words stand in order with at most `slop` others between them.

    Of the places that end with the same word the shortest counts; inside, each word is the first that fits.
    """
    places = [text.positions(word) for word in words]
    if not all(places):
        return
    if len(places) == 1:
        yield from ((position,) for position in places[0])
        return
    widest = len(places) - 1 + slop
    last: tuple[int, ...] | None = None
    for first in places[0]:
        found = _from(first, places, widest)
        if last and (found is None or found[-1] != last[-1]):
            yield last
        last = found or None
    if last:
        yield last


def _from(first: int, places: Sequence[Sequence[int]], widest: int) -> tuple[int, ...] | None:
    """Find the first place of each further word behind the one before; None when that reaches too far."""
    found = [first]
    for later in places[1:]:
        index = bisect_right(later, found[-1])
        if index == len(later) or later[index] - first > widest:
            return None
        found.append(later[index])
    return tuple(found)


class _Evaluation:
    """Evaluates nodes: None where one does not match, else what there is to light."""

    def __init__(self, texts: ArticleText, *, marks_count: bool = True) -> None:
        self._texts = texts
        self._marks_count = marks_count

    def run(self, node: Node) -> list[Occurrence] | None:
        match node:
            case And(children):
                return self._all(children)
            case Or(children):
                found = [one for child in children if (one := self.run(child)) is not None]
                return [occurrence for one in found for occurrence in one] if found else None
            case Not(child):
                unknown = not self._marks_count and _asks_marks(child)
                return [] if unknown or self.run(child) is None else None
            case Terms() | Valued():
                return self._terms(node) if isinstance(node, Terms) else self._valued(node)
            case Noted(words, term):
                noted = self._in_field(NOTE_FIELD, words, 0, term)
                return noted or (None if self._marks_count else [])
            case _:
                return [] if self._holds(node) else None

    def _all(self, children: Sequence[Node]) -> list[Occurrence] | None:
        found: list[Occurrence] = []
        for child in children:
            one = self.run(child)
            if one is None:
                return None
            found += one
        return found

    def _terms(self, terms: Terms) -> list[Occurrence] | None:
        found = [self._in_field(name, terms.words, terms.slop, terms.term) for name in terms.fields]
        if all(one is None for one in found):
            return None
        return [occurrence for one in found if one for occurrence in one]

    def _valued(self, valued: Valued) -> list[Occurrence] | None:
        """Find a whole value: all of it is lit where it is shown."""
        texts = shown_texts(self._texts.stored, FIELD_OF[valued.facet])
        found = [(part, text) for part, text in texts if value_key(text) == valued.value]
        lit = [Occurrence(part, ((0, len(text)),), valued.term, solid=True) for part, text in found if part]
        return lit if found else None

    def _in_field(self, name: str, words: Sequence[Word], slop: int, term: int) -> list[Occurrence] | None:
        """Find a term in a field; an empty list when the field matches but is not shown."""
        text = self._texts.of(name)
        found: list[Occurrence] | None = None
        for positions in occurrences(words, slop, text):
            found = found or []
            placed = [text.place(position) for position in positions]
            part = placed[0][0]
            if part is not None:
                found.append(Occurrence(part, tuple((start, end) for _, start, end in placed), term, not slop))
        return found

    def _holds(self, node: Node) -> bool:
        """Does the article meet a condition that is not about its words."""
        stored = self._texts.stored
        if isinstance(node, Is | Tagged):
            return not self._marks_count or _is_marked(stored, node)
        match node:
            case Published(first, last):
                day = (stored.article.published or "")[: len("2017-03-09")]
                return bool(day) and (first is None or first <= day) and (last is None or day <= last)
            case Undated():
                return stored.article.published is None
            case Length(least, most):
                return (least is None or least <= stored.words) and (most is None or stored.words <= most)
            case Ids(ids):
                return stored.id in ids
            case _:
                return isinstance(node, Everything)


def _is_marked(stored: StoredArticle, node: Is | Tagged) -> bool:
    marks = stored.marks
    if isinstance(node, Tagged):
        return _folded(node.tag) in {_folded(tag) for tag in (*marks.tags, *stored.article.tags)}
    return {
        State.READ: marks.read,
        State.UNREAD: not marks.read,
        State.STARRED: marks.starred,
        State.LIKED: marks.rating > 0,
        State.DISLIKED: marks.rating < 0,
        State.NOTED: marks.note is not None,
        State.TAGGED: bool(marks.tags or stored.article.tags),
        State.DUPLICATE: stored.duplicate_of is not None,
        State.GONE: stored.gone,
    }[node.state]


def _folded(tag: str) -> str:
    return normalize("NFKC", tag).casefold()


def _asks_marks(node: Node) -> bool:
    return any(isinstance(leaf, Is | Tagged | Noted) for leaf, _ in leaves(node))


def _matches(found: Iterable[Occurrence]) -> Iterator[Match]:
    """Make matches of occurrences, in reading order, each place once.

    A phrase is one span, unless it reaches into an earlier match: then each of its words is, so that all are lit.
    """
    ends: dict[Part, int] = {}
    seen: set[tuple[Part, tuple[tuple[int, int], ...]]] = set()
    for occurrence in sorted(found, key=_reading_place):
        part, words, term, solid = occurrence
        if (part, words) in seen:
            continue
        seen.add((part, words))
        start, end = words[0][0], words[-1][1]
        if solid and start >= ends.get(part, 0):
            yield Match(part, (Span(start, end, term),))
        else:
            yield Match(part, tuple(Span(*word, term) for word in words))
        ends[part] = max(end, ends.get(part, 0))


def _reading_place(found: Occurrence) -> tuple[int, int, int, int, int, int]:
    """Sort by part, a credit behind its block, then by place, the longer first."""
    kind, index = found.part.kind, found.part.index
    credit = kind is PartKind.CREDIT
    place = _PLACES[PartKind.BLOCK if credit else kind]
    return place, index, credit, found.words[0][0], -found.words[-1][1], found.term
