"""Evaluating an expanded tree on one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from index.highlight.placing import FieldPlaces, Row, fields_of, occurrences_of
from index.highlight.texts import NOTE_FIELD, ArticleText, FieldText, shown_texts
from index.query.tree import (
    And,
    AtLeast,
    Everything,
    Ids,
    In,
    Is,
    Length,
    Near,
    Node,
    Not,
    Noted,
    Or,
    Placed,
    Published,
    State,
    Tagged,
    Terms,
    Undated,
    Valued,
    Within,
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


class _Evaluation:
    """Evaluates nodes: None where one does not match, else what there is to light."""

    def __init__(self, texts: ArticleText, *, marks_count: bool = True) -> None:
        self._texts = texts
        self._marks_count = marks_count
        self._fields: dict[str, FieldPlaces] = {}

    def run(self, node: Node) -> list[Occurrence] | None:
        match node:
            case And(children):
                return self._all(children)
            case Or(children):
                found = [one for child in children if (one := self.run(child)) is not None]
                return [occurrence for one in found for occurrence in one] if found else None
            case Not(child):
                unknown = _asks_source(child) or (not self._marks_count and _asks_marks(child))
                return [] if unknown or self.run(child) is None else None
            case _:
                return self._condition(node)

    def _condition(self, node: Node) -> list[Occurrence] | None:
        match node:
            case Terms():
                return self._terms(node)
            case Valued():
                return self._valued(node)
            case Near() | Within():
                return self._placed(node)
            case AtLeast(child, least):
                times = sum(len(self._places(name).spots(child)) for name in fields_of(child))
                return self._placed(node) if times >= least else None
            case Noted(words, term):
                text = self._texts.of(NOTE_FIELD)
                noted = [_lit(text, row, term, solid=True) for row in text.occurrences(words, 0)]
                return [one for one in noted if one] or (None if self._marks_count else [])
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
        found: list[Occurrence] | None = None
        for name in terms.fields:
            text = self._texts.of(name)
            for row in occurrences_of(terms, text):
                found = found or []
                if lit := _lit(text, row, terms.term, solid=not terms.slop):
                    found.append(lit)
        return found

    def _valued(self, valued: Valued) -> list[Occurrence] | None:
        """Find a whole value: all of it is lit where it is shown."""
        texts = shown_texts(self._texts.stored, FIELD_OF[valued.facet])
        found = [(part, text) for part, text in texts if value_key(text) == valued.value]
        lit = [Occurrence(part, ((0, len(text)),), valued.term, solid=True) for part, text in found if part]
        return lit if found else None

    def _placed(self, node: Placed) -> list[Occurrence] | None:
        """Find what takes part in meeting a condition; an empty list when that is in fields that are not shown."""
        found: list[Occurrence] | None = None
        for name in fields_of(node):
            taking_part = self._places(name).taking_part(node)
            if taking_part is None:
                continue
            found = found or []
            text = self._texts.of(name)
            lit = (_lit(text, row, terms.term, solid=not terms.slop) for terms, row in taking_part)
            found += filter(None, lit)
        return found

    def _places(self, name: str) -> FieldPlaces:
        made = self._fields.get(name)
        if made is None:
            made = self._fields[name] = FieldPlaces(name, self._texts.of(name))
        return made

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
                return isinstance(node, Everything | In)  # an article does not know its source: it is taken to fit


def _lit(text: FieldText, row: Row, term: int, *, solid: bool) -> Occurrence | None:
    """Say what is lit of an occurrence; nothing of one that is not shown."""
    placed = [text.place(position) for position in row]
    part = placed[0][0]
    return Occurrence(part, tuple((start, end) for _, start, end in placed), term, solid) if part else None


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


def _asks_source(node: Node) -> bool:
    return any(isinstance(leaf, In) for leaf, _ in leaves(node))


def _matches(found: Iterable[Occurrence]) -> Iterator[Match]:
    """Make matches of occurrences, in reading order, each place once.

    A phrase is one span, unless it reaches into an earlier match: then each of its words is, so that all are lit. Of
    two readings of a term one inside the other the longer one counts.
    """
    current: Part | None = None
    end = 0
    seen: set[tuple[tuple[int, int], ...]] = set()
    latest: dict[int, tuple[tuple[int, int], ...]] = {}
    for part, words, term, solid in sorted(found, key=_reading_place):
        if part is not current and part != current:
            current, end = part, 0
            seen.clear()
            latest.clear()
        if words in seen or (term in latest and set(words) <= set(latest[term])):
            continue
        seen.add(words)
        latest[term] = words
        first, last = words[0][0], words[-1][1]
        if solid and first >= end:
            yield Match(part, (Span(first, last, term),))
        else:
            yield Match(part, tuple(Span(*word, term) for word in words))
        end = max(last, end)


def _reading_place(found: Occurrence) -> tuple[int, int, int, int, int, int]:
    """Sort by part, a credit behind its block, then by place, the longer first."""
    kind, index = found.part.kind, found.part.index
    credit = kind is PartKind.CREDIT
    place = _PLACES[PartKind.BLOCK if credit else kind]
    return place, index, credit, found.words[0][0], -found.words[-1][1], found.term
