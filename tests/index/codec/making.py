"""Segments made of small articles, and what they must hold, worked out the slow way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.analysis import field_words
from index.codec.batch import Batch, IndexedArticle
from index.codec.segment import SegmentReader


def article(
    number: int, body: Sequence[str] = (), *, published: str | None = None, language: str | None = "en", **texts: str
) -> IndexedArticle:
    """An article of some texts by field."""
    fields = {name: [text] for name, text in texts.items()} | ({"body": list(body)} if body else {})
    facets = {"language": [language]} if language else {}
    return IndexedArticle(number, fields, facets, published, language, sum(len(text.split()) for text in body))


def written(path: Path, articles: Sequence[IndexedArticle]) -> SegmentReader:
    """Write articles as a segment and open it."""
    batch = Batch()
    for one in articles:
        batch.add(one)
    batch.write(path)
    return SegmentReader(path)


Postings = Mapping[str, Mapping[int, Sequence[int]]]
"""By word and document its positions."""


def expected(articles: Sequence[IndexedArticle], field: str) -> Postings:
    """The postings of a field, worked out word by word."""
    found: dict[str, dict[int, list[int]]] = {}
    for document, one in enumerate(articles):
        for word, position in field_words(one.texts.get(field, ())):
            found.setdefault(word, {}).setdefault(document, []).append(position)
    return found


def read(segment: SegmentReader, field: str) -> Postings:
    """The postings of a field as the segment has them."""
    reader = segment.field(field)
    found: dict[str, dict[int, list[int]]] = {}
    for term, ordinal in enumerate(reader.terms.tolist()):
        first, last = reader.postings(term)
        documents = reader.documents.between(first, last).tolist()
        frequencies = reader.frequencies.between(first, last).tolist()
        begin, end = int(reader.occurrences[term]), int(reader.occurrences[term + 1])
        positions = iter(reader.positions_between(begin, end).tolist())
        found[segment.words[ordinal]] = {
            document: [next(positions) for _ in range(frequency)]
            for document, frequency in zip(documents, frequencies, strict=True)
        }
        assert next(positions, None) is None
    return found
