"""An article's texts by field, with the places of their words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.analysis import BLOCK_GAP, LONGEST_WORD, field_texts, places, words
from index.analysis.tokens import plain
from index.analysis.written import sentence_starts
from index.query.tree import OPENING, OPENING_WORDS, Word, WordKind
from index.types import Article, BlockKind, Part, PartKind, StoredArticle

NOTE_FIELD = "note"
"""The field of the person's note: not in the index, but searched and lit like the others."""

_SINGLE = {
    "headline": PartKind.HEADLINE,
    "standfirst": PartKind.STANDFIRST,
    "place": PartKind.PLACE,
    "section": PartKind.SECTION,
    "outlet": PartKind.OUTLET,
}


class FieldText:
    """The texts of one field, their words numbered through as in the index, with the gap between two texts.

    Args:
        texts: each with the part in which it is shown.
        most: only so many words count, from the first; None for all.
    """

    def __init__(self, texts: Sequence[tuple[Part | None, str]], most: int | None = None) -> None:
        self._texts = texts
        self._most = most
        self._firsts: list[int] = []
        self._counts: list[int] = []
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._sentences: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        position, left = 0, self._most
        for _, text in self._texts:
            if left == 0:
                break
            self._firsts.append(position)
            there = words(text) if left is None else words(text)[:left]
            for word in there:
                if word in found:
                    found[word].append(position)
                else:
                    found[word] = [position]
                position += 1
            self._counts.append(len(there))
            left = None if left is None else left - len(there)
            position += BLOCK_GAP
        return found

    def positions(self, word: Word) -> list[int]:
        """Give the positions of all forms of a word, ascending."""
        there = self._positions
        if word.kind is WordKind.WILDCARD:
            present = [some for form, some in there.items() if form in word.forms]
        elif len(word.forms) > len(there):
            present = [some for form, some in there.items() if _holds(word.forms, form)]
        else:
            present = [there[form] for form in word.forms if form in there]
        if word.kind is WordKind.CASED:
            present = [[position for position in some if self._is_written(position, word)] for some in present]
        if len(present) == 1:
            return present[0]
        return sorted(position for some in present for position in some)

    def occurrences(self, words: Sequence[Word], slop: int) -> Iterator[tuple[int, ...]]:
        """Give the positions at which words stand in order with at most `slop` others between them, ascending.

        Of the places that end with the same word the shortest counts; inside, each word is the first that fits.
        """
        places = [self.positions(word) for word in words]
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

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """The positions of the first and the last word of each text; behind the first for one without words."""
        assert self._positions is not None  # noqa: S101 - they are counted with it
        return [(first, first + count - 1) for first, count in zip(self._firsts, self._counts, strict=True)]

    def sentences(self, paragraph: int) -> list[tuple[int, int]]:
        """Give the positions of the first and the last word of each sentence of a text."""
        found = self._sentences.get(paragraph)
        if found is None:
            first, last = self.paragraphs[paragraph]
            starts = [first + start for start in sentence_starts(self._texts[paragraph][1])]
            ends = [*(start - 1 for start in starts[1:]), last]
            found = [(start, min(end, last)) for start, end in zip(starts, ends, strict=True) if start <= last]
            self._sentences[paragraph] = found
        return found

    def _is_written(self, position: int, word: Word) -> bool:
        """Is a word written in its own case: in the form of the index but for the case."""
        index, (start, end) = self._locate(position)
        return plain(self._texts[index][1][start:end])[:LONGEST_WORD] == word.text

    def place(self, position: int) -> tuple[Part | None, int, int]:
        """Give the part in which a word stands, None for a text that is not shown, and its offsets there."""
        index, (start, end) = self._locate(position)
        return self._texts[index][0], start, end

    def _locate(self, position: int) -> tuple[int, tuple[int, int]]:
        """Give the number of the text in which a word stands, and its offsets there."""
        index = bisect_right(self._firsts, position) - 1
        found = self._places.get(index)
        if found is None:
            found = self._places[index] = places(self._texts[index][1])
        return index, found[position - self._firsts[index]]


def _holds(forms: Sequence[str], word: str) -> bool:
    place = bisect_left(forms, word)
    return place < len(forms) and forms[place] == word


def _from(first: int, places: Sequence[Sequence[int]], widest: int) -> tuple[int, ...] | None:
    """Find the first place of each further word behind the one before; None when that reaches too far."""
    found = [first]
    for later in places[1:]:
        index = bisect_right(later, found[-1])
        if index == len(later) or later[index] - first > widest:
            return None
        found.append(later[index])
    return tuple(found)


@dataclass(slots=True)
class ArticleText:
    """The texts of an article, each field read when it is first asked for."""

    stored: StoredArticle
    _fields: dict[str, FieldText] = field(default_factory=dict)

    def of(self, name: str) -> FieldText:
        """Give a field's texts."""
        made = self._fields.get(name)
        if made is None:
            if name == OPENING:
                made = FieldText(list(shown_texts(self.stored, "body")), OPENING_WORDS)
            else:
                made = FieldText(list(shown_texts(self.stored, name)))
            self._fields[name] = made
        return made


def shown_texts(stored: StoredArticle, name: str) -> Iterator[tuple[Part | None, str]]:
    """Give the texts of a field, in the order of the index, each with the part in which it is shown."""
    article = stored.article
    if name == NOTE_FIELD:
        texts = [stored.marks.note] if stored.marks.note else []
        parts: Iterator[Part | None] = iter([Part(PartKind.NOTE)])
    else:
        texts = field_texts(article, stored.location).get(name, [])
        parts = _parts(article, name)
    yield from zip(parts, texts, strict=False)


def _parts(article: Article, name: str) -> Iterator[Part | None]:
    match name:
        case "byline":
            yield from (Part(PartKind.AUTHOR, index) for index, author in enumerate(article.authors) if author)
        case "body" | "caption":
            yield from _block_parts(article, captions=name == "caption")
        case _:
            yield Part(_SINGLE[name]) if name in _SINGLE else None


def _block_parts(article: Article, *, captions: bool) -> Iterator[Part]:
    for index, block in enumerate(article.blocks):
        if block.text and (block.kind is BlockKind.CAPTION) == captions:
            yield Part(PartKind.BLOCK, index)
        if block.credit and captions:
            yield Part(PartKind.CREDIT, index)
