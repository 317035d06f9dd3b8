"""An article's texts by field, with the places of their words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.analysis import BLOCK_GAP, field_texts, places, words
from index.query.tree import Word, WordKind
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
    """The texts of one field, their words numbered through as in the index, with the gap between two texts."""

    def __init__(self, texts: Sequence[tuple[Part | None, str]]) -> None:
        self._texts = texts
        self._firsts: list[int] = []
        self._places: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        position = 0
        for _, text in self._texts:
            self._firsts.append(position)
            for word in words(text):
                if word in found:
                    found[word].append(position)
                else:
                    found[word] = [position]
                position += 1
            position += BLOCK_GAP
        return found

    def positions(self, word: Word) -> list[int]:
        """Give the positions of all forms of a word, ascending."""
        there = self._positions
        if word.kind is WordKind.WILDCARD:
            present = [some for form, some in there.items() if form in word.forms]
        else:
            present = [there[form] for form in word.forms if form in there]
        if len(present) == 1:
            return present[0]
        return sorted(position for some in present for position in some)

    def place(self, position: int) -> tuple[Part | None, int, int]:
        """Give the part in which a word stands, None for a text that is not shown, and its offsets there."""
        index = bisect_right(self._firsts, position) - 1
        part, text = self._texts[index]
        found = self._places.get(index)
        if found is None:
            found = self._places[index] = places(text)
        return part, *found[position - self._firsts[index]]


@dataclass(slots=True)
class ArticleText:
    """The texts of an article, each field read when it is first asked for."""

    stored: StoredArticle
    _fields: dict[str, FieldText] = field(default_factory=dict)

    def of(self, name: str) -> FieldText:
        """Give a field's texts."""
        made = self._fields.get(name)
        if made is None:
            made = self._fields[name] = FieldText(list(shown_texts(self.stored, name)))
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
