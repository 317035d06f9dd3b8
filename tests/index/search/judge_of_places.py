"""Conditions on words and where they stand, decided by trying every choice of places: slow, short, and the judge.

Its texts are plain words between blanks, in any case; a full stop behind one ends a sentence if the next word does not
begin with a small letter. What is no word (`*`) has no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import log1p

from index.codec.batch import IndexedArticle
from index.query.tree import OPENING, And, AtLeast, Near, Node, Not, Or, Terms, Unit, Within, Word, WordKind
from index.search.ranking import NORMALISATION, SATURATION, WEIGHTS

_GAP = 100
_BOUNDED = ("headline", "standfirst", "body", "caption", OPENING)

Place = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """A word in a text: how it is written, where it stands, and in which units."""

    written: str
    position: int
    units: Mapping[Unit, int]


@dataclass(frozen=True)
class PlaceJudge:
    """Judges trees of words and conditions on them over the articles that are not deleted."""

    articles: Mapping[int, IndexedArticle]

    def run(self, tree: Node) -> dict[int, float]:
        """The documents that a tree means, and their scores."""
        match tree:
            case And(children):
                parts = [self.run(child) for child in children]
                return {one: sum(part[one] for part in parts) for one in self.articles if all(one in p for p in parts)}
            case Or(children):
                parts = [self.run(child) for child in children]
                some = {one for part in parts for one in part}
                return {one: sum(part.get(one, 0) for part in parts) for one in some}
            case Not(child):
                return dict.fromkeys(self.articles.keys() - self.run(child).keys(), 0.0)
            case AtLeast(child, least):
                scores = self.run(child)
                return {one: scores[one] for one in scores if sum(self._counts(child, one).values()) >= least}
        return self._class({one: self._counts(tree, one) for one in self.articles})

    def _counts(self, tree: Node, document: int) -> dict[str, int]:
        return {field: len(self._places(tree, document, field)) for field in _fields_of(tree)}

    def _places(self, tree: Node, document: int, field: str) -> set[Place]:
        """Where a condition is met, without what contains another such place."""
        tokens = {token.position: token for token in _tokens(self.articles[document], field)}
        if field not in _fields_of(tree):
            return set()
        if isinstance(tree, Terms):
            found = set(_rows(tree.words, tree.slop, tokens))
            for words in tree.readings:
                found |= set(_rows(words, 0, tokens))
        elif isinstance(tree, Or):
            found = {place for child in tree.children for place in self._places(child, document, field)}
        elif isinstance(tree, Near | Within):
            chosen = product(*(self._places(child, document, field) for child in tree.children))
            found = {
                (min(places)[0], max(end for _, end in places)) for places in chosen if _is_met(tree, places, tokens)
            }
        else:
            raise NotImplementedError(tree)
        return {(a, b) for a, b in found if not any(a <= c and d <= b for c, d in found if (c, d) != (a, b))}

    def _class(self, found: Mapping[int, Mapping[str, int]]) -> dict[int, float]:
        """BM25F over a class of synonyms."""
        there = {one: counts for one, counts in found.items() if sum(counts.values())}
        rarity = log1p((len(self.articles) - len(there) + 0.5) / (len(there) + 0.5))
        scores = {}
        for one, counts in there.items():
            weight = sum(
                count * self._norm(one, "body" if field == OPENING else field) for field, count in counts.items()
            )
            scores[one] = rarity * weight / (SATURATION + weight)
        return scores

    def _norm(self, document: int, field: str) -> float:
        lengths = {one: len(list(_tokens(article, field))) for one, article in self.articles.items()}
        filled = [length for length in lengths.values() if length]
        if not lengths[document]:
            return 0.0
        b = NORMALISATION.get(field, 0.0)
        return WEIGHTS[field] / (1 - b + b * lengths[document] / (sum(filled) / len(filled)))


def _fields_of(tree: Node) -> set[str]:
    match tree:
        case Terms():
            return set(tree.fields)
        case Or(children):
            return {field for child in children for field in _fields_of(child)}
        case Near(children):
            return set.intersection(*map(_fields_of, children))
        case Within(children):
            return set.intersection(*map(_fields_of, children)) & set(_BOUNDED)
    raise NotImplementedError(tree)


def _is_met(tree: Near | Within, places: Sequence[Place], tokens: Mapping[int, Token]) -> bool:
    if isinstance(tree, Within):
        return len({tokens[at].units[tree.unit] for place in places for at in place}) == 1
    in_text = sorted(places)
    if tree.ordered and in_text != list(places):
        return False
    return all(0 < later[0] - one[1] <= tree.distance for one, later in pairwise(in_text))


def _rows(words: Sequence[Word], slop: int, tokens: Mapping[int, Token]) -> Iterator[Place]:
    at = [[place for place, token in tokens.items() if _is(word, token.written)] for word in words]
    for chosen in product(*at):
        ascends = all(one < later for one, later in pairwise(chosen))
        if ascends and chosen[-1] - chosen[0] <= len(words) - 1 + slop:
            yield chosen[0], chosen[-1]


def _is(word: Word, written: str) -> bool:
    return written == word.text if word.kind is WordKind.CASED else written.lower() in word.forms


def _tokens(article: IndexedArticle, field: str) -> Iterator[Token]:
    """Give the words of a field; of the opening the first hundred of the body."""
    first = number = sentence = 0
    for paragraph, text in enumerate(article.texts.get("body" if field == OPENING else field, ())):
        words = [word for word in text.split() if word != "*"]
        ended = True
        for place, word in enumerate(words):
            if ended and (not place or not word[0].islower()):
                sentence += 1
            ended = word.endswith(".")
            if field != OPENING or number < 100:
                yield Token(word.strip("."), first + place, {Unit.PARAGRAPH: paragraph, Unit.SENTENCE: sentence})
            number += 1
        first += len(words) + _GAP
