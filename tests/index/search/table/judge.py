"""What a query means, decided by trying every choice of words of every article: slow, short, and the second opinion.

It knows the query language's definitions, the parsed tree and the analyser (words, keys, sentences), and nothing of
the code that searches or lights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from index.analysis import BLOCK_GAP, FOLD, fold, keys, tokenize
from index.analysis.name_keys import may_be_one_name, name_readings_of
from index.analysis.name_parts import particles_like
from index.analysis.tokens import plain
from index.analysis.written import sentence_starts
from index.query.tree import (
    OPENING,
    OPENING_WORDS,
    TEXT_FIELDS,
    And,
    AtLeast,
    Everything,
    Ids,
    Is,
    Length,
    Near,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    Published,
    Tagged,
    Terms,
    Undated,
    Unit,
    Within,
    Word,
    WordKind,
)
from index.schema import BOUNDED_FIELDS
from index.types import Article, BlockKind, Part, PartKind, StoredArticle

_Found = TypeVar("_Found")

Place = tuple[int, int]
"""The positions of a first and a last word in a field."""

Lit = frozenset[tuple[Part, int, int]]
"""Words: the parts they are shown in and their offsets."""


class Spot(NamedTuple):
    """A word of a field: where it is counted to stand, where it is shown, as the index has it, as it was written."""

    position: int
    part: Part | None
    start: int
    end: int
    word: str
    written: str


@dataclass(frozen=True)
class Field:
    """The words of a field, and the first and last positions of its paragraphs and sentences."""

    spots: dict[int, Spot]
    units: dict[Unit, tuple[Place, ...]]

    @cached_property
    def forms(self) -> dict[tuple[str, str], list[int]]:
        """The positions of each word, by how it was written."""
        found: dict[tuple[str, str], list[int]] = {}
        for at, spot in self.spots.items():
            found.setdefault((spot.word, spot.written), []).append(at)
        return found


class Words:
    """What is asked of words beyond an article: the languages that each stands in, and which are names."""

    def __init__(self, articles: Sequence[StoredArticle]) -> None:
        self._languages: dict[str, set[str]] = {}
        self._written: dict[str, list[str]] = {}
        self._known: dict[tuple[str, WordKind, int, str, str], bool] = {}
        for stored in articles:
            for name in _FIELDS:
                for _, text in _texts(stored, name):
                    for token in tokenize(text):
                        self._languages.setdefault(token.word, set()).update(filter(None, [stored.article.language]))
                        if name in TEXT_FIELDS:
                            self._written.setdefault(token.word, []).append(plain(text[token.start : token.end]))
        self.all = frozenset(language for some in self._languages.values() for language in some)

    def fits(self, word: Word, there: str, written: str) -> bool:
        """Is a word of a text, as it was written, one that a word of a query stands for."""
        asked = word.text, word.kind, word.edits, there, written
        if asked not in self._known:
            self._known[asked] = self._fits(word, there, written)
        return self._known[asked]

    def _fits(self, word: Word, there: str, written: str) -> bool:  # noqa: PLR0911 - a case for each kind of word
        match word.kind:
            case WordKind.EXACT:
                return there == word.text
            case WordKind.CASED:
                return written == word.text
            case WordKind.STEM:
                return self.share_a_stem(there, word.text)
            case WordKind.WILDCARD:
                shape = re.compile(translate(word.text.replace("[", "[[]")), re.DOTALL)
                plain_ones = [] if _accented(word.text) else _plain(self.keys(there))
                return any(shape.match(spelling) for spelling in (there, *plain_ones))
            case WordKind.FUZZY:
                return OSA.distance(word.text, there) <= word.edits
            case WordKind.NAME:
                return self.are_one_name(there, word.text)
            case WordKind.REGEX:
                try:
                    return re.fullmatch(word.text, there) is not None
                except re.error:
                    return False

    def keys(self, word: str) -> set[str]:
        """Give the keys of a word of the articles, for the languages that it stands in."""
        return _keys(word, frozenset(self._languages.get(word, ())))

    def share_a_stem(self, word: str, typed: str) -> bool:
        """Tell whether a word is a form of a typed one."""
        return word == typed or not self.keys(word).isdisjoint(_keys(typed, self.all))

    def are_one_name(self, word: str, typed: str) -> bool:
        """Tell whether a word is a spelling of a name: if it is mostly written with a capital."""
        particles = particles_like(typed)
        if particles or not name_readings_of(typed):
            return fold(word) in particles or self.share_a_stem(word, typed)
        written = self._written.get(word, [])
        capitals = sum(one != one.casefold() for one in written)
        return word == typed or (may_be_one_name(typed, word) and 2 * capitals >= len(written))


class Judge:
    """Judges queries on one article."""

    def __init__(self, stored: StoredArticle, words: Words) -> None:
        self.stored = stored
        self.words = words
        self.texts = {name: list(_texts(stored, name)) for name in _FIELDS}
        fields = {name: _field(texts) for name, texts in self.texts.items()}
        fields[OPENING] = _opening(fields["body"])
        self.fields = {name: field for name, field in fields.items() if field.spots}
        self._rows: dict[tuple[Terms, str], tuple[tuple[int, ...], ...]] = {}

    def lights(self, node: Node) -> Lit | None:  # noqa: PLR0911 - a case for each type of node
        """Give the words that take part in meeting a condition; None where it is not met."""
        match node:
            case And(children):
                return _all([self.lights(child) for child in children])
            case Or(children):
                return _any([self.lights(child) for child in children])
            case Not(child):
                return frozenset() if self.lights(child) is None else None
            case Noted(words):
                return _any([self._in_field(Terms(words, ("note",), 0, ""), name) for name in self.fields])
            case AtLeast(child, least):
                times = sum(len(self.places(child, name)) for name in self.fields)
                return _any([self._in_field(child, name) for name in self.fields]) if times >= least else None
            case Terms() | Near() | Within():
                return _any([self._in_field(node, name) for name in self.fields])
            case _:
                return frozenset() if self._is_so(node) else None

    # ---- where words stand ----------------------------------------------------------------------------------------

    def _in_field(self, node: Node, name: str) -> Lit | None:
        positions = self.taking_part(node, name, (0, 1 << 30))
        if positions is None:
            return None
        spots = [self.fields[name].spots[position] for position in positions]
        return frozenset((spot.part, spot.start, spot.end) for spot in spots if spot.part)

    def taking_part(self, node: Node, name: str, inside: Place) -> frozenset[int] | None:
        """Give the positions that take part in meeting a condition inside a place; None where it is not met."""
        low, high = inside
        match node:
            case Terms():
                rows = [row for row in self.rows(node, name) if low <= row[0] and row[-1] <= high]
                return frozenset(position for row in rows for position in row) if rows else None
            case Or(children):
                return _any([self.taking_part(child, name, inside) for child in children])
            case Near(children):
                ways = list(self._ways(node, name, inside))
                chosen = {pair for way in ways for pair in zip(children, way, strict=True)}
                return _any([self.taking_part(child, name, place) for child, place in chosen])
            case Within(children, unit) if name in (*BOUNDED_FIELDS, OPENING):
                found = []
                for first, last in self.fields[name].units[unit]:
                    shared = max(first, low), min(last, high)
                    found.append(_all([self.taking_part(child, name, shared) for child in children]))
                return _any(found)
            case _:
                return None

    def places(self, node: Node, name: str) -> set[Place]:
        """Give the shortest places at which a condition is met."""
        match node:
            case Terms():
                found = {(row[0], row[-1]) for row in self.rows(node, name)}
            case Or(children):
                found = {place for child in children for place in self.places(child, name)}
            case Near():
                ways = self._ways(node, name, (0, 1 << 30))
                found = {(min(first for first, _ in way), max(last for _, last in way)) for way in ways}
            case _:
                raise AssertionError(node)
        return _shortest(found)

    def _ways(self, node: Near, name: str, inside: Place) -> Iterator[tuple[Place, ...]]:
        """Give every choice of one place of each child that is near enough, in the order of the children."""
        low, high = inside
        each = [
            sorted(place for place in self.places(child, name) if low <= place[0] and place[1] <= high)
            for child in node.children
        ]

        def go_on(chosen: dict[int, Place], end: int | None) -> Iterator[tuple[Place, ...]]:
            if len(chosen) == len(each):
                yield tuple(chosen[number] for number in range(len(each)))
                return
            for number, places in enumerate(each):
                if number in chosen or (node.ordered and number != len(chosen)):
                    continue
                for place in places:
                    if end is None or 0 < place[0] - end <= node.distance:
                        yield from go_on({**chosen, number: place}, place[1])

        return go_on({}, None)

    def rows(self, terms: Terms, name: str) -> tuple[tuple[int, ...], ...]:
        """Give the occurrences of a word or phrase, or of another reading of it: the positions of its words."""
        if name not in terms.fields:
            return ()
        found = self._rows.get((terms, name))
        if found is None:
            rows = {*self._row(terms.words, terms.slop, name)}
            for reading in terms.readings:
                rows |= {*self._row(reading, 0, name)}
            found = self._rows[terms, name] = tuple(sorted(rows))
        return found

    def _row(self, words: Sequence[Word], slop: int, name: str) -> list[tuple[int, ...]]:
        forms = self.fields[name].forms
        where: list[list[int]] = []
        for word in words:
            where.append([at for form, places in forms.items() if self.words.fits(word, *form) for at in places])
            if not where[-1]:
                return []
        widest = len(words) - 1 + slop
        choices: list[tuple[int, ...]] = [(at,) for at in where[0]]
        for some in where[1:]:
            choices = [(*row, at) for row in choices for at in some if row[-1] < at <= row[0] + widest]
        kept = _shortest({(row[0], row[-1]) for row in choices})
        best: dict[Place, tuple[int, ...]] = {}
        for row in sorted(choices):
            best.setdefault((row[0], row[-1]), row)
        return [row for place, row in best.items() if place in kept]

    # ---- what is not about words ----------------------------------------------------------------------------------

    def _is_so(self, node: Node) -> bool:  # noqa: PLR0911 - a case for each type of node
        stored, article = self.stored, self.stored.article
        match node:
            case Everything():
                return True
            case Nothing():
                return False
            case Published(first, last):
                day = (article.published or "")[:10]
                return day != "" and (first or "") <= day <= (last or "9999-99-99")
            case Undated():
                return article.published is None
            case Length(least, most):
                return (least or 0) <= stored.words <= (1 << 30 if most is None else most)
            case Ids(ids):
                return stored.id in ids
            case Tagged(tag):
                tags = [*stored.marks.tags, *article.tags]
                return normalize("NFKC", tag).casefold() in [normalize("NFKC", one).casefold() for one in tags]
            case Is(state):
                return self._states()[state.value]
            case _:
                raise AssertionError(node)

    def _states(self) -> dict[str, bool]:
        stored, marks = self.stored, self.stored.marks
        return {
            "read": marks.read,
            "unread": not marks.read,
            "starred": marks.starred,
            "liked": marks.rating == 1,
            "disliked": marks.rating == -1,
            "noted": bool(marks.note),
            "tagged": bool(marks.tags or stored.article.tags),
            "duplicate": stored.duplicate_of is not None,
            "gone": stored.gone,
        }


# ---- texts ----------------------------------------------------------------------------------------------------------

_SHOWN = ("headline", "standfirst", "place", "section", "outlet")
_FIELDS = (*_SHOWN, "byline", "body", "caption", "url", "path", "lang", "note")


def _texts(stored: StoredArticle, name: str) -> Iterator[tuple[Part | None, str]]:
    article = stored.article
    if name in _SHOWN:
        yield Part(PartKind(name)), getattr(article, name) or ""
    elif name == "byline":
        yield from ((Part(PartKind.AUTHOR, number), author) for number, author in enumerate(article.authors))
    elif name in ("body", "caption"):
        yield from _block_texts(article, name)
    else:
        unshown = {"url": article.url, "path": stored.location, "lang": article.language, "note": stored.marks.note}
        yield Part(PartKind.NOTE) if name == "note" else None, unshown[name] or ""


def _block_texts(article: Article, name: str) -> Iterator[tuple[Part, str]]:
    for number, block in enumerate(article.blocks):
        if (block.kind is BlockKind.CAPTION) == (name == "caption"):
            yield Part(PartKind.BLOCK, number), block.text
        if block.credit and name == "caption":
            yield Part(PartKind.CREDIT, number), block.credit


def _field(texts: Sequence[tuple[Part | None, str]]) -> Field:
    spots: list[Spot] = []
    paragraphs: list[Place] = []
    sentences: list[Place] = []
    first = 0
    for part, text in texts:
        if not text:
            continue
        found = [
            Spot(first + number, part, token.start, token.end, token.word, plain(text[token.start : token.end]))
            for number, token in enumerate(tokenize(text))
        ]
        spots += found
        last = first + len(found) - 1
        paragraphs.append((first, last))
        starts = [first + start for start in sentence_starts(text)]
        sentences += [(one, other - 1) for one, other in pairwise([*starts, last + 1])]
        first = last + 1 + BLOCK_GAP
    return Field(
        {spot.position: spot for spot in spots},
        {Unit.PARAGRAPH: tuple(paragraphs), Unit.SENTENCE: tuple(sentences)},
    )


def _opening(body: Field) -> Field:
    return Field(dict(list(body.spots.items())[:OPENING_WORDS]), body.units)


# ---- small things ---------------------------------------------------------------------------------------------------


def _all(found: Sequence[frozenset[_Found] | None]) -> frozenset[_Found] | None:
    there = [one for one in found if one is not None]
    return frozenset().union(*there) if len(there) == len(found) else None


def _any(found: Sequence[frozenset[_Found] | None]) -> frozenset[_Found] | None:
    there = [one for one in found if one is not None]
    return frozenset().union(*there) if there else None


def _shortest(places: set[Place]) -> set[Place]:
    return {
        (first, last)
        for first, last in places
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in places)
    }


@cache
def _keys(word: str, languages: frozenset[str]) -> set[str]:
    return keys(word, languages)


def _plain(keys: set[str]) -> list[str]:
    return [key.removeprefix(FOLD) for key in keys if key.startswith(FOLD)]


def _accented(text: str) -> bool:
    return any(map(combining, normalize("NFD", text)))
